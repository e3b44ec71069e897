# SPDX-License-Identifier: EUPL-1.2
"""Documents a supplier gives as proof, their validity (derived when read) and the grants to read them."""
