# SPDX-License-Identifier: EUPL-1.2
"""The blueprint of rights; the views stand in the modules `*_pages`."""

from flask import Blueprint

blueprint = Blueprint("rights", __name__)
