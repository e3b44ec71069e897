# SPDX-License-Identifier: EUPL-1.2
"""Entry point for a WSGI server."""

from samencontroleren.app import create_app

application = create_app()
