# SPDX-License-Identifier: EUPL-1.2
"""Reading input: strict marshmallow schemas for pages and API, and the form object that pages render.

One schema serves both. Unknown keys are errors, text is trimmed and freed of control characters, and a field of
only spaces counts as empty. `Form` keeps what was typed beside the messages, so that nothing has to be typed again.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate
from werkzeug.datastructures import MultiDict

from samencontroleren.core.errors import Invalid
from samencontroleren.core.keys import as_uuid

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters and direction overrides: they have no place in what people type."""

TECHNICAL = ("csrf_token",)


def clean(text: str) -> str:
    """Text without control characters and direction overrides, line ends as \\n, trimmed."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Text(fields.String):
    """Text that is cleaned first; with `required` it may not be empty or only spaces."""

    def __init__(self, maximum: int = 300, **kwargs: Any) -> None:
        checks = [validate.Length(max=maximum, error="Gebruik hoogstens {max} tekens.")]
        if kwargs.get("required"):
            checks.insert(0, validate.Length(min=1, error="Vul dit in."))
        super().__init__(validate=checks, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return clean(super()._deserialize(value, attr, data, **kwargs) or "")


class ApiEnum(fields.Field[Any]):
    """An enum as the API speaks it: by the Dutch codes of the table beside it in `kinds.py`, published as `enum`."""

    def __init__(self, codes: Mapping[Any, str], **kwargs: Any) -> None:
        self.codes = codes
        self._members = {code: member for member, code in codes.items()}
        absent = [None] if kwargs.get("allow_none") else []
        metadata = {"type": "string", "enum": [*codes.values(), *absent], **kwargs.pop("metadata", {})}
        errors = {"invalid": "Deze keuze kennen we niet.", **kwargs.pop("error_messages", {})}
        super().__init__(metadata=metadata, error_messages=errors, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else self.codes[value]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or value not in self._members:
            raise self.make_error("invalid")
        return self._members[value]


class InputSchema(Schema):
    """Base of all input: unknown keys are refused; an empty text counts as absent for other kinds of field."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "Dit veld kennen we niet.", "type": "Dit is niet geldig."}  # noqa: RUF012 -- marshmallow declares it so

    @pre_load
    def _blank_is_absent(self, data: Any, **_kwargs: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {name: value for name, value in data.items() if not self._is_blank(name, value)}

    def _is_blank(self, name: str, value: Any) -> bool:
        field = self._by_key(name)
        if field is None or isinstance(field, fields.String | fields.Boolean):
            return False
        return isinstance(value, str) and not value.strip()

    def _by_key(self, key: str) -> Any:
        for name, field in self.load_fields.items():
            if key == (field.data_key or name):
                return field
        return None


class OutputSchema(Schema):
    """Base of all output shapes: fields are written by hand, one shape per layer, nothing sometimes there."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Every field is always there; the published shape says so."""
        field_obj.required = True


FIELD_MESSAGES = {
    "required": "Vul dit in.",
    "null": "Vul dit in.",
    "invalid": "Dit is niet geldig.",
    "invalid_uuid": "Dit is geen geldige verwijzing.",
    "validator_failed": "Dit is niet geldig.",
}
fields.Field.default_error_messages = dict(FIELD_MESSAGES)


def sealed(given: Iterable[str]) -> dict[uuid.UUID, str]:
    """What a page says was read: by key of a thing the seal of what was shown of it ("key.seal"); the rest left out."""
    pairs = (each.partition(".") for each in given)
    return {found: seal for key, _dot, seal in pairs if (found := as_uuid(key)) is not None}


class Form:
    """What a page shows in its fields: values as typed, messages per field, labels for the summary."""

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        errors: Mapping[str, Sequence[str]] | None = None,
        labels: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        self._values = values or {}
        self._errors = {name: list(texts) for name, texts in (errors or {}).items()}
        self._labels = labels or {}
        self._params = params or {}

    @classmethod
    def typed(cls, typed: MultiDict[str, str], error: Invalid, labels: Mapping[str, str] | None = None) -> "Form":
        """The form as it was sent, without what cannot be seen, with the messages of an Invalid."""
        seen = {name: [CONTROL.sub("", each) for each in got] for name, got in typed.lists() if name not in TECHNICAL}
        return cls(
            {name: got if len(got) > 1 else got[0] for name, got in seen.items()}, error.fields, labels, error.params
        )

    def value(self, name: str) -> Any:
        """What stands in a field; None when nothing does."""
        return self._values.get(name)

    def errors(self, name: str) -> list[str]:
        """Messages at one field, translated."""
        return [_(text, **self._params) for text in self._errors.get(name, [])]

    def all_errors(self) -> list[tuple[str, str, str]]:
        """(name, label, message) of everything that is wrong, for the summary above the form."""
        return [(name, self._labels.get(name, ""), text) for name in self._errors for text in self.errors(name)]

    @property
    def has_errors(self) -> bool:
        return bool(self._errors)


def load(schema: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Read input through a schema. Raises Invalid with every field that is wrong."""
    try:
        loaded: dict[str, Any] = dict(schema.load(_single(schema, typed)))
    except ValidationError as error:
        raise Invalid(dict(flat(error.messages))) from error
    return loaded


def _single(schema: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """A form as plain values: lists only where the schema has a list."""
    if not isinstance(typed, MultiDict):
        return dict(typed)
    lists = {f.data_key or n for n, f in schema.load_fields.items() if isinstance(f, fields.List)}
    names = (name for name in typed if name not in TECHNICAL)
    return {name: typed.getlist(name) if name in lists else typed[name] for name in names}


def flat(messages: Any, prefix: str = "") -> Iterable[tuple[str, list[str]]]:
    """marshmallow's nested messages as (path, texts), for instance ("rows.2.name", ["Vul dit in."])."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from flat(inner, f"{prefix}.{name}" if prefix else str(name))
    else:
        yield prefix or "_schema", [str(text) for text in messages]
