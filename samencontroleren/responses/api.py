# SPDX-License-Identifier: EUPL-1.2
"""API of working answers: a supplier reads and writes its own. Submitting is for a person."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from samencontroleren.core import rest
from samencontroleren.core.errors import Invalid, NotFound
from samencontroleren.core.openapi import takes
from samencontroleren.core.web import actor, needs
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.evidence import service as evidence
from samencontroleren.organisations.scopes import Scope
from samencontroleren.questionnaires import answer_words
from samencontroleren.questionnaires import service as wordings
from samencontroleren.questionnaires.comparison import Delta, differences
from samencontroleren.questionnaires.kinds import AnswerKind
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import assigning, giving_back, leaning, linking, policy, schemas, service, tasks
from samencontroleren.responses.kinds import AnswerStatus, Group
from samencontroleren.responses.last_time import Promise
from samencontroleren.responses.models import Answer, AnswerVersion
from samencontroleren.responses.standing import Was
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds

blueprint = APIBlueprint("responses_api", __name__, tag="Antwoorden")
shapes: Any = schemas  # the annotations of APIFlask know only its own base of schemas


@dataclass(frozen=True)
class Told:
    """An answer with the kind of its question, which says how its value reads."""

    answer: Answer
    kind: AnswerKind

    @property
    def revision(self) -> int:
        return self.answer.revision


@dataclass(frozen=True)
class LastTime:
    """What was asked, answered and said last time, and what differs since."""

    was: Was
    differences: tuple[Delta, ...]

    @property
    def verdict(self) -> str | None:
        return self.was.said.api_code if self.was.said else None

    @property
    def public_reason(self) -> str | None:
        return self.was.said.public_reason if self.was.said else None

    @property
    def confidential_reason(self) -> str | None:
        return self.was.said.confidential_reason if self.was.said else None

    @property
    def promised(self) -> Sequence[Promise]:
        short = self.was.said.shortcoming if self.was.said else None
        return short.promised if short else ()


@dataclass(frozen=True)
class Asked:
    """A question of a dossier, how it stands, and what changed since last time."""

    version: RequirementVersion
    status: AnswerStatus
    answer: Told | None
    wanted: str | None
    is_open: bool
    group: Group
    can_go_together: bool
    seal: str
    last_time: LastTime | None


@dataclass(frozen=True)
class Earlier:
    """A text of an answer with the kind of the question it answered."""

    version: AnswerVersion
    kind: AnswerKind


READS = (policy.WORK, policy.VIEW, policy.SUBMITTED_VIEW, rounds_policy.ANSWER, rounds_policy.SUBMIT)


@blueprint.get("/dossiers/<uuid:key>/vragen")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.QuestionOut(many=True))
@blueprint.doc(
    summary="Vragen van een dossier",
    description="De vragen in volgorde, met uw eigen antwoord van nu en wat er anders is dan de vorige keer.",
)
@needs(*READS)
def list_questions(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The questions of a dossier with the supplier's own answers."""
    delta = service.load_delta(actor(), key)
    return rest.listed_part([_asked(each, delta.sheet.is_open) for each in delta.entries], query)


@blueprint.post("/dossiers/<uuid:key>/bevestigingen")
@blueprint.output(shapes.BlockOut)
@blueprint.doc(
    summary="Ongewijzigde antwoorden samen bevestigen",
    description="Alles wat u noemt, of niets. Een kenmerk leest u bij de vragen van het dossier. Een deel komt terug: "
    "dat leest een mens op de webpagina nog één voor één.",
)
@takes(schemas.BlockInput())
@needs(rounds_policy.ANSWER, *READS, scope=Scope.WRITE_ANSWERS)
def confirm_block(key: uuid.UUID) -> Any:
    """Confirm unchanged answers together, as they were read."""
    service.require_open(actor(), key)
    read = rest.body(schemas.BlockInput())["read"]
    seals = {each["requirement_version_id"]: each["seal"] for each in read}
    return {"number": service.confirm_block(actor(), key, seals)}


@blueprint.get("/antwoorden")
@blueprint.input(shapes.AnswerQuery, location="query", arg_name="query")
@blueprint.output(shapes.AnswerOut(many=True))
@blueprint.doc(summary="Antwoorden", description="De antwoorden van uw eigen organisatie bij een dossier.")
@needs(policy.WORK, policy.VIEW)
def list_answers(query: dict[str, Any]) -> Any:
    """The supplier's own working answers of a dossier."""
    found = service.answers_of(actor(), query["dossier_id"], query["page"], query["page_size"])
    kinds = wordings.newest_answer_kinds({each.requirement_id for each in found.rows})
    return [Told(each, kinds[each.requirement_id]) for each in found.rows], 200, rest.link_header(found)


@blueprint.get("/antwoorden/<uuid:key>")
@blueprint.output(shapes.AnswerOut)
@blueprint.doc(summary="Eén antwoord")
@needs(policy.VIEW)
def get_answer(key: uuid.UUID) -> Any:
    """One working answer."""
    return _shown(service.get_answer(actor(), key))


@blueprint.get("/antwoorden/<uuid:key>/versies")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.AnswerVersionOut(many=True))
@blueprint.doc(summary="Versies van een antwoord", description="Hoe het antwoord eerder luidde, nieuwste eerst.")
@needs(policy.VIEW)
def list_versions(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The earlier texts of an answer."""
    versions = service.history(actor(), key)[1]
    kinds = wordings.answer_kinds_of({each.requirement_version_id for each in versions})
    return rest.listed_part([Earlier(each, kinds[each.requirement_version_id]) for each in versions], query)


@blueprint.get("/dossiers/<uuid:key>/ingediende-antwoorden")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.SubmittedAnswerOut(many=True))
@blueprint.doc(
    summary="Ingediende antwoorden",
    description="De laatste inzending van een dossier dat u mag openen, met het bewijs eronder.",
)
@needs(policy.SUBMITTED_VIEW)
def list_submitted(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The newest submission of a dossier."""
    rounds.get_dossier(actor(), key)
    return rest.listed_part(service.submitted_answers(actor(), key), query)


@blueprint.post("/antwoorden")
@blueprint.output(shapes.AnswerOut, status_code=201)
@blueprint.doc(
    summary="Antwoord toevoegen",
    description="Bewaart een concept bij een vraag zonder antwoord. Stuur een Idempotency-Key mee.",
)
@takes(schemas.AnswerInput(), headers=("Idempotency-Key",))
@needs(rounds_policy.ANSWER, scope=Scope.WRITE_ANSWERS)
def add_answer() -> Any:
    """A first draft of an answer; the same call again gives the same answer."""
    who, body = actor(), rest.body(schemas.AnswerInput())
    service.require_open(who, body["dossier_id"])
    there = rest.replayed(who)
    if there is not None:
        return _shown(service.get_answer(who, there), 201)
    answer = _saved(body["dossier_id"], body["requirement_version_id"], body, 0)
    rest.remember(who, answer.id)
    return _shown(answer, 201)


@blueprint.put("/antwoorden/<uuid:key>")
@blueprint.output(shapes.AnswerOut)
@blueprint.doc(
    summary="Antwoord wijzigen",
    description="Bewaart een nieuw concept. Stuur If-Match mee met de ETag die u hebt gelezen.",
)
@takes(schemas.AnswerChange(), headers=("If-Match",))
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_ANSWERS)
def change_answer(key: uuid.UUID) -> Any:
    """A next draft, on the version that was read."""
    who = actor()
    answer, dossier_id, asked = service.open_place_of(who, key)
    rest.require_match(answer.revision)
    body = rest.body(schemas.AnswerChange())
    return _shown(_saved(dossier_id, asked, body, answer.revision))


@blueprint.post("/antwoorden/<uuid:key>/bewijsstukken")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="Antwoord op bewijs laten steunen",
    description="Nog eens sturen wijzigt alleen de vindplaats.",
)
@takes(schemas.LinkInput())
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_ANSWERS)
def link_document(key: uuid.UUID) -> Any:
    """Lean an answer on a document of the library; again only changes the place."""
    who = actor()
    _answer, dossier_id, asked = service.open_place_of(who, key)
    service.link_document(who, dossier_id, asked, **rest.body(schemas.LinkInput()))
    return "", 204


@blueprint.get("/bewijsstukken/<uuid:key>/antwoorden")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.LeaningOut(many=True))
@blueprint.doc(summary="Antwoorden die op een bewijsstuk steunen", description="Van uw eigen organisatie.")
@needs(policy.VIEW, policy.WORK, evidence_policy.EDIT)
def list_leaning(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """Where a document of the library is used."""
    evidence.fetch_own(actor(), [key])
    return rest.listed_part(leaning.leaning_on(actor(), key), query)


@blueprint.post("/bewijsstukken/<uuid:key>/vervanging")
@blueprint.output(shapes.ReplacementOut)
@blueprint.doc(
    summary="Bewijsstuk vervangen door een nieuwere versie",
    description="Alle antwoorden die erop steunen, steunen daarna op het nieuwe; wat al is ingediend blijft. Nog eens "
    "sturen verandert niets.",
)
@takes(schemas.ReplacementInput())
@needs(policy.EDIT, policy.VIEW, evidence_policy.EDIT, scope=Scope.WRITE_ANSWERS)
def replace_document(key: uuid.UUID) -> Any:
    """Have everything that leans on a document lean on a newer one."""
    evidence.fetch_own(actor(), [key])
    newer = rest.body(schemas.ReplacementInput())["document_id"]
    try:
        return {"answers": linking.replace_document(actor(), key, newer)}
    except Invalid as error:
        raise Invalid({"bewijsstuk": error.fields["document"]}) from error


@blueprint.delete("/antwoorden/<uuid:key>/bewijsstukken/<uuid:document>")
@blueprint.output({}, status_code=204)
@blueprint.doc(summary="Bewijs onder een antwoord weghalen", description="Het bewijs zelf blijft in uw bibliotheek.")
@needs(policy.EDIT, policy.VIEW, scope=Scope.WRITE_ANSWERS)
def unlink_document(key: uuid.UUID, document: uuid.UUID) -> Any:
    """Take a document away from under an answer."""
    who = actor()
    _answer, dossier_id, asked = service.open_place_of(who, key)
    if not service.unlink_document(who, dossier_id, asked, document):
        raise NotFound()
    return "", 204


@blueprint.post("/dossiers/<uuid:key>/inzendingen")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="Indienen kan alleen in de webpagina",
    description="Indienen vraagt een persoon die zojuist de tweede factor toonde. Deze aanroep weigert daarom altijd.",
)
@needs(*READS, fresh=True, scope=Scope.WRITE_ANSWERS)
def submit(key: uuid.UUID) -> Any:
    """Submitting through the API is refused: it takes a person who is present."""
    service.submit(actor(), key)
    return "", 204


def _asked(entry: service.Entry, is_open: bool) -> Asked:
    question = entry.question
    told = Told(question.answer, question.version.answer_kind) if question.answer else None
    can_change = is_open and question.frozen is None
    last_time = LastTime(entry.was, _differences(entry.was, question.version)) if entry.was else None
    facts = (entry.group, entry.can_go_together, entry.seal, last_time)
    return Asked(question.version, question.status, told, question.wanted, can_change, *facts)


def _differences(was: Was, version: RequirementVersion) -> tuple[Delta, ...]:
    if was.wording.id == version.id:
        return ()
    found = differences(wordings.wording_of(was.wording), wordings.wording_of(version))
    return tuple(each for each in found if each.is_seen)


def _shown(answer: Answer, status: int = 200) -> Any:
    location = url_for("responses_api.get_answer", key=answer.id) if status == 201 else ""
    kinds = wordings.newest_answer_kinds({answer.requirement_id})
    return rest.shown(Told(answer, kinds[answer.requirement_id]), status, location)


def _saved(dossier_id: uuid.UUID, asked: uuid.UUID, body: dict[str, Any], revision: int) -> Answer:
    """The draft that was sent, kept. Raises Invalid in the names of the API."""
    kind = wordings.answer_kinds_of({asked}).get(asked)
    if kind is None:
        raise NotFound()
    value = answer_words.from_api(kind, body["value"])
    secret = body["is_confidential"]
    try:
        return service.save_draft(actor(), dossier_id, asked, value, revision, is_confidential=secret)
    except Invalid as error:
        raise Invalid({answer_words.name_of(part): texts for part, texts in error.fields.items()}) from error


@blueprint.get("/dossiers/<uuid:key>/toewijzingen")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.AssignedOut(many=True))
@blueprint.doc(summary="Wie welke vraag heeft", description="Vragen die aan een collega of meedenker zijn gegeven.")
@needs(policy.WORK, policy.TASK_VIEW)
def list_assigned(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The questions of a dossier that somebody has."""
    return rest.listed_part(tasks.list_assigned(actor(), key), query)


@blueprint.post("/dossiers/<uuid:key>/toewijzingen")
@blueprint.output(shapes.BlockOut)
@blueprint.doc(
    summary="Vragen toewijzen",
    description="Aan iemand die voor uw organisatie antwoordt, of aan een meedenker die er al is. Wie de vraag had, "
    "heeft haar niet meer. Iemand van buiten uitnodigen kan alleen in de webpagina.",
)
@takes(schemas.AssignInput())
@needs(policy.ASSIGN, policy.WORK, scope=Scope.WRITE_ANSWERS)
def assign(key: uuid.UUID) -> Any:
    """Give questions to somebody until a day."""
    service.require_open(actor(), key)
    return {"number": assigning.assign_questions(actor(), key, **rest.body(schemas.AssignInput()))}


@blueprint.get("/dossiers/<uuid:key>/teruggaven")
@blueprint.input(rest.PageQuery, location="query", arg_name="query")
@blueprint.output(shapes.GivenBackOut(many=True))
@blueprint.doc(
    summary="Welke vragen zijn teruggegeven",
    description="Met de reden. Een vraag staat hier tot iemand haar opnieuw krijgt.",
)
@needs(policy.WORK, policy.TASK_VIEW)
def list_given_back(key: uuid.UUID, query: dict[str, Any]) -> Any:
    """The questions of a dossier that came back, with the reason."""
    return rest.listed_part(giving_back.list_given_back(actor(), key), query)


@blueprint.post("/dossiers/<uuid:key>/teruggaven")
@blueprint.output({}, status_code=204)
@blueprint.doc(
    summary="Een vraag teruggeven",
    description="Een vraag die op uw eigen naam staat; een client heeft er geen. Wie haar gaf, leest waarom, en geeft "
    "haar aan een ander of beantwoordt haar.",
)
@takes(schemas.GiveBackInput())
@needs(policy.ASSIGN, policy.WORK)
def give_back(key: uuid.UUID) -> Any:
    """Give a question on one's own name back, with a reason."""
    service.require_open(actor(), key)
    body = rest.body(schemas.GiveBackInput())
    giving_back.give_back(actor(), key, body["requirement_version_id"], body["reason"], body["note"])
    return "", 204
