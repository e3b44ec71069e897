# SPDX-License-Identifier: EUPL-1.2
"""Whatever changes something leaves a row in the trail: over all routes that write, from what the hunt did.

In the hunt each act is the first on its object and undone afterwards, so an act that succeeded and left no row was not
recorded. It takes one act of a route that leaves a row: others may have found their work done.
"""

from flask import Flask

from samencontroleren import features
from tests.isolation.acts import DRAFT, NOT_LET_IN, UNTRACED
from tests.isolation.extent import BOTH_IN_FULL, WRITING
from tests.isolation.hunt import Asked, Hunt, report
from tests.isolation.oracle import Oracle
from tests.isolation.places import rules

pytestmark = BOTH_IN_FULL

ONCE = "asks a supplier that was asked before: tests/responses have one"

UNDONE: dict[str, str] = {
    "accounts.renew_api_secret": "the client has a role that its administrator has no longer: tests/accounts have one",
    "accounts.remove_app": "nobody of the scene has an app: tests/accounts have one",
    "assessments.arrange_as_usual": "asks findings that were agreed on: tests/assessments have them",
    "assessments.arrange_beside_earlier": "asks what an earlier round found: tests/assessments have it",
    "assessments.arrange_into_earlier": "asks what an earlier round found: tests/assessments have it",
    "assessments.decide_text": "asks a text that was proposed: tests/assessments have one",
    "assessments.propose_text": "asks verdicts that are alike: tests/assessments have them",
    "assessments.confirm_together": "asks a subject that was assessed before: tests/assessments have one",
    "assessments.finish_discussion": "asks a discussion that was begun anew: tests/assessments have one",
    "assessments.go_on_without": "asks a supplement whose term has passed: tests/assessments have one",
    "findings.change_severity": "asks a finding that is not released: tests/assessments have one",
    "findings.decide_plan": "asks a plan that waits: tests/findings have one",
    "findings.submit_plan": "asks a plan that is whole: tests/findings have one",
    "findings_api.merge_findings": "asks two findings of one subject: tests/api have one",
    "findings_api.split_finding": "asks a finding in which another one goes on: tests/api have one",
    "findings.withdraw_plan": "asks a plan that waits: tests/findings have one",
    "offline_api.apply": "asks a workbook for a dossier that is open: tests/offline have one",
    "procurement.add_version": "asks a set that is final: tests/procurement have one",
    "procurement.finalise": "asks a set without a question left open: tests/procurement have one",
    "procurement.set_theme": "the theme is weighed as it is sent already: tests/procurement change one",
    "questionnaires.set_successors": "no requirement of the scene has a successor: tests/questionnaires have one",
    "questionnaires_api.set_successors": "no requirement of the scene has a successor: tests/questionnaires have one",
    "responses.ask_submitters": "asks a dossier of which every answer is confirmed: tests/responses have one",
    "responses.copying.put_elsewhere": "asks a product where the old text stands: tests/responses have one",
    "responses.copying.take_over": "asks an answer that differs at another product: tests/responses have one",
    "responses.give_back": "asks a question on one's own name: tests/responses have one",
    "responses.proof.link_certificates": "asks a question without this proof: tests/responses have one",
    "responses.standing.confirm_block": ONCE,
    "responses.take_back": "asks a question of a theme that somebody has: tests/responses have one",
    "responses_api.confirm_block": ONCE,
    "responses_api.give_back": "asks a question on one's own name: tests/api have one",
    "responses_api.submit": "asks a present person (test_presence)",
    "rounds_api.assign_reviewers": "asks a submitted dossier: tests/api have one",
    "sharing.start_reassessment": "asks a subject without a dossier that runs: tests/sharing have one",
    "usage_api.confirm": "asks a present person (test_presence)",
}
"""Routes on which nobody of the scene gets anything done, besides those of NOT_LET_IN."""


def writing_routes(app: Flask) -> set[str]:
    """The routes behind the log-in that may write."""
    found = {each.endpoint for each in rules(app) if (each.methods or set()) & WRITING}
    return found - features.PUBLIC_ENDPOINTS


def done(hunt: Hunt) -> list[Asked]:
    """The acts that succeeded for somebody they are for."""
    return [
        each
        for each in hunt.asked
        if each.place.method in WRITING and each.status < 400 and each.actor in each.place.audience
    ]


def test_each_act_leaves_a_row_in_the_trail(oracle: Oracle, hunted: Hunt) -> None:
    routes, acts = writing_routes(oracle.app), done(hunted)
    tried = {each.place.endpoint for each in acts} & routes
    traced = {each.place.endpoint for each in acts if each.is_traced} & routes
    faults = [
        f"{each}: changed something and left no row in the trail"
        for each in tried - traced - UNTRACED.keys() - UNDONE.keys()
    ]
    faults += [f"{each}: leaves a row, take it from UNTRACED" for each in traced if UNTRACED.get(each, DRAFT) != DRAFT]
    unproven = routes - tried - NOT_LET_IN.keys() - UNDONE.keys()
    report(faults + [f"{each}: nobody succeeded, so nothing is known of its row" for each in unproven])


def test_the_lists_name_routes_that_are(oracle: Oracle) -> None:
    assert (UNTRACED.keys() | UNDONE.keys() | NOT_LET_IN.keys()) - writing_routes(oracle.app) == set()
