# SPDX-License-Identifier: EUPL-1.2
"""Everything a process of the platform loads when it starts; the nursery does so once, for all that it starts."""

import gc

import gunicorn.app.wsgiapp
import gunicorn.workers.gthread  # noqa: F401
from sqlalchemy.orm import configure_mappers

import samencontroleren.cli  # noqa: F401
from samencontroleren import features
from tests.support import compiled

gc.disable()
compiled.use()
features.load_models()
for _load in (features.blueprints, features.commands):
    _load(True)
    _load(False)
for _load in (features.api_blueprints, features.jobs, features.notices):
    _load()
for _load in (features.offer_merging, features.offer_own_data, features.offer_leaving, features.offer_handing):
    _load()
configure_mappers()
gc.enable()
gc.freeze()
