# SPDX-License-Identifier: EUPL-1.2
"""Reading the trail: VNG's page, each organisation's own, and whom a supplier is told of as readers.

What is recorded stands in `core.trail`; here is who may read which rows of it, under which names. Whatever reviewers do
stands in VNG's trail only; what a gemeente uses, decides and reads stands in its own only (product.md, 2.1, 2.2, 2.8).
Used by VNG's co-ordinators and functional administrators, and by administrators and CISOs of organisations.
"""
