"""`…/sittings/{id}/show`: the question full screen, for the person alone. Nothing else is on it.

The same screens serve somebody who answers on their own page (`own`): only where a press goes differs. One thing
after another (`scan`) is for one switch: the screen shows one thing and a button for it, and goes on by itself after
so many seconds, round and round, for as long as it takes; or it waits for "Next".
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.sitting import Press
from govern.forums.consultations.pages.asked_steps import SITTING, Asks, asker
from govern.forums.consultations.queries import CardView, ConsultationView, SittingView, WayView
from govern.forums.consultations.rules import Adaptation, Assent, CountsAs, Offered, Place
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.page import page
from govern.web.visitor import Visitor

#: Which thing lies on the screen, which card is put in its place: from 0 and from 1.
At = Annotated[int, Parameter(query="at", ge=0, le=1_000)]
#: Seconds until the next thing by itself; 0 waits for a press.
Scan = Annotated[int | None, Parameter(query="scan", ge=0, le=60)]
PACES = (3, 5, 10, 20)
SORTED = (Adaptation.SORTING, Adaptation.MAT)
NOTHING_TO_PICK = (Adaptation.OBSERVING,)
STOP = Offered("stop", Sentence("Stop"), "pictures/stop.svg")
#: None of them is a thumb: on a screen that shows "Yes" or "No" a thumb means just that.
RIGHT = Offered("right", Sentence("Yes, that is right"), "pictures/right.svg")
AGAIN = Offered("again", Sentence("No, I choose again"), "pictures/again.svg")
ENOUGH = Offered("enough", Sentence("We are done"), "pictures/right.svg")
#: How a card looks in each way: the word that the templates' `press` knows.
LOOKS = {
    Adaptation.SYMBOLS: "symbols",
    Adaptation.PHOTOGRAPHS: "photographs",
    Adaptation.OBJECTS: "objects",
    Adaptation.WORDS: "words",
    Adaptation.SIGNED: "words",
}


def _a_day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a press can choose: a card of the question, or one of what is always there."""

    name: str
    value: str
    card: CardView | None = None
    offered: Offered | None = None


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """What is on the screen. `things` in the order in which they lie; `base` is where presses go. `to_look`: the name
    of a way that somebody only looks at while it is prepared; then a press goes nowhere."""

    consultation: ConsultationView
    sitting: SittingView
    way: WayView | None
    things: tuple[Thing, ...]
    cards: tuple[CardView, ...]
    base: str
    own: bool
    giver: str
    to_look: str = ""

    @property
    def question(self) -> str:
        """What stands above all: nothing is asked of whoever is watched, and what to watch for is not for them."""
        if self.sitting.adaptation in NOTHING_TO_PICK:
            return self.consultation.title
        return (self.way.words if self.way else "") or self.consultation.question

    @property
    def look(self) -> str:
        return LOOKS.get(self.sitting.adaptation, "")

    @property
    def tried(self) -> tuple[tuple[date | None, str], ...]:
        """What is tried on which day: a line has its day, and the key of its card or words."""
        known = {str(card.id): card.words for card in self.cards}
        lines = self.way.days if self.way else ()
        found = []
        for line in lines:
            day, _, rest = line.partition(" ")
            words = known.get(rest.strip(), rest.strip())
            found.append((_a_day(day), words) if _a_day(day) else (None, line))
        return tuple(found)

    @property
    def unplaced(self) -> tuple[CardView, ...]:
        return tuple(card for card in can_be_chosen(self.cards) if card.id not in self.sitting.placed)

    @property
    def only_shown(self) -> tuple[CardView, ...]:
        return tuple(card for card in self.cards if card.counts_as is CountsAs.NOTHING)


def can_be_chosen(cards: Sequence[CardView]) -> tuple[CardView, ...]:
    """Without those that are only shown."""
    return tuple(card for card in cards if card.counts_as is not CountsAs.NOTHING)


async def screen_of(
    reading: AsyncSession,
    view: ConsultationView,
    sitting: SittingView,
    language: str,
    *,
    base: str,
    own: bool = False,
    giver: str = "",
) -> Screen:
    """The cards in the order that was written down for this sitting."""
    known = {card.id: card for card in await queries.cards_of(reading, view.id, language)}
    cards = tuple(known[one] for one in sitting.order if one in known)
    ways = {way.kind: way for way in await queries.ways_of(reading, view.id, language)}
    way = ways.get(sitting.adaptation)
    return Screen(
        consultation=view,
        sitting=sitting,
        way=way,
        things=things_of(sitting.adaptation, way, cards),
        cards=cards,
        base=base,
        own=own,
        giver=giver,
    )


def things_of(kind: Adaptation, way: WayView | None, cards: Sequence[CardView]) -> tuple[Thing, ...]:
    """What can be picked in this way, without the ways out."""
    if kind in NOTHING_TO_PICK:
        return ()
    if kind in (Adaptation.FACES, Adaptation.TRYING):
        return tuple(picks(rules.faces_of(way.faces if way else None)))
    offered = can_be_chosen(cards)
    if kind is Adaptation.YES_NO or not offered:
        return tuple(picks(rules.YES_NO))
    return tuple(Thing(name="picked", value=str(card.id), card=card) for card in offered)


def nobody_s(kind: Adaptation, order: Sequence[UUID], leader: UUID, at: datetime) -> SittingView:
    """A sitting that is none, to look at its screen while a way is prepared."""
    return SittingView(
        id=leader,
        person_id=leader,
        group_id=None,
        adaptation=kind,
        led_by=leader,
        leader="",
        began_at=at,
        assent=Assent.GIVEN,
        assent_how="",
        order=tuple(order),
        picked="",
        placed={},
        given_by=None,
        did="",
        meant="",
        reader="",
        stopped_at=None,
        stopped_how="",
        ended_at=None,
        present=(),
    )


def picks(offered: Sequence[Offered], name: str = "picked") -> list[Thing]:
    return [Thing(name=name, value=one.key, offered=one) for one in offered]


WAYS_OUT = picks(rules.WAYS_OUT)
STOPS = Thing(name="stop", value="stop", offered=STOP)


def drawn(request: AnyRequest, screen: Screen, at: int, scan: int | None) -> Response[str]:
    """Which of the screens it is now."""
    sitting = screen.sitting
    sorts = sitting.adaptation in SORTED and bool(can_be_chosen(screen.cards)) and not sitting.picked
    if sorts and ((at and scan is None) or screen.unplaced):
        return _sorting(request, screen, at, scan)
    if sorts:
        return _board(request, screen, at, scan)
    if sitting.picked:
        return _chosen(request, screen, at, scan)
    things = (*screen.things, *WAYS_OUT, STOPS)
    if sitting.adaptation in NOTHING_TO_PICK:
        things = (Thing(name="enough", value="enough", offered=ENOUGH), STOPS)
    return _page(request, screen, f"show_{sitting.adaptation.value}", things, at, scan)


def _sorting(request: AnyRequest, screen: Screen, at: int, scan: int | None) -> Response[str]:
    """One card a page with three big answers. `at` is a card, from 1, that is put somewhere else."""
    card = screen.cards[(at - 1) % len(screen.cards)] if at and scan is None else screen.unplaced[0]
    things = (*picks(rules.PLACES, "place"), *picks(rules.WAYS_OUT[1:]), STOPS)
    return _page(request, screen, "show_sorting", things, at, scan, card=card)


def _board(request: AnyRequest, screen: Screen, at: int, scan: int | None) -> Response[str]:
    lists = [
        (place, [card for card in screen.cards if screen.sitting.placed.get(card.id) == Place(place.key)])
        for place in rules.PLACES
    ]
    things = (Thing(name="right", value="right", offered=RIGHT), *picks(rules.WAYS_OUT[1:]), STOPS)
    return _page(request, screen, "show_board", things, at, scan, lists=lists)


def _chosen(request: AnyRequest, screen: Screen, at: int, scan: int | None) -> Response[str]:
    """What was chosen lies there once more: is it right?"""
    picked = screen.sitting.picked
    offered = {one.key: one for one in (*rules.YES_NO, *rules.WAYS_OUT, *rules.faces_of(5))}
    card = next((one for one in screen.cards if str(one.id) == picked), None)
    right = Thing(name="right", value="right", offered=RIGHT)
    things = (right, Thing(name="again", value="again", offered=AGAIN), STOPS)
    return _page(request, screen, "show_chosen", things, at, scan, card=card, picked=offered.get(picked))


def _page(
    request: AnyRequest,
    screen: Screen,
    template: str,
    things: Sequence[Thing],
    at: int,
    scan: int | None,
    **more: object,
) -> Response[str]:
    following = (at + 1) % len(things)
    answer = page(
        request,
        f"consultations/{template if scan is None else 'show_scan'}.html",
        screen=screen,
        things=things,
        outs=[one for one in things if one not in screen.things],
        scan=scan,
        thing=things[at % len(things)],
        following=following,
        shows={"card": None, "picked": None, "lists": (), "places": rules.PLACES} | more,
    )
    if scan:
        # A pace that was chosen for this person, not a time-out: it goes round until something is pressed.
        answer.headers["refresh"] = f"{scan}; url={screen.base}/show?scan={scan}&at={following}"
    return answer


async def facilitated(asks: Asks, reading: AsyncSession, asked_id: UUID, sitting_id: UUID) -> Screen:
    view = await asks.view(reading)
    sitting = await queries.sitting(reading, view.id, asked_id, sitting_id)
    base = asks.at(f"/people/{asked_id}/sittings/{sitting_id}")
    name = asks.visitor.first_name
    return await screen_of(reading, view, sitting, asks.door.language.code, base=base, giver=name)


@get(f"{SITTING}/show", name="consultations.show", guards=[asker])
async def show(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    sitting_id: UUID,
    at: At = 0,
    scan: Scan = None,
) -> Response[str] | Redirect:
    asks = Asks(request, store, door, visitor, consultation_id)
    screen = await facilitated(asks, reading, asked_id, sitting_id)
    if not screen.sitting.goes_on:
        return Redirect(f"{screen.base}/done", status_code=303)
    return drawn(request, screen, at, scan)


@get(f"{SITTING}/done", name="consultations.shown", guards=[asker])
async def done(
    request: AnyRequest,
    reading: AsyncSession,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    sitting_id: UUID,
    right: Annotated[bool, Parameter(query="right")] = False,
) -> Response[str]:
    """The end, for the person; the one way back is for whoever asks."""
    asks = Asks(request, store, door, visitor, consultation_id)
    screen = await facilitated(asks, reading, asked_id, sitting_id)
    return page(request, "consultations/show_done.html", screen=screen, right=right)


@post(f"{SITTING}/show", name="consultations.press", guards=[asker])
async def press(
    request: AnyRequest,
    store: Store,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    asked_id: UUID,
    sitting_id: UUID,
    scan: Scan = None,
) -> Redirect:
    """One press of the person. What cannot be done any more changes nothing, and the screen says where it stands."""
    asks = Asks(request, store, door, visitor, consultation_id)
    form = await request.form()
    pressed = submitted(Press, form, door.language.say).values or Press()
    async with store.writing() as writing:
        screen = await facilitated(asks, writing, asked_id, sitting_id)
        if pressed.stop:
            how = asks.say("Stop was pressed on the screen.")
            await lifecycle.stop_sitting(writing, consultation_id, sitting_id, how, by=asks.by, at=door.at)
        else:
            await pressed_on(writing, screen, pressed, by=asks.by, door=door)
    finished = "right" in form or "enough" in form
    if pressed.stop or finished:
        return Redirect(f"{screen.base}/done" + ("?right=true" if "right" in form else ""), status_code=303)
    return Redirect(after(screen.base, scan), status_code=303)


def after(base: str, scan: int | None) -> str:
    """The same screen again, at its beginning, in the same pace."""
    return f"{base}/show" + (f"?scan={scan}" if scan is not None else "")


async def pressed_on(writing: AsyncSession, screen: Screen, pressed: Press, *, by: UUID, door: Door) -> None:
    """Picked, put somewhere, or put somewhere else."""
    where = (writing, screen.consultation.id, screen.sitting.id)
    if not screen.sitting.goes_on:
        return
    try:
        if pressed.picked:
            await lifecycle.pick(*where, pressed.picked, by=by, at=door.at)
        elif pressed.move:
            card, _, place = pressed.move.partition(":")
            await lifecycle.put(*where, UUID(card), Place(place), by=by, at=door.at)
        elif pressed.card and pressed.place:
            await lifecycle.put(*where, pressed.card, pressed.place, by=by, at=door.at)
        elif pressed.again:
            await lifecycle.pick(*where, "", by=by, at=door.at)
    except ValueError:
        raise NotFound("There is no such place. Go back to the question.") from None


HANDLERS = [show, done, press]
