"""The questions of a paper, at the addresses of each seat in the service."""

from litestar import get, post

from govern.ballots.pages.booth import seats
from govern.ballots.paper.pages import questions
from govern.web.guards import signed_in

PLACES = seats("paper/{number:int}", "paper/{number:int}/{place:int}")
ALL = seats("paper/{number:int}/all")

HANDLERS = [
    post(seats("start"), name="ballots.start", guards=[signed_in])(questions.start),
    get(PLACES, name="ballots.paper", guards=[signed_in])(questions.question),
    post(PLACES, name="ballots.answer", guards=[signed_in])(questions.answered),
    get(ALL, name="ballots.everybody", guards=[signed_in])(questions.everybody),
    post(ALL, name="ballots.next_place", guards=[signed_in])(questions.next_place),
]
