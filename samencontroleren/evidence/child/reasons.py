# SPDX-License-Identifier: EUPL-1.2
"""How the process tells its parent that a document will not be opened."""


class Refused(Exception):
    """The document will not be opened; the text is a code for the parent process."""
