# SPDX-License-Identifier: EUPL-1.2
"""Measures the platform at a share of the country's size: `make bench` (SCALE=0.1 by default, 1 is the whole)."""
