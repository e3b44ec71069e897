# SPDX-License-Identifier: EUPL-1.2
"""Plumbing without a single domain word: every feature stands on it, it knows none of them."""
