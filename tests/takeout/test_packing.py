# SPDX-License-Identifier: EUPL-1.2
"""The zip of an export: made piece by piece, whole when it arrives, safe to open."""

import io
import json
import zipfile

from openpyxl import load_workbook

from samencontroleren.takeout.packing import CHUNK, pack, stream


class Counted(io.BytesIO):
    """Bytes that know how much was asked of them at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.most = max(self.most, size or 0)
        assert size is not None
        assert 0 < size <= CHUNK
        return super().read(size)


def test_a_stream_is_a_whole_zip_and_never_holds_a_file() -> None:
    large, small = bytes(range(256)) * 20_000, b"klein"
    sources = [Counted(large), Counted(small)]
    pieces = list(stream([("bewijs/001 a.pdf", sources[0]), ("bewijs/002 a.pdf", sources[1])]))
    assert max(map(len, pieces)) < 2 * CHUNK
    assert all(each.closed for each in sources)
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as found:
        assert found.testzip() is None
        assert found.read("bewijs/001 a.pdf") == large
        assert found.read("bewijs/002 a.pdf") == small


def test_workbook_and_json_hold_the_same_rows() -> None:
    rows = [{"eis": "P-1", "waarde": {"keuze": "voldoet"}, "isVertrouwelijk": True}, {"eis": "=1+1", "extra": None}]
    with zipfile.ZipFile(io.BytesIO(pack({"antwoorden": rows, "leeg": []}, "Bedacht"))) as found:
        assert json.loads(found.read("json/antwoorden.json")) == rows
        book = load_workbook(io.BytesIO(found.read("gegevens.xlsx")))
    sheet = [[cell.value for cell in row] for row in book["antwoorden"].iter_rows()]
    assert sheet[0] == ["eis", "waarde", "isVertrouwelijk", "extra"]
    assert sheet[1] == ["P-1", '{"keuze": "voldoet"}', "ja", None]
    assert book["antwoorden"]["A3"].data_type != "f", "text is never a formula"
    assert book["leeg"]["A1"].value == "leeg"
