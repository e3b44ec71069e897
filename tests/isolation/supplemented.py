# SPDX-License-Identifier: EUPL-1.2
"""Canaries in supplements: what a reviewer misses, the request that is prepared, and what the supplier is asked."""

import uuid

from samencontroleren.assessments import service as assessments
from tests.isolation.canaries import COORDINATORS, Names, Scene
from tests.support import story
from tests.support.story import Place


def noted(scene: Scene, key: uuid.UUID) -> None:
    """Each reviewer of product 2a notes for itself what is missing; the co-ordinator prepares a request meanwhile."""
    _prepared(scene, key, {"P-2": scene.word("what a request in preparation asks", COORDINATORS)})
    for reviewer in ("reviewer1", "reviewer3"):
        wish = scene.word(f"what {reviewer} misses", {reviewer})
        actor, asked = scene.world[reviewer].actor, scene.world.requirement_versions["P-2"]
        assessments.save_wish(actor, key, asked, wish, 0)


def dropped(scene: Scene, key: uuid.UUID, reads: Names) -> None:
    """What the reviewers missed became a request that they wrote anew, and was never sent: no supplier reads it."""
    first, asked = scene.world["reviewer1"].actor, scene.world.requirement_versions["P-2"]
    assessments.save_wish(first, key, asked, scene.word("what reviewer1 missed", (), {"reviewer1"}), 0)
    for each in story.PAIR:
        assessments.mark_ready(scene.world[each].actor, key)
    made = assessments.find_request(first, key)
    assert made is not None
    texts = {asked: scene.word("what a dropped request asked", reads)}
    assessments.change_request(first, key, texts, made.revision)
    assessments.drop_request(first, key)


def sent(scene: Scene, place: Place, reads: Names) -> None:
    """A request that was sent with a reason and answered: the supplier reads it too."""
    key, coordinator = scene.told[place], scene.world["coordinator"].actor
    _prepared(scene, key, {"V-1": scene.word("what a supplement asks 2", reads)})
    assessments.send_request(coordinator, key, scene.word("why a supplement is asked 2", reads))
    story.confirm(scene.told, place, "V-1")
    story.submit(scene.told, place)


def _prepared(scene: Scene, key: uuid.UUID, texts: dict[str, str]) -> None:
    coordinator = scene.world["coordinator"].actor
    made = assessments.gather(coordinator, key)
    by_wording = {scene.world.requirement_versions[code]: text for code, text in texts.items()}
    assessments.change_request(coordinator, key, by_wording, made.revision)
