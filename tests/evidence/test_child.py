# SPDX-License-Identifier: EUPL-1.2
"""The process that opens documents: what it cannot do, whatever a document makes it want."""

import subprocess
import sys
from pathlib import Path

import pytest

from samencontroleren.core import apart
from samencontroleren.core.sheet_reader import open_book
from samencontroleren.evidence import reader
from samencontroleren.evidence.reader import PageUnreadable
from samencontroleren.evidence.types import ODS, PDF, XLSX, ZIP
from samencontroleren.offline.reader import read_apart
from samencontroleren.offline.reading import NotOurs
from tests.evidence.files import pdf, workbook
from tests.questionnaires.sheets import make_sheets
from tests.support import readers

START = "import socket, os; from samencontroleren.core import confining; confining.bound()\n"


@pytest.fixture(autouse=True)
def from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here each process starts as it does in production."""
    for each in readers.WHO_ASK:
        monkeypatch.setattr(each, "run_apart", apart.run_apart)


def said(program: str) -> "subprocess.CompletedProcess[str]":
    """What a program says that is walled in as the process is."""
    command = [sys.executable, "-I", "-c", START + program]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "act",
    [
        "socket.socket()",
        "socket.socketpair()",
        "open('/etc/hostname')",
        "os.open('/', os.O_RDONLY)",
        "open(os.path.join(os.getcwd(), 'nieuw'), 'w')",
    ],
)
def test_once_shut_nothing_can_be_opened(act: str) -> None:
    program = f"confining.shut()\ntry:\n    {act}\n    print('open')\nexcept OSError as error:\n    print(error.errno)"
    assert said(program).stdout == "24\n"  # EMFILE


def test_a_network_of_its_own_where_the_system_allows() -> None:
    program = (
        "confining.resource.setrlimit = lambda *_: None\n"  # leaves only the wall of the network
        "confining.shut()\n"
        "print(os.readlink('/proc/self/ns/net'), [name for _n, name in socket.if_nameindex()])"
    )
    found = said(program).stdout.split(maxsplit=1)
    if found[0] == str(Path("/proc/self/ns/net").readlink()):
        pytest.skip("this system allows no network namespace; the other wall stands (see the test above)")
    assert found[1].strip() == "['lo']"


def test_memory_ends() -> None:
    done = said("confining.shut()\nblock = bytearray(900 * 1024 * 1024)\nprint('had it')")
    assert done.stdout == ""
    assert "MemoryError" in done.stderr


def test_time_ends() -> None:
    done = said("confining.resource.setrlimit(confining.resource.RLIMIT_CPU, (1, 1))\nwhile True: pass")
    assert done.returncode < 0


def test_no_byte_can_be_written(tmp_path: Path) -> None:
    place = tmp_path / "uit"
    with place.open("wb") as out:
        command = [sys.executable, "-I", "-c", START + "print('x' * 100, flush=True)"]
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=False, timeout=60)
    assert place.read_bytes() == b""


def test_a_process_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf())
    monkeypatch.setattr(apart, "PATIENCE", 0.01)
    with pytest.raises(PageUnreadable):
        reader.page_png(PDF, path, 1, "x")
    assert reader.cleaned(PDF, path) is None
    assert reader.check(ZIP, path) == (0, "damaged")
    for media_type in (XLSX, ZIP):
        with pytest.raises(PageUnreadable):
            reader.reading_of(media_type, path)


def test_tables_are_read_by_the_process(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(workbook(rows=250))
    (table,) = reader.reading_of(XLSX, book).tables
    assert (table.rows[0], len(table.rows), table.is_cut) == (["Maatregel", "Stand"], 200, True)
    other = make_sheets.ods(tmp_path / "a.ods", make_sheets.ods_row("Nr", "Eis") + make_sheets.ods_row("1", "Dicht"))
    assert reader.check(ODS, other) == (0, None)
    (table,) = reader.reading_of(ODS, other).tables
    assert table.rows == [["Nr", "Eis"], ["1", "Dicht"]]


def test_so_do_those_that_read_sheets(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(workbook(rows=3))
    assert [each.rows for each in open_book(book, book.name).sheets] == [4]
    with pytest.raises(NotOurs):
        read_apart(book, book.name)
