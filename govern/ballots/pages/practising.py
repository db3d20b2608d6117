"""`practice`: try it first. The pages of the paper with an invented question, in which nothing is kept (M92).

The paper is made here and stands in no table; choices wait in the browser's own cookie like those of a real paper,
and go when the practice ends. Nothing is sealed, because nothing is sent.
"""

from collections.abc import Callable
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect

from govern.ballots.pages.booth import Booth, Seat, forget_draft
from govern.ballots.paper.views import ORDER_SAID
from govern.ballots.queries import CandidateView, ContestView, PaperView
from govern.ballots.rules import ContestKind, EasyLine, Method, Readers
from govern.languages import Language
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

NO_BALLOT = UUID(int=0)
SYMBOL = "vendor/symbols/openmoji-{}.svg"
CAKES = (
    (Sentence("Bara brith"), Sentence("A loaf with fruit and tea in it")),
    (Sentence("Welsh cakes"), Sentence("Small and round, from the griddle")),
    (Sentence("Apple tart"), Sentence("With cream")),
)


def practice_paper(language: Language, door: Door) -> PaperView:
    """Two invented questions: one with yes and no, one to put in order."""
    say = language.say
    tea = _contest(
        1,
        say,
        kind=ContestKind.RESOLUTION,
        title=Sentence("A tea party"),
        question=Sentence("Shall we have a tea party on Friday?"),
        yes=Sentence("There is tea and cake on Friday."),
        no=Sentence("There is no tea party."),
    )
    cakes = _contest(
        2,
        say,
        kind=ContestKind.ELECTION,
        title=Sentence("Which cake?"),
        question=Sentence("Which cake do you want most?"),
        candidates=tuple(
            CandidateView(UUID(int=20 + n), UUID(int=20 + n), say(name), "", say(about), (), "", False)
            for n, (name, about) in enumerate(CAKES)
        ),
    )
    title = say(Sentence("A practice vote"))
    return PaperView(NO_BALLOT, "0", title, door.at, (tea, cakes), False, None, ORDER_SAID)


def _contest(
    number: int,
    say: Callable[[Sentence], str],
    *,
    kind: ContestKind,
    title: Sentence,
    question: Sentence,
    yes: Sentence | None = None,
    no: Sentence | None = None,
    candidates: tuple[CandidateView, ...] = (),
) -> ContestView:
    return ContestView(
        id=UUID(int=number),
        position=number,
        kind=kind,
        title=say(title),
        question=say(question),
        full_text="",
        yes_means=say(yes) if yes is not None else "",
        no_means=say(no) if no is not None else "",
        easy_title=say(title),
        easy_lines=(),
        easy_readers=Readers.NONE,
        ask_whom="",
        method=Method.STV if candidates else None,
        seats=1,
        at_most=len(candidates) or 1,
        candidates=candidates,
        voters=(),
        counted=(),
    )


def easy_lines(language: Language) -> tuple[EasyLine, ...]:
    """What practice is, one idea a line with its picture."""
    lines = (
        ("question", Sentence("You can try it first.")),
        ("house", Sentence("The question is made up. It is about tea and cake.")),
        ("look", Sentence("The pages are the same as in a real vote.")),
        ("no", Sentence("Nothing is sent. Nothing is kept.")),
        ("ballot-box", Sentence("You can do it as often as you like.")),
    )
    return tuple(EasyLine(SYMBOL.format(picture), language.say(words)) for picture, words in lines)


class PracticeSeat(Seat, frozen=True):
    """Whoever tries it, at a paper that is no ballot's."""

    @property
    def stem(self) -> str:
        return "practice"


class PracticeBooth(Booth):
    """The booth with the invented paper, at addresses of its own. Its cookie goes with the browser."""

    practice = True

    def _seconds(self) -> int | None:
        return None


def practice_booth(request: AnyRequest, door: Door, society: Society, visitor: Visitor) -> PracticeBooth:
    seat = PracticeSeat(visitor, NO_BALLOT)
    cookie = request.cookies.get(door.cookie(seat.cookie))
    return PracticeBooth(door, society, seat, practice_paper(door.language, door), cookie)


@get("/practice", name="practice", guards=[signed_in])
async def try_it(request: AnyRequest, door: Door, booth: Booth) -> Response[str]:
    return page(
        request,
        "ballots/practice.html",
        section="votes",
        lines=easy_lines(door.language),
        started=booth.draft is not None,
        start=booth.at("start"),
    )


@post("/practice/cast", name="practice.send", guards=[signed_in])
async def send(door: Door, visitor: Visitor) -> Redirect:
    """What a real vote does here, this does not: the choices go from the browser, and were never anywhere else."""
    return forget_draft(Redirect(door.here("practice/done"), status_code=303), door, PracticeSeat(visitor, NO_BALLOT))


@get("/practice/done", name="practice.done", guards=[signed_in])
async def done(request: AnyRequest) -> Response[str]:
    return page(request, "ballots/practice_done.html", section="votes")


HANDLERS = [try_it, send, done]
