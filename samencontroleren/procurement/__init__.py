# SPDX-License-Identifier: EUPL-1.2
"""Inkoopsets: what a gemeente asks in a tender, as contract annex, and candidates compared on what is known.

A set is a gemeente's own: no other gemeente, no supplier and not VNG learns of sets or candidates (product.md, 2.1).
"""
