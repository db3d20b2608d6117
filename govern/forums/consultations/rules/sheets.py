"""A record sheet typed in as one line: a code, then one letter for each box in the order of the sheet, then words.

    7KQMX aabaab1... / what they did / what it was taken to mean / who was there
    code  boxes

After "no" to taking part two boxes are enough; after "they wanted to stop" five. Spaces between letters are no
matter.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

import msgspec

from govern.errors import NotValid
from govern.forums.consultations.rules.codes import (
    NOTHING_PICKED,
    PICKED_LETTERS,
    STANCE_LETTERS,
    Knows,
    Shown,
    There,
    Went,
    letters,
    read_code,
)
from govern.forums.consultations.rules.ways import Adaptation, GivenBy
from govern.forums.consultations.rules.weighing import Assent, Confidence, Evidence, Stance
from govern.sentences import Sentence

LINE = "line"
#: The boxes of a sheet in the order of the line. A sheet without assent ends after two; one that was stopped has how
#: they showed that after four, and ends.
BOXES = (
    *("assent", "assent_how", "way", "went", "picked", "given_by"),
    *("stance", "evidence", "confidence", "knows", "there"),
)
DECLINED, STOPPED = BOXES[:2], (*BOXES[:4], "stopped_how")
BOX_WORDS = {
    "assent": Sentence("Did they want to take part?"),
    "assent_how": Sentence("How did they show it?"),
    "way": Sentence("How was it asked?"),
    "went": Sentence("Did they go on?"),
    "stopped_how": Sentence("How did they show that they want to stop?"),
    "picked": Sentence("What did they pick?"),
    "given_by": Sentence("How did they answer?"),
    "stance": Sentence("What was it taken to mean?"),
    "evidence": Sentence("What kind of sign was it?"),
    "confidence": Sentence("How sure are you?"),
    "knows": Sentence("How does whoever read it know them?"),
    "there": Sentence("Who else was there?"),
}
_READ_AS: dict[str, type[StrEnum]] = {
    "assent": Assent,
    "assent_how": Shown,
    "way": Adaptation,
    "went": Went,
    "stopped_how": Shown,
    "given_by": GivenBy,
    "evidence": Evidence,
    "confidence": Confidence,
    "knows": Knows,
    "there": There,
}


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One record sheet as it was typed in. `card` is the number of the card that was picked or meant, from 1."""

    code: str
    assent: Assent
    assent_how: Shown
    way: Adaptation | None = None
    went: Went = Went.ON
    stopped_how: Shown | None = None
    picked: str = ""
    given_by: GivenBy | None = None
    stance: Stance | None = None
    stance_card: int | None = None
    leaning: bool = False
    evidence: Evidence | None = None
    confidence: Confidence | None = None
    knows: Knows | None = None
    there: There = There.NOBODY
    did: str = ""
    meant: str = ""
    who: str = ""


def read_line(line: str, cards: int) -> Sheet:
    """A typed line as a sheet, where the question has so many cards. Raises `NotValid` that names the box."""
    boxes, *words = (part.strip() for part in line.split("/"))
    did, meant, who = (*words, "", "", "")[:3]
    if len(words) > 3:
        raise NotValid("There are more than three strokes. What follows the third says who was there.", field=LINE)
    packed = "".join(one for one in boxes if one.isalnum())
    code = read_code(packed[:5], LINE)
    typed = packed[5:].lower()
    needed: tuple[str, ...] = BOXES
    found: dict[str, object] = {}
    for at, letter in enumerate(typed[: len(BOXES)]):
        if at < len(needed):
            found[needed[at]] = _one(needed[at], letter, cards)
            needed = _needed(found)
    if len(typed) > len(needed):
        raise NotValid(
            "There are {typed} letters after the code, and such a sheet has {needed} boxes. One is too many.",
            field=LINE,
            typed=len(typed),
            needed=len(needed),
        )
    if len(typed) < len(needed):
        missing = BOX_WORDS[needed[len(typed)]]
        raise NotValid("The line ends too early. What comes next: {box}", field=LINE, box=missing)
    stance, card, leaning = _stance(found.pop("stance", None))
    return msgspec.convert(
        {
            **found,
            **{"code": code, "stance": stance, "stance_card": card, "leaning": leaning},
            **{"did": did, "meant": meant, "who": who},
        },
        Sheet,
    )


def _needed(found: dict[str, object]) -> tuple[str, ...]:
    if found.get("assent") is Assent.DECLINED:
        return DECLINED
    return STOPPED if found.get("went") is Went.STOPPED else BOXES


def _one(box: str, letter: str, cards: int) -> object:
    """What one letter of a box says. Raises `NotValid`."""
    if box in ("picked", "stance") and letter.isascii() and letter.isdigit() and 1 <= int(letter) <= cards:
        return letter
    known: dict[str, object]
    if box == "picked":
        known = {**{said: name for name, said in PICKED_LETTERS.items()}, NOTHING_PICKED: ""}
    elif box == "stance":
        known = {said: said for said in STANCE_LETTERS}
    else:
        known = {**letters(_READ_AS[box])}
    if letter not in known:
        raise NotValid(
            "The letter {letter} stands beside no box here: {box}", field=LINE, letter=letter, box=BOX_WORDS[box]
        )
    return known[letter]


def _stance(said: object) -> tuple[Stance | None, int | None, bool]:
    if not isinstance(said, str):
        return None, None, False
    if said.isdigit():
        return Stance.CARD, int(said), False
    stance, leaning = STANCE_LETTERS[said]
    return stance, None, leaning


def check_sheet(sheet: Sheet, cards: int) -> None:
    """What a sheet must say, whichever way it was typed in. Raises `NotValid` beside the field."""
    if sheet.assent is Assent.DECLINED:
        return
    if sheet.way is None:
        raise NotValid("Say how it was asked. The way stands on the sheet.", field="way")
    if sheet.went is Went.STOPPED:
        if sheet.stopped_how is None:
            raise NotValid("Write down how they showed that they want to stop.", field="stopped_how")
        return
    missing = {
        "given_by": (sheet.given_by, Sentence("Say how they answered.")),
        "stance": (sheet.stance, Sentence("Say what it was taken to mean.")),
        "evidence": (sheet.evidence, Sentence("Say what kind of sign it was.")),
        "confidence": (sheet.confidence, Sentence("Say how sure whoever wrote it is.")),
        "knows": (sheet.knows, Sentence("Say how whoever wrote it knows the person.")),
    }
    for field, (there, words) in missing.items():
        if there is None:
            raise NotValid(words, field=field)
    for field, said in (("picked", sheet.picked), ("stance", str(sheet.stance_card or ""))):
        if said.isdigit() and not 1 <= int(said) <= cards:
            raise NotValid("There is no card with this number.", field=field)
    if sheet.there is not There.NOBODY and not sheet.who:
        raise NotValid("Type who was there, as the sheet has it.", field="who")


def picked_as(sheet: Sheet, cards: tuple[UUID, ...]) -> str:
    """What was picked as a sitting keeps it: a card's id, or the word for what is no card."""
    return str(cards[int(sheet.picked) - 1]) if sheet.picked.isdigit() else sheet.picked
