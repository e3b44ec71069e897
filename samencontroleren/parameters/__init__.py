# SPDX-License-Identifier: EUPL-1.2
"""Parameters: the values marked (config) in product.md, kept by VNG's functional administrator with their history."""
