# SPDX-License-Identifier: EUPL-1.2
"""Exports as answers, for pages and API alike."""

from flask import Response
from flask_babel import gettext as _

from samencontroleren.core.attachments import attachment
from samencontroleren.questionnaires import service

MEDIA = tuple(form.media for form in service.EXPORT_FORMS.values())
TEXTS = ("text/csv", "application/yaml")


def column_labels() -> dict[str, str]:
    """What stands above the columns, in the language of the page."""
    return {name: _(label) for name, label in service.EXPORT_COLUMNS.items()}


def file_of(form: str, export: service.Export) -> Response:
    """The file as an attachment with its own media type."""
    made = service.EXPORT_FORMS[form]
    charset = "; charset=utf-8" if made.media in TEXTS else ""
    return attachment(made.make(export), made.media + charset, f"{export.name}.{form}")
