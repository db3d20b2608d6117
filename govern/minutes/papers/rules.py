"""Pure rules of papers: which kinds there are, how one is numbered, what somebody with a paper in hand may type."""

from __future__ import annotations

import re
from enum import StrEnum

from govern.documents import Form
from govern.errors import NotFound, NotValid
from govern.sentences import Sentence


class PaperKind(StrEnum):
    """A kind of paper that gets a number when it is issued."""

    NOTICE = "notice"
    AGENDA = "agenda"
    MINUTES = "minutes"
    EXTRACT = "extract"
    PROXY_FORM = "proxy-form"
    PEER_FORM = "peer-form"
    DECLARATION = "declaration"
    SCRUTINY = "scrutiny"
    ROLL = "roll"
    NOMINATION = "nomination"
    BOOKLET = "booklet"
    CONSULTATION = "consultation"
    ANSWER = "answer"


NAMES = {
    PaperKind.NOTICE: Sentence("Notice of the meeting"),
    PaperKind.AGENDA: Sentence("Agenda"),
    PaperKind.MINUTES: Sentence("Minutes"),
    PaperKind.EXTRACT: Sentence("Extract of a resolution"),
    PaperKind.PROXY_FORM: Sentence("Form: somebody votes for me"),
    PaperKind.PEER_FORM: Sentence("Form: a peer speaks for me"),
    PaperKind.DECLARATION: Sentence("Declaration of the result"),
    PaperKind.SCRUTINY: Sentence("Scrutineers' report"),
    PaperKind.ROLL: Sentence("Certificate of the roll"),
    PaperKind.NOMINATION: Sentence("Nomination paper"),
    PaperKind.BOOKLET: Sentence("Booklet of the candidates"),
    PaperKind.CONSULTATION: Sentence("Summary of a consultation"),
    PaperKind.ANSWER: Sentence("Answer to a recommendation"),
}
#: What can be made of a meeting, and of a ballot, in the order in which a secretary needs them.
OF_MEETING = (
    PaperKind.NOTICE,
    PaperKind.AGENDA,
    PaperKind.PROXY_FORM,
    PaperKind.PEER_FORM,
    PaperKind.MINUTES,
)
OF_BALLOT = (
    PaperKind.NOMINATION,
    PaperKind.BOOKLET,
    PaperKind.ROLL,
    PaperKind.DECLARATION,
    PaperKind.SCRUTINY,
)
#: Kinds that the office of whoever keeps the minutes sees, and no other.
OF_THE_MINUTES = frozenset({*OF_MEETING, PaperKind.EXTRACT, PaperKind.CONSULTATION, PaperKind.ANSWER}) - {
    PaperKind.NOTICE,
    PaperKind.AGENDA,
}
#: Kinds that somebody edits in a word processor.
EDITABLE = frozenset(
    {PaperKind.NOTICE, PaperKind.AGENDA, PaperKind.MINUTES, PaperKind.EXTRACT, PaperKind.DECLARATION}
    | {PaperKind.SCRUTINY}
)
#: Kinds that exist in Easy Read.
IN_EASY_READ = frozenset(
    {PaperKind.NOTICE, PaperKind.AGENDA, PaperKind.PROXY_FORM, PaperKind.PEER_FORM, PaperKind.NOMINATION}
    | {PaperKind.BOOKLET, PaperKind.DECLARATION, PaperKind.CONSULTATION, PaperKind.ANSWER}
)
LAST_PAGE_OF_EASY_READ = 20
NUMBER = re.compile(r"\s*(?:P\s*-?\s*)?(\d{4})\s*[-/ ]\s*(\d{1,6})\s*", re.IGNORECASE)
SHORTEST_MARK, LONGEST_MARK = 16, 64


def numbered(year: int, number: int) -> str:
    """What stands on a paper: P-2026-17."""
    return f"P-{year}-{number}"


def number_in(typed: str) -> tuple[int, int]:
    """Year and number of what somebody typed. Raises `NotValid`.

    >>> number_in("p-2026-17"), number_in("2026/17")
    ((2026, 17), (2026, 17))
    """
    found = NUMBER.fullmatch(typed)
    if found is None:
        raise NotValid(
            "A number of a paper looks like P-2026-17. It stands at the foot of each page.", field="number"
        )
    return int(found[1]), int(found[2])


def mark_in(typed: str) -> str:
    """The mark that somebody typed, as the signs alone. Raises `NotValid`.

    >>> mark_in("3F2A-91bc 77aa-0b1c")
    '3f2a91bc77aa0b1c'
    """
    signs = re.sub(r"[\s-]", "", typed).lower()
    if re.fullmatch(r"[0-9a-f]*", signs) is None or not SHORTEST_MARK <= len(signs) <= LONGEST_MARK:
        raise NotValid(
            "A mark has sixteen signs, from 0 to 9 and from a to f. It stands at the foot of each page.", field="mark"
        )
    return signs


def forms_of(kind: PaperKind) -> tuple[Form, ...]:
    """The forms in which a kind is printed."""
    return tuple(form for form in Form if form is not Form.EASY_READ or kind in IN_EASY_READ)


def kind_of(name: str, among: tuple[PaperKind, ...]) -> PaperKind:
    """Raises `NotFound` for a kind that is not made there."""
    found = next((kind for kind in among if kind.value == name), None)
    if found is None:
        raise NotFound("There is no such paper. Go back and choose one from the list.")
    return found


def form_of(name: str, kind: PaperKind) -> Form:
    """The form of this name. Raises `NotFound` where the kind is not printed like that."""
    found = next((form for form in forms_of(kind) if form.value == (name or Form.STANDARD.value)), None)
    if found is None:
        raise NotFound("This paper does not exist in this form. Go back and choose another one.")
    return found
