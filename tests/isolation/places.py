# SPDX-License-Identifier: EUPL-1.2
"""Which objects go into the address of each route. A route with parameters that is missing here fails the test."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zlib import crc32

from flask import Flask
from werkzeug.routing import MapAdapter, Rule

from tests.isolation.canaries import EVERYBODY, Scene, Thing
from tests.isolation.doors import DOORS

KINDS: dict[str, str] = {
    "accounts.api_client": "api client",
    "accounts.renew_api_secret": "api client",
    "accounts.revoke_api_client": "api client",
    "agreements.show": "agreement",
    "agreements.sign": "agreement to sign",
    "agreements_api.get_version": "agreement",
    "assessments_api.get_hearing": "dossier",
    "assessments_api.list_conclusions": "dossier",
    "assessments_api.list_findings": "dossier",
    "assessments_api.list_own_verdicts": "dossier of reviewers",
    "evidence_api.change_document": "own document",
    "evidence_api.get_document": "document",
    "evidence_api.get_file": "file of document",
    "evidence_api.get_request": "access request",
    "evidence_api.get_uses": "own document",
    "evidence_api.list_suggestions": "own document",
    "evidence_api.withdraw_document": "own document",
    "offline.apply": "workbook import",
    "offline.check": "workbook import",
    "offline.download": "dossier of supplier",
    "offline.show": "dossier of supplier",
    "offline.upload": "dossier of supplier",
    "offline_api.apply": "workbook import",
    "offline_api.get_import": "workbook import",
    "offline_api.get_workbook": "dossier of supplier",
    "offline_api.start_import": "dossier of supplier",
    "organisations_api.get_organisation": "organisation",
    "questionnaires_api.compare_questionnaires": "questionnaire",
    "questionnaires_api.confirm_import": "import",
    "questionnaires_api.export_questionnaire": "questionnaire",
    "questionnaires_api.get_import": "import",
    "questionnaires_api.get_plan": "import",
    "questionnaires_api.get_questionnaire": "questionnaire",
    "questionnaires_api.get_requirement": "requirement",
    "questionnaires_api.list_items": "questionnaire",
    "questionnaires_api.list_wordings": "requirement",
    "questionnaires_api.retire_requirement": "requirement to edit",
    "questionnaires_api.reword_requirement": "requirement to edit",
    "questionnaires_api.get_successors": "requirement",
    "questionnaires_api.set_successors": "requirement to edit",
    "questionnaires_api.set_columns": "import",
    "questionnaires_api.set_header": "import",
    "responses_api.link_document": "working answer",
    "responses_api.list_leaning": "own document",
    "responses_api.replace_document": "own document",
    "responses_api.list_submitted": "dossier",
    "responses_api.list_versions": "working answer",
    "responses_api.unlink_document": "document under answer",
    "rounds_api.compare_dossier": "dossier",
    "rounds_api.list_moves": "dossier",
    "results_api.get_bundle": "release",
    "supplychain_api.get_flag": "flag",
    "supplychain_api.list_steps": "flag",
    "usage_api.change": "usage",
    "usage_api.confirm": "usage to confirm",
    "usage_api.end": "usage",
    "usage_api.get_usage": "usage",
    "vendors_api.list_contacts": "vendor",
    "accounts.accept_invitation": "token",
    "accounts.change_roles": "member",
    "accounts.end_membership": "member",
    "accounts.end_session": "session",
    "accounts.forget_factors": "member",
    "accounts.lost_factors": "member",
    "accounts.passkey": "passkey",
    "accounts.remove_passkey": "passkey",
    "accounts.rename_passkey": "passkey",
    "accounts.invitation": "token",
    "accounts.leave": "own membership",
    "accounts.let_in_again": "blocked member",
    "accounts.member": "member",
    "rights.export_review": "access review",
    "rights.finish_review": "access review",
    "rights.review": "access review",
    "rights.decide": "access review line",
    "admission.all_letters": "onboarding list",
    "admission.approve": "handover",
    "admission.make_letters": "onboarding list",
    "admission.mend_row": "onboarding row",
    "admission.one_letter": "onboarding row",
    "admission.row": "onboarding row",
    "admission.show_list": "onboarding list",
    "admission.hand_on": "token",
    "admission.handover": "handover",
    "admission.propose": "token",
    "admission.refuse": "handover",
    "rights.approve": "reset to approve",
    "rights.ask_reset": "supplier to reset",
    "rights.new_reset": "supplier to reset",
    "rights.object_to": "reset to object to",
    "rights.reset": "reset",
    "rights.stop": "reset to stop",
    "accounts.people_of": "people of",
    "accounts.join_with_provider": "token",
    "accounts.link_provider": "log-in to link",
    "accounts.provider_back": "organisation with a log-in",
    "accounts.provider_keys": "organisation with a log-in",
    "accounts.provider_start": "log-in",
    "accounts.resend_invitation": "invitation",
    "accounts.reset": "token",
    "accounts.reset_page": "token",
    "accounts.revoke_invitation": "invitation",
    "accounts.send_invitation": "people of",
    "assessments.agree": "proposal",
    "assessments.read_first": "proposal",
    "assessments.confirm_together": "dossier of reviewers",
    "assessments.decide": "decision",
    "assessments.decide_text": "decision",
    "assessments.desk": "dossier of reviewers",
    "assessments.differences": "assessment",
    "assessments.finish_discussion": "dossier of reviewers",
    "assessments.finish_reconsidering": "dossier of reviewers",
    "assessments.draft": "hearing",
    "assessments.hearing": "hearing",
    "assessments.confirm_reply": "dossier of supplier",
    "assessments.mark_ready": "dossier of reviewers",
    "assessments.keep_verdict": "verdict",
    "assessments.link_point_proof": "reply to a verdict",
    "assessments.point": "draft verdict",
    "assessments.propose": "verdict",
    "assessments.propose_text": "verdict",
    "assessments.save_proposal_draft": "verdict",
    "assessments.save_decision_draft": "decision",
    "assessments.save_change_draft": "verdict",
    "assessments.save_keep_draft": "verdict",
    "assessments.save_point": "reply to a verdict",
    "assessments.unlink_point_proof": "proof of a reply",
    "assessments.upload_point_proof": "reply to a verdict",
    "assessments.reconsider": "verdict",
    "assessments.reconsideration": "assessment",
    "assessments.save_reply": "dossier of supplier",
    "assessments.save_verdict": "verdict",
    "assessments.send_reply": "dossier of supplier",
    "assessments.change_supplement": "dossier to supplement",
    "assessments.confirm_supplement": "dossier to supplement",
    "assessments.drop_supplement": "dossier to supplement",
    "assessments.gather_supplement": "dossier to coordinate",
    "assessments.go_on_without": "dossier to coordinate",
    "assessments.save_wish": "verdict",
    "assessments.send_supplement": "dossier to supplement",
    "assessments.supplement": "dossier",
    "assessments.do_take_over": "dossier of reviewers",
    "assessments.take_over": "dossier of reviewers",
    "assessments.take_back_ready": "dossier of reviewers",
    "assessments.together": "dossier of reviewers",
    "assessments.verdict": "verdict",
    "disclosures.add_to_change": "reported change to add to",
    "disclosures.add_update": "incident to update",
    "disclosures.change": "reported change",
    "disclosures.handle_change": "reported change to handle",
    "disclosures.incident": "incident",
    "disclosures_api.get_change": "reported change",
    "disclosures_api.get_incident": "incident",
    "evidence.add_part": "part of upload",
    "evidence.add_request": "document to ask for",
    "evidence.change": "own document",
    "evidence.edit": "own document",
    "evidence.grant_request": "access request to decide",
    "evidence.new_request": "document to ask for",
    "evidence.original": "file of document",
    "evidence.page": "page",
    "evidence.refuse_request": "access request to decide",
    "evidence.settle": "own document",
    "evidence.show": "document",
    "evidence.show_request": "access request",
    "evidence.stop_request": "access request to stop",
    "evidence.show_upload": "upload",
    "evidence.stop_upload": "upload",
    "evidence.withdraw": "own document",
    "findings.ask": "finding to speak on",
    "findings.change_severity": "finding of VNG",
    "findings.join": "finding to decide",
    "findings.link": "finding to decide",
    "findings.merge": "finding to decide",
    "findings.split": "finding to decide",
    "findings.unlink": "link of findings",
    "findings.decide": "request to decide",
    "findings.decide_plan": "finding to decide",
    "findings.extend": "finding of VNG",
    "findings.confirm_plan": "finding to speak on",
    "findings.plan": "finding of supplier",
    "findings.report_progress": "step of plan",
    "findings.request_page": "finding to speak on",
    "findings.save_plan": "finding of supplier",
    "findings.show": "finding",
    "findings.submit_plan": "finding to speak on",
    "findings.withdraw_plan": "finding to speak on",
    "findings_api.get_finding": "finding",
    "findings_api.get_plan": "finding",
    "findings_api.link_findings": "finding to decide",
    "findings_api.list_links": "finding inside",
    "findings_api.list_plans": "finding",
    "findings_api.list_requests": "finding inside",
    "findings_api.merge_findings": "finding to decide",
    "findings_api.report_progress": "step of plan",
    "findings_api.save_plan": "finding of supplier",
    "findings_api.split_finding": "finding to decide",
    "findings_api.unlink_findings": "link of findings",
    "notifications.read": "notice",
    "notifications_api.read_notice": "notice",
    "organisations.change": "organisation to edit",
    "organisations.edit": "organisation to edit",
    "organisations.show": "organisation",
    "parameters.change": "parameter to edit",
    "parameters.show": "parameter",
    "parameters.withdraw": "parameter to edit",
    "organisations.add_mandate": "partnership",
    "organisations.cancel_merger": "merger",
    "organisations.end_mandate": "mandate",
    "organisations.merger": "merger",
    "organisations.new_mandate": "partnership",
    "vendors.add_version": "product to keep",
    "vendors.cancel_change": "supplier change",
    "vendors.carry_out_change": "supplier change",
    "vendors.change_hosting": "product to keep",
    "vendors.change_plan": "supplier change",
    "vendors.change_version": "version",
    "vendors.edit_version": "version",
    "vendors.life_of_product": "product to keep",
    "vendors.new_change": "vendor to change",
    "vendors.plan_change": "vendor to change",
    "vendors.set_ends": "product to keep",
    "procurement.add_candidate": "set to edit",
    "procurement.add_lines": "set to edit",
    "procurement.add_version": "set to edit",
    "procurement.annex_sheet": "set",
    "procurement.annex_word": "set",
    "procurement.candidates": "set to edit",
    "procurement.compare": "set",
    "procurement.comparison_file": "set",
    "procurement.finalise": "set to edit",
    "procurement.others": "set to edit",
    "procurement.remove_candidate": "set to edit",
    "procurement.scope": "set to edit",
    "procurement.set_scope": "set to edit",
    "procurement.set_theme": "theme of set",
    "procurement.show": "set",
    "procurement.theme": "theme of set",
    "procurement_api.get_set": "set",
    "procurement_api.list_candidates": "set",
    "procurement_api.list_lines": "set",
    "questionnaires.choose_requirements": "questionnaire to edit",
    "questionnaires.comparison": "questionnaire",
    "questionnaires.comparison_pdf": "questionnaire",
    "questionnaires.comparison_sheet": "questionnaire",
    "questionnaires.confirm_import": "import",
    "questionnaires.edit_place": "questionnaire to edit",
    "questionnaires.edit_requirement": "requirement to edit",
    "questionnaires.export_questionnaire": "questionnaire",
    "questionnaires.import_check": "import",
    "questionnaires.import_columns": "import",
    "questionnaires.import_header": "import",
    "questionnaires.order": "questionnaire to edit",
    "questionnaires.preview": "questionnaire",
    "questionnaires.publish": "questionnaire to edit",
    "questionnaires.publish_page": "questionnaire to edit",
    "questionnaires.renew": "questionnaire to edit",
    "questionnaires.reorder": "questionnaire to edit",
    "questionnaires.requirement": "requirement",
    "questionnaires.requirements": "questionnaire to edit",
    "questionnaires.retire_requirement": "requirement to edit",
    "questionnaires.reword_requirement": "requirement to edit",
    "questionnaires.set_place": "questionnaire to edit",
    "questionnaires.set_successors": "requirement to edit",
    "questionnaires.set_import_columns": "import",
    "questionnaires.set_import_header": "import",
    "questionnaires.show": "questionnaire",
    "questionnaires.show_import": "import",
    "questionnaires.unusable_rows": "import",
    "responses_api.assign": "dossier of supplier",
    "responses_api.change_answer": "working answer",
    "responses_api.confirm_block": "dossier of supplier",
    "responses_api.get_answer": "working answer",
    "responses_api.list_assigned": "dossier of supplier",
    "responses_api.list_questions": "dossier of supplier",
    "responses_api.submit": "dossier of supplier",
    "responses.ask_submitters": "dossier of supplier",
    "responses.begin": "dossier of supplier",
    "responses.add_proof": "task of guest",
    "responses.assign": "dossier of supplier",
    "responses.proof.certificate_first": "dossier of supplier",
    "responses.proof.link_certificates": "dossier of supplier",
    "responses.proof.link_questions": "own document",
    "responses.proof.questions_for": "own document",
    "responses.proof.replace": "own document",
    "responses.proof.replacement": "own document",
    "responses.confirm": "answer",
    "responses.give_back": "answer",
    "responses.give_back_entrusted": "task of guest",
    "responses.giving_back_page": "answer",
    "responses.hand_in_entrusted": "task of guest",
    "responses.divide": "dossier of supplier",
    "responses.entrusted": "task of guest",
    "responses.invite_guest": "dossier of supplier",
    "responses.map": "dossier of supplier",
    "responses.next_open": "dossier of supplier",
    "responses.proof_page": "page for guest",
    "responses.read_proof": "proof for guest",
    "responses.remove_proof": "document of guest",
    "responses.restore": "answer version",
    "responses.save_entrusted": "task of guest",
    "responses.settle": "answer",
    "responses.settle_entrusted": "task of guest",
    "responses.take_back": "dossier of supplier",
    "responses.confirm_standing": "answer",
    "responses.history": "answer",
    "responses.link": "answer",
    "responses.all_answers": "dossier of supplier",
    "responses.overview": "dossier of supplier",
    "responses.consequences": "dossier of supplier",
    "responses.copying.put_elsewhere": "answer",
    "responses.copying.sources": "dossier of supplier",
    "responses.copying.take_over": "dossier of supplier",
    "responses.standing.block": "theme",
    "responses.standing.changes": "dossier of supplier",
    "responses.standing.confirm_block": "theme",
    "responses.standing.take_over": "answer",
    "responses.review": "dossier of supplier",
    "responses.save": "answer",
    "responses.section": "theme",
    "responses.settle_readings": "answer",
    "responses.submit": "dossier of supplier",
    "responses.submitted": "dossier of supplier",
    "responses.unlink": "linked document",
    "responses.upload": "answer",
    "results_api.get_report": "release",
    "results_api.get_result": "release",
    "results_api.get_summary": "release",
    "results_api.list_answers": "layers of release",
    "results_api.list_findings": "layers of release",
    "results_api.list_measures": "layers of release",
    "results_api.list_sentences": "layers of release",
    "results_api.list_verdicts": "layers of release",
    "rounds.add_products": "round to plan",
    "rounds.assign_pairs": "round to plan",
    "rounds.leave_out": "round to plan",
    "rounds.reviewers": "round to plan",
    "rounds.save_room": "round of reviewers",
    "rounds.take_in": "round to plan",
    "rounds.approve_not_delivered": "dossier of VNG",
    "rounds.assign": "dossier of VNG",
    "rounds.assignment": "dossier of VNG",
    "rounds.cancel": "dossier of VNG",
    "rounds.cancel_round": "round to plan",
    "rounds.change": "round to plan",
    "rounds.close_round": "round to plan",
    "rounds.comparison": "dossier",
    "rounds.comparison_pdf": "dossier",
    "rounds.comparison_sheet": "dossier",
    "rounds.ask_more_time": "dossier of supplier",
    "rounds.dossier": "dossier",
    "rounds.drop_not_delivered": "dossier of VNG",
    "rounds.edit": "round to plan",
    "rounds.give_more_time": "dossier to coordinate",
    "rounds.grant_more_time": "term request",
    "rounds.hand_back": "dossier of reviewers",
    "rounds.more_time": "term of dossier",
    "rounds.invitations": "round to plan",
    "rounds.invite_contact": "supplier of round",
    "rounds.new_contact": "supplier of round",
    "rounds.open_round": "round to plan",
    "rounds.other_contact": "vendor invitation",
    "rounds.products": "round to plan",
    "rounds.propose_not_delivered": "dossier of VNG",
    "rounds.refuse": "dossier of supplier",
    "rounds.pass_on": "dossier of supplier",
    "rounds.pass_on_page": "dossier of supplier",
    "rounds.refuse_more_time": "term request",
    "rounds.replace_contact": "vendor invitation",
    "rounds.resend_invitation": "vendor invitation",
    "rounds.show": "round",
    "rounds_api.ask_more_time": "dossier of supplier",
    "rounds_api.assign_reviewers": "dossier to coordinate",
    "rounds_api.get_dossier": "dossier",
    "rounds_api.list_candidates": "dossier to coordinate",
    "rounds_api.list_requests_of_dossier": "term of dossier",
    "rounds_api.get_round": "round",
    "sharing.bundle": "release",
    "sharing.do_recall": "release to recall",
    "sharing.document": "release",
    "sharing.documents": "evidence of release",
    "sharing.layer_file": "layer of release",
    "sharing.layer_signature": "layer of release",
    "sharing.one_page": "release",
    "sharing.openness_of_dossier": "dossier of supplier",
    "sharing.openness_show": "subject of supplier",
    "sharing.product": "product",
    "sharing.ask_rectification": "own release",
    "sharing.decide_rectification": "rectification",
    "sharing.do_ask_rectification": "own release",
    "sharing.rectification": "rectification",
    "sharing.reassess": "release to assess again",
    "sharing.start_reassessment": "release to assess again",
    "sharing.recall": "release to recall",
    "sharing.release": "dossier to release",
    "sharing.release_desk": "dossier to release",
    "sharing.result": "release",
    "sharing.set_openness": "subject of supplier",
    "sharing.send_back": "dossier to release",
    "sharing.vendor": "vendor",
    "sharing.workbook": "layers of release",
    "supplychain.move": "flag to triage",
    "supplychain.show": "flag",
    "takeout.download": "own export",
    "threads.ask": "release to ask",
    "threads.ask_page": "release to ask",
    "threads.close": "thread",
    "threads.mark_read": "thread",
    "threads.merge": "thread to decide",
    "threads.new": "dossier to talk about",
    "threads.new_entrusted": "task of guest",
    "threads.start_entrusted": "task of guest",
    "threads.of_dossier": "dossier",
    "threads.of_result": "layers of release",
    "threads.publish": "thread to decide",
    "threads.publish_page": "thread to decide",
    "threads.refuse": "thread to decide",
    "threads.reopen": "thread",
    "threads.reply": "thread",
    "threads.show": "thread",
    "threads.start": "dossier to talk about",
    "threads.withdraw": "thread message",
    "threads_api.add_message": "thread",
    "threads_api.get_thread": "thread",
    "threads_api.list_messages": "thread",
    "usage.change": "usage",
    "usage.claim": "product to use",
    "usage.confirm": "usage to confirm",
    "usage.end": "usage",
    "usage.new": "product to use",
    "usage.reject": "usage to confirm",
    "usage.show": "usage",
    "vendors.add_contact": "vendor to edit",
    "vendors.add_product": "vendor to edit",
    "vendors.change": "vendor to edit",
    "vendors.change_product": "product to edit",
    "vendors.edit": "vendor to edit",
    "vendors.edit_product": "product to edit",
    "vendors.new_product": "vendor to edit",
    "vendors.product": "product",
    "vendors.remove_contact": "contact",
    "vendors.show": "vendor",
    "vendors_api.get_product": "product",
    "vendors_api.get_vendor": "vendor",
}
"""By endpoint the kind of object (see `Scene.things`) that its address asks for."""

QUERIES: dict[str, tuple[str, str]] = {"responses_api.list_answers": ("dossier of supplier", "dossierId")}
"""Routes that name an object in their query: kind of object and name of the parameter."""

NOT_ASKED = frozenset(("static",))
"""Files of the site itself, the same for everybody."""


@dataclass(frozen=True)
class Place:
    """One address: a route filled in with an object, or a route without parameters."""

    endpoint: str
    method: str
    path: str
    thing: Thing | None

    @property
    def audience(self) -> frozenset[str]:
        """Who may open it at most."""
        return DOORS.get(self.endpoint, EVERYBODY) if self.thing is None else self.thing.audience

    @property
    def seen(self) -> frozenset[str]:
        """To whom the object may exist."""
        return self.audience if self.thing is None else self.thing.seen

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    def of_nothing(self) -> "Place":
        """The same address with keys that nothing has."""
        path = self.path
        for key in self.thing.keys if self.thing else ():
            path = path.replace(str(key), str(uuid.uuid4()))
        return replace(self, path=path)

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}" + (f" ({self.thing.label})" if self.thing else "")


def rules(app: Flask) -> list[Rule]:
    """The routes of the application that are asked."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in NOT_ASKED]


def missing(app: Flask) -> list[str]:
    """Routes with parameters that nobody gave objects."""
    return sorted({rule.endpoint for rule in rules(app) if rule.arguments and rule.endpoint not in KINDS})


def stale(app: Flask) -> list[str]:
    """Entries of the table without a route."""
    return sorted(KINDS.keys() - {rule.endpoint for rule in rules(app)})


def places(app: Flask, scene: Scene, methods: frozenset[str]) -> Iterator[list[Place]]:
    """Per route and method that answers to one of these: its addresses, one per object."""
    adapter = app.url_map.bind("127.0.0.1")
    for rule in rules(app):
        kind = KINDS.get(rule.endpoint)
        things: list[Thing | None] = [None] if not rule.arguments else [*scene.things[kind]] if kind else []
        for method in sorted((rule.methods or set()) & methods):
            yield [_filled(adapter, rule, method, thing) for thing in things] + _queried(rule, method, scene)


def _filled(adapter: MapAdapter, rule: Rule, method: str, thing: Thing | None) -> Place:
    args = {name: thing.args[name] for name in rule.arguments} if thing else {}
    return Place(rule.endpoint, method, adapter.build(rule.endpoint, args, method=method), thing)


def _queried(rule: Rule, method: str, scene: Scene) -> list[Place]:
    kind, name = QUERIES.get(rule.endpoint, ("", ""))
    things = scene.things[kind] if kind else []
    return [Place(rule.endpoint, method, f"{rule.rule}?{name}={each.args['key']}", each) for each in things]


WHOLE = frozenset(("organisations.show",))
"""Pages that are asked for each object of one's own: what stands on one of them stands on no other."""


def chosen(found: list[Place], actor: str, inside: int, outside: int, seed: str = "") -> list[Place]:
    """What to ask as a person: so many of the objects that are theirs, and of those of others, another each time."""
    own = [each for each in found if actor in each.audience]
    inside = len(own) if found and found[0].endpoint in WHOLE else inside
    others = [each for each in found if actor not in each.audience]
    turn = crc32(f"{found[0].endpoint} {actor} {seed}".encode()) if found else 0
    return [*_some(own, turn, inside), *_some(others, turn, outside)]


def _some(found: list[Place], turn: int, number: int) -> list[Place]:
    start = turn % len(found) if found else 0
    return (found[start:] + found[:start])[:number]
