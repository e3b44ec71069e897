# SPDX-License-Identifier: EUPL-1.2
"""What opens untrusted documents: a process of its own, without network, with little memory, time and files."""
