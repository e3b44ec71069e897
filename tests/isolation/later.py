# SPDX-License-Identifier: EUPL-1.2
"""Later rounds about supplier 1: dossiers in each state in which something can be done that the first round is past."""

import uuid
from datetime import timedelta

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import DraftPart, Verdict
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.questionnaires.kinds import Subject
from samencontroleren.responses import service as responses
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierKind, DossierState, ReassessmentCause
from samencontroleren.rounds.models import Dossier, Reassessment
from samencontroleren.rounds.policy import REVIEW
from tests.isolation.assessed import INSIDE, ONE, ONE_WHOLE, PAIR, opinion
from tests.isolation.canaries import COORDINATORS, DESK, NONE, RELEASERS, Names, Scene, supplier
from tests.support import story
from tests.support.story import Place, subject

OTHER, OPEN = subject(0, 1), ("P-3", "P-4")
"""Product 1b, and what is discussed about it."""


def plant(scene: Scene) -> None:
    """Two rounds, and a re-assessment between rounds."""
    _fourth(scene)
    _fifth(scene)
    _between(scene)


def _fourth(scene: Scene) -> None:
    """Product 1a in review again, so that its reviewers see what was concluded last time; 1b discussed; supplier 1
    weighed anew after an objection."""
    told = story.start_round(scene.world, [ONE, OTHER], "Ronde vier")
    _reviewed_again(scene, told, ONE, PAIR)
    scene.thing("dossier of reviewers", "again 1a", PAIR, told[ONE], seen=INSIDE[ONE])
    _discussed(scene, told)
    story.bring_to(told, ONE_WHOLE, DossierState.RECONSIDERING)
    place = {"key": told[ONE_WHOLE], "seen": INSIDE[ONE_WHOLE]}
    scene.thing("dossier of reviewers", "reconsidered 1", PAIR, **place, is_ready=True)
    scene.thing("assessment", "reconsidered 1", PAIR | DESK, **place)
    _requirement(scene, "verdict", "reconsidered 1", told[ONE_WHOLE], "V-1", PAIR, INSIDE[ONE_WHOLE])
    typed = {"public_reason": scene.word("what reviewer2 types in a reconsideration of 1", {"reviewer2"})}
    asked, reviewer = scene.world.requirement_versions["V-2"], scene.world["reviewer2"].actor
    assessments.save_proposal_draft(reviewer, REVIEW, told[ONE_WHOLE], asked, typed, 0, DraftPart.CHANGE)


def _fifth(scene: Scene) -> None:
    """Product 1b with another reviewer; 1a answered and not submitted; supplier 1 waiting for release."""
    told = story.start_round(scene.world, [ONE, OTHER], "Ronde vijf")
    _reviewed_again(scene, told, OTHER, frozenset(("reviewer1", "reviewer3")))
    _answered_again(scene, told, ONE)
    place = {"key": told[ONE], "seen": DESK, "is_ready": True}
    scene.thing("dossier of supplier", "again 1a", supplier(1), **place)
    for code in ONE.codes[:2]:
        asked = scene.world.requirement_versions[code]
        revision = responses.overview(scene.world["submitter1"].actor, told[ONE]).question(asked).revision
        scene.thing("answer", f"again 1a {code}", supplier(1), **place, asked=asked, revision=revision)
        scene.thing("answer version", f"again 1a {code}", supplier(1), **place, asked=asked, number=1)
    _more_time(scene, told)
    story.bring_to(told, ONE_WHOLE, DossierState.AWAITING_RELEASE)
    waits = {"key": told[ONE_WHOLE], "seen": INSIDE[ONE_WHOLE], "is_ready": True}
    scene.thing("dossier to release", "again 1", RELEASERS, **waits)


def _between(scene: Scene) -> None:
    """A re-assessment of product 1b was begun and cancelled; why it began is for the supplier and VNG."""
    round_id, reads = scene.told.round_id, supplier(1) | DESK
    vendor_id, product_id = scene.world.vendors[0], scene.world.products[0][1]
    made = Dossier(round_id=round_id, vendor_id=vendor_id, product_id=product_id, subject=Subject.PRODUCT)
    made.kind, made.state, made.reason = DossierKind.INTERIM, DossierState.CANCELLED, "Proef"
    session().add(made)
    session().flush()
    row = Reassessment(dossier_id=made.id, follows_id=scene.told[ONE], cause=ReassessmentCause.INCIDENT)
    row.explanation = scene.word("why a part of 1b is assessed again", reads)
    row.themes, row.started_by_id = ["toegang"], scene.world["coordinator"].user_id
    session().add(row)
    session().flush()
    scene.thing("dossier", "between rounds 1b", reads, made.id)


def _more_time(scene: Scene, told: story.Told) -> None:
    """Supplier 1 asked for more time for product 1a: refused once, and it asks again."""
    key, both = told[ONE], supplier(1) | DESK
    asked, decides = scene.world["contributor1"].actor, scene.world["coordinator"].actor
    wished = clock.today() + timedelta(days=55)
    first = rounds.ask_more_time(asked, key, wished, scene.word("reason of refused request for time 1", both))
    rounds.refuse_more_time(decides, first.id, scene.word("decision on request for time 1", both))
    open_one = rounds.ask_more_time(asked, key, wished, scene.word("reason of request for time 1", both))
    scene.thing("term of dossier", "1a", both, key)
    place = {"seen": both, "request_id": open_one.id, "is_ready": True}
    scene.thing("term request", "1a", COORDINATORS, key, **place)


def _answered_again(scene: Scene, told: story.Told, place: Place) -> None:
    """Answered as the last time."""
    for code in place.codes:
        asked, submitter = scene.world.requirement_versions[code], scene.world["submitter1"].actor
        revision = responses.overview(submitter, told[place]).question(asked).revision
        responses.confirm_answer(submitter, told[place], asked, None, revision)


def _reviewed_again(scene: Scene, told: story.Told, place: Place, reviewers: Names) -> None:
    """Submitted as the last time, and in review."""
    _answered_again(scene, told, place)
    story.submit(told, place)
    story.assign(told, place, sorted(reviewers))
    label = f"again {place.vendor + 1}{'ab'[place.product or 0]}"
    _requirement(scene, "verdict", label, told[place], "P-1", reviewers, reviewers)


def _discussed(scene: Scene, told: story.Told) -> None:
    """Product 1b: one of the differences has a proposal that waits for the other reviewer; what was equal is
    concluded, but no reviewer of a later round reads it before it is released."""
    story.answer(told, OTHER)
    story.submit(told, OTHER)
    story.assign(told, OTHER)
    for reviewer, code in (("reviewer1", Verdict.MEETS), ("reviewer2", Verdict.PARTLY)):
        equal = opinion(scene, f"equal verdict 1b P-1 of {reviewer}", NONE, PAIR | DESK)
        differing = {each: opinion(scene, f"verdict 1b {each} of {reviewer}", PAIR | DESK, code=code) for each in OPEN}
        story.judge(told, OTHER, reviewer, {"P-1": equal, **differing})
    story.ready(told, OTHER)
    made = story.propose(told, OTHER, "P-3", opinion(scene, "open proposal 1b P-3", PAIR | DESK))
    key, inside = told[OTHER], PAIR | DESK
    scene.thing("proposal", "open 1b", PAIR, key, proposal=made.id, seen=inside, is_ready=True)
    scene.thing("assessment", "discussed 1b", inside, key)
    scene.thing("discussed dossier", "1b", inside, key)
    both = [scene.world.requirement_versions[code] for code in ("P-3", "P-4")]
    named = [assessments.Named(scene.word("name of a finding that is proposed for 1b", PAIR, DESK))]
    why = scene.word("reason of findings that are proposed for 1b", PAIR, DESK)
    arranged = assessments.arrange(scene.world["reviewer1"].actor, key, both, named, why)
    scene.thing("arrangement", "open 1b", PAIR, key, arrangement=arranged.id, seen=inside, is_ready=True)
    typed = {"public_reason": scene.word("what reviewer2 types at a difference of 1b", {"reviewer2"})}
    asked, reviewer = scene.world.requirement_versions["P-4"], scene.world["reviewer2"].actor
    assessments.save_proposal_draft(reviewer, REVIEW, key, asked, typed, 0)
    _requirement(scene, "verdict", "discussed 1b", key, "P-3", PAIR, inside)
    for code in OTHER.codes:
        _requirement(scene, "decision", "discussed 1b", key, code, DESK, inside)


def _requirement(scene: Scene, kind: str, label: str, key: uuid.UUID, code: str, audience: Names, seen: Names) -> None:
    """A requirement in a dossier of supplier 1."""
    asked = scene.world.requirement_versions[code]
    others = seen | supplier(1) | DESK
    scene.thing(kind, f"{label} {code}", audience, key, requirement=asked, seen=others, is_ready=True)
