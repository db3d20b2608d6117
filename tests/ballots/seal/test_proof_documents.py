"""Mixes and partial decryptions as signed documents: back again as they were, and everything else refused."""

from __future__ import annotations

import pytest

from govern.ballots.seal import signing
from govern.ballots.seal.canonical import NotCanonical, decode_object, encode, to_text
from govern.ballots.seal.fields import NotThisDocument
from govern.ballots.seal.group import L
from govern.ballots.seal.opening import PartialProof
from govern.ballots.seal.proof_documents import Mix, NotSigned, Partial
from tests.ballots.seal.given_vectors import OUTPUTS, PROOF, VECTORS, points, scalar

SEED = bytes(range(32))
KEY = signing.public_key_of(SEED)
TOLD = VECTORS["partial"][0]
DOCUMENTS = [
    Mix("m1", "users+staff", 1, "Ann", OUTPUTS, PROOF).signed(SEED),
    Partial("m1", "users", 1, PartialProof(points(TOLD["D"]), scalar(TOLD["c"]), scalar(TOLD["s"]))).signed(SEED),
]
EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=["mix", "partial"])


@EACH
def test_it_comes_back_as_it_was_and_its_maker_signed_it(document: Mix | Partial) -> None:
    again = type(document).from_bytes(document.to_bytes())
    assert again == document and again.to_bytes() == document.to_bytes()
    again.check_signed(KEY)
    with pytest.raises(NotSigned):
        again.check_signed(signing.public_key_of(bytes(32)))


@EACH
def test_whatever_of_it_is_changed_it_is_not_signed_any_more(document: Mix | Partial) -> None:
    plain = decode_object(document.to_bytes())
    for name, value in plain.items():
        if isinstance(value, int):
            changed: object = value + 1
        elif name in ("contest", "style", "mixer"):
            changed = f"{value}x"
        else:
            assert isinstance(value, str)
            changed = ("B" if value[0] == "A" else "A") + value[1:]
        try:
            other = type(document).from_bytes(encode({**plain, name: changed}))  # type: ignore[dict-item]
        except NotThisDocument:
            continue  # a number that is too large for the group
        with pytest.raises(NotSigned):
            other.check_signed(KEY)


@EACH
def test_a_fact_more_or_less_or_of_another_shape_is_refused(document: Mix | Partial) -> None:
    plain = decode_object(document.to_bytes())
    for name in plain:
        with pytest.raises(NotThisDocument):
            type(document).from_bytes(encode({key: value for key, value in plain.items() if key != name}))
        with pytest.raises(NotThisDocument):
            type(document).from_bytes(encode({**plain, name: []}))
    with pytest.raises(NotThisDocument):
        type(document).from_bytes(encode({**plain, "more": 1}))
    with pytest.raises(NotCanonical):
        type(document).from_bytes(document.to_bytes() + b"\n")


@EACH
def test_a_number_has_one_encoding_and_a_list_whole_entries(document: Mix | Partial) -> None:
    plain = decode_object(document.to_bytes())
    numbers = ("s1", "s4") if isinstance(document, Mix) else ("challenge", "answer")
    for name in numbers:
        with pytest.raises(NotThisDocument):
            type(document).from_bytes(encode({**plain, name: to_text(L.to_bytes(32, "little"))}))
    lists = ("outputs", "c", "t_hat", "s_hat") if isinstance(document, Mix) else ("shares",)
    for name in lists:
        for content in (b"", bytes(33), bytes(31)):
            with pytest.raises(NotThisDocument):
                type(document).from_bytes(encode({**plain, name: to_text(content)}))
