# SPDX-License-Identifier: EUPL-1.2
"""Every account of the list works: password on the log-in page, token on the API."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from samencontroleren.demonstration import accounts, cli
from samencontroleren.demonstration.accounts import Account


def listed(app: Flask) -> list[Account]:
    with app.extensions["database"].unit(write=False):
        return accounts.list_accounts(app.extensions["settings"].secret_key)


def log_in(browser: FlaskClient, account: Account) -> int:
    """Fill in the log-in page; the status of the answer."""
    page = browser.get("/inloggen").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    typed = {"csrf_token": token[1], "email": account.email, "password": account.password}
    return browser.post("/inloggen", data=typed).status_code


def test_there_is_an_account_for_each_role(demonstration: Flask) -> None:
    found = listed(demonstration)
    roles = {account.role for account in found}
    assert roles == set(accounts.ROLE_NAMES.values()) - {"auditor"}
    assert sum(account.role == "beoordelaar" for account in found) >= 2
    assert len(accounts.to_start_with(found)) == 5


def test_one_of_each_role_logs_in_and_reads_the_start_page(demonstration: Flask) -> None:
    firsts = {account.role: account for account in reversed(listed(demonstration))}
    for account in firsts.values():
        browser = demonstration.test_client()
        assert log_in(browser, account) == 302, account.role
        start = browser.get("/")
        assert start.status_code == 200, account.role
        assert account.organisation in start.get_data(as_text=True)


def test_every_token_reads_suppliers(demonstration: Flask) -> None:
    found = listed(demonstration)
    assert {account.role for account in found if not account.token} == {"meedenker"}
    for account in (each for each in found if each.token):
        headers = {"Authorization": f"Bearer {account.token}"}
        answer = demonstration.test_client().get("/api/v1/leveranciers", headers=headers)
        assert answer.status_code == 200, account
        names = [each["naam"] for each in answer.get_json()]
        assert names == [account.organisation] if account.role in ("invuller", "vrijgever") else names


def test_another_token_reads_nothing(demonstration: Flask) -> None:
    headers = {"Authorization": "Bearer demo-0000"}
    assert demonstration.test_client().get("/api/v1/leveranciers", headers=headers).status_code == 401


def test_the_command_gives_json(demonstration: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    folder: Path = demonstration.extensions["settings"].mailbox_folder.parent
    monkeypatch.setenv("ENVIRONMENT", "demo")
    monkeypatch.setenv("DATA_FOLDER", str(folder))
    answer = CliRunner().invoke(cli.demo, ["accounts", "--json"])
    assert answer.exit_code == 0, answer.output
    rows = json.loads(answer.stdout)
    assert len(rows) == len(listed(demonstration))
    assert all(set(row) == {"role", "organisation", "email", "password", "token"} for row in rows)


def test_outside_the_mode_the_commands_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("SECRET_KEY", "test" * 10)
    monkeypatch.setenv("DATA_FOLDER", str(tmp_path))
    answer = CliRunner().invoke(cli.demo, ["fill"])
    assert answer.exit_code == 1
    assert "ENVIRONMENT=demo only" in answer.output
    assert not list(tmp_path.glob("*.sqlite3"))
