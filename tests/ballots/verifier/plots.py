"""The classes of mutants that are aimed at one check each: what somebody does, and which check has to refuse it."""

from __future__ import annotations

import random
from collections.abc import Callable

from govern.ballots.verifier.reading import Plain, digest, parsed, spelled, unspelled, written
from tests.ballots.verifier.building import Document, Files, document, resealed
from tests.ballots.verifier.mutating import (
    flipped,
    leaves,
    proofs,
    relogged,
    with_document,
    with_leaf,
)

Plot = Callable[[Files, random.Random], Files]
PLOTS: dict[str, tuple[str, Plot]] = {}


def plot(check: str) -> Callable[[Plot], Plot]:
    def keep(made: Plot) -> Plot:
        PLOTS[made.__name__] = (check, made)
        return made

    return keep


def nested(value: Plain, *path: str | int) -> Plain:
    for step in path:
        value = value[step]  # type: ignore[index]
    return value


def put(value: Plain, *path_and_new: Plain) -> None:
    """Changes the document in place: names and numbers on the way, the new value last."""
    *path, last, new = path_and_new
    nested(value, *path)[last] = new  # type: ignore[index, arg-type]


@plot("V1")
def a_byte_is_changed_and_its_checksum_is_not(files: Files, chance: random.Random) -> Files:
    name = chance.choice(sorted(files))
    content = bytearray(files[name])
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return {**files, name: bytes(content)}


@plot("V1")
def a_document_has_a_space_more(files: Files, chance: random.Random) -> Files:
    name = chance.choice(["manifest.json", "facts.json", "slips.json", "result.json", *proofs(files, "mix")])
    return resealed({**files, name: files[name].replace(b":", b": ", 1)})


@plot("V1")
def a_document_has_a_name_more(files: Files, chance: random.Random) -> Files:
    name = chance.choice(
        ["manifest.json", "facts.json", "counted.json", *proofs(files, "mix"), *proofs(files, "partial")]
    )
    return with_document(files, name, {**document(files, name), "zzz": 1})


@plot("V1")
def a_checksum_is_left_out(files: Files, chance: random.Random) -> Files:
    value = document(files, "checksums.json")
    rows = nested(value, "files")
    assert isinstance(rows, list)
    rows.pop(chance.randrange(len(rows)))
    return {**files, "checksums.json": written(value)}


@plot("V2")
def the_manifest_is_another(files: Files, chance: random.Random) -> Files:
    value = document(files, "manifest.json")
    others: list[tuple[str, Plain]] = [
        ("title", "x"),
        ("closes", "2027-01-01T00:00:00Z"),
        ("privacy_floor", 0),
        ("k_w", 0),
    ]
    put(value, *chance.choice(others))
    return with_document(files, "manifest.json", value)


@plot("V3")
def the_roll_is_another(files: Files, chance: random.Random) -> Files:
    rows = parsed(files["roll.json"])
    assert isinstance(rows, list)
    way = chance.randrange(4)
    if way == 0:
        rows.pop(chance.randrange(len(rows)))
    elif way == 1:
        rows.append({"handle": "z" * 16, "style": "users", "units": 1})
    else:
        users = [place for place, row in enumerate(rows) if nested(row, "style") == "users"]
        put(rows, chance.choice(users), *(("units", 2) if way == 2 else ("style", "staff")))
    return with_document(files, "roll.json", rows)


@plot("V3")
def a_voter_is_put_into_another_group(files: Files, chance: random.Random) -> Files:
    rows = parsed(files["roll.json"])
    assert isinstance(rows, list)
    place = chance.randrange(len(rows))
    put(rows, place, "style", "staff" if nested(rows, place, "style") == "users" else "users")
    return with_document(files, "roll.json", rows)


@plot("V4")
def a_key_does_not_follow_from_the_commitments(files: Files, chance: random.Random) -> Files:
    value = document(files, "manifest.json")
    way = chance.randrange(4)
    if way == 0:
        put(value, "trustees", 1, "X_i", nested(value, "trustees", 0, "X_i"))
    elif way == 1:
        put(value, "feldman", [nested(value, "feldman", 0)])
    elif way == 2:
        put(value, "mixers", 1, "pk", nested(value, "mixers", 0, "pk"))
    else:
        put(value, "election_key", nested(value, "feldman", 1))
    return with_document(files, "manifest.json", value)


@plot("V5")
def a_leaf_is_dropped_or_two_change_places(files: Files, chance: random.Random) -> Files:
    lines = files["log.jsonl"].splitlines(keepends=True)
    place = chance.randrange(1, len(lines) - 1)
    if chance.random() < 0.5:
        del lines[place]
    else:
        lines[place], lines[place + 1] = lines[place + 1], lines[place]
    return resealed({**files, "log.jsonl": b"".join(lines)})


@plot("V6")
def a_head_is_another(files: Files, chance: random.Random) -> Files:
    value = document(files, "heads.json")
    place = chance.randrange(2)
    note = unspelled(str(nested(value, "heads", place)))
    lines = note.splitlines(keepends=True)
    way = chance.randrange(3)
    if way == 0 or place == 0:  # another time, another root or size
        lines[chance.choice((1, 3))] = b"3\n" if way else b"time 5\n"
    elif way == 1:
        del lines[chance.randrange(6, len(lines))]
    else:
        lines[-1], lines[-2] = lines[-2][:-12] + lines[-1][-12:], lines[-2]
    put(value, "heads", place, spelled(b"".join(lines)))
    return with_document(files, "heads.json", value)


@plot("V8")
def the_order_of_the_log_is_not_lawful(files: Files, chance: random.Random) -> Files:
    log = leaves(files)
    way = chance.randrange(7)
    if way == 0:
        log.append({"kind": "close"})
    elif way == 1:
        log.insert(1, dict(log[0]))
    elif way == 2:
        log = [leaf for leaf in log if leaf["kind"] != "close"]
    elif way == 3:
        log.append({"kind": "arrive", "handle": "a" * 16})
    elif way == 4:
        log.append({"kind": "revoke", "authority": 1})
    elif way == 5:
        log.append({"kind": "withdrawn", "reason": "x"})
    else:
        facts = next(leaf for leaf in log if leaf["kind"] == "facts")
        put(facts, "facts_hash", flipped(chance, facts["facts_hash"]))
    return relogged(files, log)


@plot("V9")
def an_envelope_is_not_in_order(files: Files, chance: random.Random) -> Files:
    def change(leaf: Document) -> None:
        way = chance.randrange(5)
        if way == 0:
            leaf["nonce"] = flipped(chance, leaf["nonce"])
        elif way == 1:
            put(leaf, "sealed", "ticket", flipped(chance, nested(leaf, "sealed", "ticket")))
        elif way == 2:
            put(leaf, "sealed", "manifest_hash", flipped(chance, nested(leaf, "sealed", "manifest_hash")))
        elif way == 3:
            put(leaf, "sealed", "slips", [nested(leaf, "sealed", "slips", 1), nested(leaf, "sealed", "slips", 0)])
        else:
            put(leaf, "sealed", "slips", [nested(leaf, "sealed", "slips", chance.randrange(2))])

    return with_leaf(files, "envelope", change, chance.randrange(5))


@plot("V10")
def a_box_is_changed(files: Files, chance: random.Random) -> Files:
    which, slip = chance.randrange(5), chance.randrange(2)

    def change(leaf: Document) -> None:
        box = nested(leaf, "sealed", "slips", slip, "box")
        if chance.random() < 0.8:
            put(leaf, "sealed", "slips", slip, "box", flipped(chance, box))
            return
        content = unspelled(str(box))
        content = chance.choice([bytes(32) + content[32:], content[:32] + b"\xff" * 32 + content[64:]])
        put(leaf, "sealed", "slips", slip, "box", spelled(content))

    return with_leaf(files, "envelope", change, which)


@plot("V11")
def a_slip_is_copied_or_a_tested_envelope_is_cast(files: Files, chance: random.Random) -> Files:
    log = leaves(files)
    votes = [leaf for leaf in log if leaf["kind"] == "envelope"]
    copied = chance.choice(votes)
    way = chance.randrange(3)
    if way == 0:
        other = chance.choice([vote for vote in votes if vote is not copied])
        put(other, "sealed", "slips", 0, nested(copied, "sealed", "slips", 0))
    elif way == 1:
        log.insert(log.index(copied), dict(copied))
    else:
        test = next(leaf for leaf in log if leaf["kind"] == "test")
        put(test, "sealed_hash", spelled(digest("sealed", written(copied["sealed"]))))
    return relogged(files, log)


@plot("V13")
def an_appointment_is_for_what_its_handle_has_not(files: Files, chance: random.Random) -> Files:
    contests: Plain = [["m9"], [], ["m1", "m1"]][chance.randrange(3)]  # type: ignore[assignment]
    return with_leaf(files, "appoint", lambda leaf: put(leaf, "contests", contests))


@plot("V14")
def another_vote_counts(files: Files, chance: random.Random) -> Files:
    value = document(files, "counted.json")
    rows = nested(value, "counted")
    assert isinstance(rows, list)
    way = chance.randrange(5)
    if way == 0:
        rows.pop(chance.randrange(len(rows)))
    elif way == 1:
        put(rows, chance.randrange(len(rows)), "index", nested(value, "displaced", 0, "index"))
    elif way == 2:
        put(value, "displaced", 0, "by", 1)
    elif way == 3:
        put(value, "displaced", 0, "why", "late")
    else:
        rows.reverse()
    return with_document(files, "counted.json", value)


@plot("V14")
def an_envelope_is_taken_out_and_all_heads_are_signed_again(files: Files, chance: random.Random) -> Files:
    log = leaves(files)
    log.remove(chance.choice([leaf for leaf in log if leaf["kind"] == "envelope"]))
    return relogged(files, log)


@plot("V15")
def the_sums_are_others(files: Files, chance: random.Random) -> Files:
    value = document(files, "result.json")
    where = chance.choice([("roll", "users"), ("voted", "staff"), ("ways", "paper"), ("ways", "proxy_free")])
    number = nested(value, *where)
    assert isinstance(number, int)
    put(value, *where, number + chance.choice((-1, 1)))
    return with_document(files, "result.json", value)
