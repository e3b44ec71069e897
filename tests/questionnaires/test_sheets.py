# SPDX-License-Identifier: EUPL-1.2
"""Reading requirement sheets: the hard twins, the refusals, the limits, and the real sheet where it is at
hand.
"""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samencontroleren.questionnaires import sheets
from samencontroleren.questionnaires.sheets import (
    HeaderGuess,
    ImportResult,
    Limits,
    Mapping,
    SheetRefused,
    Workbook,
    fingerprint,
    guess_header,
    guess_mapping,
    header_names,
    import_rows,
    open_workbook,
    read_rows,
)
from tests.questionnaires.sheets import make_sheets as make

ROOT = Path(__file__).resolve().parents[2]
REAL_NAME = "vng-programma-van-eisen.xlsx"


def opened(path: Path) -> Workbook:
    return open_workbook(path, path.name)


def as_guessed(workbook: Workbook, sheet: str = "") -> tuple[ImportResult, HeaderGuess, list[str], Mapping]:
    """Import a sheet with every guess taken as it is; every row under the header must be accounted for."""
    name = sheet or workbook.sheets[0].name
    rows = read_rows(workbook, name, 0, 40)
    header = guess_header(rows)
    names = header_names(rows, header)
    mapping = guess_mapping(names)
    result = import_rows(workbook, name, header, mapping)
    assert len(result.usable) + len(result.unusable) + result.blank_rows == result.rows_read
    assert result.rows_read == workbook.sheet(name).rows - header.first_data_row
    return result, header, names, mapping


def reasons(result: ImportResult) -> dict[int, str]:
    return {row.row_number: row.reason_code for row in result.unusable}


def ids(result: ImportResult) -> dict[int, str]:
    return {row.row_number: row.values["external_id"] for row in result.usable}


def refusal(path: Path, filename: str = "", limits: Limits | None = None) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        open_workbook(path, filename or path.name, limits)
    assert caught.value.message % caught.value.params
    return caught.value


# Headers


def test_title_rows_above_the_header(tmp_path: Path) -> None:
    result, header, names, mapping = as_guessed(opened(make.title_rows(tmp_path / "a.xlsx")))
    assert header == HeaderGuess(3, 1, certain=True)
    assert names == make.HEADER
    assert mapping.columns == {
        "external_id": 0, "theme": 1, "title": 2, "text": 3, "explanation": 4, "kind": 5, "proof": 6
    }  # fmt: skip
    assert ids(result) == {5: "1", 6: "2"}
    assert result.usable[0].values["text"] == "De leverancier regelt onderwerp 1 en toont dat aan."


def test_two_header_rows_with_groups(tmp_path: Path) -> None:
    result, header, names, mapping = as_guessed(opened(make.two_header_rows(tmp_path / "a.xlsx")))
    assert (header.first_row, header.rows) == (1, 2)
    assert names[:4] == ["Kenmerk / Nr", "Kenmerk / Thema", "Eis / Titel", "Eis / Tekst"]
    assert mapping.columns["text"] == 3 and mapping.columns["title"] == 2 and mapping.columns["kind"] == 5
    assert ids(result) == {4: "T-1"}


def test_two_header_rows_with_names_merged_downwards(tmp_path: Path) -> None:
    result, header, names, mapping = as_guessed(opened(make.upright_header(tmp_path / "a.xlsx")))
    assert (header.first_row, header.rows) == (0, 2)
    assert names == ["Nr", "Thema", "Inhoud / Titel", "Inhoud / Tekst", "Bewijs"]
    assert ids(result) == {3: "T-1"} and mapping.columns["text"] == 3


def test_one_header_row_is_not_taken_for_two(tmp_path: Path) -> None:
    path = make.write_xlsx(tmp_path / "a.xlsx", [make.HEADER, make.requirement("A-1", None), make.requirement("A-2")])
    result, header, _, _ = as_guessed(opened(path))
    assert header.rows == 1 and list(ids(result).values()) == ["A-1", "A-2"]


def test_names_are_unique_and_never_blank() -> None:
    rows = [["Nr", "", "Tekst", "tekst", "Kolom B"], ["1", "x", "y", "z", "q"]]
    assert header_names(rows, HeaderGuess(0)) == ["Nr", "Kolom B", "Tekst", "tekst (2)", "Kolom B (2)"]


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_any_rows_give_a_header_and_names(rows: list[list[str]]) -> None:
    header = guess_header(rows)
    names = header_names(rows, header)
    assert all(names) and len({name.casefold() for name in names}) == len(names)
    assert len(names) == max((len(row) for row in rows), default=0)
    assert set(guess_mapping(names).columns.values()) <= set(range(len(names)))


# Mapping


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ID", "Theme", "Title", "Description", "Evidence", "Priority"],
         {"external_id": 0, "theme": 1, "title": 2, "text": 3, "proof": 4, "kind": 5}),
        (["Lfd. Nr.", "Kapitel", "Anforderung", "Erläuterung", "Priorität", "Nachweis"],
         {"external_id": 0, "theme": 1, "text": 2, "explanation": 3, "kind": 4, "proof": 5}),
        (["N°", "Thème", "Intitulé", "Exigence", "Commentaire", "Preuve", "Norme"],
         {"external_id": 0, "theme": 1, "title": 2, "text": 3, "explanation": 4, "proof": 5, "norms": 6}),
        (["#", "Titel (NL)", "Tekst (NL)", "Titel (EN)", "Tekst (EN)"],
         {"external_id": 0, "title": 1, "text": 2, "title_en": 3, "text_en": 4}),
        (["Eisnummer", "Eis", "Omschrijving", "Gericht aan", "Segment"],
         {"external_id": 0, "title": 1, "text": 2, "addressed_to": 3, "segment": 4}),
        (["Nr", "Eis", "English text"], {"external_id": 0, "text": 1, "text_en": 2}),
        (["Kleur", "Maat"], {}),
    ],
)  # fmt: skip
def test_columns_are_recognised_in_four_languages(names: list[str], expected: dict[str, int]) -> None:
    assert guess_mapping(names).columns == expected


def test_a_mapping_survives_being_saved_and_names_what_is_missing() -> None:
    mapping = Mapping({"external_id": 0, "text": 2}, frozenset({"theme"}), headings_as_theme=True)
    assert Mapping.from_json(mapping.to_json()) == mapping and mapping.missing == ()
    assert Mapping({"title": 1}).missing == ("external_id", "text")


def test_a_fingerprint_knows_the_same_header_again() -> None:
    assert fingerprint(["Nr.", "Thema ", "Één eis"]) == fingerprint(["nr", "THEMA", "een  eis"])
    assert fingerprint(["Nr", "Thema"]) != fingerprint(["Thema", "Nr"])
    assert fingerprint(["a b", "c"]) != fingerprint(["a", "b c"])


def test_import_without_required_columns_is_an_error(tmp_path: Path) -> None:
    workbook = opened(make.title_rows(tmp_path / "a.xlsx"))
    with pytest.raises(ValueError, match="text"):
        import_rows(workbook, "Eisen", HeaderGuess(3), Mapping({"external_id": 0}))


def test_a_mapping_to_a_column_that_is_not_there_loses_no_row(tmp_path: Path) -> None:
    workbook = opened(make.title_rows(tmp_path / "a.xlsx"))
    result = import_rows(workbook, "Eisen", HeaderGuess(3), Mapping({"external_id": 0, "text": 90}))
    assert reasons(result) == {5: "no_text", 6: "no_text"}


# Rows


def test_every_awkward_row_is_listed_with_its_reason(tmp_path: Path) -> None:
    result, _, _, _ = as_guessed(opened(make.awkward_rows(tmp_path / "a.xlsx")))
    assert ids(result) == {3: "A-1", 13: "A-5"}
    assert result.blank_rows == 2
    assert reasons(result) == {
        2: "heading", 5: "duplicate_id", 6: "no_id", 7: "no_text", 8: "too_long", 9: "repeated_header",
        11: "id_too_long", 12: "no_text",
    }  # fmt: skip
    double = next(row for row in result.unusable if row.row_number == 5)
    assert double.message % double.params == "Dubbel nummer: a-1 staat ook in rij 3."
    assert double.sheet == "Eisen" and double.excerpt.startswith("a-1 | Toegang")


def test_headings_give_the_theme_only_where_no_column_does(tmp_path: Path) -> None:
    rows: list[list[make.Cell]] = [
        ["Nr", "Eis"],
        ["Toegang"],
        [1, "Eerste."],
        [None, "Logging"],
        [2, "Tweede."],
    ]
    result, _, _, mapping = as_guessed(opened(make.write_xlsx(tmp_path / "a.xlsx", rows)))
    assert mapping.headings_as_theme
    assert [row.values.get("theme") for row in result.usable] == ["Toegang", "Logging"]
    assert reasons(result) == {2: "heading", 4: "heading"}
    with_theme, _, _, _ = as_guessed(opened(make.awkward_rows(tmp_path / "b.xlsx")))
    assert with_theme.usable[0].values["theme"] == "Toegang"


def test_merged_themes_reach_down_and_no_further(tmp_path: Path) -> None:
    result, _, _, mapping = as_guessed(opened(make.merged_cells(tmp_path / "a.xlsx")))
    themes = {row.values["external_id"]: row.values.get("theme") for row in result.usable}
    assert themes == {"M-1": "Toegang", "M-2": "Toegang", "M-3": "Toegang", "M-4": None}
    filler = result.unusable[0]
    assert (filler.row_number, filler.reason_code, filler.params) == (6, "merged_filler", {"row": 5})
    down = Mapping(mapping.columns, fill_down=frozenset({"theme"}))
    filled = import_rows(opened(tmp_path / "a.xlsx"), "Eisen", HeaderGuess(0), down)
    assert filled.usable[-1].values["theme"] == "Toegang"


def test_formulas_without_values_are_named_and_simple_chains_worked_out(tmp_path: Path) -> None:
    result, _, _, _ = as_guessed(opened(make.formulas(tmp_path / "a.xlsx")))
    assert ids(result) == {2: "1", 3: "2", 4: "3", 7: "V-7"}
    assert [[note.code for note in row.notes] for row in result.usable] == [
        [], ["computed_id"], ["computed_id"], ["formula_without_value"],
    ]  # fmt: skip
    assert {row.row_number: (row.reason_code, row.params) for row in result.unusable} == {
        5: ("formula_without_value", {"column": "A"}),
        6: ("formula_without_value", {"column": "D"}),
    }


def test_a_shared_formula_chain_is_worked_out(tmp_path: Path) -> None:
    result, _, _, _ = as_guessed(opened(make.shared_formulas(tmp_path / "a.xlsx")))
    assert list(ids(result).values()) == ["7", "8", "9", "10"]


def test_a_chain_without_a_start_is_not_guessed(tmp_path: Path) -> None:
    path = make.write_xlsx(tmp_path / "a.xlsx", [make.HEADER, make.requirement("=A9+1"), make.requirement("=A2+1")])
    result, _, _, _ = as_guessed(opened(path))
    assert reasons(result) == {2: "formula_without_value", 3: "formula_without_value"}


def test_a_last_row_of_only_formulas_is_not_lost(tmp_path: Path) -> None:
    rows: list[list[make.Cell]] = [make.HEADER, make.requirement("V-1"), ["=ROW()", None, None, '=D2&"."']]
    result, _, _, _ = as_guessed(opened(make.write_xlsx(tmp_path / "a.xlsx", rows)))
    assert reasons(result) == {3: "formula_without_value"}


def test_error_values_are_never_an_id(tmp_path: Path) -> None:
    result, _, _, _ = as_guessed(opened(make.errors(tmp_path / "a.xlsx")))
    assert reasons(result) == {2: "cell_error"} and result.unusable[0].params["value"] == "#REF!"
    assert [note.code for note in result.usable[0].notes] == ["cell_error"]
    assert "explanation" not in result.usable[0].values


def test_values_read_as_people_see_them(tmp_path: Path) -> None:
    workbook = opened(make.value_kinds(tmp_path / "a.xlsx"))
    assert read_rows(workbook, "Eisen", 1, 4) == [
        ["1", "2027-03-01", "ja"],
        ["2.5", "2027-03-01 09:30", "nee"],
        ["2027-02-03", "Met spaties eromheen", "0.3"],
    ]
    result, _, _, _ = as_guessed(workbook)
    assert [note.code for note in result.usable[2].notes] == ["date_as_id"]


def test_rows_are_read_by_their_place_in_the_sheet(tmp_path: Path) -> None:
    workbook = opened(make.only_title(tmp_path / "a.xlsx"))
    assert [(info.name, info.rows, info.columns) for info in workbook.sheets] == [
        ("Voorblad", 3, 2),
        ("Leeg", 0, 0),
    ]
    assert read_rows(workbook, "Voorblad", 0, 9) == [["", ""], ["", ""], ["", "Programma van eisen"]]
    assert read_rows(workbook, "Leeg", 0, 9) == []
    assert guess_header(read_rows(workbook, "Voorblad", 0, 9)) == HeaderGuess(2, 1, certain=False)
    with pytest.raises(KeyError):
        read_rows(workbook, "Onbekend", 0, 1)


def test_only_a_header_gives_an_empty_result(tmp_path: Path) -> None:
    result, header, _, _ = as_guessed(opened(make.write_xlsx(tmp_path / "a.xlsx", [make.HEADER])))
    assert header.certain and result == ImportResult([], [], 0, 0)


# Csv and OpenDocument


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_as_people_save_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "Eisen 2027.csv"
    path.write_bytes(make.csv_text(delimiter).encode(encoding))
    workbook = opened(path)
    result, _, _, _ = as_guessed(workbook)
    assert workbook.sheets[0].name == "Eisen 2027"
    assert ids(result) == {2: "C-1", 4: "C-2"} and result.blank_rows == 1
    assert result.usable[0].values["text"] == f'Eerste regel{delimiter} met "teken"\nTweede regel kost € 5.'
    assert result.usable[0].values["theme"] == "Privé"


def test_csv_with_the_separator_line_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\r\nNr|Eis\r\n1|Een; twee; drie.\r\n", newline="")
    assert read_rows(opened(path), "a", 0, 5) == [["Nr", "Eis"], ["1", "Een; twee; drie."]]


def test_control_and_direction_characters_are_removed_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nr;Eis\n1\u200b;Gewone\x07 \u202etekst.\n2;Schoon.\n", encoding="utf-8")
    result, _, _, _ = as_guessed(opened(path))
    assert result.usable[0].values == {"external_id": "1", "text": "Gewone tekst."}
    assert [note.params for note in result.usable[0].notes] == [{"column": "A"}, {"column": "B"}]
    assert result.usable[1].notes == ()


def test_open_document_with_blank_tail(tmp_path: Path) -> None:
    body = make.ods_row("Nr", "Eis") + make.ods_row("", "", repeated=2) + make.ods_row("O-1", "Open & vrij.")
    body += make.ods_row("", repeated=1_048_000)
    workbook = opened(make.ods(tmp_path / "a.ods", body))
    assert (workbook.sheets[0].rows, workbook.sheets[0].columns) == (4, 2)
    result, _, _, _ = as_guessed(workbook)
    assert ids(result) == {4: "O-1"} and result.blank_rows == 2
    assert result.usable[0].values["text"] == "Open & vrij."


# Refusals


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b" \r\n\r\n", "a.csv", "empty"),
        (b";;\r\n;;\r\n", "a.csv", "empty"),
        (b"<html><table><tr><td>Nr</td></tr></table></html>", "a.xls", "not_a_spreadsheet"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>Nr</p>", "a.csv", "not_a_spreadsheet"),
        (b"%PDF-1.7 ...", "a.csv", "not_a_spreadsheet"),
        (b"Nr;Eis\n1;Tekst\n", "a.xlsx", "wrong_extension"),
        (b"Nr;Eis\n1;Tekst\n", "a.docx", "not_a_spreadsheet"),
        (b"Nr;Eis\n1;\0\n", "a.csv", "not_a_spreadsheet"),
        (b"Nr;Eis\n1;Tekst \x81\xff\n", "a.csv", "encoding"),
        (b"Nr;Eis\n1;\"" + b"x" * 200_000, "a.csv", "damaged"),
        (b"PK\x03\x04 broken", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.xls", "old_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, content: bytes, filename: str, code: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    assert refusal(path, filename).code == code


def test_name_and_content_have_to_agree(tmp_path: Path) -> None:
    path = make.title_rows(tmp_path / "a.xlsx")
    refused = refusal(path, "a.csv")
    assert refused.code == "wrong_extension" and "xlsx" in refused.message % refused.params
    assert open_workbook(path, "A.XLSX").kind == "xlsx"


def test_another_kind_of_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(path).code == "not_a_spreadsheet"


def test_macros_and_passwords_are_refused(tmp_path: Path) -> None:
    macros = make.add_part(make.title_rows(tmp_path / "a.xlsx"), "xl/vbaProject.bin", b"x")
    assert refusal(macros).code == "macros"
    scripts = make.add_part(make.ods(tmp_path / "a.ods", make.ods_row("Nr")), "Basic/Standard/Module1.xml", b"x")
    assert refusal(scripts).code == "macros"
    index = make.add_part(make.ods(tmp_path / "b.ods", make.ods_row("Nr")), "Basic/script-lc.xml", b"x")
    assert opened(index).kind == "ods"
    secret = make.ods(tmp_path / "c.ods", make.ods_row("Nr"))
    make.rewrite(secret, "META-INF/manifest.xml", [("/>", "><manifest:encryption-data/></manifest:manifest>")])
    assert refusal(secret).code == "encrypted"


def test_zip_bombs_are_refused_also_when_the_directory_lies(tmp_path: Path) -> None:
    assert refusal(make.zip_bomb(tmp_path / "a.xlsx")).code == "zip_bomb"
    assert refusal(make.lying_zip_bomb(tmp_path / "b.xlsx")).code == "zip_bomb"
    ordinary = make.title_rows(tmp_path / "c.xlsx")
    assert refusal(ordinary, limits=Limits(zip_entries=3)).code == "zip_bomb"
    assert refusal(ordinary, limits=Limits(unpacked_bytes=1_000)).code == "zip_bomb"


def test_entities_are_refused(tmp_path: Path) -> None:
    path = make.title_rows(tmp_path / "a.xlsx")
    doctype = '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]><worksheet '
    make.rewrite(path, "xl/worksheets/sheet1.xml", [("<worksheet ", doctype)])
    assert refusal(path).code == "damaged"


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    path = make.ods(tmp_path / "a.ods", make.ods_row("Nr"))
    make.rewrite(path, "content.xml", [('encoding="UTF-8"', 'encoding="UTF-88"')])
    assert refusal(path).code == "damaged"


def test_a_broken_sheet_is_refused(tmp_path: Path) -> None:
    path = make.title_rows(tmp_path / "a.xlsx")
    make.rewrite(path, "xl/worksheets/sheet1.xml", [("</sheetData>", "")])
    assert refusal(path).code == "damaged"


def test_far_cells_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    assert refusal(make.far_cell(tmp_path / "a.xlsx", "A20001")).code == "too_many_rows"
    assert refusal(make.far_cell(tmp_path / "b.xlsx", "XFD2")).code == "too_many_columns"
    assert refusal(make.far_cell(tmp_path / "c.xlsx", "GR20000")).code == "too_many_cells"
    assert opened(make.far_cell(tmp_path / "d.xlsx", "A20000")).sheets[0].rows == 20_000


def test_repeated_cells_and_rows_count_as_often_as_they_are_repeated(tmp_path: Path) -> None:
    row = make.ods_row("Nr", repeated=1_000_000)
    assert refusal(make.ods(tmp_path / "a.ods", row)).code == "too_many_rows"
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="9000"/>'
    wide = make.ods(tmp_path / "b.ods", f"<table:table-row>{cell}</table:table-row>")
    assert refusal(wide).code == "too_many_columns"
    long = make.ods(tmp_path / "c.ods", make.ods_row("x" * 10_000, repeated=20_000))
    assert refusal(long).code == "too_much_text"


def test_one_shared_text_in_many_cells_counts_every_time(tmp_path: Path) -> None:
    path = make.write_xlsx(tmp_path / "a.xlsx", [["Nr", "Eis"]] * 5)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = f'<sst xmlns="{space}"><si><t>{"x" * 30_000}</t></si></sst>'
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(6, 5_000))
    make.rewrite(path, "xl/worksheets/sheet1.xml", [("</sheetData>", f"{cells}</sheetData>")])
    with zipfile.ZipFile(path) as archive:
        present = "xl/sharedStrings.xml" in archive.namelist()
        old = archive.read("xl/sharedStrings.xml").decode() if present else ""
    if present:
        make.rewrite(path, "xl/sharedStrings.xml", [(old, texts)])
    else:
        make.add_part(path, "xl/sharedStrings.xml", texts.encode())
    assert refusal(path).code == "too_much_text"


def test_csv_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nr;Eis\n" + "1;x\n" * 20_000)
    assert refusal(path).code == "too_many_rows"
    path.write_text(";".join("x" * 201) + "\n")
    assert refusal(path).code == "too_many_columns"
    assert refusal(path, limits=Limits(file_bytes=10)).code == "file_too_large"


# Size, real input, export, texts

MEASURE = """
import sys
from pathlib import Path
from samencontroleren.questionnaires.sheets import *
path = Path(sys.argv[1])
book = open_workbook(path, path.name)
rows = read_rows(book, "Eisen", 0, 40)
header = guess_header(rows)
steps = []
mapping = guess_mapping(header_names(rows, header))
result = import_rows(book, "Eisen", header, mapping, lambda *at: steps.append(at))
assert steps[-1] == (len(result.usable), len(result.usable)), steps[-1]
# ru_maxrss would also count what the parent held when it forked; VmHWM is of this program alone
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(len(result.usable), len(result.unusable), int(peak.split()[1]) // 1024)
"""


def test_five_thousand_rows_within_300_mb(tmp_path: Path) -> None:
    path = make.many_rows(tmp_path / "a.xlsx", 5_000)
    command = [sys.executable, "-c", MEASURE, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    usable, unusable, megabytes = map(int, done.stdout.split())
    assert (usable, unusable) == (5_000, 0)
    assert megabytes < 300


def real_sheet() -> Path:
    folder = os.environ.get("SAMEN_SHARED_INPUTS") or str(ROOT.parent / "shared" / "data" / "inputs")
    path = Path(folder) / REAL_NAME
    if not path.is_file():
        pytest.skip(f"{REAL_NAME} is not in {folder}; set SAMEN_SHARED_INPUTS")
    return path


def test_the_real_sheet_comes_in_whole() -> None:
    workbook = opened(real_sheet())
    assert [info.name for info in workbook.sheets] == ["PvE", "Sheet1", "Sheet2"]
    result, header, names, mapping = as_guessed(workbook, "PvE")
    assert header == HeaderGuess(0, 1, certain=True)
    chosen = {name: names[column] for name, column in mapping.columns.items()}
    expected = {
        "external_id": "ID",
        "text": "User story",
        "theme": "Functionaliteitgroep",
        "kind": "Prioriteit",
    }
    assert expected.items() <= chosen.items()
    assert [row.values["external_id"] for row in result.usable[:3]] == ["1", "2", "3"]
    assert (len(result.usable), result.unusable, result.blank_rows) == (108, [], 0)


def test_sheets_of_the_real_file_without_header_are_not_certain() -> None:
    workbook = opened(real_sheet())
    assert not guess_header(read_rows(workbook, "Sheet1", 0, 40)).certain
    assert not guess_header(read_rows(workbook, "Sheet2", 0, 40)).certain


@pytest.mark.parametrize("text", ["=1+1", "+31", "-5", "@som", "\tx", "\rx"])
def test_export_cells_never_start_as_a_formula(text: str) -> None:
    assert sheets.cell_safe(text) == f"'{text}"
    assert sheets.cell_safe(f"a{text}") == f"a{text}"


def test_column_letters() -> None:
    assert [sheets.column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_messages_are_complete_sentences_and_notes_and_reasons_are_named() -> None:
    for text in (*sheets.REFUSALS.values(), *sheets.UNUSABLE.values(), *sheets.NOTES.values()):
        assert re.search(r"(\.|%\(\w+\)s\.)$", text), text
    assert set(sheets.FIELD_LABELS) == set(sheets.FIELD_LIMITS) == set(sheets.FIELDS)
