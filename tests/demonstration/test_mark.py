# SPDX-License-Identifier: EUPL-1.2
"""Invented data is served in its own mode only, and that mode serves nothing else."""

from pathlib import Path

import pytest
from flask import Flask

from samencontroleren import config
from samencontroleren.app import create_app
from samencontroleren.core import installation, migrate
from samencontroleren.core.db import Database, session
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation
from tests.support.databases import SystemDatabase


def settings(folder: Path, mode: str) -> config.Settings:
    return config.load({"ENVIRONMENT": mode, "SECRET_KEY": "test" * 10, "DATA_FOLDER": str(folder)})


def database(folder: Path) -> Database:
    made = SystemDatabase(settings(folder, "demo").database_url)
    migrate.upgrade(made.engine)
    return made


def test_marked_data_is_not_served_in_another_mode(tmp_path: Path) -> None:
    made = database(tmp_path)
    with made.unit():
        installation.mark_demonstration("2027-03-01")
    with pytest.raises(config.SettingsRefused, match="invented data"):
        create_app(settings(tmp_path, "test"))
    assert isinstance(create_app(settings(tmp_path, "demo")), Flask)


def test_the_demonstration_refuses_other_data(tmp_path: Path) -> None:
    made = database(tmp_path)
    assert isinstance(create_app(settings(tmp_path, "demo")), Flask)
    with made.unit():
        session().add(Organisation(kind=OrganisationKind.MUNICIPALITY, name="Gemeente Echt", code="GM0001"))
    with pytest.raises(config.SettingsRefused, match="not the demonstration's"):
        create_app(settings(tmp_path, "demo"))
    assert isinstance(create_app(settings(tmp_path, "test")), Flask)


def test_a_new_database_fits_every_mode(tmp_path: Path) -> None:
    for mode in ("demo", "test"):
        assert isinstance(create_app(settings(tmp_path, mode)), Flask)
