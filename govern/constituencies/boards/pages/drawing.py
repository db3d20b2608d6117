"""A board as a seat map: from left to right in the order of the groups, a dashed outline for a seat that is free."""

from markupsafe import Markup

from govern.constituencies.boards.queries import Board, SeatRow, Sitting
from govern.documents.pictures.drawing import Caption
from govern.documents.pictures.seats import Seat, SeatWords, seat_map
from govern.languages import Language
from govern.sentences import Sentence

#: Seats of no group are drawn with the last thread, which no society of five groups or fewer uses.
NO_GROUP = 6


def picture_of(board: Board, language: Language) -> Markup | None:
    """The picture, or None where there are too many seats to see."""
    if not board.rows:
        return None
    seats = [seat for row in board.rows for seat in _row(row)]
    filled = Sentence("all filled") if board.free == 0 else Sentence("{free} free", free=board.free)
    title = Sentence(
        "{body}: {filled} of {seats} seats is filled.",
        "{body}: {filled} of {seats} seats are filled.",
        board.filled,
        body=board.name,
        filled=board.filled,
        seats=board.seats,
    )
    words = SeatWords(
        total=language.say(Sentence("{seats} seat", "{seats} seats", board.seats, seats=board.seats)),
        state=language.say(filled),
        caption=Caption(language.say(title), language.say(Sentence("The list below says who sits where."))),
    )
    return seat_map(
        seats, words=words, prefix=f"seats-{''.join(c if c.isalnum() else '-' for c in board.id.lower())}"
    )


def _row(row: SeatRow) -> list[Seat]:
    thread = row.thread or NO_GROUP
    return [Seat(thread, initials(one)) for one in row.sitting] + [Seat(thread)] * row.free


def initials(one: Sitting) -> str:
    words = one.name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()
