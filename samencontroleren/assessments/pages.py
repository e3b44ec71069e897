# SPDX-License-Identifier: EUPL-1.2
"""What the pages of assessments share: the blueprint, words for templates, choices for forms."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from samencontroleren.assessments import wording
from samencontroleren.assessments.concluding import SHORTCOMINGS, Wording
from samencontroleren.assessments.facts import paper
from samencontroleren.assessments.kinds import Assurance, Verdict
from samencontroleren.assessments.models import Conclusion, Proposal, ReviewVerdict
from samencontroleren.assessments.sameness import Paper, Sameness
from samencontroleren.core import clock
from samencontroleren.core.fields import Form
from samencontroleren.core.typography import day
from samencontroleren.core.web import language, pick
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DOCUMENT_LABELS, VALIDITY_LABELS, FileState, Validity
from samencontroleren.evidence.models import Document
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.answer_kinds import as_text
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.models import SubmittedAnswer, SubmittedDocument
from samencontroleren.rounds.models import Dossier

blueprint = Blueprint("assessments", __name__)

VALIDITY_TONES: dict[Validity, str] = {
    Validity.VALID: "good",
    Validity.ENDING: "warning",
    Validity.ENDED: "bad",
    Validity.OPEN_ENDED: "neutral",
    Validity.WITHDRAWN: "bad",
    Validity.UNCHECKED: "warning",
    Validity.REFUSED: "bad",
}
ENDED_WORDS = ("Bewijs verlopen: telt niet als bewijs", "Proof ended: does not count as proof")
WITHDRAWN_WORDS = ("Ingetrokken: telt niet als bewijs", "Withdrawn: does not count as proof")
_NAMED = re.compile(r"\b(?:pagina['’]?s?|bladzijden?|blz|pages?|pag|pp?)\.?\s*(\d{1,4})\b", re.IGNORECASE)
_BARE = re.compile(r"\s*(\d{1,4})(?![\d.]*\d)")


@dataclass(frozen=True)
class Proof:
    """A document beside an answer: its validity in words and the page at which to open it."""

    document: Document
    is_open: bool
    """Whether reviewers may read it: checked, and not withdrawn."""
    place: str
    kind: str
    validity: str
    tone: str
    dated: str
    """Until when it holds, or of when it is: tells documents with the same title apart."""
    page: int
    since: Sameness | None = None
    """Other than last time, or not there then."""


def subject_name(dossier: Dossier) -> str:
    """What the dossier is about, as pages name it."""
    return dossier.product.name if dossier.product else dossier.vendor.name


def texts(version: RequirementVersion) -> Mapping[str, str]:
    """The texts of a requirement in the language of the page."""
    return questionnaires.requirement_texts(version, language())


def answer_text(answer: SubmittedAnswer) -> str:
    """A submitted answer in words."""
    version = answer.requirement_version
    return as_text(version.answer_kind, answer.value, version.options, language())


def proofs(answer: SubmittedAnswer, pages: Mapping[str, str], then: Collection[Paper] | None = None) -> list[Proof]:
    """The documents of an answer: what counts as proof first, what was replaced after it, the newest in front.

    `pages` holds the pages turned to, by document; `then` what stood there last time (None: it was not asked then).
    """
    found = [_proof(each, pages.get(str(each.document_id)), then) for each in answer.documents]
    return sorted(found, key=_newest_first)


def _newest_first(proof: Proof) -> tuple[bool, bool, float, str]:
    row = proof.document
    return proof.tone == "bad", row.superseded_at is not None, -row.created_at.timestamp(), row.title


def _since(linked: SubmittedDocument, then: Collection[Paper] | None) -> Sameness | None:
    """How a document stands to last time; None: it stood there just so, or nothing did."""
    if then is None or paper(linked) in then:
        return None
    return Sameness.CHANGED if str(linked.document_id) in {each[0] for each in then} else Sameness.NEW


def _proof(linked: SubmittedDocument, turned_to: str | None, then: Collection[Paper] | None) -> Proof:
    document = linked.document
    validity = evidence.validity_of(document, clock.today())
    words = {Validity.ENDED: ENDED_WORDS, Validity.WITHDRAWN: WITHDRAWN_WORDS}.get(validity, VALIDITY_LABELS[validity])
    return Proof(
        document=document,
        is_open=document.withdrawn_at is None and document.state is FileState.CLEAN,
        place=linked.place,
        kind=pick(DOCUMENT_LABELS[document.kind]),
        validity=pick(words),
        tone=VALIDITY_TONES[validity],
        dated=_dated(document),
        since=_since(linked, then),
        page=_within(page_number(turned_to or "") or page_number(linked.place) or 1, document.page_count),
    )


def _dated(document: Document) -> str:
    if document.valid_until:
        return str(_("geldig tot en met %(day)s", day=day(document.valid_until)))
    return str(_("toegevoegd op %(day)s", day=day(clock.local(document.created_at).date())))


def page_number(place: str) -> int | None:
    """The page a place names ("12", "p. 12", "hoofdstuk 3, pagina 12"); None when it names something else."""
    found = _NAMED.search(place) or _BARE.match(place)
    return int(found[1]) if found else None


def _within(page: int, count: int) -> int:
    return max(1, min(page, count))


def verdict_choices() -> list[tuple[str, str]]:
    """The verdicts to choose from, in words."""
    return [(each.value, pick(wording.VERDICTS[each])) for each in Verdict]


def explained_choices(asked: RequirementVersion) -> list[tuple[str, str, str]]:
    """The same with a line below each that says what it means; where there are axes only at the one that is misread."""
    lines = dict.fromkeys(Verdict, ("", "")) if asked.aspects else dict(wording.MEANINGS)
    lines[Verdict.CANNOT_BE_ASSESSED] = wording.WITHOUT_VERDICT[asked.is_key]
    return [(each.value, pick(wording.VERDICTS[each]), pick(lines[each])) for each in Verdict]


def assurance_choices() -> list[tuple[str, str, str]]:
    """The degrees of assurance to choose from, each with a line that says what it means."""
    return [(each.value, pick(wording.ASSURANCES[each]), pick(wording.DEGREES[each])) for each in Assurance]


def axes_of(asked: RequirementVersion) -> list[tuple[str, str]]:
    """What a requirement is judged on, in words: (axis, name); empty: on the whole."""
    return [(axis.value, pick(name)) for axis, name in wording.AXES.items() if axis.value in asked.aspects]


def severity_choices(asked: RequirementVersion) -> list[tuple[str, str]]:
    """The severities to propose for a finding; open: what the requirement says."""
    usual = pick(wording.SEVERITIES[asked.severity])
    return [
        ("", _("Zoals bij deze eis hoort: %(severity)s", severity=usual.lower())),
        *((each.value, pick(label)) for each, label in wording.SEVERITIES.items()),
    ]


def wording_form(
    row: ReviewVerdict | Conclusion | Proposal | None, errors: Mapping[str, Sequence[str]] | None = None
) -> Form:
    """A form filled with a verdict that is there."""
    if row is None:
        return Form({}, errors)
    stored = {
        "code": row.code,
        "assurance": row.assurance,
        "public_reason": row.public_reason,
        "confidential_reason": row.confidential_reason,
        "severity": row.severity,
    }
    return Form({**stored, **(row.axes or {})}, errors)


@blueprint.app_template_global()
def on_axes(axes: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """The verdict on each axis in words, in order: (name, verdict); empty where none is asked or kept."""
    named = ((name, (axes or {}).get(axis)) for axis, name in wording.AXES.items())
    return [(pick(name), pick(wording.VERDICTS[Verdict(code)])) for name, code in named if code]


@blueprint.app_template_global()
def gravity_of(row: ReviewVerdict | Conclusion | Proposal | Wording, asked: RequirementVersion) -> str:
    """How grave the finding of a verdict is, in words; empty where it makes none."""
    return pick(wording.SEVERITIES[row.severity or asked.severity]) if row.code in SHORTCOMINGS else ""


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """Names of verdicts and results for templates, here and in later features."""
    return {
        "VERDICTS": wording.VERDICTS,
        "AXES": wording.AXES,
        "ASSURANCES": wording.ASSURANCES,
        "SEVERITIES": wording.SEVERITIES,
        "RESULTS": wording.RESULTS,
        "STANCES": wording.STANCES,
        "theme_label": questionnaires.theme_label,
    }
