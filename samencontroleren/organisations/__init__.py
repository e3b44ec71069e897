# SPDX-License-Identifier: EUPL-1.2
"""Organisations and who acts for them.

Gemeenten, partnerships (samenwerkingsverbanden), suppliers, VNG and auditors are all organisations; people
belong to them through memberships (feature `accounts`). The `Actor` every service receives lives here, because
each feature above and below speaks of it.
"""
