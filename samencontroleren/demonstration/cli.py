# SPDX-License-Identifier: EUPL-1.2
"""The commands `samencontroleren demo …`: fill, reset, accounts, serve."""

import json
import os
import shutil
import time
from pathlib import Path

import click
from flask import Flask

from samencontroleren import config
from samencontroleren.app import create_app
from samencontroleren.core import installation, logs
from samencontroleren.core.sides import SYSTEM
from samencontroleren.demonstration import accounts, fill, serving

SUMMARY = (
    ("municipalities", "gemeenten"),
    ("vendors", "suppliers"),
    ("products", "products"),
    ("rounds", "rounds"),
    ("dossiers", "dossiers"),
    ("releases", "results"),
    ("usages", "products in use"),
    ("users", "people"),
)
"""What the demonstration says of itself: the name of the count and the word for it."""


@click.group()
def demo() -> None:
    """The demonstration: invented data on SQLite, on this computer only."""
    os.environ.setdefault("ENVIRONMENT", "demo")


def _application() -> Flask:
    """The application in the mode of the demonstration; says in words what is wrong."""
    try:
        settings = config.load()
        if not settings.is_demo:
            raise click.ClickException("the demonstration runs in ENVIRONMENT=demo only")
        _database_file(settings).parent.mkdir(parents=True, exist_ok=True)
        return create_app(settings)
    except config.SettingsRefused as error:
        raise click.ClickException(str(error)) from error


def _database_file(settings: config.Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


@demo.command("fill")
def fill_command() -> None:
    """Fill a new database; says so when it is filled already."""
    _fill(_application())


def _fill(app: Flask, is_quiet: bool = False) -> None:
    """Fill, and say what there is; `is_quiet` says nothing of a database that was filled before."""
    began = time.monotonic()
    try:
        with logs.only_warnings():
            counts = fill.fill(app, told=lambda: click.echo("Filling the demonstration: about a minute, once …"))
    except fill.AlreadyFilled:
        if not is_quiet:
            click.echo("The demonstration is filled already (start over with: samencontroleren demo reset).")
        return
    except fill.NotADemonstration as error:
        raise click.ClickException(str(error)) from error
    shown = ", ".join(f"{counts.get(name, 0)} {word}" for name, word in SUMMARY)
    click.echo(f"Filled in {time.monotonic() - began:.0f} s: {shown}.")


@demo.command("reset")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Throw the demonstration's data away and fill it anew."""
    app = _application()  # refuses a database that holds anything else
    settings: config.Settings = app.extensions["settings"]
    place = _database_file(settings)
    if not yes:
        click.confirm(f"Remove {place} with its files and mails?", abort=True)
    app.extensions["database"].engine.dispose()
    for suffix in ("", "-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    for folder in (settings.files.folder, settings.mailbox_folder):
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
    _fill(_application())


@demo.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="As JSON: role, organisation, email, password, token.")
def accounts_command(as_json: bool) -> None:
    """Name the accounts, with password and API token."""
    found = _accounts(_application())
    if as_json:
        click.echo(json.dumps(accounts.as_rows(found), ensure_ascii=False, indent=2))
        return
    for each in found:
        click.echo(f"{each.role:24} {each.organisation:36} {each.email}")
    click.echo(
        f"\nEverybody's password: {found[0].password}" if found else "No accounts yet: samencontroleren demo fill"
    )


def _accounts(app: Flask) -> list[accounts.Account]:
    with app.app_context(), app.extensions["database"].unit(write=False, side=SYSTEM):
        if installation.demonstration_mark() is None:
            raise click.ClickException("this database is not filled yet: samencontroleren demo fill")
        return accounts.list_accounts(app.extensions["settings"].secret_key)


@demo.command("serve")
@click.option("--address", default=serving.ADDRESS, show_default=True, help="Loopback address and port.")
def serve(address: str) -> None:
    """Serve the demonstration: web server and scheduler, until Ctrl-C."""
    if not address.startswith(("127.0.0.1:", "localhost:")):
        raise click.ClickException("the demonstration is served on loopback addresses only")
    os.environ.setdefault("BASE_URL", f"http://{address}")
    app = _application()
    _fill(app, is_quiet=True)
    found = accounts.to_start_with(_accounts(app))
    app.extensions["database"].engine.dispose()
    family = serving.Family(serving.commands(address), serving.environment())
    raise SystemExit(family.wait(lambda: _announce(address, found)))


def _announce(address: str, found: list[accounts.Account]) -> None:
    home, port = f"http://{address}", address.rpartition(":")[2]
    click.echo(f"""
Samen Controleren, demonstration with invented data

  Open {home}/ and click on whoever you want to be: no password needed.

  Guided tour    {home}/rondleiding
  Mailbox        {home}/postbus
  API            {home}/api

  To try passkeys open http://localhost:{port}/ instead: browsers keep none for a bare number.

Or log in with password {found[0].password if found else "(no accounts)"}:
""")
    for each in found:
        click.echo(f"  {each.role:14} {each.email}")
    click.echo("\nAll accounts: ENVIRONMENT=demo .venv/bin/samencontroleren demo accounts.   Stop with Ctrl-C.\n")


COMMANDS = (demo,)
