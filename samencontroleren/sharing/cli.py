# SPDX-License-Identifier: EUPL-1.2
"""The commands `bundle verify`, which needs no platform, settings or network, and `results compare-rules`."""

import logging
from pathlib import Path
from typing import Any

import click

from samencontroleren.assessments.rule import RULES
from samencontroleren.core import signing
from samencontroleren.core.sides import SYSTEM
from samencontroleren.sharing.bundle_check import NoBundle
from samencontroleren.sharing.file_check import check_file
from samencontroleren.sharing.rule_changes import rule_changes


@click.group()
def bundle() -> None:
    """Bundels van vrijgegeven resultaten."""


@bundle.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    "trusted",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Het certificaat van het platform (PEM) dat u vertrouwt; niet het certificaat uit de bundel zelf.",
)
def verify(file: Path, trusted: Path) -> None:
    """Controleer FILE: elke handtekening, elk onderdeel, en dat er niets is weggelaten.

    FILE is de zip, één laag (`oordelen.json`, met `oordelen.json.p7s` in dezelfde map) of een pdf met handtekening.
    """
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what is wrong we say ourselves
    pem = trusted.read_bytes()
    if not signing.is_certificate(pem):
        raise click.ClickException(f"{trusted}: dit is geen certificaat in PEM")
    try:
        found = check_file(file, pem)
    except NoBundle as error:
        raise click.ClickException(f"{file}: {error}") from error
    for fault in found.faults:
        click.echo(f"NIET IN ORDE  {fault.place}: {fault.message}", err=True)
    if found.faults:
        raise click.exceptions.Exit(1)
    about = [f"resultaat {found.release_id}"] if found.release_id else [file.name]
    about += [f"vrijgegeven op {found.released_at}"] if found.released_at else []
    about += [f"ondertekend op {found.signed_at}"] if found.signed_at else []
    click.echo(f"In orde: {', '.join(about)}")
    if found.counts:
        click.echo("Gecontroleerd: " + ", ".join(f"{layer.value} {count}" for layer, count in found.counts.items()))


@click.group()
def results() -> None:
    """Released results."""


@results.command("compare-rules")
@click.argument("before", type=click.Choice(sorted(RULES)))
@click.argument("after", type=click.Choice(sorted(RULES)))
@click.pass_obj
def compare_rules(shared: dict[str, Any], before: str, after: str) -> None:
    """What rule AFTER would make of all results that count today, beside rule BEFORE. Nothing is changed."""
    with shared["application"]().extensions["database"].unit(side=SYSTEM):
        found = rule_changes(before, after)
    for each in found.changes:
        click.echo(f"  {each.release_id}  {each.name}: {'; '.join(each.lines)}")
    click.echo(f"{found.compared} current results compared, {len(found.changes)} differ")


COMMANDS = (bundle, results)
