# SPDX-License-Identifier: EUPL-1.2
"""Scheduled work of the store: destruction for good, and sweeping what killed processes left behind."""

from datetime import timedelta

from flask import current_app

from samencontroleren.core import clock
from samencontroleren.core.files import Vault
from samencontroleren.core.scheduler import Job
from samencontroleren.core.sides import NOBODY
from samencontroleren.core.storage import destruction, upkeep

COPIES, HALVES = "plain copies", "half written objects"
A_DAY = timedelta(days=1)


def vault() -> Vault:
    """The store of this application."""
    found: Vault = current_app.extensions["files"]
    return found


def due_destructions() -> list[str]:
    """Files to list or to destroy."""
    return destruction.due(current_app.extensions["settings"].files.backup_days)


def destroy(key: str) -> None:
    """List one destruction, or carry it out."""
    store, days = vault(), current_app.extensions["settings"].files.backup_days
    destruction.work(store.objects, store.keys, key, days)


def due_sweeping() -> list[str]:
    """Plain copies, half written objects, and the objects that never got a row."""
    return [COPIES, HALVES, *upkeep.orphans(vault().objects, clock.real_now() - A_DAY)]


def sweep(key: str) -> None:
    """Remove one of them; an object only while it still has no row."""
    store = vault()
    if key == COPIES:
        store.workshop.sweep()
    elif key == HALVES:
        store.objects.tidy(clock.real_now() - A_DAY)
    elif not upkeep.has_row(key):
        store.objects.remove(key)


JOBS = (
    Job(
        name="file-destructions",
        cron="5 * * * *",
        period="%Y-%m-%dT%H",
        due=due_destructions,
        work=destroy,
        meaning="Destroys removed files for good once no backup holds them, and keeps the list of destructions.",
        side=NOBODY,
    ),
    Job(
        name="file-sweep",
        cron="35 * * * *",
        period="%Y-%m-%dT%H",
        due=due_sweeping,
        work=sweep,
        meaning="Removes what broken-off uploads and stopped processes left behind, after a day.",
        side=NOBODY,
    ),
)
