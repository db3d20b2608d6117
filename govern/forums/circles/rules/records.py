"""The records a circle takes along when it leaves, and brings when it joins: files, hashes, and a chain of decisions.

`circle.json` says what it is, `people.json` who sat in it, `decisions.json` what it decided and how, `choices.json`
what the person of a team chose, `record.html` is all of it to read. `SHA256SUMS` has the hash of each file, as
`sha256sum -c` checks them. Every decision has the hash of the one before it and its own, so that none can be taken
out or put between; the last hash stands in `circle.json`. Nothing but a zip, JSON and SHA-256 is needed to check it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from govern.errors import NotValid

FORMAT = "govern-circle/1"
CIRCLE, PEOPLE, DECISIONS, CHOICES, PAGE, SUMS = (
    *("circle.json", "people.json", "decisions.json", "choices.json", "record.html", "SHA256SUMS"),
)
NAMES = frozenset({CIRCLE, PEOPLE, DECISIONS, CHOICES, PAGE, SUMS})
#: The largest archive taken, and what it may grow to when it is unpacked.
MOST_BYTES, MOST_UNPACKED = 20_000_000, 60_000_000
Words = dict[str, str]
#: A zip knows no earlier moment. The same records make the same bytes.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)


class AnswerRecord(msgspec.Struct, frozen=True):
    """What somebody said in a round, and how it was met."""

    who: str
    said: str
    reason: str
    met: str
    after_round: bool


class RoundRecord(msgspec.Struct, frozen=True):
    number: int
    wording: int
    ended_at: datetime | None
    answers: tuple[AnswerRecord, ...]
    absent: tuple[str, ...]


class DecisionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: recorded together, or from rounds of consent. `came` is where it stands."""

    way: str
    matter: Words
    title: Words
    text: Words
    decided_on: date | None
    came: str
    there: tuple[str, ...]
    review_on: date | None
    review: str
    rounds: tuple[RoundRecord, ...] = ()
    votes: Mapping[str, str] = {}
    before: str = ""
    hash: str = ""


class PersonRecord(msgspec.Struct, frozen=True):
    name: str
    part: str
    from_on: date
    to_on: date | None
    links: tuple[str, ...]


class ChoiceRecord(msgspec.Struct, frozen=True):
    change: str
    about: str
    chosen_on: date
    how: str
    expressed: str
    present: str
    supporter: str
    noted_by: str


class MatterRecord(msgspec.Struct, frozen=True):
    topic: str | None
    words: Words


class CircleRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the circle is. `last` is the hash of its last decision."""

    format: str
    society: str
    kind: str
    name: Words
    aim: Words
    above: str
    led_by: str
    domain: tuple[MatterRecord, ...]
    began_on: date
    ended_on: date | None
    gone_to: str
    made_at: datetime
    last: str = ""


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a circle takes along."""

    circle: CircleRecord
    people: tuple[PersonRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    choices: tuple[ChoiceRecord, ...] = ()


def hash_of(decision: DecisionRecord) -> str:
    """Of everything in it but its own hash: JSON with sorted names, without spaces, in UTF-8."""
    built = msgspec.to_builtins(decision)
    del built["hash"]
    plain = json.dumps(built, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def chained(decisions: Sequence[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    """Each with the hash of the one before it, and its own."""
    before, found = "", []
    for one in decisions:
        linked = replace(one, before=before)
        linked = replace(linked, hash=hash_of(linked))
        found.append(linked)
        before = linked.hash
    return tuple(found)


def sealed(records: Records) -> Records:
    """The same with its decisions chained, and the last hash in the circle's own file."""
    decisions = chained(records.decisions)
    last = decisions[-1].hash if decisions else ""
    return replace(records, decisions=decisions, circle=replace(records.circle, last=last))


def packed(records: Records, readable: str) -> bytes:
    """The archive. `records` are sealed; `readable` is the page of them."""
    files = {
        CIRCLE: _json(records.circle),
        PEOPLE: _json(records.people),
        DECISIONS: _json(records.decisions),
        CHOICES: _json(records.choices),
        PAGE: readable.encode(),
    }
    files[SUMS] = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in files).encode()
    packed_into = io.BytesIO()
    with zipfile.ZipFile(packed_into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, NO_MOMENT), content, zipfile.ZIP_DEFLATED)
    return packed_into.getvalue()


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def read(content: bytes) -> Records:
    """The records in an archive, once every hash in it is right. Raises `NotValid` with what is wrong."""
    files = _unpacked(content)
    _check_sums(files)
    try:
        records = Records(
            circle=msgspec.json.decode(files[CIRCLE], type=CircleRecord),
            people=msgspec.json.decode(files[PEOPLE], type=tuple[PersonRecord, ...]),
            decisions=msgspec.json.decode(files[DECISIONS], type=tuple[DecisionRecord, ...]),
            choices=msgspec.json.decode(files[CHOICES], type=tuple[ChoiceRecord, ...]),
        )
    except msgspec.MsgspecError as wrong:
        raise NotValid(
            "The records in this archive are not written as we write them. Ask the group for a new archive.",
            field="file",
        ) from wrong
    if records.circle.format != FORMAT:
        raise NotValid(
            "The records in this archive are not written as we write them. Ask the group for a new archive.",
            field="file",
        )
    _check_chain(records)
    return records


def _unpacked(content: bytes) -> dict[str, bytes]:
    if len(content) > MOST_BYTES:
        raise NotValid("This archive is too large. Ask the group for one of its circle alone.", field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise NotValid("This archive is too large. Ask the group for one of its circle alone.", field="file")
            files = {one.filename: archive.read(one) for one in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as wrong:
        raise NotValid(
            "This is no archive that we can open. Choose the file the group sent.", field="file"
        ) from wrong
    missing = sorted(NAMES - set(files))
    if missing:
        raise NotValid(
            "In this archive {names} is missing. Ask the group for the whole one.",
            field="file",
            names=tuple(missing),
        )
    return files


def _check_sums(files: dict[str, bytes]) -> None:
    lines = [line.split("  ", 1) for line in files[SUMS].decode("utf-8", "replace").splitlines() if line]
    said = {name: digest for digest, name in (line for line in lines if len(line) == 2)}
    wrong = sorted(name for name in NAMES - {SUMS} if said.get(name) != hashlib.sha256(files[name]).hexdigest())
    if wrong:
        raise NotValid(
            "{names} was changed after the archive was made: its hash is another one. "
            "Ask the group for a new archive.",
            field="file",
            names=tuple(wrong),
        )


def _check_chain(records: Records) -> None:
    before = ""
    for number, one in enumerate(records.decisions, 1):
        if one.before != before or one.hash != hash_of(one):
            raise NotValid(
                "Decision {number} does not follow the one before it: something was changed or taken out. "
                "Ask the group for a new archive.",
                field="file",
                number=number,
            )
        before = one.hash
    if records.circle.last != before:
        raise NotValid(
            "The last decisions are missing in this archive. Ask the group for the whole one.", field="file"
        )
