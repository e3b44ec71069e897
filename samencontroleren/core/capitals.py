# SPDX-License-Identifier: EUPL-1.2
"""Labels are kept as they stand in a sentence; where one begins a line it takes a capital."""


def capital(label: str) -> str:
    """With a capital."""
    return label[:1].upper() + label[1:]
