# SPDX-License-Identifier: EUPL-1.2
"""The lines of the trail as a file: the same lines under the same names as on the page, in csv or JSON."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from samencontroleren.auditing import policy
from samencontroleren.auditing.reading import Line, Wanted, list_lines
from samencontroleren.auditing.wording import FACTS
from samencontroleren.core import ledger, trail
from samencontroleren.core.errors import Invalid
from samencontroleren.core.sheet_cells import cell_safe
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import KIND_CODES

MOST = 20_000
TOO_MANY = "Dit zijn meer dan 20.000 regels. Kies een kortere periode."
COLUMNS = (
    "moment",
    "handeling",
    "objectSoort",
    "objectId",
    "objectNaam",
    "uitkomst",
    "wie",
    "soortOrganisatie",
    "organisatie",
    "herkomst",
    "adres",
    "gegevens",
    "regelId",
    "zegel",
)


def export_csv(actor: Actor, wanted: Wanted) -> bytes:
    """All lines asked for, for a spreadsheet (UTF-8, semicolons). Raises Invalid when there are too many."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for facts in _exported(actor, wanted, "csv"):
        writer.writerow([cell_safe(_text(facts[name])) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def export_json(actor: Actor, wanted: Wanted) -> bytes:
    """All lines asked for, as a list of objects. Raises Invalid when there are too many."""
    return json.dumps(_exported(actor, wanted, "json"), ensure_ascii=False, indent=1).encode()


def _exported(actor: Actor, wanted: Wanted, form: str) -> list[dict[str, Any]]:
    found = list_lines(actor, wanted, size=MOST)
    if found.after is not None:
        raise Invalid({"van": [TOO_MANY]})
    whole, number = policy.reads_all(actor), len(found.rows)
    reader = None if whole else actor.organisation_id
    ledger.note(lambda: trail.record(actor, "trail.exported", "trail", None, reader=reader, kind=form, number=number))
    return list(_facts(found.rows, whole))


def _facts(rows: Iterable[Line], whole: bool) -> Iterable[dict[str, Any]]:
    """Ids inside the facts of a row go to VNG only: they may be of people and things of others."""
    for row in rows:
        facts = row.facts if whole else {name: row.facts[name] for name in row.facts if name in FACTS}
        yield {
            "moment": row.happened_at.isoformat(timespec="microseconds"),
            "handeling": row.action,
            "objectSoort": row.object_kind,
            "objectId": str(row.object_id or ""),
            "objectNaam": row.named.label if row.named else "",
            "uitkomst": row.result,
            "wie": row.who,
            "soortOrganisatie": KIND_CODES[row.kind] if row.kind else "",
            "organisatie": row.organisation,
            "herkomst": row.origin,
            "adres": row.address,
            "gegevens": facts,
            "regelId": str(row.id),
            "zegel": row.seal,
        }


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return "" if value is None else str(value)
