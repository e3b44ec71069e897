# SPDX-License-Identifier: EUPL-1.2
"""Release of a result in layers, and what each gemeente may read of it."""
