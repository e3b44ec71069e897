# SPDX-License-Identifier: EUPL-1.2
"""The walls around the process that opens untrusted documents. Linux; each wall stands by itself."""

import codecs
import ctypes
import os
import resource

MEMORY = 768 * 1024 * 1024
"""Bytes of address space, libraries included."""
SECONDS = 20
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_NO_NEW_PRIVS = 38
CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp437", "cp1252", "iso8859-15")
"""Of names in a zip, text of a csv and how pdfium gives text: none can be loaded once the process is shut."""


def bound() -> None:
    """Bound memory and processor time; no byte is ever written to a file, and no core is dumped."""
    for which, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


def shut() -> None:
    """Once the libraries are loaded and the document is open: no rights to gain, no network, no further file.

    A network of its own is refused to unprivileged processes on some systems. The last wall stands everywhere:
    without a free descriptor no socket and no file can be opened.
    """
    for each in CODECS:
        codecs.lookup(each)
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if system.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        system.unshare(CLONE_NEWNET)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))
