# SPDX-License-Identifier: EUPL-1.2
"""The PDFs of a released result, one A4 and the whole report, made of the reader's own layers only."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from samencontroleren.assessments.documents import (
    CitedResult,
    EvidenceLine,
    FindingLine,
    HistoryLine,
    MeasureLine,
    Reassessed,
    ResultDocument,
    StepLine,
    ThemeLine,
    VerdictLine,
    one_page_pdf,
    result_pdf,
)
from samencontroleren.assessments.result_document import THEME_COUNTS, Language
from samencontroleren.assessments.sentences import Cause, Sentence
from samencontroleren.core import clock, signing
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DOCUMENT_LABELS, SHARING_LABELS, VALIDITY_LABELS
from samencontroleren.evidence.validity import counts_as_proof
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.rounds.kinds import REASSESSMENT_LABELS
from samencontroleren.sharing import panels
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.layer_reading import NO_LAYER, Layer, layer_of
from samencontroleren.sharing.leaning import DocumentLine, documents_of, knows_documents
from samencontroleren.sharing.models import Release, ReleasedFinding, ReleasedMeasure, ReleasedVerdict
from samencontroleren.sharing.noting import note_download
from samencontroleren.sharing.reading import ReleaseView, get_view

LAYER_WORDS: dict[bool, tuple[str, str]] = {
    True: (
        "U leest het resultaat, de oordelen met hun openbare reden, de bevindingen en wat uw gemeente zelf moet doen. "
        "De antwoorden en de bewijsstukken zelf staan niet in dit document.",
        "You read the result, the verdicts with their public reason, the findings and what your municipality must "
        "do itself. The answers and the evidence itself are not in this document.",
    ),
    False: (
        "U leest het resultaat en de scores per thema. De oordelen per eis zijn te lezen voor gemeenten die het "
        "gebruik van dit product hebben bevestigd.",
        "You read the result and the scores per theme. The verdicts per requirement can be read by "
        "municipalities that have confirmed their use of this product.",
    ),
}
NOTICES: dict[Currency, tuple[str, str]] = {
    Currency.EXPIRED: ("Dit resultaat is niet meer geldig.", "This result is no longer valid."),
    Currency.SUPERSEDED: ("Er is een nieuwer resultaat.", "There is a newer result."),
    Currency.RECALLED: ("Dit resultaat is ingetrokken.", "This result has been recalled."),
}
SIGNED = ("Resultaat van Samen Controleren", "Result of Samen Controleren")
"""Why a PDF is signed, as a reader of PDFs shows it."""
LATE = ("Te laat", "Late")
RELEASED = ("Versie {number} vrijgegeven.", "Version {number} released.")
RECALLED = ("Versie {number} ingetrokken: {reason}", "Version {number} recalled: {reason}")


def result_document(actor: Actor, release_id: uuid.UUID, language: str = "nl") -> bytes:
    """The signed whole report of a result in the reader's layers and language. Raises NotFound; it is logged."""
    return _signed(actor, release_id, language, result_pdf, "pdf")


def result_on_one_page(actor: Actor, release_id: uuid.UUID, language: str = "nl") -> bytes:
    """The same on one A4, also signed: the first blocks, the five worst findings, counts for the rest."""
    return _signed(actor, release_id, language, one_page_pdf, "pdf-a4")


def _signed(
    actor: Actor, release_id: uuid.UUID, language: str, made_by: Callable[[ResultDocument], bytes], form: str
) -> bytes:
    view = get_view(actor, release_id)
    whole = layer_of(actor, view.release) if view.can_view_verdicts else NO_LAYER
    document = make_document(actor, view, whole, "en" if language == "en" else "nl")
    note_download(actor, release_id, form)
    return signing.certificate().sign_pdf(made_by(document), SIGNED[0 if language == "nl" else 1])


def make_document(actor: Actor, view: ReleaseView, layer: Layer, language: Language) -> ResultDocument:
    """What the document says: only what stands in the given layers."""
    found, side = view.release, 0 if language == "nl" else 1
    verdicts = None if layer.verdicts is None else tuple(_verdict(layer, each, language) for each in layer.verdicts)
    keys = [each for each in layer.verdicts or () if each.is_key]
    return ResultDocument(
        product=found.product.name if found.product else None,
        supplier=found.vendor.name,
        round_name=found.round_name,
        questionnaire=found.questionnaire_name,
        questionnaire_version=str(found.questionnaire_number),
        questionnaire_hash=found.questionnaire_digest,
        released_on=clock.local(found.released_at).date(),
        valid_until=found.valid_until,
        release_number=found.number,
        result=found.result,
        assurance=found.assurance,
        layer=LAYER_WORDS[view.can_view_verdicts][side],
        explanation=_sentences(found, view.can_view_verdicts),
        themes=tuple(_theme(each, language, view.can_view_verdicts) for each in found.theme_scores),
        key_requirements=tuple(_verdict(layer, each, language, with_reason=False) for each in keys),
        verdicts=verdicts,
        findings=_findings(actor, layer, language),
        measures=_measures(layer, language),
        evidence=_evidence(actor, view, side),
        cited=_cited(actor, found),
        reassessed=_reassessed(view, side),
        history=tuple(_history(view, side)),
        notice=NOTICES.get(view.currency, ("", ""))[side],
        made_on=clock.today(),
        rule_version=found.rule_version,
        language=language,
    )


def _sentences(found: Release, is_deep: bool) -> tuple[Sentence, ...]:
    """The explanation; a sentence about one requirement belongs to the layer of verdicts."""
    lines = [Sentence(each["nl"], each["en"], each["requirement"], Cause(each["cause"])) for each in found.explanation]
    return tuple(line for line in lines if is_deep or line.requirement is None)


def _theme(score: Mapping[str, Any], language: str, is_deep: bool) -> ThemeLine:
    """A theme with its score; how many requirements got which verdict belongs to the layer of verdicts."""
    title = questionnaires.theme_label(score["theme"])[0 if language == "nl" else 1]
    if not is_deep:
        return ThemeLine(title, score["score"])
    return ThemeLine(title, score["score"], **{name: score[name] for name in THEME_COUNTS})


def _verdict(layer: Layer, row: ReleasedVerdict, language: str, with_reason: bool = True) -> VerdictLine:
    """A verdict as it counts now; its axes only while they are those of that verdict."""
    code, reason = layer.code_of(row), row.public_reason if with_reason else ""
    axes = row.axes if with_reason and code is row.code else {}
    return VerdictLine(row.requirement_code, row.titles[language], code, row.assurance, reason, axes, row.is_carried)


def _findings(actor: Actor, layer: Layer, language: str) -> tuple[FindingLine, ...] | None:
    """The findings with how they stand today, as the page shows them."""
    if layer.findings is None:
        return None
    reasons = {each.requirement_code: each.public_reason for each in layer.verdicts or ()}
    whole = layer.whole_findings or ()
    stands = panels.stands_of(actor, [each.finding_id for each in whole])
    return tuple(
        replace(
            _finding(place, row, reasons.get(row.requirement_code, ""), stands.get(row.finding_id), language),
            requirement=layer.codes_of(row),
        )
        for place, row in enumerate(whole, start=1)
    )


def _finding(place: int, row: ReleasedFinding, reason: str, stand: panels.Stand | None, language: str) -> FindingLine:
    title, side = row.titles[language], 0 if language == "nl" else 1
    if stand is None:
        return FindingLine(place, row.requirement_code, row.severity, row.due_on, reason, title)
    steps = tuple(StepLine(each.what, each.due_on, each.progress[side]) for each in stand.steps)
    stage = LATE[side] if stand.is_late else stand.stage[side]
    return FindingLine(
        place, row.requirement_code, row.severity, stand.due_on, reason, title, stage, stand.is_open, steps
    )


def _evidence(actor: Actor, view: ReleaseView, side: int) -> tuple[EvidenceLine, ...] | None:
    """The documents under the result, for who may know of them; None for others."""
    if not (view.can_view_verdicts and knows_documents(actor)):
        return None
    return tuple(_proof(line, side) for line in documents_of(actor, view.release.id).lines)


def _proof(line: DocumentLine, side: int) -> EvidenceLine:
    validity = evidence.validity_of(line.document, clock.today())
    return EvidenceLine(
        kind=DOCUMENT_LABELS[line.document.kind][side],
        title=line.title or "",
        valid_until=line.document.valid_until,
        validity=VALIDITY_LABELS[validity][side],
        readers=SHARING_LABELS[line.document.readers][side],
        is_proof=counts_as_proof(validity),
    )


def _measures(layer: Layer, language: str) -> tuple[MeasureLine, ...] | None:
    return None if layer.measures is None else tuple(_measure(each, language) for each in layer.measures)


def _measure(row: ReleasedMeasure, language: str) -> MeasureLine:
    theme = questionnaires.theme_label(row.theme)[0 if language == "nl" else 1]
    norms = ", ".join(f"{each['kind']} {each['number']}".strip() for each in row.norms)
    return MeasureLine(theme, row.requirement_code, row.titles[language], row.texts[language], norms)


def _cited(actor: Actor, found: Release) -> CitedResult | None:
    if found.cites_id is None:
        return None
    cited = get_view(actor, found.cites_id).release
    released_on = clock.local(cited.released_at).date()
    return CitedResult(cited.result, cited.number, released_on, cited.valid_until)


def _reassessed(view: ReleaseView, side: int) -> Reassessed | None:
    """A result is assessed again only while it is the newest one: what it follows is the version before it."""
    row = view.reassessed
    if row is None:
        return None
    themes = tuple(questionnaires.theme_label(theme)[side] for theme in row.themes)
    return Reassessed(view.release.number - 1, REASSESSMENT_LABELS[row.cause][side].lower(), themes, row.counts_from)


def _history(view: ReleaseView, side: int) -> Iterable[HistoryLine]:
    found = view.release
    yield HistoryLine(clock.local(found.released_at).date(), RELEASED[side].format(number=found.number))
    if view.recall:
        words = RECALLED[side].format(number=found.number, reason=view.recall.reason)
        yield HistoryLine(clock.local(view.recall.recalled_at).date(), words)
