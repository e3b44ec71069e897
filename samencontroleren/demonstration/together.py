# SPDX-License-Identifier: EUPL-1.2
"""A supplier divided the questions of a running dossier: a colleague is late and gave one back, a guest helps, another
was invited."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from samencontroleren.accounts import mailing
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.demonstration.people import Cast, Person, add_person
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.responses import assigning, giving_back
from samencontroleren.responses import service as responses
from samencontroleren.responses.kinds import AnswerStatus, GiveBackReason
from samencontroleren.responses.sheet import Question
from samencontroleren.rounds.kinds import DossierState, RoundState
from samencontroleren.rounds.models import Dossier, Round

DIVIDED_BEFORE = timedelta(days=7)
LATE, COLLEAGUE, GUEST, INVITED = 6, 13, 9, 12
"""How many days a question was given; the first of the colleague's is over."""
MESSAGE = "U beheert onze back-ups. Wilt u hier kort opschrijven hoe vaak u een back-up terugzet om hem te testen?"
WHY_BACK = "Hier gaat onze hostingpartij over. Vraag het aan Ottoline, zij kent hun afspraken."
GUEST_ADDRESS = "meedenker@netwerkhulp.example"
INVITED_ADDRESS, INVITED_NAME = "nieuwe-meedenker@netwerkhulp.example", "Ottoline Uitgedacht"


def divide(cast: Cast, suppliers: Sequence[Supplier], today: date) -> None:
    """In the dossier that is being answered with the most questions left; none: nothing."""
    found = [
        (_left(cast.suppliers[number], dossier), number, dossier)
        for number, supplier in enumerate(suppliers[: len(cast.suppliers)])
        for dossier in _being_answered(supplier)
    ]
    if found:
        left, number, dossier = max(found, key=lambda each: (len(each[0]), -each[1]))
        with clock.pretend(today - DIVIDED_BEFORE):
            _divide(cast, cast.suppliers[number], dossier, left, sorted(suppliers[number].documents.values()))


def _being_answered(supplier: Supplier) -> Sequence[Dossier]:
    running = select(Dossier).join(Dossier.round).where(Round.state == RoundState.RUNNING)
    here = (Dossier.vendor_id == supplier.id) & (Dossier.state == DossierState.IN_PROGRESS)
    return session().scalars(running.where(here).order_by(Dossier.id)).all()


def _left(people: dict[Role, Person], dossier: Dossier) -> list[Question]:
    asked = responses.overview(people[Role.CONTRIBUTOR].actor, dossier.id).questions
    return [each for each in asked if each.status is not AnswerStatus.DONE]


def _divide(
    cast: Cast, people: dict[Role, Person], dossier: Dossier, left: list[Question], papers: Sequence[uuid.UUID]
) -> None:
    by = people[Role.CONTRIBUTOR].actor
    supplier = session().get_one(Organisation, dossier.vendor_id)
    guest = add_person(cast, GUEST_ADDRESS, supplier, (Role.GUEST,))
    if left and papers:  # something for the guest to read
        responses.link_document(by, dossier.id, left[0].version.id, papers[0], "")
    to_guest, to_colleague = guest.membership_id, people[Role.SUBMITTER].membership_id
    acts = (
        partial(_give, people, dossier, to_guest, GUEST),
        partial(_give, people, dossier, to_colleague, LATE),
        partial(_invite, people, dossier),
        partial(_comes_back, people, dossier),
        partial(_give, people, dossier, to_guest, GUEST),
        partial(_give, people, dossier, to_colleague, COLLEAGUE),
    )
    for act, question in zip(acts, left, strict=False):  # what there is most to learn from comes first
        act(question)


def _give(people: dict[Role, Person], dossier: Dossier, to: uuid.UUID, days: int, question: Question) -> None:
    due_on, by = clock.today() + timedelta(days=days), people[Role.CONTRIBUTOR].actor
    assigning.assign_questions(by, dossier.id, [question.version.id], to, due_on)


def _comes_back(people: dict[Role, Person], dossier: Dossier, question: Question) -> None:
    """The colleague was given one that is not theirs: it stands on the start page of who gave it, with the reason."""
    colleague = people[Role.SUBMITTER]
    _give(people, dossier, colleague.membership_id, COLLEAGUE, question)
    giving_back.give_back(colleague.actor, dossier.id, question.version.id, GiveBackReason.NOT_MINE, WHY_BACK)


def _invite(people: dict[Role, Person], dossier: Dossier, question: Question) -> None:
    """Somebody without account, whose invitation lies in the mailbox of the demonstration."""
    due_on, by = clock.today() + timedelta(days=INVITED), people[Role.CONTRIBUTOR].actor
    asked, to = [question.version.id], {"email": INVITED_ADDRESS, "name": INVITED_NAME}
    made = assigning.assign_to_guest(by, dossier.id, asked, **to, due_on=due_on, message=MESSAGE, is_mailed=True)
    if made is not None:
        mailing.send_invitation(made.invitation, made.token, made.message)
