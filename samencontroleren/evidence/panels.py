# SPDX-License-Identifier: EUPL-1.2
"""What later features add to the page of a document, for its own supplier: a template and what it shows.

Offered when the routes of the later feature are imported; this feature knows nothing of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from markupsafe import Markup

from samencontroleren.evidence.models import Document
from samencontroleren.organisations.actor import Actor


@dataclass(frozen=True)
class Panel:
    """One part of the page of a document."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Make = Callable[[Actor, Document], Panel]

_makers: list[Make] = []


def offer(make: Make) -> Make:
    """Register a part of the page; the same one twice counts once."""
    if make not in _makers:
        _makers.append(make)
    return make


def parts(actor: Actor, document: Document) -> list[Markup]:
    """The parts of all features, as markup."""
    found = (make(actor, document) for make in _makers)
    return [Markup(render_template(each.template, **each.context)) for each in found]  # noqa: S704 -- escaped by its template
