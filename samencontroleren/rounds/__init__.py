# SPDX-License-Identifier: EUPL-1.2
"""Rounds, dossiers and their state table, terms, assignments, conflicts of interest, and who may open a dossier."""
