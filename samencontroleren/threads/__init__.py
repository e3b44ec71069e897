# SPDX-License-Identifier: EUPL-1.2
"""Threads: conversations on a question, a finding or a result, each for one audience."""
