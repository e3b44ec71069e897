# SPDX-License-Identifier: EUPL-1.2
"""Entry point for a WSGI server."""

import gc

from samencontroleren.app import create_app, refuse_unsafe

application = create_app()
refuse_unsafe(application)

gc.collect()
gc.freeze()  # what was loaded stays: the collector need not walk over it with every request
