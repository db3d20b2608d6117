"""One form for each document: what is refused, what RFC 8785 orders, and that nothing else is ever read."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.seal.canonical import (
    LARGEST,
    NotCanonical,
    Plain,
    decode,
    decode_object,
    digest,
    encode,
    fraction_from_text,
    fraction_to_text,
    from_text,
    to_text,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).filter(
    lambda text: unicodedata.is_normalized("NFC", text)
)
PLAIN = st.recursive(
    st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_what_is_written_is_read_back_and_written_the_same(value: Plain) -> None:
    written = encode(value)
    assert decode(written) == value
    assert encode(decode(written)) == written
    assert json.loads(written) == value


@given(st.binary(max_size=40))
def test_bytes_are_read_only_if_they_are_the_one_form(content: bytes) -> None:
    try:
        value = decode(content)
    except NotCanonical:
        return
    assert encode(value) == content


@given(PLAIN, st.data())
def test_one_changed_byte_is_refused_or_is_another_document(value: Plain, data: st.DataObject) -> None:
    written = bytearray(encode(value))
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] ^= data.draw(st.integers(1, 255))
    try:
        read = decode(bytes(written))
    except NotCanonical:
        return
    assert read != value or type(read) is not type(value)
    assert encode(read) == bytes(written)


def test_names_stand_in_the_order_of_utf_16_code_units() -> None:
    # RFC 8785 3.2.3: the example's names, in the order it gives (without the control character).
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    allowed = {name: True for name in names if name not in {"\r", "\u0080", "\ufb33"}}
    assert list(json.loads(encode({**allowed}))) == ["1", "\u00f6", "\u20ac", "\U0001f600"]
    assert list(json.loads(encode({"\uffee": 1, "\U0001f600": 2}))) == ["\U0001f600", "\uffee"]


def test_it_is_written_without_spaces_and_with_only_the_two_escapes() -> None:
    assert (
        encode({"b": [1, True, 'a "quoted" \\ Tŷ'], "a": {}})
        == '{"a":{},"b":[1,true,"a \\"quoted\\" \\\\ Tŷ"]}'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [1.0, None, b"x", (1,), {1: 2}, {"a": None}, [1.5], 2**53, -(2**53), "a\nb", "\x7f", "\x85", "e\u0301", "\ud800"],
)
def test_a_value_without_a_form_is_refused(value: Plain) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


def test_nesting_without_end_is_refused() -> None:
    deep: Plain = []
    for _ in range(40):
        deep = [deep]
    with pytest.raises(NotCanonical):
        encode(deep)
    with pytest.raises(NotCanonical):
        decode(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" {}",
        b"{} ",
        b"{}\n",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"null",
        b"NaN",
        b"Infinity",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\n"',
        b'"e\xcc\x81"',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b'"\\ud800"',
        b"9007199254740992",
        b"9" * 5000,
        b"[1,]",
    ],
)
def test_bytes_in_any_other_form_are_refused(content: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(content)


def test_a_document_is_an_object() -> None:
    assert decode_object(b'{"a":1}') == {"a": 1}
    with pytest.raises(NotCanonical):
        decode_object(b"[]")


def test_the_hash_of_a_document_carries_its_kind() -> None:
    expected = hashlib.sha256(b"\x00\x00\x00\x12covote/v1/manifest{}").digest()
    assert digest("manifest", b"{}") == expected
    assert digest("roll", b"{}") != expected


@given(st.binary(max_size=70))
def test_bytes_become_text_without_padding_and_come_back(content: bytes) -> None:
    text = to_text(content)
    assert "=" not in text and from_text(text) == content


@pytest.mark.parametrize("text", ["A", "AA==", "AB", "A+", "A/AA", "AA AA", "Ā", "AAA\n"])
def test_text_that_is_not_the_one_form_of_bytes_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        from_text(text)


@given(st.fractions())
def test_fractions_come_back(number: Fraction) -> None:
    assert fraction_from_text(fraction_to_text(number)) == number


@pytest.mark.parametrize(
    "text", ["2/4", "1", "1/0", "+1/2", "1/-2", "01/2", " 1/2", "1/2/3", "", "a/b", "1_0/3", "٣/٤"]
)
def test_fractions_not_in_lowest_terms_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        fraction_from_text(text)
