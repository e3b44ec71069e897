# SPDX-License-Identifier: EUPL-1.2
"""Csv files as people save them: in three encodings, with four separators, with line ends inside quotes."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from samencontroleren.core.sheet_reasons import Limits, SheetRefused
from samencontroleren.core.sheet_source import Source, read_whole

_DELIMITERS = ";,\t|"
_SAMPLE_RECORDS = 50
# Excel writes this line for itself and does not show it as a row.
_SEPARATOR_LINE = re.compile(r'\A"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class CsvForm:
    """How a csv file is written: `skip` is the number of characters of a sep= line at its start."""

    encoding: str
    delimiter: str
    skip: int = 0


def csv_form(source: Source) -> CsvForm:
    """Encoding and separator of a file. Raises SheetRefused when it cannot be read as text."""
    raw = read_whole(source)
    encoding = _encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefused("encoding") from error
    if "\0" in text:
        raise SheetRefused("not_a_spreadsheet")
    if not text.strip():
        raise SheetRefused("empty")
    named = _SEPARATOR_LINE.match(text)
    if named:
        return CsvForm(encoding, named.group(1), named.end())
    return CsvForm(encoding, _delimiter(text))


def csv_rows(source: Source, form: CsvForm, sheet: str, limits: Limits) -> Iterator[list[str]]:
    """The records in order, blank lines as empty lists.

    Raises SheetRefused past a limit or on broken quotes.
    """
    with io.StringIO(read_whole(source).decode(form.encoding)[form.skip :], newline="") as stream:
        reader = csv.reader(stream, delimiter=form.delimiter)
        try:
            for number, record in enumerate(reader, start=1):
                _check(record, number, sheet, limits)
                yield record
        except csv.Error as error:
            raise SheetRefused("damaged") from error


def _check(record: list[str], number: int, sheet: str, limits: Limits) -> None:
    filled = any(record)
    if filled and number > limits.rows:
        raise SheetRefused("too_many_rows", sheet=sheet, limit=limits.rows)
    if filled and len(record) > limits.columns and any(record[limits.columns :]):
        raise SheetRefused("too_many_columns", sheet=sheet, limit=limits.columns)


def _encoding(raw: bytes) -> str:
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    # The first of equals wins, so the order of _DELIMITERS is the order of likelihood in the Netherlands.
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> float:
    """How much `delimiter` makes a table of the text: the share of records of the commonest width, times
    that.
    """
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(record):
                widths[len(record)] += 1
            if widths.total() == _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() + min(width, 20) / 100
