# SPDX-License-Identifier: EUPL-1.2
"""Assessments: what reviewers make of the answers of one dossier.

Words: a *verdict* is given per requirement; *deels* and *niet* make a *finding*; the *result* follows from
the verdicts by one pure rule (`rule`), and `documents` prints it. Used by reviewers, the supplier (hearing),
the releasing officer and, after release, by gemeenten.
"""
