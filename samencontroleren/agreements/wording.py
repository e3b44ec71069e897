# SPDX-License-Identifier: EUPL-1.2
"""The text that VNG begins with, in our own words (`content/`). A line that begins with "## " is a heading.

VNG publishes it as it is, or changes it first; only what is published counts.
"""

from pathlib import Path

CONTENT = Path(__file__).parent / "content"


def first_texts() -> dict[str, str]:
    """The first text by language."""
    return {language: (CONTENT / f"{language}.md").read_text(encoding="utf-8").strip() for language in ("nl", "en")}
