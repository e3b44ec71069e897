# SPDX-License-Identifier: EUPL-1.2
"""What the pages of answers share: the blueprint, and the permissions most of them stand on."""

from flask import Blueprint, url_for

from samencontroleren.core.web import local_path
from samencontroleren.evidence import policy as evidence_policy
from samencontroleren.responses import policy
from samencontroleren.rounds import policy as rounds_policy

blueprint = Blueprint("responses", __name__)

READS = (policy.WORK, policy.VIEW, rounds_policy.ANSWER, rounds_policy.SUBMIT, evidence_policy.EDIT)
WRITES = (rounds_policy.ANSWER, policy.WORK)


def back_to(wanted: str, otherwise: str) -> str:
    """Where a page wanted to go on, within this site; else another place."""
    found = local_path(wanted)
    return found if found != "/" else otherwise


def place_of_question(key: object, theme: str, asked: object) -> str:
    """The address of a question in its theme."""
    return url_for("responses.section", key=key, theme=theme, _anchor=f"vraag-{asked}")
