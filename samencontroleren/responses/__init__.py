# SPDX-License-Identifier: EUPL-1.2
"""Standing answers of a supplier: drafts, versions, confirmation per round, and submissions that freeze them."""
