"""What an agenda must have before a notice can go out, and before a meeting can close."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence


def check_languages(words: Mapping[str, str], languages: Sequence[str], field: str) -> None:
    """What goes to members is there in every language of the society at the same moment. Raises `NotValid`."""
    for code in languages:
        if not words.get(code):
            raise NotValid(
                "Type this in every language of the society. Members read it in theirs.",
                field=field if code == "en" else f"{field}_{code}",
            )


def check_link(link: str | None, field: str = "video_link") -> None:
    if link and not link.startswith(("https://", "http://")):
        raise NotValid("A link begins with https://. Copy the whole link.", field=field)


def check_motion(resolution: str | None, text: Mapping[str, str], kinds: Collection[str]) -> None:
    """A motion has its full text and is a kind of decision that the rules know. Raises `NotValid`."""
    if resolution not in kinds:
        raise NotValid(
            "Choose what kind of decision this is. The rules say what each kind needs.", field="resolution"
        )
    if not any(text.values()):
        raise NotValid("Type the full text of the motion. People vote on these words.", field="text")


def check_election(seat: tuple[str, str], places: int | None, seats: Mapping[tuple[str, str], int]) -> None:
    """An election fills places of a row of seats that members elect. Raises `NotValid`."""
    if seat not in seats:
        raise NotValid("Choose the seats that are to be filled.", field="seat")
    if not places or not 1 <= places <= seats[seat]:
        raise NotValid("Type how many places are to be filled, from 1 to {most}.", field="places", most=seats[seat])


def check_not_owed(owed_id: UUID | None) -> None:
    """An answer that is owed stays on the agenda until it is given (invariant 66). Raises `NotAllowed`."""
    if owed_id is not None:
        raise NotAllowed(
            "An answer is owed to this, and it is late. It cannot be changed, removed or withdrawn. "
            "It stays until it is answered: write the answer down, or put it off to the next meeting."
        )


def check_has_business(items: int) -> None:
    if not items:
        raise NotValid("The agenda is empty, and a meeting deals only with what its notice names. Add an item first.")


def check_voted_on(items: int) -> None:
    if not items:
        raise NotValid("There is nothing to vote on. Add a motion or an election to the agenda first.")


def check_all_settled(open_items: Sequence[int]) -> None:
    """Every item was heard, decided, put off or withdrawn, or a ballot decides it. Raises `WrongMoment`."""
    if open_items:
        raise WrongMoment(
            Sentence(
                "Item {items} is still open. Say what became of it, then close the meeting.",
                "Items {items} are still open. Say what became of them, then close the meeting.",
                len(open_items),
                items=tuple(open_items),
            )
        )
