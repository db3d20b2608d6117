"""Pages of forums: what members see and do (`member`, `gatherings`), what whoever leads one does (`leading`,
`calling`, `attending`, `hearing`, `noting`, `minding`), what the office does (`office`), votes of one forum
(`voting`, `voting_office`). `steps`: what all steps share."""

from litestar import Router

from govern.forums.gatherings.pages import (
    attending,
    calling,
    gatherings,
    hearing,
    leading,
    member,
    minding,
    noting,
    office,
    voting,
    voting_office,
)
from govern.forums.gatherings.pages.steps import LED

router = Router(
    path="",
    dependencies=LED,
    route_handlers=[
        *member.HANDLERS,
        *gatherings.HANDLERS,
        *leading.HANDLERS,
        *calling.HANDLERS,
        *attending.HANDLERS,
        *hearing.HANDLERS,
        *noting.HANDLERS,
        *minding.HANDLERS,
        *office.HANDLERS,
        *voting.HANDLERS,
        *voting_office.HANDLERS,
    ],
)
