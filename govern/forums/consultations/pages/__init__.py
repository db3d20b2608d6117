"""Pages of consultations. Before anybody is asked: the question and its desk (`writing`), cards and their symbols
(`cards`), photographs (`picturing`), ways (`ways`), what a second person checks (`checking`), people and askers
(`people`), and what symbols mean (`symbols`)."""

from litestar import Router

from govern.forums.consultations.pages import cards, checking, people, picturing, symbols, ways, writing

router = Router(
    path="",
    route_handlers=[
        *writing.HANDLERS,
        *cards.HANDLERS,
        *picturing.HANDLERS,
        *ways.HANDLERS,
        *checking.HANDLERS,
        *people.HANDLERS,
        *symbols.HANDLERS,
    ],
)
