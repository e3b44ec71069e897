# SPDX-License-Identifier: EUPL-1.2
"""The start page of each role and the pages of the platform itself (runs of jobs)."""
