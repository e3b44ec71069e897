# SPDX-License-Identifier: EUPL-1.2
"""What happens in each round to the dossiers of the whole market: how good the answers are and how far each gets.

Everything follows from a supplier's level and pace and from chance with a fixed seed per subject, so that answers
improve from round to round and the same fill gives the same country.
"""

import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core import clock
from samencontroleren.demonstration.answers import qualities
from samencontroleren.demonstration.shelf import Shelf
from samencontroleren.demonstration.steps import Calendar, Script
from samencontroleren.demonstration.suppliers import Supplier
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.working_days import add_working_days

S = DossierState
FIRST, SECOND, RUNNING = 1, 2, 3

SHORT: dict[str, tuple[float, float, float]] = {
    "strong": (0.08, 0.05, 0.03),
    "middling": (0.13, 0.09, 0.06),
    "weak": (0.3, 0.24, 0.19),
}
"""Per level and round: how often an answer falls short."""
SEVERE = 0.3
"""Of these, how many fall short badly."""
GOOD, PARTLY, POOR = (Verdict.MEETS,), (Verdict.PARTLY,), (Verdict.NOT_MET, Verdict.CANNOT_BE_ASSESSED)
CERTIFIED = {"strong": 1.0, "middling": 0.75, "weak": 0.3}

PACES: dict[str, tuple[tuple[DossierState, int], ...]] = {
    "quick": ((S.PUBLISHED, 6), (S.AWAITING_RELEASE, 2), (S.HEARING, 2)),
    "steady": (
        (S.IN_REVIEW, 26),
        (S.SUBMITTED, 16),
        (S.IN_PROGRESS, 16),
        (S.HEARING, 13),
        (S.AWAITING_RELEASE, 8),
        (S.DISCUSSING, 8),
        (S.RECONSIDERING, 5),
        (S.INVITED, 5),
        (S.CANCELLED, 1),
        (S.REFUSED, 2),
    ),
    "slow": ((S.IN_PROGRESS, 6), (S.INVITED, 3), (S.SUBMITTED, 1)),
    "silent": ((S.INVITED, 1),),
}
"""How far a dossier of the running round is, with weights."""


@dataclass(frozen=True)
class Entry:
    """One dossier to come: its script and its days."""

    script: Script
    calendar: Calendar


class Historian:
    """Writes the scripts of one round."""

    def __init__(self, number: int, opened: int, today: date, shelf: Shelf, versions: Sequence[RequirementVersion]):
        self.number, self.opened, self.today, self.shelf = number, opened, today, shelf
        self._versions = versions
        self._pair = number * 7

    def entries(self, place: int, supplier: Supplier) -> Iterator[Entry]:
        """The dossiers of one supplier: its own first, then its products that take part."""
        products = [spot for spot, each in enumerate(supplier.facts.products) if each.since <= self.number]
        if not products:
            return
        first = self._entry(place, supplier, None, S.PUBLISHED)
        yield first
        for spot in products:
            yield self._entry(place, supplier, spot, first.script.reaches, first.calendar.released)

    def _entry(self, place: int, supplier: Supplier, product: int | None, own: DossierState, after: int = 0) -> Entry:
        chance = chance_of(self.number, place, product)
        reaches = self._reaches(chance, supplier, product, own)
        calendar = self._calendar(chance, reaches, after)
        weak = self._qualities(place, supplier, product, calendar)
        doubts = self._doubts(chance, reaches, weak)
        reply = self._reply(chance, reaches, weak, doubts)
        if reply == "silent":
            calendar = self._silent(calendar, bool(doubts))
        self._pair = (self._pair + 1) % 300
        papers = self._papers(place, supplier, product, weak, calendar) if self.number > FIRST else {}
        ready = chance.choice((0, 1))
        script = Script(place, product, reaches, weak, doubts, reply, self._pair, ready, papers)
        return Entry(script, calendar)

    def _reaches(
        self, chance: random.Random, supplier: Supplier, product: int | None, own: DossierState
    ) -> DossierState:
        if self.number < RUNNING:
            return self._ended(chance, supplier, product)
        pace = supplier.facts.pace
        if product is None and pace == "quick":
            return S.PUBLISHED
        if product is None and pace == "steady":
            return chance.choice((S.PUBLISHED, S.HEARING, S.IN_REVIEW, S.SUBMITTED, S.IN_PROGRESS))
        if pace == "silent" and chance.random() < 0.3:
            return S.NOT_DELIVERED
        states, weights = zip(*PACES[pace], strict=True)
        found: DossierState = chance.choices(states, weights)[0]
        return S.IN_PROGRESS if found is S.PUBLISHED and own is not S.PUBLISHED else found

    def _ended(self, chance: random.Random, supplier: Supplier, product: int | None) -> DossierState:
        """How a dossier of a round that is over ended."""
        if supplier.facts.pace == "silent":
            return S.NOT_DELIVERED
        if supplier.facts.country == "US" and self.number == FIRST:
            return S.REFUSED
        return S.CANCELLED if product is not None and chance.random() < 0.02 else S.PUBLISHED

    def _calendar(self, chance: random.Random, reaches: DossierState, after: int) -> Calendar:
        if self.number == RUNNING:
            return self._running(chance, reaches, after)
        pick = chance.randint
        days = [self.opened]
        for low, high in ((8, 20), (4, 14), (2, 6), (8, 16), (3, 6), (3, 7), (5, 8), (3, 9)):
            days.append(self._working(days[-1] + pick(low, high)))
        days[-1] = self._working(max(days[-1], after + 1)) if after else days[-1]
        return Calendar(*days)

    def _running(self, chance: random.Random, reaches: DossierState, after: int) -> Calendar:
        """The last step was taken in the past days, so that no term of the running turn has passed."""
        late = chance.randint(0, 3)
        recent = {
            S.IN_PROGRESS: (-12, -9, -8, -7, -6, -5, -4, -3),
            S.SUBMITTED: (-20, -14, -12, -11, -10, -7 + late, -3, -2),
            S.IN_REVIEW: (-26, -20, -12, -7 + late, -4, -3, -2, -1),
            S.DISCUSSING: (-28, -22, -16, -8 + late, -4, -3, -2, -1),
            S.HEARING: (-30, -24, -19, -9 + late, -5 + late, -3, -2, -1),
            S.RECONSIDERING: (-31, -26, -22, -15, -12, -7 + late, -2, -1),
            S.AWAITING_RELEASE: (-32, -28, -24, -18, -16, -9, -6 + late, -1),
        }.get(reaches, (-33, -30, -27, -22, -20, -16, -12, -7 + late))
        days = [self.opened, *(self._working(each, late=False) for each in recent)]
        days[-1] = max(days[-1], after + 1) if after and reaches is S.PUBLISHED else days[-1]
        return Calendar(*days)

    def _working(self, number: int, late: bool = True) -> int:
        """The working day on, after or before a day of the calendar."""
        day = self.today + timedelta(days=number)
        while day.weekday() > 4:
            day += timedelta(days=1 if late else -1)
        return (day - self.today).days

    def _silent(self, calendar: Calendar, is_discussed: bool) -> Calendar:
        """Silence is recorded the day after the term of the hearing."""
        heard = self.today + timedelta(days=calendar.settled if is_discussed else calendar.reviewed)
        over = (add_working_days(heard, 10) + timedelta(days=1) - self.today).days
        days = {**vars(calendar), "reconsidered": max(over, calendar.reconsidered)}
        days["released"] = max(days["reconsidered"] + 1, calendar.released)
        return Calendar(**days)

    def _qualities(self, place: int, supplier: Supplier, product: int | None, calendar: Calendar) -> Mapping[str, str]:
        level = supplier.facts.level
        found = {}
        for version in self._versions:
            if (version.subject == "vendor") is not (product is None):
                continue
            code = version.requirement.code
            steady = chance_of("answer", place, product, code)
            luck, share = steady.random(), SHORT[level][self.number - 1]
            verdicts = POOR if luck < share * SEVERE else PARTLY if luck < share else GOOD
            found[code] = self._wording(steady, code, verdicts, level)
        if product is not None and "SC-GEG-02" in found:
            found["SC-GEG-02"] = _place_of(supplier.facts.products[product].country, found["SC-GEG-02"])
        return found

    def _wording(self, steady: random.Random, code: str, verdicts: tuple[Verdict, ...], level: str) -> str:
        names = qualities(code, *verdicts)
        if verdicts is GOOD and level != "middling":
            wanted = "good" if level == "strong" else "short"
            names = tuple(each for each in names if each.startswith(wanted)) or names
        return steady.choice(names)

    def _doubts(self, chance: random.Random, reaches: DossierState, weak: Mapping[str, str]) -> tuple[str, ...]:
        sound = [code for code, quality in weak.items() if quality in qualities(code, *GOOD)]
        wanted = 2 if reaches is S.DISCUSSING else int(chance.random() < 0.08)
        return tuple(sorted(chance.sample(sound, min(wanted, len(sound)))))

    def _reply(
        self, chance: random.Random, reaches: DossierState, weak: Mapping[str, str], doubts: tuple[str, ...]
    ) -> str:
        wanting = [code for code, quality in weak.items() if quality not in qualities(code, *GOOD)]
        if reaches is S.RECONSIDERING:
            return "objects"
        luck = chance.random()
        if luck < 0.12:
            return "silent" if self.number < RUNNING else "agrees"
        return "objects" if luck < 0.3 and wanting and not doubts else "agrees"

    def _papers(
        self, place: int, supplier: Supplier, product: int | None, weak: Mapping[str, str], calendar: Calendar
    ) -> dict[str, uuid.UUID]:
        """What lies under the answers; proof of a key requirement still counts on the day of release."""
        found = {}
        with clock.pretend(self.today + timedelta(days=calendar.answered - 1)):
            if product is None:
                if chance_of("certified", place).random() < CERTIFIED[supplier.facts.level]:
                    found["SC-ORG-01"] = self.shelf.certificate(
                        place, supplier, self._certificate_ends(place, calendar)
                    )
                if weak["SC-ORG-02"].startswith("good"):
                    found["SC-ORG-02"] = self.shelf.incident_plan(place, supplier)
                return found
            if weak["SC-WEE-01"] in qualities("SC-WEE-01", *GOOD):
                ends = self._pentest_ends(place, product, calendar)
                found["SC-WEE-01"] = self.shelf.pentest(place, supplier, product, ends)
            if weak["SC-TOE-02"].startswith("good") and (place + product) % 4 == 0:
                found["SC-TOE-02"] = self.shelf.log_sample(place, supplier, product)
        return found

    def _certificate_ends(self, place: int, calendar: Calendar) -> date:
        """Three years from some day; most are valid for long, some end soon, a few have just ended."""
        ends = chance_of("certificate", place).randint(-30, 700)
        return self.today + timedelta(days=ends if ends > calendar.released else ends + 3 * 365)

    def _pentest_ends(self, place: int, product: int, calendar: Calendar) -> date:
        """A test counts for a year: done before the answer that leans on it, and good until the release."""
        ends = chance_of("pentest", place, product).randint(-70, 240)
        last = calendar.answered + 365 - 1 - (ends + 70) % 30
        return self.today + timedelta(days=ends if calendar.released < ends <= last else last)


def chance_of(*subject: object) -> random.Random:
    """Chance with a seed of its own per subject: what happens to one does not touch another."""
    return random.Random("/".join(str(each) for each in subject))


def _place_of(country: str, quality: str) -> str:
    """An answer about the place of the data that fits where the product is hosted."""
    if country == "US":
        return "fair-2"
    sound = quality in qualities("SC-GEG-02", *GOOD)
    return "good-3" if sound and country != "NL" else quality
