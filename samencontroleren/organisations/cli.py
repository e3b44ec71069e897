# SPDX-License-Identifier: EUPL-1.2
"""The commands `samencontroleren organisations …`."""

from pathlib import Path
from typing import Any

import click

from samencontroleren.core.sides import SYSTEM
from samencontroleren.organisations import loading, municipalities


@click.group()
def organisations() -> None:
    """Gemeenten and other organisations."""


@organisations.command("load-municipalities")
@click.option(
    "--file",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=municipalities.FILE,
    help="CSV with cbs_code, naam, provincie and optionally inwoners; without it the list of this version.",
)
@click.pass_obj
def load_municipalities(shared: dict[str, Any], source: Path) -> None:
    """Let in the gemeenten that are not there yet and renew the facts of the others; matches on the CBS code."""
    try:
        facts = municipalities.read_municipalities(source)
    except municipalities.UnreadableFacts as error:
        raise click.ClickException(str(error)) from error
    with shared["application"]().extensions["database"].unit(side=SYSTEM):
        report = loading.load_municipalities(facts)
    for code, name in report.added:
        click.echo(f"  added    {code} {name}")
    for code, before, after in report.renamed:
        click.echo(f"  renamed  {code} {before} -> {after}")
    for code, name in report.not_listed:
        click.echo(f"  not in the list, left as it is: {code} {name} (merged? plan the merge on its page)")
    click.echo(
        f"{len(report.added)} added, {len(report.renamed)} renamed, {report.changed} with other facts, "
        f"{report.unchanged} unchanged, {len(report.ended)} ended ones left alone"
    )


COMMANDS = (organisations,)
