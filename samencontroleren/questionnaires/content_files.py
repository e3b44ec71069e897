# SPDX-License-Identifier: EUPL-1.2
"""Our own requirements for online software, read from the YAML files in `content/`. Pure."""

from functools import cache
from importlib.resources import files

from samencontroleren.questionnaires.exchange_shape import CONTENT_SOURCE, wording_from_shape
from samencontroleren.questionnaires.exchange_yaml import read_yaml
from samencontroleren.questionnaires.themes import manifest
from samencontroleren.questionnaires.wording import Wording

__all__ = ["CONTENT_SOURCE", "read_content"]


@cache
def read_content() -> tuple[tuple[str, Wording], ...]:
    """Code and wording of each of our own requirements, in the order of the files; read once per process."""
    folder = files("samencontroleren.questionnaires") / "content"
    return tuple(
        (row["id"], wording_from_shape({**row, "theme": theme["id"]}))
        for theme in manifest()["themes"]
        for row in read_yaml((folder / theme["file"]).read_bytes())["requirements"]
    )
