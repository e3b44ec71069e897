# SPDX-License-Identifier: EUPL-1.2
"""The message catalogue: which Dutch texts the screens hold, and whether each has its English.

The Dutch text itself is the key. Besides gettext calls, texts stand in refusals, menu items and the like: those
calls are found in the syntax tree, so that nobody has to mark them.
"""

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from samencontroleren.core import errors

PACKAGE = Path(__file__).parents[1] / "samencontroleren"
ENGLISH = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"

GETTEXT = {"_", "gettext", "N_", "lazy_gettext"}
CARRIERS = {
    *(name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, Exception)),
    "NavigationItem",
    "DossierAction",
    "ValidationError",
    "StoreUnavailable",
    "SheetRefused",
    "NotLoggedIn",
    "PageUnreadable",
    "Panel",
}
BILINGUAL = {
    "first.py",  # speaks to an operator, in English
    "kinds.py",
    "labels.py",
    "sentences.py",
    "wording.py",
    "notice_words.py",
    "registry.py",
    "registry_access.py",
    "registry_terms.py",
    "shapes.py",
    "scopes.py",
    "participation.py",
    "result_file.py",
    "document_words.py",
    "comparison_words.py",
    "consequence_words.py",
    "job_words.py",
    "hearing_words.py",
    "workbook_words.py",
    "desk_words.py",
    "place_words.py",
    "notices.py",
}
"""Modules that hold both languages themselves, as (Dutch, English) pairs: frozen documents are made of them."""

INVENTED = PACKAGE / "demonstration"
"""What the people of the demonstration write is content, not text of a screen; its pages are in `routes.py`."""

TITLED = {"title", "message"}

FIXED = datetime(2026, 1, 1, tzinfo=UTC)

Message = tuple[str, str | None, str]
"""(singular, plural or None, where)."""


def found() -> list[Message]:
    """All messages of the package."""
    messages = [*_python_messages(), *template_messages()]
    return sorted(set(messages), key=lambda each: each[2])


def _python_messages() -> Iterator[Message]:
    for path in sorted(PACKAGE.rglob("*.py")):
        where = str(path.relative_to(PACKAGE.parent))
        if path.name in BILINGUAL or (path.is_relative_to(INVENTED) and path.name != "routes.py"):
            continue
        for singular, plural in _in_tree(ast.parse(path.read_text())):
            if singular.strip():
                yield singular, plural, where


def _in_tree(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _in_call(node)
        elif isinstance(node, ast.ClassDef) and node.bases:
            yield from _in_class(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            yield from _at_field(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _in_table(node)


def _in_call(node: ast.Call) -> Iterator[tuple[str, str | None]]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name == "ngettext" and len(node.args) >= 2:
        yield _text(node.args[0]), _text(node.args[1])
    elif name in GETTEXT and node.args:
        yield _text(node.args[0]), None
    elif name in CARRIERS:
        yield from ((text, None) for each in (*node.args, *(k.value for k in node.keywords)) for text in _texts(each))
    for keyword in node.keywords:
        if keyword.arg == "error":
            yield _text(keyword.value), None


def _in_class(node: ast.ClassDef) -> Iterator[tuple[str, str | None]]:
    """Titles of refusals and defaults of their messages."""
    bases = {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
    if not bases & CARRIERS:
        return
    for each in ast.walk(node):
        if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", "") in TITLED:
            yield _text(each.value), None
        elif isinstance(each, ast.FunctionDef):
            yield from ((_text(default), None) for default in each.args.defaults)


def _at_field(node: ast.Assign) -> Iterator[tuple[str, str | None]]:
    """What is wrong at one field, as refusals gather it: wrong["field"] = ["Vul dit in."]."""
    if isinstance(node.value, ast.List):
        yield from ((_text(each), None) for each in node.value.elts if " " in _text(each))


def _in_table(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[str, str | None]]:
    """Constants and tables of messages; labels of enums are (Dutch, English) pairs and stand apart."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    name = getattr(target, "id", "")
    if node.value is not None and name.isupper() and name not in ("JOBS", "INFO"):
        yield from ((text, None) for text in _texts(node.value) if " " in text and text[:1].isupper())


def _texts(node: ast.AST) -> Iterator[str]:
    """String constants below a node that look like words for people (keys of mappings and codes do not)."""
    keys = {id(key) for each in ast.walk(node) if isinstance(each, ast.Dict) for key in each.keys if key is not None}
    for each in ast.walk(node):
        text = "" if id(each) in keys else _text(each)
        if " " in text or text[:1].isupper():
            yield text


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def template_messages() -> Iterator[Message]:
    """The messages of pages and mails."""
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        if "templates" not in path.parts and "mails" not in path.parts:
            continue
        where = str(path.relative_to(PACKAGE.parent))
        source = io.BytesIO(path.read_bytes())
        options = {"extensions": "jinja2.ext.i18n", "silent": "false"}
        for _line, message, _comments, _context in extract("jinja2.ext:babel_extract", source, options=options):
            if isinstance(message, tuple):
                yield message[0], message[1], where
            else:
                yield message, None, where


def update() -> None:
    """Write the English catalogue anew: translations kept, new messages empty, dropped ones gone."""
    old = catalogue()
    new = Catalog(locale="en", fuzzy=False, header_comment="# SPDX-License-Identifier: EUPL-1.2")
    for singular, plural, where in found():
        key = (singular, plural) if plural else singular
        known = old.get(singular)
        string = known.string if known is not None else (("", "") if plural else "")
        if plural and isinstance(string, str):
            string = (string, "")
        new.add(key, string, locations=[(where, None)])  # type: ignore[list-item]  # a place without a line is fine too
    new.creation_date = new.revision_date = FIXED  # the file changes only when its messages do
    out = io.BytesIO()
    write_po(out, new, sort_output=True, width=110, omit_header=False, include_lineno=False)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(out.getvalue())


def missing() -> list[str]:
    """Messages without an English text."""
    known = catalogue()
    return sorted({singular for singular, _plural, _where in found() if not _is_translated(known, singular)})


def _is_translated(texts: Catalog, singular: str) -> bool:
    known = texts.get(singular)
    if known is None:
        return False
    return all(known.string) if isinstance(known.string, list | tuple) else bool(known.string)


def catalogue() -> Catalog:
    """The English texts as they are in the repository."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")
