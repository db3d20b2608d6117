"""Pages of what is remembered: `minutes`, the audit trail; taken `live`, with `actions` and `people`; `agreeing`,
what is kept `apart`, `easy` words, the `books`; minutes of the time `before`, and `bringing` them in."""

from litestar import Router

from govern.minutes.book.pages import (
    actions,
    agreeing,
    apart,
    before,
    books,
    bringing,
    easy,
    in_body,
    live,
    minutes,
    people,
)

router = Router(
    path="",
    route_handlers=[
        *(*minutes.HANDLERS, *live.HANDLERS, *actions.HANDLERS, *people.HANDLERS, *in_body.HANDLERS),
        *(*agreeing.HANDLERS, *apart.HANDLERS, *easy.HANDLERS, *books.HANDLERS),
        *(*before.HANDLERS, *bringing.HANDLERS),
    ],
)
