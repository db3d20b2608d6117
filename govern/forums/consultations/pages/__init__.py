"""Pages of consultations. Before anybody is asked: the question and its desk (`writing`), cards and their symbols
(`cards`), photographs (`picturing`), ways (`ways`), what a second person checks (`checking`), people and askers
(`people`), and what symbols mean (`symbols`). Then a person who is asked (`asked`), asking them (`sittings`), the
full screen (`showing`), one's own questions (`own`), how people communicate (`communication`). In the end the sum
(`summing`, `of_person`), the decision that cites it (`deciding`), the way back (`returning`), and what everybody is
told (`told`). Where there is no signal: what is printed and which tablets are out (`pack`), record sheets typed in
(`sheets`), and the page that works without a connection (`tablet`). The office: who delivers whose care (`care`)."""

from litestar import Router

from govern.forums.consultations.pages import (
    asked,
    cards,
    care,
    checking,
    communication,
    deciding,
    of_person,
    own,
    pack,
    people,
    picturing,
    returning,
    sheets,
    showing,
    sittings,
    summing,
    symbols,
    tablet,
    told,
    ways,
    writing,
)

router = Router(
    path="",
    route_handlers=[
        *asked.HANDLERS,
        *sittings.HANDLERS,
        *showing.HANDLERS,
        *own.HANDLERS,
        *communication.HANDLERS,
        *writing.HANDLERS,
        *cards.HANDLERS,
        *care.HANDLERS,
        *picturing.HANDLERS,
        *ways.HANDLERS,
        *checking.HANDLERS,
        *people.HANDLERS,
        *symbols.HANDLERS,
        *summing.HANDLERS,
        *of_person.HANDLERS,
        *deciding.HANDLERS,
        *returning.HANDLERS,
        *told.HANDLERS,
        *pack.HANDLERS,
        *sheets.HANDLERS,
        *tablet.HANDLERS,
    ],
)
