# SPDX-License-Identifier: EUPL-1.2
"""LibreOffice without a screen: opens a workbook, types in cells and saves it, by a macro in a profile of its own."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
PATIENCE = 180

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" \
library:passwordprotected="false"><library:element library:name="Typing"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">
Sub Work
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
{typing}
  saved(0).Name = "FilterName" : saved(0).Value = "{filter}"
  book.storeToURL("{target}", saved())
  book.close(True)
End Sub
</script:module>
"""
TYPED = '  book.Sheets.getByName("{sheet}").getCellRangeByName("{cell}").FormulaLocal = "{text}"'


class Typed(NamedTuple):
    """What is typed in a cell, as by hand: the program makes of it what it makes of it."""

    sheet: str
    cell: str
    text: str


def worked_on(source: Path, target: Path, typed: Sequence[Typed] = ()) -> Path:
    """Open `source`, type, and save it as `target`, in the form of its extension; gives `target`.

    Raises FileNotFoundError when nothing came of it.
    """
    profile = target.parents[1] / "office"
    if not profile.is_dir():
        _run(profile, "--terminate_after_init")  # fills the profile, and would overwrite a macro that is there before
    _write_macro(profile, source, target, typed)
    _run(profile, "macro:///Standard.Typing.Work")
    if not target.is_file():
        raise FileNotFoundError(target)
    return target


def _run(profile: Path, act: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", act]
    subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)


def _write_macro(profile: Path, source: Path, target: Path, typed: Sequence[Typed]) -> None:
    folder = profile / "user" / "basic" / "Standard"
    folder.mkdir(parents=True, exist_ok=True)
    typing = "\n".join(TYPED.format(**each._replace(text=each.text.replace('"', '""'))._asdict()) for each in typed)
    places = {"source": source.as_uri(), "target": target.as_uri(), "filter": FILTERS[target.suffix]}
    (folder / "script.xlb").write_text(LIBRARY)
    (folder / "Typing.xba").write_text(MODULE.format(typing=_escaped(typing), **places))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;")
