# SPDX-License-Identifier: EUPL-1.2
"""The process that opens workbooks is one of those that open sheets: asked alike, and it refuses alike."""

from pathlib import Path

import pytest

from samencontroleren.core import sheet_reader
from samencontroleren.core.sheet_reasons import SheetRefused
from samencontroleren.offline import reader


@pytest.mark.parametrize(("child", "what"), [(sheet_reader.CHILD, "book"), (reader.CHILD, "workbook")])
def test_what_is_no_sheet_is_refused_alike(child: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"geen werkboek")
    with pytest.raises(SheetRefused) as caught:
        sheet_reader.ask(child, path, path.name, what)
    assert caught.value.code == "wrong_extension"
