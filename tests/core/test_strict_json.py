# SPDX-License-Identifier: EUPL-1.2
"""JSON that two readers could understand differently is refused."""

import json

import pytest

from samencontroleren.core import strict_json

REFUSED = {
    "a name twice": b'{"a": 1, "a": 2}',
    "a name twice, deep inside": b'{"a": [{"b": 1, "b": 1}]}',
    "NaN": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "a number that becomes infinity": b'{"a": 1e999}',
    "a whole number of ten thousand digits": b'{"a": ' + b"9" * 10_000 + b"}",
    "half of a pair": b'{"a": "\\ud800"}',
    "half of a pair in a name": b'{"\\ud800": 1}',
    "too deep": b'{"a":' * 25 + b"1" + b"}" * 25,
    "far too deep": b"[" * 100_000 + b"]" * 100_000,
    "more than anybody needs": json.dumps(list(range(10_001))).encode(),
    "bytes that are no text": b'{"a": "\xff"}',
    "rest behind it": b"{} {}",
    "nothing": b"",
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_what_has_no_one_meaning_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        strict_json.read(raw)


@pytest.mark.parametrize("value", [{}, {"a": [1, 2.5, None, True, "é😀"]}, {"a": {"b": {"c": []}}}, [], "tekst"])
def test_what_is_sound_comes_through(value: object) -> None:
    assert strict_json.read(json.dumps(value).encode()) == value
    assert strict_json.read(json.dumps(value, ensure_ascii=False).encode("utf-16")) == value
