# SPDX-License-Identifier: EUPL-1.2
"""What the pages of evidence share: the blueprint they stand on."""

from flask import Blueprint

blueprint = Blueprint("evidence", __name__)
