# SPDX-License-Identifier: EUPL-1.2
"""What was read from a document, in the words of its page: each reading with the words it came from."""

from datetime import date

from flask_babel import gettext as _

from samencontroleren.core.typography import day
from samencontroleren.core.web import pick
from samencontroleren.evidence.accepting import LEAVE, Proposal
from samencontroleren.evidence.kinds import DOCUMENT_LABELS, DocumentKind, Told
from samencontroleren.evidence.suggestions import Suggestion


def value_in_words(told: Told, value: str) -> str:
    """A value as people read it: a day written out, a kind by its name."""
    match told:
        case Told.KIND:
            return pick(DOCUMENT_LABELS[DocumentKind(value)])
        case Told.VALID_UNTIL:
            return day(date.fromisoformat(value))
        case Told.PERIOD:
            start, end = (day(date.fromisoformat(each)) if each else "…" for each in value.split("/"))
            return str(_("%(start)s tot en met %(end)s", start=start, end=end))
        case _:
            return value


def options_of(proposal: Proposal) -> list[tuple[str, ...]]:
    """The choices of one field: each reading, and leaving it as it is."""
    read = [(each.value, value_in_words(each.told, each.value), _source(each)) for each in proposal.options]
    return [*read, (LEAVE, str(_("Niet overnemen")))]


def _source(suggestion: Suggestion) -> str:
    read = _("Gelezen op pagina %(page)s: “%(words)s”", page=suggestion.page, words=suggestion.words)
    twofold = _("Deze datum kan twee dingen betekenen. Kijk zelf in het document.")
    return f"{read} {twofold}" if suggestion.is_doubtful else str(read)
