# SPDX-License-Identifier: EUPL-1.2
"""Search from anywhere; each kind of thing is found through its own permission."""
