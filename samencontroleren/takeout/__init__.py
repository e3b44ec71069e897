# SPDX-License-Identifier: EUPL-1.2
"""The export of everything a supplier has here: asked for by its beheerder or vrijgever, built by a job, kept briefly.

What each feature has of it stands in that feature's `own_data.PARTS`. Documents are not copied: they are opened when
the export is downloaded, each with the rights of that moment.
"""
