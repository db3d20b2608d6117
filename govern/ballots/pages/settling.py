"""How one motion is decided: the page on which an officer says it, with the rules' answer beside each field."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.forms import DecisionForm
from govern.ballots.pages.drafting import contest_of, matter_choices, preparer
from govern.ballots.pages.office import ballot_of
from govern.ballots.pages.what_if import kind_name
from govern.ballots.queries import ContestWording, OfficeBallot, circles
from govern.ballots.rules import Settling
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import citation
from govern.constituencies.rulebook.rules import group_name
from govern.database import Store, in_language
from govern.errors import GovernError, NotFound
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

ADDRESS = "/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}/decision"
Shown = Response[str] | Redirect


@get(ADDRESS, name="ballots.decision", guards=[preparer])
async def decision(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, contest_id: UUID, kept: int = 0
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    contest = contest_of(ballot, contest_id)
    if contest.settled is None:
        raise NotFound("This is an election, so no kind of decision is chosen here. Go back to the vote.")
    form = Submission.blank(**as_typed(contest.settled))
    return await _shown(request, door, reading, ballot, contest, form, kept=bool(kept))


def as_typed(settled: Settling) -> dict[str, str]:
    """What was said, as its form has it."""
    typed = {
        "kind": settled.kind,
        "matter": settled.matter or "",
        "confirms": str(settled.confirms or ""),
        "raised_by": settled.raised_by or "",
        "consent": str(settled.consent or ""),
    }
    for name in ("raised_for", "raised_against", "consent_rounds"):
        number = getattr(settled, name)
        typed[name] = "" if number is None else str(number)
    day = settled.consent_on
    parts = {} if day is None else {"day": day.day, "month": day.month, "year": day.year}
    return typed | {f"consent_on_{part}": str(value) for part, value in parts.items()}


async def _shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot: OfficeBallot,
    contest: ContestWording,
    form: Submission[DecisionForm],
    *,
    kept: bool = False,
) -> Response[str]:
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    code, say = door.language.code, door.language.say
    kind, higher = contest.resolution_kind or "", book.voting.class_may_raise_to
    waiting = [
        (
            str(one.contest_id),
            say(
                Sentence(
                    "{number}: {title}. From {first} to {last}.",
                    number=one.number,
                    title=one.title(code),
                    first=one.window.first_day,
                    last=one.window.last_day,
                )
            ),
        )
        for one in await queries.awaiting(reading, door.at.date())
    ]
    held = [(str(one.id), in_language(one.title, code)) for one in await circles.to_be_voted_on(reading)]
    return page(
        request,
        "ballots/office_decision.html",
        section="office",
        ballot=ballot,
        contest=contest,
        form=form,
        kept=kept,
        kinds=[(one.id, kind_name(book, one.id, door)) for one in book.resolutions],
        matters=matter_choices(book, door),
        awaiting=waiting,
        may_raise=higher is not None,
        raise_to=kind_name(book, higher, door) if higher is not None else "",
        raise_rule=citation("voting.class_may_raise_to", book),
        groups=[(group.id, group_name(group, code)) for group in book.voting_constituencies()],
        consent_first=any(one.consent_first for one in book.resolutions),
        held=held,
        kind_rule=citation(f"resolution.{kind}", book),
    )


@post(ADDRESS, name="ballots.settle", guards=[preparer])
async def settle(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
) -> Shown:
    form = submitted(DecisionForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            said = Settling(
                kind=sent.kind,
                matter=sent.matter,
                confirms=sent.confirms,
                raised_by=sent.raised_by,
                raised_for=sent.raised_for,
                raised_against=sent.raised_against,
                consent=sent.consent,
                consent_on=sent.consent_on,
                consent_rounds=sent.consent_rounds,
            )
            async with store.writing() as writing:
                await lifecycle.settle_decision(writing, contest_id, said, by=visitor.person_id, at=door.at)
            return Redirect(
                door.here(f"office/ballots/{ballot_id}/questions/{contest_id}/decision") + "?kept=1", status_code=303
            )
    except GovernError as refusal:
        form = form.refused(refusal)
    ballot = await ballot_of(reading, door, ballot_id)
    return await _shown(request, door, reading, ballot, contest_of(ballot, contest_id), form)


HANDLERS = [decision, settle]
