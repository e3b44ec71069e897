# SPDX-License-Identifier: EUPL-1.2
"""The command `samencontroleren`: jobs, the database, and what the core and features add."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import click
from flask import Flask

from samencontroleren import config, features
from samencontroleren.accounts import first
from samencontroleren.app import create_app, refuse_unsafe
from samencontroleren.core import migrate, outbox, scheduler, trail, walls
from samencontroleren.core.errors import Conflict
from samencontroleren.core.sides import SYSTEM
from samencontroleren.core.storage import cli as storage
from samencontroleren.core.trail import cli as trail_commands
from samencontroleren.search import upkeep as search_words


@click.group()
@click.pass_context
def cli(context: click.Context) -> None:
    """Samen Controleren."""
    context.ensure_object(dict).setdefault("application", partial(application, context))


def application(context: click.Context) -> Flask:
    """The application of this command, made once; says in words what is wrong with the settings."""
    if "app" not in context.obj:
        try:
            context.obj["app"] = create_app()
        except config.SettingsRefused as error:
            raise click.ClickException(str(error)) from error
    app: Flask = context.obj["app"]
    return app


@cli.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.pass_context
def upgrade(context: click.Context) -> None:
    """Bring the database to the newest version, and make findable what was there already."""
    database = application(context).extensions["database"]
    migrate.upgrade(database.engine)
    with database.unit(side=SYSTEM):
        search_words.mend_all()


@db.command("grant")
@click.argument("role")
@click.pass_context
def grant(context: click.Context, role: str) -> None:
    """Give the role of the application what it needs, as the owner of the tables; also for later versions."""
    database = application(context).extensions["database"]
    if database.is_sqlite:
        raise click.ClickException("SQLite has no roles")
    with database.engine.begin() as connection:
        if fault := walls.fault(connection, role):
            raise click.ClickException(fault)
        walls.grant(connection, role)
    click.echo(f"{role} may read and write all tables, behind the walls, and owns nothing")


@cli.group()
def search() -> None:
    """The words by which things are found."""


@search.command("rebuild")
@click.pass_context
def rebuild_search(context: click.Context) -> None:
    """Write the words of everything that can be found anew."""
    with application(context).extensions["database"].unit(side=SYSTEM):
        for kind, number in search_words.rebuild_all().items():
            click.echo(f"{kind:28} {number:8,}")


@cli.command("first-administrator")
@click.argument("email")
@click.argument("name")
@click.pass_context
def first_administrator(context: click.Context, email: str, name: str) -> None:
    """Invite the first person of a new installation; prints the link, which works once."""
    app = application(context)
    try:
        with app.extensions["database"].unit(side=SYSTEM):
            token = first.invite_first(email, name)
    except Conflict as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{app.extensions['settings'].base_url}/uitnodiging/{token}")


@cli.group()
def jobs() -> None:
    """Scheduled work."""


@jobs.command("list")
def list_jobs() -> None:
    """Name each job, when it runs and what it does."""
    for job in features.jobs():
        click.echo(f"{job.name:28} {job.cron:16} {job.meaning}")


@jobs.command("run")
@click.argument("name")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Run as if it were this day.")
@click.option("--dry-run", is_flag=True, help="Only say what would be handled.")
@click.option("--again", is_flag=True, help="Also when the period is done.")
@click.pass_context
def run_job(context: click.Context, name: str, today: datetime | None, dry_run: bool, again: bool) -> None:
    """Run one job now."""
    app = application(context)
    job = next((each for each in features.jobs() if each.name == name), None)
    if job is None:
        raise click.ClickException(f"no job is called {name}; see: samencontroleren jobs list")
    day: date | None = today.date() if today else None
    with app.app_context():
        report = scheduler.run(app.extensions["database"], job, dry_run, day, again)
    _say(report, dry_run)


def _say(report: scheduler.Report, dry: bool) -> None:
    if report.skipped:
        click.echo(f"{report.job}: nothing done, this period is done or in other hands (see --again)")
        return
    for key in report.keys:
        click.echo(f"  {key}")
    done = f"{len(report.keys)} would be handled" if dry else f"{report.handled} handled, {report.failed} failed"
    click.echo(f"{report.job}: {done}")
    if report.failed:
        raise SystemExit(1)


@jobs.command("serve")
@click.pass_context
def serve(context: click.Context) -> None:
    """Run the scheduler until stopped: jobs, outgoing mail, sealing of the trail."""
    app = application(context)
    try:
        refuse_unsafe(app)
    except config.SettingsRefused as error:
        raise click.ClickException(str(error)) from error
    database = app.extensions["database"]
    each_second: dict[str, Callable[[], object]] = {
        "outgoing-mail": partial(_deliver, app),
        "trail-sealing": partial(trail.seal_waiting, database),
    }
    scheduler.serve(database, _in_context(app, features.jobs()), each_second)


def _in_context(app: Flask, jobs_: list[scheduler.Job]) -> list[scheduler.Job]:
    """The same jobs, each step inside an application context (mail templates, translations)."""

    def due_of(job: scheduler.Job) -> list[Any]:
        with app.app_context():
            return list(job.due())

    def work_of(job: scheduler.Job, key: Any) -> object:
        with app.app_context():
            return job.work(key)

    return [replace(job, due=partial(due_of, job), work=partial(work_of, job)) for job in jobs_]


def _deliver(app: Flask) -> None:
    settings = app.extensions["settings"]
    outbox.deliver(app.extensions["database"], app.extensions["transport"], settings.email_from)


def main() -> None:
    """Entry point."""
    for command in (*storage.COMMANDS, *trail_commands.COMMANDS, *features.commands(demo=True)):
        cli.add_command(command)
    cli(prog_name="samencontroleren")
