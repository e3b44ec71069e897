# SPDX-License-Identifier: EUPL-1.2
"""A flag in words for who reads it: what was found, what it means, what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext, ngettext

from samencontroleren.core.typography import day, days_until
from samencontroleren.core.web import pick
from samencontroleren.disclosures.kinds import CHANGE_LABELS, ChangeKind
from samencontroleren.evidence.kinds import DOCUMENT_LABELS, DocumentKind
from samencontroleren.organisations.actor import Actor
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.cells import may_show_count
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.supplychain.kinds import EventCause, FlagRule, FlagState
from samencontroleren.supplychain.models import Flag


def _(text: str, **words: object) -> str:
    return str(gettext(text, **words))


@dataclass(frozen=True)
class Step:
    """One step in the history of a flag; `who` and `reason` are empty for readers who may not know."""

    number: int
    at: datetime
    state: FlagState
    severity: Severity
    cause: EventCause
    who: str
    reason: str


@dataclass(frozen=True)
class Explanation:
    """A flag in words."""

    title: str
    found: str
    meaning: str
    advice: str


def explain(actor: Actor, flag: Flag) -> Explanation:
    """The words for this reader: a gemeente reads no counts of others that are too small (product.md, 2.9)."""
    return EXPLAINED[flag.rule](actor, flag)


def title(flag: Flag) -> str:
    """A flag in one line, without counts."""
    if flag.rule is FlagRule.CONCENTRATION:
        return _("Veel gemeenten leunen op deze leverancier")
    if flag.rule is FlagRule.PROOF_WITHDRAWN:
        return _("De leverancier heeft bewijs ingetrokken")
    if flag.rule is FlagRule.CHANGE_REPORTED:
        return _("Leverancier meldde een wijziging: %(kind)s", kind=_change(flag))
    if flag.rule is FlagRule.FINDING_LATE:
        return _("Bevinding niet op tijd opgelost: uiterlijk %(date)s", date=day(_due_on(flag), "medium"))
    until = date.fromisoformat(flag.facts["valid_until"])
    kind, on = _kind(flag), day(until, "medium")
    if flag.facts["has_ended"]:
        return _("Bewijs was geldig tot en met %(date)s: %(kind)s", kind=kind, date=on)
    return _("Bewijs is geldig tot en met %(date)s: %(kind)s", kind=kind, date=on)


def _kind(flag: Flag) -> str:
    return pick(DOCUMENT_LABELS[DocumentKind(flag.facts["kind"])])


def _proof(actor: Actor, flag: Flag) -> Explanation:
    until = date.fromisoformat(flag.facts["valid_until"])
    kind, on, when = _kind(flag), day(until), days_until(until)
    if flag.facts["has_ended"]:
        found = _("Het bewijs “%(kind)s” was geldig tot en met %(date)s (%(when)s).", kind=kind, date=on, when=when)
    else:
        found = _("Het bewijs “%(kind)s” is geldig tot en met %(date)s (%(when)s).", kind=kind, date=on, when=when)
    answers = flag.facts["answers"]
    leans = ngettext("Er steunt %(num)s antwoord op.", "Er steunen %(num)s antwoorden op.", answers)
    return Explanation(title(flag), f"{found} {leans}", _proof_meaning(flag), _proof_advice(actor, flag))


def _proof_meaning(flag: Flag) -> str:
    if flag.facts["is_key"]:
        return _(
            "Een van die antwoorden hoort bij een sleuteleis. Zonder geldig bewijs telt de sleuteleis niet als gehaald."
        )
    return _("Verlopen bewijs telt niet meer als bewijs. De antwoorden blijven staan, maar zijn minder zeker.")


def _proof_advice(actor: Actor, flag: Flag) -> str:
    if actor.is_vng:
        return _("Vraag de leverancier om nieuw bewijs. Het resultaat wordt pas langer geldig na een herbeoordeling.")
    return _("VNG vraagt de leverancier om nieuw bewijs. Bespreek met uw CISO of dit uw eigen besluit verandert.")


def _concentration(actor: Actor, flag: Flag) -> Explanation:
    meaning = _("Valt deze leverancier uit of wordt hij aangevallen, dan raakt dat veel gemeenten tegelijk.")
    return Explanation(title(flag), _concentration_found(actor, flag), meaning, _concentration_advice(actor))


def _concentration_found(actor: Actor, flag: Flag) -> str:
    number, total = flag.facts["municipalities"], flag.facts["total"]
    if actor.is_vng:
        return _concentration_counts(flag)
    others = number - 1  # the reader's own gemeente is one of them
    if may_show_count(others, total - number, parameters.number_on(Code.SMALLEST_CELL)):
        return _("Naast uw gemeente gebruiken %(number)s gemeenten producten van deze leverancier.", number=others)
    return _("Veel andere gemeenten gebruiken producten van deze leverancier.")


def _concentration_counts(flag: Flag) -> str:
    found = _(
        "%(number)s van de %(total)s gemeenten gebruiken producten van deze leverancier.",
        number=flag.facts["municipalities"],
        total=flag.facts["total"],
    )
    critical = flag.facts["critical"]
    if not critical:
        return found
    more = _("Voor %(num)s daarvan is het proces kritiek.", num=critical)
    return f"{found} {more}"


def _concentration_advice(actor: Actor) -> str:
    if actor.is_vng:
        return _("Beoordeel deze leverancier met voorrang en maak afspraken over uitval en incidenten.")
    return _("Zorg voor een noodprocedure en een plan om over te stappen. Neem beide op in uw afspraken.")


def _change(flag: Flag) -> str:
    return pick(CHANGE_LABELS[ChangeKind(flag.facts["kind"])])


def _withdrawn(actor: Actor, flag: Flag) -> Explanation:
    found = ngettext(
        "%(num)s oordeel steunt op niets meer en is nu niet te beoordelen.",
        "%(num)s oordelen steunen op niets meer en zijn nu niet te beoordelen.",
        flag.facts["verdicts"],
    )
    meaning = _("Het resultaat blijft staan zoals het is vrijgegeven, maar is minder zeker.")
    if flag.facts["is_key"]:
        meaning = _("Er hoort een sleuteleis bij. Zolang er geen bewijs is, telt die als niet gehaald.")
    if actor.is_vng:
        return Explanation(
            title(flag), found, meaning, _("Vraag de leverancier om nieuw bewijs of begin een herbeoordeling.")
        )
    return Explanation(title(flag), found, meaning, _("Bespreek met uw CISO of dit uw eigen besluit verandert."))


def _reported(actor: Actor, flag: Flag) -> Explanation:
    since = day(date.fromisoformat(flag.facts["counts_from"]))
    found = _("%(kind)s, geldt vanaf %(date)s.", kind=_change(flag), date=since)
    meaning = _("Het resultaat gaat over de situatie van voor deze wijziging.")
    if actor.is_vng:
        return Explanation(
            title(flag), found, meaning, _("Lees de melding bij Meldingen en bepaal of een herbeoordeling nodig is.")
        )
    advice = _("VNG bekijkt of een herbeoordeling nodig is. Vraag de leverancier wat de wijziging voor u betekent.")
    return Explanation(title(flag), found, meaning, advice)


def _due_on(flag: Flag) -> date:
    return date.fromisoformat(flag.facts["due_on"])


def _late(actor: Actor, flag: Flag) -> Explanation:
    due_on = _due_on(flag)
    on, when = day(due_on), days_until(due_on)
    found = _("De leverancier moest een bevinding oplossen tot en met %(date)s (%(when)s).", date=on, when=when)
    meaning = _("Het risico uit de bevinding bestaat nog. Dit signaal sluit vanzelf als de bevinding is opgelost.")
    if actor.is_vng:
        advice = _("Spreek de leverancier erop aan, of geef bij Bevindingen met een reden uitstel.")
    else:
        advice = _("Lees de bevinding en het plan bij Bevindingen. Bespreek met uw CISO of u zelf iets moet doen.")
    return Explanation(title(flag), found, meaning, advice)


EXPLAINED: dict[FlagRule, Callable[[Actor, Flag], Explanation]] = {
    FlagRule.PROOF_ENDING: _proof,
    FlagRule.CONCENTRATION: _concentration,
    FlagRule.PROOF_WITHDRAWN: _withdrawn,
    FlagRule.CHANGE_REPORTED: _reported,
    FlagRule.FINDING_LATE: _late,
}
