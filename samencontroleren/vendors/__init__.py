# SPDX-License-Identifier: EUPL-1.2
"""Suppliers (leveranciers), their products and contacts.

A supplier is an organisation with the same key; the object assessed is one of its products (an online service)."""
