# SPDX-License-Identifier: EUPL-1.2
"""The blueprint of admission; the views stand in the modules `*_pages`."""

from flask import Blueprint

blueprint = Blueprint("admission", __name__)
