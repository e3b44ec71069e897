# SPDX-License-Identifier: EUPL-1.2
"""Mail: neutral words in one frame, in plain text and in HTML, put in the outbox.

A body is paragraphs with an empty line between them; a paragraph that is one address becomes the button, with the
paragraph before it as its words.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from samencontroleren.core import outbox

PLACEHOLDERS = frozenset(
    ("name", "number", "kind", "date", "link", "days", "count", "code", "lines", "changes", "message")
)
"""All that a mail may say: never a supplier, product, result or question (architecture.md, section 4).

`message` is what a person wrote to the receiver and chose to have mailed; it is shown as a quotation.
"""


@dataclass(frozen=True)
class Piece:
    """A paragraph of a mail: lines of text, or one address that is the button."""

    lines: tuple[str, ...]
    url: str = ""

    @property
    def is_list(self) -> bool:
        """Whether each line is an item of a list."""
        return all(line.startswith("- ") for line in self.lines)


def web_link(path: str) -> str:
    """The public address of a path, for mails."""
    return f"{current_app.extensions['settings'].base_url}{path}"


def send_mail(
    mail: str, key: str, email: str, name: str, language: str, is_obligatory: bool = True, **placeholders: object
) -> bool:
    """Put a mail in the outbox; False when one with this key is already there.

    `mail` names its folder, "rounds/invitation". A mail that is not obligatory says how to get fewer. Raises
    ValueError for a placeholder that a mail may not hold. Every mail may say the address of the platform (`site`).
    """
    strange = placeholders.keys() - PLACEHOLDERS
    if strange:
        raise ValueError(f"a mail may not hold {', '.join(sorted(strange))}")
    quotation = _quoted(str(placeholders.get("message", "")))
    words = {**placeholders, "name": name, "site": web_link(""), "message": quotation}
    with force_locale(language):
        subject = render_template(f"mails/{mail}/subject.txt", **words).strip()
        body = render_template(f"mails/{mail}/text.txt", **words).strip()
        frame: dict[str, Any] = {
            "body": body,
            "pieces": pieces(body),
            "subject": subject,
            "mail_language": language,
            "preferences_url": "" if is_obligatory else web_link("/berichten/voorkeuren"),
        }
        text = render_template("notifications/parts/frame.txt", **frame).strip() + "\n"
        html = render_template("notifications/parts/frame.html", **frame)
    return outbox.enqueue(key, email, name, subject, text, html, language)


def _quoted(text: str) -> str:
    """Lines that cannot be taken for words or a button of our own."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def pieces(body: str) -> list[Piece]:
    """The paragraphs of a mail; an address on a line of its own is cut out as a button."""
    found: list[Piece] = []
    for paragraph in body.split("\n\n"):
        text: list[str] = []
        for line in paragraph.strip().split("\n"):
            if line.startswith(("http://", "https://")) and " " not in line:
                found += [Piece(tuple(text))] if text else []
                found.append(Piece((), line))
                text = []
            else:
                text.append(line)
        found += [Piece(tuple(text))] if any(text) else []
    return found


def send_to_path(mail: str, key: str, *, path: str, **words: Any) -> bool:
    """The same with a path of ours in place of a whole address (for features that come before this one)."""
    return send_mail(mail, key, link=web_link(path), **words)
