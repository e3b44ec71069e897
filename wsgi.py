# SPDX-License-Identifier: EUPL-1.2
"""Entry point for a WSGI server."""

from samencontroleren.app import create_app, refuse_unsafe
from samencontroleren.core import collector

application = create_app()
refuse_unsafe(application)

collector.settle()
