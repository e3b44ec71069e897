# SPDX-License-Identifier: EUPL-1.2
"""Something back for suppliers: own scores over time, beside those of similar products, and what is most often not met.

A comparison is a named statistic: fixed dimensions, computed by a job into a snapshot per supplier in which its own
results do not count, and kept only where enough organisations stand in it and in the rest (product.md, 2.9). Nothing
here says which or how many gemeenten use a product (product.md, 2.1).
"""
