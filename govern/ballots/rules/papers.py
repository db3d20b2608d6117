"""Votes on paper: what stands on an outer envelope, when it is logged, who may be a teller, how papers are mixed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from govern.ballots.rules.stages import Stage
from govern.ballots.rules.voting import last_moment
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence

HANDLE_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
LOOKS_LIKE = str.maketrans({"0": "o", "8": "b"})
"""Figures that no handle has, and the letter somebody meant who typed them."""

TELLERS_WAIT = timedelta(hours=1)
"""How long after the close a pile that was logged in time waits for its second teller."""

MOST_IN_A_BATCH = 200
#: More batches or piles of one vote than anybody will ever make: a larger number is none of them.
MOST_BATCHES = 1_000_000

STANDARD, LARGE_PRINT, EASY_READ = "standard", "large_print", "easy_read"
FORMS = (STANDARD, LARGE_PRINT, EASY_READ)


class TellersDiffer(NotValid):
    """Two tellers do not say the same of a pile of envelopes."""


class Size(msgspec.Struct, frozen=True):
    """How many papers of one style wait to be mixed, and how many there must be at least in a batch."""

    waiting: int
    floor: int

    @property
    def few(self) -> bool:
        """So few of this style came on paper that whoever opens them could guess: they are one batch."""
        return 0 < self.waiting < self.floor


def grouped(handle: str) -> str:
    """A handle as it is printed: four times four capitals."""
    letters = handle.upper()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def check_posting(stage: Stage) -> None:
    """Raises WrongMoment once no paper goes out any more."""
    if stage not in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN):
        raise WrongMoment("This vote is over, so no paper goes out for it any more. Look at the next vote.")


def check_printing(stage: Stage) -> None:
    """Papers bear the fingerprint, so there are none before the roll is frozen. Raises WrongMoment."""
    if stage in (Stage.DRAFT, Stage.PUBLISHED):
        raise WrongMoment(
            "Papers are printed once the roll is frozen: they bear its fingerprint. Freeze the roll first."
        )
    if stage not in (Stage.FROZEN, Stage.OPEN):
        raise WrongMoment("Voting has ended, so no more papers are printed. Look at those that came back.")


def read_handle(typed: str) -> str:
    """A handle as somebody typed or scanned it. Raises NotValid."""
    letters = re.sub(r"[\s\-\u2010-\u2015]", "", typed).lower().translate(LOOKS_LIKE)
    if len(letters) != 16 or any(letter not in HANDLE_LETTERS for letter in letters):
        raise NotValid(
            "The code on an outer envelope has sixteen letters and figures, in fours. Scan it or type it again.",
            field="code",
        )
    return letters


def may_log(stage: Stage, opens_at: datetime, closes_at: datetime, grace_seconds: int, at: datetime) -> None:
    """Raises WrongMoment unless an outer envelope that lies before the tellers may be logged now."""
    if stage in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN):
        raise WrongMoment(
            "This vote is not open yet. Keep what has come unopened, and log it from {day} on.", day=opens_at
        )
    if stage is Stage.WITHDRAWN:
        raise WrongMoment("This vote was withdrawn. Papers for it stay unopened. Keep them with the others.")
    if stage is not Stage.OPEN or at > last_moment(closes_at, grace_seconds):
        raise WrongMoment(
            "This vote closed on {day}, so a paper that comes now does not count. "
            "Write today's date on the envelope, and keep it unopened with the others that came late.",
            day=closes_at,
        )


def waits_for_tellers(closes_at: datetime, grace_seconds: int, at: datetime) -> bool:
    """Whether the clock leaves a vote open a little longer because a pile that came in time waits to be confirmed."""
    return at <= last_moment(closes_at, grace_seconds) + TELLERS_WAIT


def check_teller(person: UUID, candidates: Collection[UUID], tied: Iterable[tuple[UUID, UUID]]) -> None:
    """Nobody who stands, and nobody of a candidate's house or family, touches papers (invariant 59)."""
    if person in candidates:
        raise NotAllowed(
            "You stand in this vote, so you cannot be a teller of its papers. "
            "Ask the returning officer for two others."
        )
    if any({one, other} - {person} <= set(candidates) and person in (one, other) for one, other in tied):
        raise NotAllowed(
            "Somebody of your household or family stands in this vote, so you cannot be a teller of its papers. "
            "Ask the returning officer for two others."
        )


def check_two(one: UUID, other: UUID) -> None:
    """One teller alone is not enough."""
    if one == other:
        raise NotAllowed(
            "Two tellers do this together, and you are one of them already. "
            "The other one signs in on their own device and does this part."
        )


def check_batch(papers: int, size: Size) -> None:
    """How many papers may be mixed together: none so few that they tell, nor so few left. Raises NotValid."""
    if size.waiting == 0:
        raise NotValid("No paper of this kind waits to be mixed.", field="papers")
    if papers > size.waiting:
        raise NotValid("So many papers of this kind do not wait. There are {n}.", n=size.waiting, field="papers")
    if papers == size.waiting and (size.few or papers <= MOST_IN_A_BATCH):
        return
    if papers > MOST_IN_A_BATCH:
        raise NotValid("A batch has at most {n} papers. Make two of them.", n=MOST_IN_A_BATCH, field="papers")
    if papers < size.floor:
        raise NotValid(
            "So few papers could tell how somebody voted. Mix at least {n} together, or all that are there.",
            n=size.floor,
            field="papers",
        )
    if 0 < size.waiting - papers < size.floor:
        raise NotValid(
            "Then {left} would be left, and so few could tell how somebody voted. "
            "Mix all {n} together, or fewer now.",
            left=size.waiting - papers,
            n=size.waiting,
            field="papers",
        )


#: What tellers and officers read where a batch is below the privacy floor.
FEW = Sentence(
    "So few papers of this kind came that whoever opens them could guess whose they are. "
    "They are one batch. The two tellers keep to themselves what they see. "
    "In the result these votes are added to the others, and nobody sees them apart."
)


def check_entered(waiting: int, unfinished: int, differing: int, over: int) -> None:
    """Before the count every paper is read by two, who agree. Raises WrongMoment, saying what is to be done.

    `waiting` papers are in no batch, `over` are in batches and do not count.
    """
    if waiting > 0:
        raise WrongMoment(
            Sentence(
                "{n} paper that counts is not entered yet. "
                "Two tellers open its envelope and enter it before the count.",
                "{n} papers that count are not entered yet. "
                "Two tellers open their envelopes and enter them before the count.",
                waiting,
                n=waiting,
            )
        )
    if differing:
        raise WrongMoment(
            Sentence(
                "On {n} paper the two tellers do not say the same. They look at it together before the count.",
                "On {n} papers the two tellers do not say the same. They look at them together before the count.",
                differing,
                n=differing,
            )
        )
    if unfinished:
        raise WrongMoment(
            Sentence(
                "{n} batch of papers is not finished. Both tellers enter every paper of it before the count.",
                "{n} batches of papers are not finished. Both tellers enter every paper of them before the count.",
                unfinished,
                n=unfinished,
            )
        )
    if over:
        raise WrongMoment(
            "More papers are mixed than count. Look at the batches with the scrutineers before the count."
        )
