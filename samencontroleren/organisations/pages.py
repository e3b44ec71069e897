# SPDX-License-Identifier: EUPL-1.2
"""The blueprint of the pages of organisations."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__)
