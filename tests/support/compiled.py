# SPDX-License-Identifier: EUPL-1.2
"""Templates compiled once per run, for all workers and all processes they start.

Each application compiles the templates it shows, 343 of them in four seconds. The folder is new with each run, and what
lies in it belongs to the text of a template: a template that is changed is compiled anew.
"""

import os
import shutil
import tempfile

from flask import Flask
from jinja2 import FileSystemBytecodeCache

PLACE = "SC_TEST_TEMPLATES"


def make() -> None:
    """Make the folder of this run; workers and processes inherit its place."""
    os.environ[PLACE] = tempfile.mkdtemp(prefix="sc-templates-")


def use() -> None:
    """Let the applications of this process share what was compiled."""
    Flask.jinja_options["bytecode_cache"] = FileSystemBytecodeCache(os.environ[PLACE])


def drop() -> None:
    """Throw the folder of this run away."""
    shutil.rmtree(os.environ.pop(PLACE), ignore_errors=True)
