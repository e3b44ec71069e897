# SPDX-License-Identifier: EUPL-1.2
"""Risk in the chain: flags (risicosignalen) that rules raise on products and suppliers."""
