# SPDX-License-Identifier: EUPL-1.2
"""Threads: conversations on a question, a finding or a result, each for one audience.

A thread belongs to a dossier (question, finding) or to a released result (questions of gemeenten). Its audience
never changes. Names: a supplier never meets those of reviewers, of VNG's people or of gemeenten; readers of a result
meet none at all (product.md, 2.1). Used by suppliers, reviewers, VNG and readers of results.
"""
