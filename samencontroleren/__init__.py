# SPDX-License-Identifier: EUPL-1.2
"""Samen Controleren: Dutch municipalities check their ICT suppliers together."""

__version__ = "0.1.0"
