# SPDX-License-Identifier: EUPL-1.2
"""What the pages of threads share: the blueprint, and threads and their writers in words."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from samencontroleren.core.web import actor, can_ever, language, pick
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.models import RequirementVersion
from samencontroleren.responses.policy import TASK_FILL_IN
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.threads import texts
from samencontroleren.threads.audience import Listener
from samencontroleren.threads.kinds import (
    ABOUT_LABELS,
    AUDIENCE_LABELS,
    BLIND_READ_BY,
    QUESTION_LABELS,
    READ_BY,
    STATE_LABELS,
    VOICE_LABELS,
    Audience,
    QuestionState,
    ThreadState,
    Voice,
)
from samencontroleren.threads.models import Thread
from samencontroleren.threads.names import Shown

blueprint = Blueprint("threads", __name__)

STATE_TONES = {ThreadState.OPEN: "info", ThreadState.CLOSED: "dark"}
STATE_ICONS = {ThreadState.OPEN: "message", ThreadState.CLOSED: "lock"}
QUESTION_TONES = {
    QuestionState.WAITING: "warning",
    QuestionState.PUBLISHED: "good",
    QuestionState.MERGED: "neutral",
    QuestionState.REFUSED: "bad",
    QuestionState.WITHDRAWN: "dark",
}
AUDIENCE_ICONS = {
    Audience.INSIDE_VENDOR: "building",
    Audience.VENDOR_VNG_REVIEWERS: "users",
    Audience.REVIEWERS: "scale",
    Audience.RESULT_READERS: "building-community",
}


@dataclass(frozen=True)
class Topic:
    """What a thread is about, in words, and where that can be read."""

    name: str
    detail: str
    url: str
    parent: str
    """The name of the page at `url`."""


def topic_of(thread: Thread) -> Topic:
    """The product or supplier with the question; of a result its page."""
    if thread.release is not None:
        found = thread.release
        name = found.product.name if found.product else found.vendor.name
        url = url_for("sharing.result", key=found.id)
        return Topic(name, _("Resultaat %(number)s", number=found.number), url, _("Naar het resultaat"))
    if thread.dossier is None:
        raise LookupError("a thread without a parent")
    version = thread.requirement_version
    detail = f"{version.requirement.code} {requirement_title(version)}" if version else ""
    return Topic(thread.dossier.subject_name, detail, *_place(thread))


def _place(thread: Thread) -> tuple[str, str]:
    """The page of the question where this reader works on it; else that of the dossier."""
    key, version = thread.dossier_id, thread.requirement_version
    if can_ever(actor(), (TASK_FILL_IN,)):
        return url_for("responses.entrusted_list"), _("Naar uw vragen")
    if version is not None and can_ever(actor(), (rounds_policy.ANSWER,)):
        place = url_for("responses.section", key=key, theme=version.theme, _anchor=f"vraag-{version.id}")
        return place, _("Naar de vraag")
    is_reviewer = can_ever(actor(), (rounds_policy.REVIEW,)) and not can_ever(actor(), (rounds_policy.COORDINATE,))
    if version is not None and is_reviewer:
        return url_for("assessments.verdict", key=key, requirement=version.id), _("Naar de eis")
    return url_for("rounds.dossier", key=key), _("Naar het dossier")


def requirement_title(version: RequirementVersion) -> str:
    """The title of a question in the language of the page."""
    return questionnaires.requirement_texts(version, language())["title"]


def writer(shown: Shown) -> tuple[str, str]:
    """A writer in words: who, and in which part (empty when the first says it all)."""
    part = _part(shown.voice)
    if shown.is_self:
        return _("U"), _("Uw gemeente") if shown.voice is Voice.MUNICIPALITY else part
    if shown.voice is Voice.MUNICIPALITY:
        if shown.name:
            return shown.name, _("Uw gemeente")
        return shown.organisation or part, ""
    if shown.name:
        return shown.name, f"{part}, {shown.organisation}" if shown.organisation else part
    if shown.voice is Voice.REVIEWER:
        nameless = pick(VOICE_LABELS[Voice.REVIEWER])
        return (_("Beoordelaar %(number)s", number=shown.number) if shown.number else nameless), ""
    return part, ""


def _part(voice: Voice) -> str:
    return _("Beoordelaar") if voice is Voice.REVIEWER else pick(VOICE_LABELS[voice])


def people_options(found: list[Listener]) -> list[tuple[str, str]]:
    """The people one can mention, for checkboxes."""
    return [(str(each.membership_id), f"{each.name} ({_part(each.voice)})") for each in found]


def new_key() -> str:
    """Drawn with a form, so that sending it twice has one effect."""
    return str(uuid.uuid4())


def read_by(audience: Audience, is_blind: bool = False) -> str:
    """Who reads a thread, in words."""
    return pick(BLIND_READ_BY if is_blind and audience is Audience.VENDOR_VNG_REVIEWERS else READ_BY[audience])


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """Words of threads for templates, here and where panels show them."""
    return {
        "THREAD_AUDIENCES": AUDIENCE_LABELS,
        "THREAD_AUDIENCE_ICONS": AUDIENCE_ICONS,
        "THREAD_ABOUT": ABOUT_LABELS,
        "THREAD_STATES": STATE_LABELS,
        "THREAD_TONES": STATE_TONES,
        "THREAD_ICONS": STATE_ICONS,
        "QUESTION_STATES": QUESTION_LABELS,
        "QUESTION_TONES": QUESTION_TONES,
        "message_markup": texts.as_markup,
        "topic_of": topic_of,
        "writer": writer,
    }
