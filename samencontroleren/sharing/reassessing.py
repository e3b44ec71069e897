# SPDX-License-Identifier: EUPL-1.2
"""A light re-assessment (tussentijds): a part of a result is judged anew, and its release is the next version.

It goes the way of every dossier: supplier, two reviewers, hearing, releasing officer. What is not named is taken over
from the result it follows, unchanged (ADR 25).
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.terms import LONGEST_VALIDITY, add_months
from samencontroleren.core import clock
from samencontroleren.core.access import fetch, is_never, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service as responses
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import ReassessmentCause
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import policy
from samencontroleren.sharing.currency import currency, is_same_subject
from samencontroleren.sharing.following import counts_from, is_recalled, newest_release, without_proof
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release

NOTHING = "Kies een thema of een eis die opnieuw wordt beoordeeld."
OLD = "Van dit resultaat is een nieuwer. Begin bij het nieuwste resultaat."
RECALLED = "Dit resultaat is ingetrokken. Laat het onderwerp meedoen in een ronde."
BARE = "Neem ook %(codes)s op: het bewijs telt niet meer."
OVER = "De oordelen in dit resultaat zijn ouder dan twaalf maanden. Laat het onderwerp meedoen in een ronde."


@dataclass(frozen=True)
class Scope:
    """A released result with the requirements that can be judged anew, by theme in the order of the questionnaire."""

    release: Release
    themes: Mapping[str, Sequence[RequirementVersion]]


def scope_of(actor: Actor, release_id: uuid.UUID) -> Scope:
    """What a re-assessment can be about. Raises NotFound, Forbidden, and Conflict (see `start_reassessment`)."""
    release = _release(actor, release_id)
    found: dict[str, list[RequirementVersion]] = {}
    for answer in assessments.submitted(actor, release.dossier_id):
        version = answer.requirement_version
        found.setdefault(version.theme, []).append(version)
    return Scope(release, found)


def _release(actor: Actor, release_id: uuid.UUID, lock: bool = False) -> Release:
    whole = (joinedload(Release.product), joinedload(Release.vendor))
    found = fetch(actor, policy.REASSESS, release_id, view=policy.VIEW, options=whole, lock=lock)
    if newest_release(found).id != found.id:
        raise Conflict(OLD)
    if is_recalled(found):
        raise Conflict(RECALLED)
    if add_months(counts_from(found), LONGEST_VALIDITY) <= clock.today():
        raise Conflict(OVER)
    return found


def start_reassessment(
    actor: Actor,
    release_id: uuid.UUID,
    *,
    cause: ReassessmentCause,
    explanation: str,
    answers_due_on: date | None,
    themes: Collection[str] = (),
    requirements: Collection[uuid.UUID] = (),
) -> Dossier:
    """Begin a re-assessment of whole themes and single requirements of the newest result on a subject.

    The supplier is told, and answers only what is named. Raises Invalid with all that is missing at once, or when a
    verdict would be taken over whose proof does not count any more; Conflict while another dossier on the subject
    runs, for an older or a recalled result, and when its verdicts are over a year old; ConfirmationRequired without a
    fresh second factor.
    """
    release = _release(actor, release_id, lock=True)
    require_present(actor)
    scope = scope_of(actor, release_id)
    chosen = {
        version.id: theme
        for theme, versions in scope.themes.items()
        for version in versions
        if theme in themes or version.id in requirements
    }
    if not chosen:
        raise Invalid({"requirements": [NOTHING]})
    _refuse_bare(actor, release.dossier_id, chosen.keys())
    follows = session().get_one(Dossier, release.dossier_id)
    named = list(dict.fromkeys(chosen.values()))
    made = rounds.add_interim(actor, follows, cause, explanation, named, answers_due_on)
    responses.reopen(made, follows.id, chosen.keys())
    assessments.carry_over(made, follows.id, chosen.keys())
    return made


def _refuse_bare(actor: Actor, dossier_id: uuid.UUID, chosen: Collection[uuid.UUID]) -> None:
    answers = assessments.submitted(actor, dossier_id)
    bare = without_proof(dossier_id, answers, assessments.current_conclusions(actor, dossier_id))
    codes = ", ".join(sorted(code for key, code in bare.items() if key not in chosen))
    if codes:
        raise Invalid({"requirements": [BARE]}, codes=codes)


def _grounds(actor: Actor) -> Select[Any]:
    """The keys of the results that this actor may re-assess now: the newest on their subject, not recalled, and no
    dossier on the subject runs."""
    is_newest = currency().in_((Currency.CURRENT.value, Currency.EXPIRED.value))
    is_free = rounds.is_free(lambda dossier: is_same_subject(dossier, Release))
    return visible(actor, policy.REASSESS, columns=[Release.id]).where(is_newest, is_free)


def can_begin(actor: Actor, release_id: uuid.UUID) -> bool:
    """Whether this actor may re-assess this result now: it is the newest on its subject, was not recalled, and no
    dossier on the subject runs (one query at most)."""
    if is_never(policy.REASSESS(actor)):
        return False
    return session().scalar(_grounds(actor).where(Release.id == release_id)) is not None


def result_to_reassess(actor: Actor, dossier_id: uuid.UUID) -> uuid.UUID | None:
    """The result of a dossier, when this actor may begin a re-assessment of it and none runs (one query at most)."""
    if is_never(policy.REASSESS(actor)):
        return None
    found: uuid.UUID | None = session().scalar(_grounds(actor).where(Release.dossier_id == dossier_id))
    return found
