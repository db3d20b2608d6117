"""Running a circle's rounds: write the proposal, name the circle, take each step, note what was said in the room."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import Phase
from govern.ballots.forms import (
    CirclePersonForm,
    FallbackForm,
    IntegrateForm,
    NotedConsentForm,
    NotedVoteForm,
    ProposalForm,
    ReviewForm,
    RewordForm,
)
from govern.ballots.lifecycle import consenting, proposing
from govern.ballots.lifecycle.proposing import NewProposal
from govern.ballots.pages.circles import Where, of_a_body, standing
from govern.ballots.pages.what_if import kind_name
from govern.ballots.queries import circle_lists
from govern.ballots.queries.circles import THE_MEMBERS, ProposalPage
from govern.ballots.rules.consenting import GENERAL, bodies_of_consent
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import citation
from govern.constituencies.rulebook.rules import body_name
from govern.database import Store
from govern.errors import GovernError
from govern.identity.pages.entering import site_of
from govern.identity.rules import Site, day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

runner = holding(Permission.CONSENT_RUN)
ADDRESS = "/office/consent/{proposal_id:uuid}"
Shown = Response[str] | Redirect
#: How many a search shows.
MOST_FOUND = 20
T = TypeVar("T", bound=msgspec.Struct)


class Doing(msgspec.Struct, frozen=True):
    """What a step is given: the open transaction, which proposal, who, when, and where its pages are."""

    writing: AsyncSession
    proposal_id: UUID
    by: UUID
    at: datetime
    site: Site
    typed: dict[str, str]


@get("/office/consent", name="consent.office", guards=[runner])
async def office_list(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    book = (await rulebooks.in_force(reading, day_of(door.at))).rulebook
    return page(
        request,
        "ballots/consent_office_list.html",
        section="office",
        proposals=await circle_lists.proposals(reading, door.at, door.language.code, drafts=True),
        possible=bool(bodies_of_consent(book)),
        rule=citation("consent.enabled", book),
    )


@get("/office/consent/new", name="consent.new", guards=[runner])
async def new(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    return await _new_shown(request, door, reading, None)


async def _new_shown(
    request: AnyRequest, door: Door, reading: AsyncSession, form: Submission[ProposalForm] | None
) -> Response[str]:
    book = (await rulebooks.in_force(reading, day_of(door.at))).rulebook
    code, bodies = door.language.code, bodies_of_consent(book)
    names = [
        (one, door.language.say(THE_MEMBERS) if one == GENERAL else body_name(book.body(one), code)) for one in bodies
    ]
    kinds = [(one.id, kind_name(book, one.id, door)) for one in book.resolutions if one.consent_first]
    return page(
        request,
        "ballots/consent_new.html",
        section="office",
        form=form,
        bodies=names,
        kinds=kinds if GENERAL in bodies else [],
        rule=citation("consent.bodies", book),
    )


def words(form: ProposalForm | RewordForm | IntegrateForm, name: str) -> dict[str, str]:
    both = {"en": getattr(form, name), "cy": getattr(form, f"{name}_cy")}
    return {code: text for code, text in both.items() if text}


@post("/office/consent/new", name="consent.draft", guards=[runner])
async def draft(request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor) -> Shown:
    form = submitted(ProposalForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            wanted = NewProposal(body=sent.body, kind=sent.kind, title=words(sent, "title"), text=words(sent, "text"))
            async with store.writing() as writing:
                made = await proposing.draft_proposal(writing, wanted, by=visitor.person_id, at=door.at)
            return _to(door, made)
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _new_shown(request, door, reading, form)


def _to(door: Door, proposal_id: UUID) -> Redirect:
    return Redirect(door.here(f"office/consent/{proposal_id}"), status_code=303)


@get(ADDRESS, name="consent.office_one", guards=[runner])
async def office_one(
    request: AnyRequest, door: Door, reading: AsyncSession, proposal_id: UUID, search: str = ""
) -> Response[str]:
    return await _shown(request, door, reading, proposal_id, None, search)


async def _shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    proposal_id: UUID,
    form: Submission[T] | None,
    search: str = "",
) -> Response[str]:
    found = await of_a_body(reading, door, proposal_id)
    people = []
    if search and found.phase is Phase.DRAFT:
        named = await register.members(reading, day_of(door.at), words=search)
        people = [
            (str(one.person_id), one.name) for one in named.lines[:MOST_FOUND] if one.person_id not in found.circle
        ]
    where = Where(door.here(f"office/consent/{proposal_id}"), door.here("office/consent"), "office")
    return running_shown(request, found, where, form, search, people)


def running_shown(
    request: AnyRequest,
    found: ProposalPage,
    where: Where,
    form: Submission[T] | None,
    search: str = "",
    people: Sequence[tuple[str, str]] = (),
) -> Response[str]:
    """The page from which the rounds are run. In a circle outside the bodies nobody is named for one proposal."""
    if form is not None:
        texts = found.wording.texts
        known = {"title": found.titles.get("en", ""), "title_cy": found.titles.get("cy", "")}
        form = form.beside(**known, text=texts.get("en", ""), text_cy=texts.get("cy", ""))
    return page(
        request,
        "ballots/consent_office.html",
        section=where.section,
        where=where,
        proposal=found,
        stands=standing(found, running=True),
        form=form,
        search=search,
        people=people,
        circle=[(str(person), name) for person, name in found.circle.items()],
        silent=[name for person, name in found.circle.items() if found.answer_of(person) is None],
    )


def a_step(path: str, kind: type[T] | None, act: Callable[[Doing, T], Awaitable[object]]) -> HTTPRouteHandler:
    """A button or a form on the proposal's page: one transaction, then back; a refusal stands on the page itself."""

    @post(f"{ADDRESS}/{path}", name=f"consent.run_{path.replace('/', '_').replace('-', '_')}", guards=[runner])
    async def take(
        request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, proposal_id: UUID
    ) -> Shown:
        sent = await request.form()
        form = submitted(kind or Nothing, sent, door.language.say)
        typed = {name: value for name, value in sent.items() if isinstance(value, str)}
        await of_a_body(reading, door, proposal_id)
        try:
            if form.values is not None:
                async with store.writing() as writing:
                    doing = Doing(writing, proposal_id, visitor.person_id, door.at, site_of(door), typed)
                    await act(doing, form.values)  # type: ignore[arg-type] # of the kind that was asked for
                return _to(door, proposal_id)
        except GovernError as refusal:
            form = form.refused(refusal)
        return await _shown(request, door, reading, proposal_id, form)

    return take


class Nothing(msgspec.Struct, frozen=True):
    """A button alone."""


async def integrate(one: Doing, sent: IntegrateForm) -> None:
    met = {}
    for name, value in one.typed.items():
        if name.startswith("met_"):
            met[UUID(name.removeprefix("met_"))] = value
    text = words(sent, "text")
    await proposing.integrate(
        one.writing, one.proposal_id, text, sent.changed, met, by=one.by, at=one.at, site=one.site
    )


STEPS = [
    a_step(
        "words",
        RewordForm,
        lambda one, sent: proposing.reword(
            one.writing, one.proposal_id, words(sent, "title"), words(sent, "text"), by=one.by, at=one.at
        ),
    ),
    a_step(
        "people",
        CirclePersonForm,
        lambda one, sent: proposing.add_to_circle(one.writing, one.proposal_id, sent.person, by=one.by, at=one.at),
    ),
    a_step(
        "people/out",
        CirclePersonForm,
        lambda one, sent: proposing.take_from_circle(one.writing, one.proposal_id, sent.person, by=one.by, at=one.at),
    ),
    a_step(
        "step",
        Nothing,
        lambda one, _: proposing.move_on(one.writing, one.proposal_id, by=one.by, at=one.at, site=one.site),
    ),
    a_step(
        "answer",
        NotedConsentForm,
        lambda one, sent: consenting.answer(
            one.writing, one.proposal_id, sent.person, sent.said, sent.reason or "", by=one.by, at=one.at
        ),
    ),
    a_step(
        "end-round",
        Nothing,
        lambda one, _: proposing.end_round(one.writing, one.proposal_id, by=one.by, at=one.at, site=one.site),
    ),
    a_step("integrate", IntegrateForm, integrate),
    a_step(
        "fallback",
        FallbackForm,
        lambda one, sent: consenting.take_fallback(one.writing, one.proposal_id, sent.way, by=one.by, at=one.at),
    ),
    a_step(
        "vote",
        NotedVoteForm,
        lambda one, sent: consenting.vote(
            one.writing, one.proposal_id, sent.person, sent.voted, by=one.by, at=one.at
        ),
    ),
    a_step(
        "end-vote",
        Nothing,
        lambda one, _: consenting.end_vote(one.writing, one.proposal_id, by=one.by, at=one.at),
    ),
    a_step(
        "review",
        ReviewForm,
        lambda one, sent: consenting.review(
            one.writing, one.proposal_id, Phase(sent.outcome.value), sent.words, by=one.by, at=one.at
        ),
    ),
]

HANDLERS = [office_list, new, draft, office_one, *STEPS]
