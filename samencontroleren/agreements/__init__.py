# SPDX-License-Identifier: EUPL-1.2
"""The scheme agreement: one text in place of a hundred non-disclosure agreements, its versions, and who signed.

A supplier's vrijgever and a gemeente's administrator or CISO sign for their organisation. Documents of others are read
only by organisations that accepted the text of today (product.md, section 7).
"""
