# SPDX-License-Identifier: EUPL-1.2
"""Before a version of the rule counts, one sees which of today's results it would change; nothing is changed."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from samencontroleren.assessments import rule
from samencontroleren.assessments.kinds import ResultCode, Verdict
from samencontroleren.sharing import service
from samencontroleren.sharing.rule_changes import rule_changes
from tests.assessments.flow import Flow
from tests.support.world import World


def stricter(rows: Iterable[rule.Judged]) -> rule.Outcome:
    """A rule under which nothing may be partly met."""
    judged = list(rows)
    found = rule.judge(judged)
    if all(each.verdict is Verdict.MEETS for each in judged):
        return found
    lower = tuple(replace(each, score=0) if each.partly else each for each in found.theme_scores)
    return replace(found, result=ResultCode.DOES_NOT_MEET, theme_scores=lower, rule_version="2")


@pytest.mark.stage("product")
@pytest.mark.database
def test_what_another_rule_would_change(flow: Flow, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rule.RULES, "2", stricter)
    released = flow.product_release
    assert rule_changes("1", "1").changes == []
    found = rule_changes("1", "2")
    assert found.compared == 2
    [change] = found.changes
    assert (change.release_id, change.name) == (released.id, "Product 1a")
    assert change.lines[0] == "result meets_with_concerns -> does_not_meet"
    assert len(change.lines) == 2  # the theme of what is partly met
    assert (released.result, released.rule_version) == (ResultCode.MEETS_WITH_CONCERNS, "1")
    service.recall(world["releaser"].actor, released.id, "Fout in het bewijs")
    assert rule_changes("1", "2").compared == 1
    with pytest.raises(KeyError):
        rule_changes("1", "0")
