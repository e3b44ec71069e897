# SPDX-License-Identifier: EUPL-1.2
"""Invented demonstration data, the local mailbox and the style guide; exists only in demonstration mode."""
