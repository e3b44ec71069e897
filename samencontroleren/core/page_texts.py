# SPDX-License-Identifier: EUPL-1.2
"""The texts of pages, translated: what templates call `_` and `gettext`.

A page of thirty questions asks for a thousand texts. Flask-Babel finds out the language anew for each of them; here
the catalogue is looked up once and kept where Flask-Babel forgets it when the language changes (`force_locale`).
"""

from typing import Any

from flask import Flask, g
from flask_babel import get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


def install(app: Flask) -> None:
    """Give the templates of an application their quick `_`; plural forms stay with Flask-Babel."""
    app.jinja_env.globals.update(_=translate, gettext=translate)


@pass_eval_context
def translate(context: EvalContext, text: str, /, **values: Any) -> str:
    """A text in the language of the page; in a page its values are escaped, in a plain mail they are not."""
    found: str = _catalogue().ugettext(text)
    if context.autoescape:
        found = Markup(found)  # noqa: S704 -- our own texts
    return found % values if values or "%" in found else found


def language() -> str:
    """The language of the present page, "nl" or "en" (also outside a request)."""
    locale = getattr(_held(), "babel_locale", None) or get_locale()
    return str(locale.language) if locale else "nl"


def _held() -> Any:
    """Where Flask-Babel keeps what it found out for this page."""
    try:
        return g.get("_flask_babel")
    except RuntimeError:  # outside an application
        return None


def _catalogue() -> Any:
    held = _held()
    found = getattr(held, "babel_translations", None)
    if found is None:
        found = get_translations()
        if held is not None:
            held.babel_translations = found
    return found
