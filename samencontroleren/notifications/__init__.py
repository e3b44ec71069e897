# SPDX-License-Identifier: EUPL-1.2
"""Notices to a person and the mails that tell of them. Mail is neutral: name, number, kind, date and link only."""
