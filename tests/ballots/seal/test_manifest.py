"""The manifest and the roll: they come back as they were, and nothing missing, unknown or contradictory is read."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from govern.ballots.seal.canonical import Document, NotCanonical, Plain, digest, encode, to_text
from govern.ballots.seal.documents import (
    PRECEDENCE,
    ContestEntry,
    ContestKind,
    Level,
    Manifest,
    NotThisDocument,
    OptionEntry,
    RollRow,
    Sealing,
    Signer,
    StyleEntry,
    Trustee,
    handle_from,
    roll_from_bytes,
    roll_hash,
    roll_to_bytes,
)


def a_contest(contest_id: str, kind: ContestKind, options: int, at_most: int) -> ContestEntry:
    return ContestEntry(
        id=contest_id,
        kind=kind,
        text_hash=bytes(32),
        options=tuple(OptionEntry(f"o{n}", bytes([n]) * 32) for n in range(options)),
        at_most=at_most,
        seats=1,
        rule_id="ordinary",
        rule_params={"threshold": "1/2", "caps": [{"category": "volunteer", "limit": 3}]},
        allow_abstain=True,
    )


ROWS = tuple(RollRow(handle_from(bytes([n]) * 10), "users") for n in range(3))
MANIFEST = Manifest(
    ballot_id="agm-2026",
    society="Tair Nant",
    title="Cyfarfod Cyffredinol 2026",
    contests=(a_contest("m1", ContestKind.RESOLUTION, 2, 1), a_contest("board", ContestKind.RANKING, 5, 5)),
    styles=(StyleEntry("users", ("users", "carers"), Fraction(3, 10), ("m1", "board")),),
    roll_hash=roll_hash(ROWS),
    roll_size=3,
    opens=datetime(2026, 11, 1, 9, tzinfo=UTC),
    closes=datetime(2026, 11, 22, 18, tzinfo=UTC),
    level=Level.EVERYDAY,
    sealing=Sealing.BOX,
    privacy_floor=5,
    election_key=b"Y" * 32,
    feldman=(b"F" * 32,),
    trustees=(Trustee(1, "Mair", b"s" * 32, b"x" * 32),),
    mixers=(Signer("Huw", b"m" * 32),),
    witnesses=(Signer("Carys", b"w" * 32),),
    witness_quorum=1,
    log_origin="tair-nant.example/agm-2026",
    log_key=b"L" * 32,
    tellers=(Signer("Eve", b"t" * 32),),
    verifier_hash=b"V" * 32,
)
DOCUMENT = MANIFEST.to_document()


def changed(path: list[str | int], value: Plain | None) -> Document:
    """The manifest's document with one part replaced, or taken away."""
    document = copy.deepcopy(DOCUMENT)
    part: object = document
    for step in path[:-1]:
        part = part[step]  # type: ignore[index]  # walking through nested lists and groups
    if value is None:
        del part[path[-1]]  # type: ignore[attr-defined]  # as above
    else:
        part[path[-1]] = value  # type: ignore[index]  # as above
    return document


def every_place(part: Plain, path: list[str | int]) -> list[list[str | int]]:
    """The path of every name in a document, inside lists too."""
    places: list[list[str | int]] = []
    if isinstance(part, dict):
        for name, inner in part.items():
            places += [[*path, name], *every_place(inner, [*path, name])]
    if isinstance(part, list):
        for at, inner in enumerate(part):
            places += every_place(inner, [*path, at])
    return places


PLACES = [path for path in every_place(DOCUMENT, []) if "rule_params" not in path[:-1]]


def test_a_manifest_comes_back_as_it_was() -> None:
    assert Manifest.from_bytes(MANIFEST.to_bytes()) == MANIFEST
    assert MANIFEST.hash() == digest("manifest", encode(DOCUMENT))
    assert MANIFEST.contest("board").kind is ContestKind.RANKING
    assert MANIFEST.style("users").weight == Fraction(3, 10)


def test_the_words_on_the_wire_are_those_of_the_protocol() -> None:
    assert {
        "v",
        "ballot_id",
        "roll_hash",
        "k",
        "k_w",
        "log_pk",
        "verifier_sha256",
        "privacy_floor",
    } <= DOCUMENT.keys()
    assert DOCUMENT["precedence"] == ["room", "direct", "paper", "proxy_directed", "proxy_free", "peer"]
    assert DOCUMENT["opens"] == "2026-11-01T09:00:00Z"
    assert DOCUMENT["v"] == 1


SEEN = OptionEntry("o1", bytes(32), b"P" * 32, {"cy": "Fan â ramp", "en": "A van with a ramp"})


def test_an_option_with_a_photograph_says_its_hash_and_its_words_and_one_without_is_written_as_before() -> None:
    assert OptionEntry.from_document(SEEN.to_document()) == SEEN
    assert SEEN.to_document()["photograph"] == {
        "sha256": to_text(b"P" * 32),
        "shows": {"cy": "Fan â ramp", "en": "A van with a ramp"},
    }
    assert OptionEntry("o1", bytes(32)).to_document() == {"id": "o1", "text_hash": to_text(bytes(32))}


@pytest.mark.parametrize(
    "broken",
    [
        {"sha256": to_text(b"P" * 32)},
        {"sha256": to_text(b"P" * 31), "shows": {"en": "A van"}},
        {"sha256": to_text(b"P" * 32), "shows": {}},
        {"sha256": to_text(b"P" * 32), "shows": {"en": ""}},
        {"sha256": to_text(b"P" * 32), "shows": {"en": 3}},
        {"sha256": to_text(b"P" * 32), "shows": {"en": "A van"}, "place": "Pont"},
    ],
)
def test_a_photograph_without_words_or_with_something_else_is_refused(broken: Document) -> None:
    with pytest.raises(NotThisDocument):
        OptionEntry.from_document(SEEN.to_document() | {"photograph": broken})


def test_a_manifest_without_one_of_its_facts_is_refused() -> None:
    assert len(PLACES) > 60
    for path in PLACES:
        if path == ["verifier_sha256"]:
            assert Manifest.from_document(changed(path, None)).verifier_hash is None
            continue
        with pytest.raises(NotThisDocument):
            Manifest.from_document(changed(path, None))


@pytest.mark.parametrize("value", ["?", -1, {"x": 1}, [5], ""], ids=repr)
def test_a_fact_of_another_kind_is_refused_or_changes_the_hash(value: Plain) -> None:
    for path in PLACES:
        try:
            read = Manifest.from_document(changed(path, value))
        except NotThisDocument:
            continue
        assert read.hash() != MANIFEST.hash()
        assert read.to_document() == changed(path, value)


@pytest.mark.parametrize("path", [[], ["contests", 0], ["contests", 0, "options", 0], ["styles", 0], ["trustees", 0]])
def test_an_unknown_fact_is_refused(path: list[str | int]) -> None:
    with pytest.raises(NotThisDocument, match="newer version"):
        Manifest.from_document(changed([*path, "colour"], "red"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["v"], 2),
        (["level"], "highest"),
        (["sealing"], "paper bag"),
        (["opens"], "2026-11-01T09:00:00+00:00"),
        (["opens"], "2026-13-01T09:00:00Z"),
        (["opens"], "2026-11-1T09:00:00Z"),
        (["closes"], "2026-11-01T09:00:00Z"),
        (["precedence"], ["room", "direct"]),
        (["precedence"], ["room", "direct", "paper", "proxy_directed", "proxy_free", "proxy_free"]),
        (["precedence"], ["room", "direct", "paper", "proxy_directed", "proxy_free", "telepathy"]),
        (["election_key"], "QUJD"),
        (["election_key"], "not base64!"),
        (["trackers"], 1),
        (["roll_size"], True),
        (["k_w"], 2),
        (["contests"], []),
        (["styles"], []),
        (["contests"], [DOCUMENT["contests"][0]] * 2),  # type: ignore[index]  # a list in the document
        (["styles"], [DOCUMENT["styles"][0]] * 2),  # type: ignore[index]  # as above
        (["styles", 0, "contests"], ["m1", "m1"]),
        (["styles", 0, "contests"], ["m1", "m2"]),
        (["styles", 0, "contests"], []),
        (["styles", 0, "weight"], "0/1"),
        (["styles", 0, "weight"], "-1/2"),
        (["styles", 0, "weight"], "2/4"),
        (["contests", 0, "at_most"], 2),
        (["contests", 1, "at_most"], 6),
        (["contests", 1, "options"], []),
        (["contests", 0, "kind"], "set of things"),
    ],
)
def test_a_contradiction_is_refused(path: list[str | int], value: Plain) -> None:
    with pytest.raises(NotThisDocument):
        Manifest.from_document(changed(path, value))


@pytest.mark.parametrize(
    ("kind", "options", "at_most", "fits"),
    [
        (ContestKind.RESOLUTION, 2, 1, True),
        (ContestKind.RESOLUTION, 3, 1, False),
        (ContestKind.RANKING, 38, 38, True),
        (ContestKind.RANKING, 63, 38, True),
        (ContestKind.RANKING, 63, 39, False),
        (ContestKind.RANKING, 64, 1, False),
        (ContestKind.SET, 232, 232, True),
        (ContestKind.SET, 233, 1, False),
        (ContestKind.SET, 3, 4, False),
        (ContestKind.SET, 3, 0, False),
    ],
)
def test_a_contest_must_fit_thirty_bytes(kind: ContestKind, options: int, at_most: int, fits: bool) -> None:
    assert a_contest("c", kind, options, at_most).fits_a_slip() is fits


def test_times_are_whole_seconds_with_a_zone() -> None:
    for moment in (datetime(2026, 11, 1, 9), datetime(2026, 11, 1, 9, 0, 0, 1, tzinfo=UTC)):  # noqa: DTZ001  the point
        with pytest.raises(NotThisDocument):
            Manifest(**{**as_fields(MANIFEST), "opens": moment}).to_document()  # type: ignore[arg-type]  # one field changed


def as_fields(manifest: Manifest) -> dict[str, object]:
    return {name: getattr(manifest, name) for name in manifest.__dataclass_fields__}


def test_the_precedence_is_that_of_the_rules() -> None:
    assert [channel.value for channel in PRECEDENCE if channel != "paper"] == [
        "room",
        "direct",
        "proxy_directed",
        "proxy_free",
        "peer",
    ]


def test_the_roll_hash_does_not_depend_on_the_order_of_the_rows() -> None:
    assert roll_hash(ROWS) == roll_hash(reversed(ROWS))
    assert roll_hash(ROWS) != roll_hash(ROWS[:2])
    assert roll_from_bytes(roll_to_bytes(reversed(ROWS))) == ROWS


def test_a_roll_with_a_handle_twice_or_out_of_order_is_refused() -> None:
    with pytest.raises(NotThisDocument, match="twice"):
        roll_hash((*ROWS, ROWS[0]))
    with pytest.raises(NotThisDocument, match="order"):
        roll_from_bytes(encode([row.to_document() for row in reversed(ROWS)]))
    with pytest.raises(NotThisDocument):
        roll_from_bytes(encode({"rows": []}))
    with pytest.raises(NotCanonical):
        roll_from_bytes(roll_to_bytes(ROWS) + b" ")


@pytest.mark.parametrize(
    "handle", ["", "ABCDEFGHIJKLMNOP", "abcdefghijklmno", "abcdefghijklmno1", "abcdefghijklmnop\n"]
)
def test_a_handle_has_sixteen_small_letters_of_base32(handle: str) -> None:
    with pytest.raises(NotThisDocument):
        RollRow.from_document({"handle": handle, "style": "users", "units": 1})


def test_a_handle_is_made_of_ten_bytes() -> None:
    assert handle_from(bytes(10)) == "a" * 16
    assert handle_from(b"\xff" * 10) == "7" * 16
    with pytest.raises(NotThisDocument):
        handle_from(bytes(9))
