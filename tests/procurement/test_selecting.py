# SPDX-License-Identifier: EUPL-1.2
"""The pure parts: how heavy a requirement weighs, what fits, what changed, what a scope answer leaves."""

import uuid
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samencontroleren.procurement.changes import Held, changes
from samencontroleren.procurement.kinds import Aspect, Change, Level, Weight
from samencontroleren.procurement.selecting import BARS, SERVES, Choices, fits, weight_of
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.questionnaires.themes import known_themes


@dataclass(frozen=True)
class Fake:
    theme: str = "toegang"
    segment: str = "Algemeen"
    norms: list[dict[str, Any]] = field(default_factory=lambda: [{"kind": "BIO2", "number": "5.1"}])
    is_key: bool = False
    severity: Severity = Severity.MEDIUM


def levels(level: Level, *aspects: Aspect) -> Choices:
    return Choices(levels=dict.fromkeys(Aspect, Level.LOW) | dict.fromkeys(aspects or tuple(Aspect), level))


@pytest.mark.parametrize("severity", list(Severity))
def test_the_classification_decides_from_which_severity_it_is_a_must(severity: Severity) -> None:
    order = list(Severity)
    for level in Level:
        is_must = order.index(severity) >= order.index(BARS[level])
        assert (weight_of(Fake(severity=severity), levels(level)) is Weight.MUST) == is_must
        assert weight_of(Fake(severity=severity, is_key=True), levels(level)) is Weight.MUST


def test_a_theme_follows_its_own_side_and_others_the_highest() -> None:
    high = levels(Level.HIGH, Aspect.AVAILABILITY)
    for theme, weight in (("continuiteit", Weight.MUST), ("toegang", Weight.WISH), ("mensen", Weight.MUST)):
        assert weight_of(Fake(theme=theme, severity=Severity.MEDIUM), high) is weight, theme
    assert set(SERVES) <= set(known_themes())


def test_segments_and_norms_cut_only_when_chosen() -> None:
    assert fits(Fake(), Choices()) and fits(Fake(norms=[]), Choices())
    assert not fits(Fake(), Choices(segments=frozenset(("Clouddiensten",))))
    assert fits(Fake(segment=""), Choices(segments=frozenset(("Clouddiensten",))))
    assert fits(Fake(), Choices(norms=frozenset(("BIO2", "CBW"))))
    assert not fits(Fake(norms=[]), Choices(norms=frozenset(("BIO2",))))


def test_choices_come_back_as_they_were_stored() -> None:
    made = Choices({"A": frozenset(("x", "y"))}, frozenset("s"), frozenset("n"), {Aspect.INTEGRITY: Level.HIGH})
    assert Choices.read(made.stored()) == made
    assert Choices.read({}).level(Aspect.INTEGRITY) is Level.MEDIUM


WORDINGS = [uuid.UUID(int=number) for number in range(3)]
HELD = st.dictionaries(
    st.sampled_from("abcde"), st.builds(Held, st.sampled_from(WORDINGS), st.sampled_from(list(Weight)))
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(HELD, HELD)
def test_changes_lead_from_one_version_to_the_other(before: dict[str, Held], after: dict[str, Held]) -> None:
    """Whoever applies the changes to what stood in the set gets what stands in it now."""
    found = {code: held for code, held in before.items() if held.weight is not Weight.OUT}
    for code, change in changes(before, after):
        if change is Change.DROPPED:
            del found[code]
        elif change is Change.ADDED:
            found[code] = after[code]
        elif change is Change.REWORDED:
            found[code] = replace(found[code], wording=after[code].wording)
        else:
            found[code] = replace(found[code], weight=Weight.MUST if change is Change.NOW_MUST else Weight.WISH)
    assert found == {code: held for code, held in after.items() if held.weight is not Weight.OUT}
    assert list(changes(after, after)) == []
