# SPDX-License-Identifier: EUPL-1.2
"""Commands for operators and auditors: check the trail, and print the key that signs its heads."""

from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask

from samencontroleren.core.sides import NOBODY
from samencontroleren.core.trail import chain, heads


def _app(shared: dict[str, Any]) -> Flask:
    app: Flask = shared["application"]()
    return app


@click.group()
def audit() -> None:
    """The trail."""


@audit.command("verify")
@click.option(
    "--heads",
    "published",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with published heads, as they were kept elsewhere.",
)
@click.option("--key", help="The public key that an auditor kept, instead of this installation's own.")
@click.pass_obj
def verify(shared: dict[str, Any], published: Path | None, key: str | None) -> None:
    """Check the chain; names the first row changed, removed, added or moved, and reports the unsealed tail."""
    app = _app(shared)
    keys = [_read_key(key)] if key else _own_keys(app)
    with app.extensions["database"].unit(write=False, side=NOBODY):
        found = chain.verify()
        kept = _read(published) if published else []
        fault = found.fault or heads.check([*heads.own_heads(), *kept], keys)
    click.echo(f"sealed: {found.sealed}, not yet sealed: {found.unsealed}, head: {found.head}")
    if fault:
        raise click.ClickException(f"the chain is broken: {fault}")
    click.echo("the chain is whole" + _reach(kept))


def _reach(kept: list[heads.Published]) -> str:
    if not kept:
        return " (that it was not made anew as a whole is seen only with published heads: --heads FILE)"
    last = max(kept, key=lambda head: head.number)
    return f", and fits {len(kept)} published heads, up to seal {last.number} of {last.day}"


def _read(published: Path) -> list[heads.Published]:
    try:
        return heads.read_file(published)
    except heads.Unreadable as error:
        raise click.ClickException(str(error)) from error


def _read_key(text: str) -> Ed25519PublicKey:
    try:
        return heads.public_key(text)
    except ValueError as error:
        raise click.ClickException("--key is the line that `samencontroleren audit key` prints") from error


def _own_keys(app: Flask) -> list[Ed25519PublicKey]:
    return heads.public_keys((app.config["SECRET_KEY"], *app.config["SECRET_KEY_FALLBACKS"]))


@audit.command("key")
@click.pass_obj
def print_key(shared: dict[str, Any]) -> None:
    """Print the public key with which heads of the trail can be checked; for an auditor to keep."""
    click.echo(heads.public_text(_own_keys(_app(shared))[0]))


COMMANDS = (audit,)
