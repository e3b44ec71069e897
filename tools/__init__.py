# SPDX-License-Identifier: EUPL-1.2
"""What builds and checks the project: generated pages, the message catalogue."""
