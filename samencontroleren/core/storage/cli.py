# SPDX-License-Identifier: EUPL-1.2
"""The commands `samencontroleren files …` and `samencontroleren restore finish`."""

import uuid
from dataclasses import dataclass
from typing import Any

import click
from flask import Flask

from samencontroleren.core import clock, trail
from samencontroleren.core.files import Vault
from samencontroleren.core.sides import SYSTEM
from samencontroleren.core.storage import destruction, master_keys, upkeep


@dataclass(frozen=True)
class Operator:
    """Whoever may run commands on the server: no person of the platform."""

    user_id: uuid.UUID | None = None
    membership_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    is_present: bool = False
    scopes: frozenset[str] | None = None


def _app(shared: dict[str, Any]) -> Flask:
    app: Flask = shared["application"]()
    return app


@click.group()
def files() -> None:
    """The store of files."""


@files.command("new-key")
@click.argument("name")
def new_key(name: str) -> None:
    """Print a fresh master key with this id, to put first in FILES_MASTER_KEYS."""
    line = master_keys.new_line(name)
    try:
        master_keys.parse(line)
    except master_keys.BadKeys as error:
        raise click.ClickException(str(error)) from error
    click.echo(line)


@files.command("rewrap")
@click.pass_obj
def rewrap(shared: dict[str, Any]) -> None:
    """Wrap the data key of every file under the present master key; may be stopped and started again."""
    app = _app(shared)
    vault: Vault = app.extensions["files"]
    found = upkeep.rewrap(app.extensions["database"], vault)
    click.echo(f"{found.done} re-wrapped under {vault.keys.current.id}, {found.left} left under another key")
    if found.failed:
        raise click.ClickException(f"{len(found.failed)} could not be unwrapped, first {found.failed[0]}")
    click.echo("keep the earlier master keys as long as you keep backups and the list of destructions made with them")


@files.command("verify")
@click.option("--sample", type=click.IntRange(min=1), help="Open only so many files, chosen at random.")
@click.pass_obj
def verify(shared: dict[str, Any], sample: int | None) -> None:
    """Check that every key has its file, that files open, and name objects that belong to nothing."""
    app = _app(shared)
    with app.extensions["database"].unit(write=False, side=SYSTEM):
        found = upkeep.verify(app.extensions["files"], clock.real_now(), sample)
    for text in found.faults:
        click.echo(f"  fault   {text}")
    for name in found.orphans:
        click.echo(f"  orphan  {name} (an upload that is going on, or one that was broken off: swept after a day)")
    click.echo(f"{found.opened} opened, {len(found.faults)} faults, {len(found.orphans)} orphans")
    if found.faults:
        raise SystemExit(1)


@click.group()
def restore() -> None:
    """Putting a database back."""


@restore.command("finish")
@click.pass_obj
def finish(shared: dict[str, Any]) -> None:
    """Carry out again the destructions that a restored database does not know; only then it may be served."""
    app = _app(shared)
    vault: Vault = app.extensions["files"]
    try:
        with app.extensions["database"].unit(side=SYSTEM):
            done = destruction.replay(vault.objects, vault.keys, destruction.unreplayed(vault.objects))
            if done:
                trail.record(Operator(), "files.destructions-replayed", "installation", None, number=done)
    except destruction.Forged as error:
        raise click.ClickException(f"a line of the list of destructions is not ours: {error}") from error
    except master_keys.UnknownMasterKey as error:
        raise click.ClickException(f"put master key {error} back among FILES_MASTER_KEYS") from error
    click.echo(f"{done} destructions carried out again")


COMMANDS = (files, restore)
