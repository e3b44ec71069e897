# SPDX-License-Identifier: EUPL-1.2
"""With whom questions are, in a workbook and back: what taking it over would change, or why a row can not be used."""

import hashlib
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from samencontroleren.core import clock
from samencontroleren.core.messages import N_
from samencontroleren.offline.kinds import Outcome, Reason
from samencontroleren.offline.layout import NOBODY, Given
from samencontroleren.offline.reading import Misread, Read, ReadRow
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.answer_kinds import Problem
from samencontroleren.responses import assigning
from samencontroleren.responses import service as responses
from samencontroleren.responses.service import Question, Sheet
from samencontroleren.responses.tasks import Assigned

UNKNOWN = N_(
    "Dit mailadres is van niemand die bij uw organisatie vragen beantwoordt of daarvoor is uitgenodigd. Kies iemand "
    "uit de lijst, of nodig die persoon eerst online uit."
)
NO_DATE = N_("Zet bij Voor een datum, bijvoorbeeld 22-11-2026.")
NO_ONE = N_("Zet bij Toegewezen aan een mailadres uit de lijst, of maak ook de datum leeg.")
PAST = N_("Kies een dag van vandaag of later.")


@dataclass(frozen=True)
class Team:
    """Whom questions of a dossier can be given to, and with whom they are now, by wording."""

    people: Mapping[str, uuid.UUID]
    """Who is there, by address."""
    invited: Collection[str]
    """Addresses of who was invited and has not come yet."""
    standing: Mapping[uuid.UUID, Given]

    @property
    def listed(self) -> tuple[str, ...]:
        """The addresses to choose from. Of who was invited only those that have a question here: the others are for
        the supplier's administrator to see."""
        waiting = {each.email for each in self.standing.values()} & set(self.invited)
        return (*self.people, *sorted(waiting))


@dataclass(frozen=True)
class PlannedTask:
    """A row that gives its question to somebody else, to another day, or to nobody."""

    question: Question
    row: ReadRow
    outcome: Outcome
    was: Given
    becomes: Given
    membership_id: uuid.UUID | None
    """Who gets it; None: nobody, or somebody who was invited and has not come yet."""

    @property
    def waits(self) -> bool:
        """Whether it goes to somebody who has not come yet."""
        return bool(self.becomes.email) and self.membership_id is None

    @property
    def key(self) -> uuid.UUID:
        """Of the wording that this dossier asks."""
        return self.question.version.id

    @property
    def stamp(self) -> str:
        """What a person saw standing online beside it."""
        return hashlib.sha256(f"{self.was.email} {self.was.due}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _To:
    """To whom questions go, until when, with which words."""

    email: str
    membership_id: uuid.UUID | None
    day: date | None
    message: str


@dataclass(frozen=True)
class RefusedTask:
    """A row whose person or day can not be used."""

    where: Misread
    question: Question
    problems: list[Problem]


def team_of(actor: Actor, sheet: Sheet) -> Team | None:
    """Who works on a dossier; None for whoever gives nobody questions of it now."""
    if not (sheet.can_answer and sheet.is_open):
        return None
    key = sheet.dossier.id
    people = {each.user.email.lower(): each.id for each in assigning.assignees(actor, key)}
    standing = {
        asked: Given(each.email, each.task.due_on.isoformat()) for asked, each in responses.tasks_of(actor, key).items()
    }
    return Team(people, assigning.invited_people(actor, sheet.dossier), standing)


def plan_tasks(
    read: Read,
    sheet: Sheet,
    requirement_ids: Mapping[uuid.UUID, uuid.UUID],
    applies: Mapping[uuid.UUID, bool | None],
    team: Team | None,
) -> tuple[list[PlannedTask], list[RefusedTask]]:
    """What the rows of a workbook would change in who has which question, and what can not be used.

    `applies`: by wording whether its question exists once the answers are taken over, as for the answers themselves.
    """
    planned, refused = list[PlannedTask](), list[RefusedTask]()
    there = {each.version.requirement_id: each for each in sheet.questions}
    for row in read.rows:
        question = there.get(requirement_ids.get(row.key, row.key))
        if team is None or question is None or row.given == row.given_was:
            continue
        found = _task(row, question, team) if applies[question.version.id] else None
        if isinstance(found, PlannedTask):
            planned.append(found)
        elif found is not None or not applies[question.version.id]:
            refused.append(_refused(row, question, found))
    return planned, refused


def _task(row: ReadRow, question: Question, team: Team) -> PlannedTask | str | None:
    """The change; a text: why not; None: it stands so online already."""
    was = team.standing.get(question.version.id, NOBODY)
    if row.given == was:
        return None
    if (fault := _fault(row.given, team)) is not None:
        return fault
    outcome = Outcome.NEW if not was.email else Outcome.CHANGED
    outcome = outcome if was == row.given_was else Outcome.CONFLICT
    return PlannedTask(question, row, outcome, was, row.given, team.people.get(row.given.email))


def _fault(given: Given, team: Team) -> str | None:
    if not given.email:
        return NO_ONE if given.due else None
    if given.email not in team.people and given.email not in team.invited:
        return UNKNOWN
    day = given.day
    return NO_DATE if day is None else PAST if day < clock.today() else None


def _refused(row: ReadRow, question: Question, fault: str | None) -> RefusedTask:
    typed = " | ".join(filter(None, (row.given.email, row.given.due)))
    reason = Reason.NOT_ASKED if fault is None else Reason.UNREADABLE
    where = Misread(row.sheet, row.number, reason, typed[:300])
    return RefusedTask(where, question, [] if fault is None else [Problem(fault)])


def give(actor: Actor, dossier_id: uuid.UUID, tasks: list[PlannedTask]) -> set[uuid.UUID]:
    """Give these questions away or take them back, the way of the page. Gives the wordings that went through.

    Whoever keeps a question until another day keeps the message that came with it.
    """
    asked = {each.version.id for each in responses.overview(actor, dossier_id).questions}
    fitting = [each for each in tasks if each.key in asked]
    for to, keys in _grouped(fitting, responses.tasks_of(actor, dossier_id)):
        if not to.email or to.day is None:
            assigning.take_back(actor, dossier_id, keys)
        elif to.membership_id is None:
            assigning.assign_to_invited(actor, dossier_id, keys, to.email, to.day, to.message)
        else:
            assigning.assign_questions(actor, dossier_id, keys, to.membership_id, to.day, to.message)
    return {each.key for each in fitting}


def _grouped(tasks: list[PlannedTask], standing: Mapping[uuid.UUID, Assigned]) -> Iterator[tuple[_To, list[uuid.UUID]]]:
    """The wordings by person, day and the message that stays."""
    found: dict[_To, list[uuid.UUID]] = {}
    for each in tasks:
        now, email = standing.get(each.key), each.becomes.email
        message = now.task.message if now and now.email == email else ""
        found.setdefault(_To(email, each.membership_id, each.becomes.day, message), []).append(each.key)
    yield from found.items()
