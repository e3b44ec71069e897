# SPDX-License-Identifier: EUPL-1.2
"""Conclusions: the verdict of the dossier on each requirement, and the result the rule makes of them."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from samencontroleren.assessments import policy, rule
from samencontroleren.assessments.judging import lowest_of
from samencontroleren.assessments.kinds import Assurance, ConclusionBasis, Severity, Verdict, gravest
from samencontroleren.assessments.models import ComputedResult, Conclusion, Proposal, ReviewVerdict
from samencontroleren.core import clock
from samencontroleren.core.access import visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict
from samencontroleren.organisations.actor import Actor
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import SubmittedAnswer
from samencontroleren.rounds.models import Dossier, Reassessment

WORD = re.compile(r"\w+")
NEARLY = 0.85
"""So great a part of the words of two reasons in the same order makes them one."""
DENYING = frozenset(
    (
        *("niet", "niets", "geen", "zonder", "nooit", "nergens", "niemand"),
        *("not", "nothing", "no", "none", "never", "without", "nobody", "cannot", "t"),
    )
)
"""Words that turn a sentence around ("t": of *isn't*): they never differ between reasons that are nearly the same."""

SHORTCOMINGS = (Verdict.PARTLY, Verdict.NOT_MET, Verdict.CANNOT_BE_ASSESSED)
"""Verdicts that make a finding (product.md, section 6)."""


@dataclass(frozen=True)
class Wording:
    """A verdict in words: code, assurance and the reason in its two parts."""

    code: Verdict
    assurance: Assurance
    public_reason: str
    confidential_reason: str
    severity: Severity | None = None
    """What the reviewers propose for the finding; None: what the requirement says."""
    axes: Mapping[str, str] | None = None
    """The verdict on each of the axes the requirement asks; None: not kept."""


def current_conclusions(actor: Actor, dossier_id: uuid.UUID) -> list[Conclusion]:
    """The conclusion that counts for each requirement (the last this actor may see), requirement loaded."""
    query = visible(actor, policy.CONCLUSION_VIEW).where(_counts_in(dossier_id))
    loaded = query.options(joinedload(Conclusion.requirement_version)).order_by(Conclusion.number)
    last = {each.requirement_version_id: each for each in session().scalars(loaded)}
    return list(last.values())


def _counts_in(dossier_id: uuid.UUID) -> ColumnElement[bool]:
    """The conclusions of a dossier; of a re-assessment only those on what its newest submission still answers.

    Another answer to one question can end another: the verdict that was taken over on that one counts no more.
    """
    asked = select(SubmittedAnswer.requirement_version_id).where(
        SubmittedAnswer.submission_id == responses.newest_submission(dossier_id)
    )
    is_round = ~exists().where(Reassessment.dossier_id == dossier_id)
    is_asked = Conclusion.requirement_version_id.in_(asked)
    return (Conclusion.dossier_id == dossier_id) & or_(is_round, is_asked)


@dataclass(frozen=True)
class Weighed:
    """What became of a verdict after the supplier's reply: the conclusion before and the one of now, with why."""

    before: Conclusion
    now: Conclusion

    @property
    def is_kept(self) -> bool:
        """The reviewers kept the verdict and said why."""
        return wording_of(self.before) == wording_of(self.now)


def weighed(actor: Actor, dossier_id: uuid.UUID) -> dict[uuid.UUID, Weighed]:
    """The verdicts that the reviewers weighed after a reply, by requirement version; as far as this actor may see."""
    query = visible(actor, policy.CONCLUSION_VIEW).where(Conclusion.dossier_id == dossier_id)
    rows: dict[uuid.UUID, list[Conclusion]] = {}
    for each in session().scalars(query.order_by(Conclusion.number)):
        rows.setdefault(each.requirement_version_id, []).append(each)
    last = {key: found[-2:] for key, found in rows.items() if len(found) > 1}
    return {key: Weighed(*two) for key, two in last.items() if two[1].basis is ConclusionBasis.RECONSIDERED}


def wording_of(row: Conclusion | Proposal) -> Wording:
    """The verdict that stands in a conclusion or a proposal."""
    reasons = (row.public_reason, row.confidential_reason)
    return Wording(row.code, row.assurance, *reasons, row.severity, row.axes)


def last_equal(now: Conclusion) -> Conclusion | None:
    """The last conclusion on the requirement of this one that the platform made of two equal verdicts (system use)."""
    query = select(Conclusion).where(
        Conclusion.dossier_id == now.dossier_id,
        Conclusion.requirement_version_id == now.requirement_version_id,
        Conclusion.basis == ConclusionBasis.EQUAL,
    )
    return session().scalars(query.order_by(Conclusion.number.desc()).limit(1)).one_or_none()


def latest_result(actor: Actor, dossier_id: uuid.UUID) -> ComputedResult | None:
    """What the rule last made of the dossier, as far as this actor may see it."""
    query = visible(actor, policy.COMPUTED_VIEW).where(ComputedResult.dossier_id == dossier_id)
    return session().scalars(query.order_by(ComputedResult.number.desc()).limit(1)).one_or_none()


def add_conclusion(
    dossier_id: uuid.UUID,
    requirement_version_id: uuid.UUID,
    wording: Wording,
    basis: ConclusionBasis,
    decided_by_id: uuid.UUID | None = None,
    both_agree: bool = True,
    basis_reason: str = "",
) -> Conclusion:
    """Add the next conclusion on a requirement; earlier ones stay."""
    same = (Conclusion.dossier_id == dossier_id, Conclusion.requirement_version_id == requirement_version_id)
    number = (session().scalar(select(func.max(Conclusion.number)).where(*same)) or 0) + 1
    made = Conclusion(
        dossier_id=dossier_id,
        requirement_version_id=requirement_version_id,
        number=number,
        code=wording.code,
        axes=None if wording.axes is None else dict(wording.axes),
        assurance=wording.assurance,
        severity=wording.severity,
        public_reason=wording.public_reason,
        confidential_reason=wording.confidential_reason,
        both_agree_not_applicable=both_agree,
        basis=basis,
        basis_reason=basis_reason,
        decided_by_id=decided_by_id,
        decided_at=clock.now(),
    )
    session().add(made)
    session().flush()
    return made


def merged(first: ReviewVerdict, second: ReviewVerdict, usual: Severity) -> Wording:
    """Two equal verdicts as one: the lowest assurance, the highest severity, and both reasons.

    Of reasons in nearly the same words only the longest is kept (`is_nearly_same`).

    Who proposes no severity means the `usual` one of the requirement. Raises Conflict for a draft.
    """
    if first.code is None or first.assurance is None or second.assurance is None:
        raise Conflict("Bij een eis is het oordeel nog niet compleet.")
    order = list(Assurance)
    proposed = {first.severity, second.severity}
    return Wording(
        code=first.code,
        assurance=min(first.assurance, second.assurance, key=order.index),
        public_reason=_joined(first.public_reason, second.public_reason),
        confidential_reason=_joined(first.confidential_reason, second.confidential_reason),
        severity=gravest(each or usual for each in proposed) if proposed != {None} else None,
        axes=lowest_of(first.axes, second.axes),
    )


def _joined(first: str, second: str) -> str:
    parts = (first.strip(), second.strip())
    if is_nearly_same(*parts):
        return max(parts, key=len)
    return "\n\n".join(part for part in parts if part)


def is_nearly_same(first: str, second: str) -> bool:
    """Whether two texts say the same in nearly the same words, with the same numbers and denials. Pure."""
    one, other = (WORD.findall(each.casefold()) for each in (first, second))
    is_alike = SequenceMatcher(a=one, b=other, autojunk=False).ratio() >= NEARLY
    return is_alike and _telling(one) == _telling(other)


def _telling(words: Sequence[str]) -> list[str]:
    """The numbers and denials among these words: one more or less says something else."""
    return [each for each in words if each in DENYING or any(sign.isdigit() for sign in each)]


def compute(dossier: Dossier, conclusions: Iterable[Conclusion], is_shown: bool = True) -> ComputedResult:
    """Have the rule compute the result and keep it under the next number. Raises Conflict when nothing applies."""
    try:
        outcome = rule.RULES[rule.RULE_VERSION](_judged(each) for each in conclusions)
    except rule.NothingToJudge as error:
        raise Conflict("Er is geen enkele eis van toepassing. Zo kan er geen resultaat zijn.") from error
    here = ComputedResult.dossier_id == dossier.id
    number = (session().scalar(select(func.max(ComputedResult.number)).where(here)) or 0) + 1
    made = ComputedResult(
        dossier_id=dossier.id,
        number=number,
        computed_at=clock.now(),
        rule_version=outcome.rule_version,
        result=outcome.result,
        assurance=outcome.assurance,
        theme_scores=[asdict(score) for score in outcome.theme_scores],
        explanation=[asdict(sentence) for sentence in outcome.explanation],
        is_shown_to_vendor=is_shown,
    )
    session().add(made)
    session().flush()
    return made


def titles_of(version: RequirementVersion) -> dict[str, str]:
    """The title of a requirement in both languages."""
    return {language: questionnaires.requirement_texts(version, language)["title"] for language in ("nl", "en")}


def _judged(conclusion: Conclusion) -> rule.Judged:
    words = (conclusion.code, conclusion.assurance, conclusion.severity)
    return _judged_as(conclusion.requirement_version, *words, conclusion.both_agree_not_applicable)


def _judged_as(
    version: RequirementVersion,
    code: Verdict,
    assurance: Assurance,
    severity: Severity | None,
    both_agree: bool,
) -> rule.Judged:
    titles = titles_of(version)
    return rule.Judged(
        requirement=version.requirement.code,
        theme=version.theme,
        title_nl=titles["nl"],
        title_en=titles["en"],
        is_key=version.is_key,
        verdict=code,
        assurance=assurance,
        weight=version.weight,
        severity=severity or version.severity,
        both_agree_not_applicable=both_agree,
    )


def provisional(
    rows: Iterable[tuple[RequirementVersion, Verdict, Assurance, Severity | None, bool]],
) -> rule.Outcome | None:
    """What the rule would make of these verdicts, each with whether both reviewers agree that it does not apply.

    None where nothing applies. Nothing is kept.
    """
    return _outcome(rule.RULES[rule.RULE_VERSION], [_judged_as(*row) for row in rows])


def outcomes_under(dossier_id: uuid.UUID, versions: Sequence[str]) -> list[rule.Outcome | None]:
    """What these versions of the rule make of a dossier's conclusions; None where nothing applies (system).

    Raises KeyError for a version that does not exist.
    """
    query = select(Conclusion).where(_counts_in(dossier_id)).order_by(Conclusion.number)
    found = session().scalars(query.options(joinedload(Conclusion.requirement_version)))
    rows = [_judged(each) for each in {each.requirement_version_id: each for each in found}.values()]
    return [_outcome(rule.RULES[version], rows) for version in versions]


def _outcome(version: rule.Rule, rows: Sequence[rule.Judged]) -> rule.Outcome | None:
    try:
        return version(rows)
    except rule.NothingToJudge:
        return None
