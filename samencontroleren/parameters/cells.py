# SPDX-License-Identifier: EUPL-1.2
"""When a figure about others may be shown (product.md, 2.9). Pure; how small is too small is a parameter."""


def may_show_count(others: int, rest: int, smallest_cell: int) -> bool:
    """Whether a count of other organisations may be shown: enough in it and in the rest (product.md, 2.9)."""
    return others >= smallest_cell and rest >= smallest_cell
