"""Threats whose test is a bundle's: what somebody with the database, a key or two servers can do, and what tells."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest

from govern.ballots.checking import Asked, Verdict, verdicts
from govern.ballots.checking.heads import Views, compare
from govern.ballots.rules import chance_of_finding, needed_to_find
from govern.ballots.seal import checkpoint, tree
from govern.ballots.verifier.group import BASE
from govern.ballots.verifier.reading import Plain, spelled, unspelled, written
from govern.ballots.verifier.tree import leaf_hash
from tests.ballots.checking.judging import both, failed, first
from tests.ballots.checking.remembering import remembering
from tests.ballots.verifier import proving
from tests.ballots.verifier.ballots import UNWEIGHTED, a_small_bundle, a_whole_bundle, entry
from tests.ballots.verifier.building import (
    Document,
    Files,
    World,
    contest,
    document,
    head_note,
    packed,
    resealed,
    resolution_rule,
)
from tests.ballots.verifier.mutating import leaves, relogged
from tests.ballots.verifier.proving import GROUP
from tests.ballots.verifier.test_whole_bundle import a_receipt

SOAK = bool(os.environ.get("GOVERN_SOAK"))


def envelopes(files: Files) -> list[int]:
    return [place for place, leaf in enumerate(leaves(files)) if leaf["kind"] == "envelope"]


def a_vote_on_one_question(people: int, voting: int, *, cell: int = 0, floor: int = 1, level: str = "agm") -> World:
    """A resolution of one group, or of two, the second of `cell` people of whom all vote."""
    groups = {"users": people, "staff": cell} if cell else {"users": people}
    rule: Document = {**resolution_rule(), "groups": UNWEIGHTED[: len(groups)]}
    facts: Document = {"order": ["m1"], "contests": [entry("m1")]}
    styles: dict[str, tuple[int, tuple[str, ...]]] = {name: (number, ("m1",)) for name, number in groups.items()}
    world = World([contest("m1", "resolution", 2, "resolution", rule)], styles, facts, level=level, floor=floor)
    for handle in (*world.people("users")[:voting], *world.people("staff")):
        world.vote(handle, m1=(1,))
    return world


# T2: somebody with the database changes an envelope -----------------------------------------------------------------


def test_t2_every_byte_of_a_leaf_changed_fails_the_log_and_the_receipt() -> None:
    files = a_small_bundle()
    place = envelopes(files)[1]
    lines = files["log.jsonl"].splitlines(keepends=True)
    asked = Asked(receipts=(written(a_receipt(files, place)),))
    assert failed(files, asked) == []
    with remembering():
        for at in range(0, len(lines[place]), 1 if SOAK else 29):
            line = bytearray(lines[place])
            line[at] ^= 1
            changed = b"".join((*lines[:place], bytes(line), *lines[place + 1 :]))
            found = failed(resealed({**files, "log.jsonl": changed}), asked)
            assert {"V5", "V7"} <= set(found), at


# T3: the server adds a vote for somebody who did not cast one -------------------------------------------------------


def test_t3_a_vote_that_the_server_made_is_in_order_and_only_its_owner_can_tell() -> None:
    """Level 2 has no codes: nothing in the bundle shows it, so handles are looked up and people are asked."""
    world = a_vote_on_one_question(4, 2)
    stuffed = world.people("users")[3]
    world.vote(stuffed, m1=(2,))
    world.add("close")
    files = world.finish()
    assert both(files) == ([], [])
    counted: Plain = document(files, "counted.json")["counted"]
    assert isinstance(counted, list)
    marked = {str(row["handle"]) for row in counted if isinstance(row, dict)}
    voted = set(world.people("users")[:2])
    assert marked - voted == {stuffed}, "whoever looks the handle up finds a vote that nobody cast"


@pytest.mark.parametrize(("marked", "stuffed", "asked"), [(4, 1, 3), (5, 2, 4), (6, 1, 5), (3, 3, 2)])
def test_t3_a_sample_finds_stuffing_just_as_often_as_the_formula_says(marked: int, stuffed: int, asked: int) -> None:
    """1 − (1 − f)^s by exact fractions: every sample of `asked` from those marked as voted is drawn once."""
    samples = list(product(range(marked), repeat=asked))
    found = sum(any(handle < stuffed for handle in sample) for sample in samples)
    assert Fraction(found, len(samples)) == chance_of_finding(Fraction(stuffed, marked), asked)


def test_t3_sixty_contacts_find_five_in_a_hundred_nineteen_times_in_twenty() -> None:
    assert chance_of_finding(Fraction(1, 20), 60) > Fraction(95, 100) > chance_of_finding(Fraction(1, 20), 58)
    assert chance_of_finding(Fraction(1, 100), 300) > Fraction(95, 100)
    assert needed_to_find(Fraction(1, 20)) == 59 and needed_to_find(Fraction(1, 100)) == 299


# T4: the server drops votes -----------------------------------------------------------------------------------------


def without_the_tail(log: list[Document]) -> list[Document]:
    return log[:-2]


def without_the_middle(log: list[Document]) -> list[Document]:
    places = [place for place, leaf in enumerate(log) if leaf["kind"] == "envelope"]
    return [leaf for place, leaf in enumerate(log) if place != places[len(places) // 2]]


def without_a_style(log: list[Document]) -> list[Document]:
    def of_staff(leaf: Document) -> bool:
        sealed = leaf.get("sealed")
        return isinstance(sealed, dict) and sealed["style"] == "staff"

    return [leaf for leaf in log if not of_staff(leaf)]


@pytest.mark.parametrize("drop", [without_the_tail, without_the_middle, without_a_style])
def test_t4_what_was_dropped_is_missed_by_the_heads_and_by_its_receipt(
    drop: Callable[[list[Document]], list[Document]],
) -> None:
    files = a_small_bundle()
    log = leaves(files)
    kept = drop(log)
    content = b"".join(written(leaf) + b"\n" for leaf in kept)
    assert {"V5", "V6"} <= set(failed(resealed({**files, "log.jsonl": content})))
    with remembering():
        signed = relogged(files, kept, witnesses=0)
        assert "V6" in failed(signed), "the log's own key is not enough: witnesses saw another head"
        gone = [place for place in envelopes(files) if log[place] not in kept]
        for place in gone:
            asked = Asked(receipts=(written(a_receipt(files, place)),))
            assert "V7" in failed(relogged(files, kept), asked), (
                "with every witness in the plot a receipt still tells"
            )


# T6: two servers with one key show two logs -------------------------------------------------------------------------


def test_t6_two_heads_of_one_key_show_a_split_view_in_one_step() -> None:
    files = a_small_bundle()
    lines = files["log.jsonl"].splitlines()
    other = [*lines[:3], *lines[4:6], lines[3], *lines[6:]]
    for size in (4, 5, len(lines)):
        split = first(files, Asked(heads=(head_note(other, size, 0),)))[5]
        assert split.verdict is Verdict.FAIL and "SPLIT VIEW" in split.words
    for size in (0, 3, len(lines)):
        assert failed(files, Asked(heads=(head_note(lines, size, 0),))) == []


def test_t6_a_receipt_is_a_head_too_and_two_of_them_are_compared_with_each_other() -> None:
    files = a_small_bundle()
    log = leaves(files)
    here = a_receipt(files, 3)
    turned: Files = {**files, "log.jsonl": b"".join(written(leaf) + b"\n" for leaf in [log[0], *reversed(log[1:4])])}
    there = a_receipt(turned, 2) | {"checkpoint": spelled(head_note(turned["log.jsonl"].splitlines(), 4, 0))}
    assert failed(files, Asked(heads=(written(here),))) == []
    both_heads = first(files, Asked(heads=(written(here), written(there))))[5]
    assert "SPLIT VIEW: the log signed two histories" in both_heads.words


def test_t6_a_longer_history_and_heads_that_prove_nothing_are_told_apart() -> None:
    files = a_small_bundle()
    lines = files["log.jsonl"].splitlines()
    longer = first(files, Asked(heads=(head_note([*lines, b"{}"], len(lines) + 1, 0),)))[5]
    assert "longer history than this one" in longer.words
    note = head_note(lines, 3, 0)
    for wrong, said in (
        (note.replace(b"tair-nant", b"other"), "proves nothing"),
        (b"\xff", "no signed head"),
        (b"{}", "proves nothing"),
        (b"x" * 2**21, "too large"),
    ):
        line = first(files, Asked(heads=(wrong,)))[5]
        assert line.verdict is Verdict.FAIL and said in line.words


def test_t6_two_heads_are_compared_as_a_function_of_heads_and_proof() -> None:
    hashes = [leaf_hash(bytes([number])) for number in range(7)]
    nodes: dict[tuple[int, int], bytes] = {(0, place): one for place, one in enumerate(hashes)}
    frontier, heads = tree.Frontier(), [checkpoint.Checkpoint("log", 0, tree.EMPTY_ROOT)]
    for one in hashes:
        frontier, finished = frontier.append(one)
        nodes |= {(node.level, node.index): node.hash for node in finished}
        heads.append(checkpoint.Checkpoint("log", frontier.size, frontier.root))
    other = checkpoint.Checkpoint("log", 3, bytes(32))
    for old in range(8):
        for new in range(8):
            ends = sorted((old, new))
            proof = tree.consistency_proof(lambda level, index: nodes[level, index], *ends)
            assert compare(heads[old], heads[new], proof) is Views.SAME
    assert compare(heads[3], other) is compare(other, heads[3]) is Views.SPLIT
    proof = tree.consistency_proof(lambda level, index: nodes[level, index], 3, 7)
    assert compare(other, heads[7], proof) is compare(heads[3], heads[7]) is Views.UNPROVED
    assert compare(heads[3], heads[7], proof[:-1]) is Views.UNPROVED


# T13: generators with a trapdoor ------------------------------------------------------------------------------------


def test_t13_a_bundle_whose_mixes_are_proved_with_other_generators_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every proof is a true one for generators that the mixer chose: they are made again, and it is none."""
    world = a_vote_on_one_question(4, 3)
    world.add("close")

    def chosen(count: int) -> list[bytes]:
        return [GROUP.sum([(place + 2, BASE)]) for place in range(count + 1)]

    monkeypatch.setattr(proving, "generators", chosen)
    files = world.finish()
    mine, others = both(files)
    assert "V17" in mine and "V17" in others
    assert not {"V16", "V14", "V5"} & {*mine, *others}, "nothing else is wrong with it"


# T21: small groups --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [1, 2, 4, 5, 6])
def test_t21_every_published_group_below_the_floor_is_named_and_no_other(cell: int) -> None:
    world = a_vote_on_one_question(9, 7, cell=cell, floor=5)
    world.add("close")
    line = first(world.finish())[21]
    assert (line.verdict is Verdict.WARN) == (cell < 5)
    assert (f"m1, staff: {cell}" in line.words) == (cell < 5) and "users" not in line.words


# T24: officers strike opponents -------------------------------------------------------------------------------------


def test_t24_a_strike_stands_in_the_bundle_with_its_two_officers_and_takes_its_handle_off_the_roll() -> None:
    world = a_vote_on_one_question(4, 3)
    struck = world.people("users")[0]
    world.add("strike", handle=struck, reason="left", officers=["secretary", "returning officer"])
    world.add("close")
    files = world.finish()
    assert both(files) == ([], [])
    line = first(files)[22]
    assert line.verdict is Verdict.WARN and "struck by secretary and returning officer (left)" in line.words
    assert document(files, "result.json")["roll"] == {"users": 3}
    kept: Document = {**document(files, "result.json"), "roll": {"users": 4}}
    mine, others = both(resealed({**files, "result.json": written(kept)}))
    assert {"V15", "V21"} <= set(mine) & set(others), "nobody counts them among the entitled"


# T28: bundles made to harm ------------------------------------------------------------------------------------------


def test_t28_whatever_a_file_holds_there_are_twenty_four_verdicts() -> None:
    content, chance = packed(a_small_bundle()), random.Random(28)
    with remembering():
        for _ in range(2_000 if SOAK else 60):
            harmed = bytearray(content)
            for _ in range(chance.randint(1, 40)):
                harmed[chance.randrange(len(harmed))] = chance.randrange(256)
            cut = bytes(harmed[: chance.randrange(len(harmed))] if chance.random() < 0.3 else harmed)
            lines = verdicts(io.BytesIO(cut))
            assert len(lines) == 24
            assert cut == content or lines[0].verdict is Verdict.FAIL or b"README" in cut


def test_t28_deep_and_wide_documents_end_in_words() -> None:
    files = a_small_bundle()
    deep = b'{"a":' * 40 + b"{}" + b"}" * 40
    wide = b"[" + b"1," * 4_000_001 + b"1]"
    number = files["result.json"].replace(b'"log_size":12', b'"log_size":' + b"9" * 5_000)
    assert number != files["result.json"]
    for name, content in (("facts.json", deep), ("roll.json", wide), ("result.json", number)):
        lines = first(resealed({**files, name: content}))
        assert lines[0].verdict is Verdict.FAIL and name in lines[0].words


def test_what_is_signed_again_by_everybody_is_still_counted_again() -> None:
    """Of the whole meeting: a note that is not of this log is no head of it."""
    files = a_whole_bundle()
    notes = document(files, "heads.json")["heads"]
    assert isinstance(notes, list)
    assert failed(files, Asked(heads=tuple(unspelled(str(note)) for note in notes))) == []
    assert "V6" in failed(files, Asked(heads=(head_note(a_small_bundle()["log.jsonl"].splitlines(), 5, 0),)))
