# SPDX-License-Identifier: EUPL-1.2
"""Which gemeente uses (or means to buy) which product. A supplier never learns any of it (product.md, 2.1)."""
