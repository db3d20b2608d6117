"""Writing a vote: its title and times, what it asks, the words in each language, the Easy Read, and who stands."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, rules
from govern.ballots.forms import BallotForm, ContestForm, WordingForm
from govern.ballots.lifecycle import BallotDraft, ContestDraft, Wording
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.pages.what_if import kind_name
from govern.ballots.queries import ContestWording, OfficeBallot
from govern.ballots.rules import ContestKind, Method
from govern.ballots.seal.documents import Level
from govern.constituencies.representation.rules import peers_vote
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.plain import matter_words
from govern.constituencies.rulebook.rules import body_name, group_name
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import LONDON, Submission, submitted
from govern.web.guards import holding
from govern.web.page import first_up, page
from govern.web.visitor import Visitor

preparer = holding(Permission.BALLOT_PREPARE)
Shown = Response[str] | Redirect
LANGUAGE_NAMES = {"en": Sentence("English"), "cy": Sentence("Welsh")}


def in_languages(english: str | None, welsh: str | None) -> dict[str, str]:
    """A text in the languages it was typed in."""
    return {code: text for code, text in (("en", english), ("cy", welsh)) if text}


# --- Title and times ------------------------------------------------------------------------------------------------


@get("/office/ballots/new", name="ballots.new", guards=[preparer])
async def new(request: AnyRequest, door: Door) -> Response[str]:
    return _ballot_form(request, door, None, Submission.blank(level=Level.EVERYDAY.value))


def _ballot_form(
    request: AnyRequest, door: Door, ballot: OfficeBallot | None, form: Submission[BallotForm]
) -> Response[str]:
    path = f"office/ballots/{ballot.id}/change" if ballot else "office/ballots/new"
    return page(
        request,
        "ballots/office_ballot_form.html",
        section="office",
        ballot=ballot,
        form=form,
        action=door.here(path),
    )


@post("/office/ballots/new", name="ballots.draft", guards=[preparer])
async def draft(request: AnyRequest, door: Door, store: Store, visitor: Visitor) -> Shown:
    form = submitted(BallotForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            new_ballot = BallotDraft(
                title=in_languages(sent.title, sent.title_cy),
                opens_at=sent.opens_at,
                closes_at=sent.closes_at,
                level=sent.level,
            )
            async with store.writing() as writing:
                ballot_id = await lifecycle.draft(writing, new_ballot, by=visitor.person_id, at=door.at)
            return to(door, ballot_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    return _ballot_form(request, door, None, form)


@get("/office/ballots/{ballot_id:uuid}/change", name="ballots.change_page", guards=[preparer])
async def change_page(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    typed = {
        "title": ballot.titles.get("en", ""),
        "title_cy": ballot.titles.get("cy", ""),
        **_moment("opens_at", ballot.opens_at),
        **_moment("closes_at", ballot.closes_at),
        "level": ballot.level.value,
    }
    return _ballot_form(request, door, ballot, Submission.blank(**typed))


def _moment(name: str, at: datetime) -> dict[str, str]:
    local = at.astimezone(LONDON)
    return {
        f"{name}_day": str(local.day),
        f"{name}_month": str(local.month),
        f"{name}_year": str(local.year),
        f"{name}_time": local.strftime("%H:%M"),
    }


@post("/office/ballots/{ballot_id:uuid}/change", name="ballots.change", guards=[preparer])
async def change(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form = submitted(BallotForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            async with store.writing() as writing:
                await lifecycle.edit_ballot(
                    writing,
                    ballot_id,
                    title=in_languages(sent.title, sent.title_cy),
                    opens_at=sent.opens_at,
                    closes_at=sent.closes_at,
                    level=sent.level,
                    by=visitor.person_id,
                    at=door.at,
                )
            return to(door, ballot_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    return _ballot_form(request, door, await ballot_of(reading, door, ballot_id), form)


# --- What it asks ---------------------------------------------------------------------------------------------------


@get("/office/ballots/{ballot_id:uuid}/questions/new", name="ballots.new_question", guards=[preparer])
async def new_question(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    return await _question_form(request, door, reading, ballot_id, Submission.blank())


async def _question_form(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, form: Submission[ContestForm]
) -> Response[str]:
    """The kinds of decision and the rows of seats that the rules know."""
    book = (await rulebooks.in_force(reading, door.at.date())).rulebook
    code = door.language.code
    kinds = [(kind.id, kind_name(book, kind.id, door)) for kind in book.resolutions]
    elected = {method.value for method in Method}
    groups = {group.id: group_name(group, code) for group in book.constituencies}
    open_to_all = door.language.say(Sentence("open to every member"))
    seats = [
        (f"{body.id}/{seat.constituency}", f"{body_name(body, code)}: {groups.get(seat.constituency, open_to_all)}")
        for body in book.bodies
        for seat in book.seats_of(body.id)
        if seat.method in elected
    ]
    if peers_vote(book):
        peers = door.language.say(Sentence("Peers"))
        seats += [(f"{rules.PEERS}/{group}", f"{peers}: {groups[group]}") for group in book.peer.constituencies]
    return page(
        request,
        "ballots/office_question_new.html",
        section="office",
        ballot=await ballot_of(reading, door, ballot_id),
        kinds=kinds,
        seats=seats,
        matters=matter_choices(book, door),
        weights=[
            (weight.value, door.language.say(words))
            for weight, words in rules.WEIGHT_WORDS.items()
            if weight is not rules.Weight.AWARDS
        ],
        form=form,
    )


def matter_choices(book: Rulebook, door: Door) -> list[tuple[str, str]]:
    """Everything the rules give to a kind of decision, in words."""
    found = [(matter, matter_words(matter)) for matter in rules.matters(book)]
    said = [(matter, words if isinstance(words, str) else door.language.say(words)) for matter, words in found]
    return [(matter, first_up(words)) for matter, words in said]


@post("/office/ballots/{ballot_id:uuid}/questions/new", name="ballots.add_question", guards=[preparer])
async def add_question(
    request: AnyRequest, door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form = submitted(ContestForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            contest = _contest(form.values)
            async with store.writing() as writing:
                contest_id = await lifecycle.add_contest(
                    writing, ballot_id, contest, by=visitor.person_id, at=door.at
                )
            return to(door, ballot_id, f"questions/{contest_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    return await _question_form(request, door, reading, ballot_id, form)


def _contest(sent: ContestForm) -> ContestDraft:
    wording = Wording(title=in_languages(sent.title, sent.title_cy))
    if sent.kind is ContestKind.RESOLUTION:
        if sent.resolution is None:
            raise NotValid("Choose which kind of motion it is.", field="resolution")
        return ContestDraft(kind=sent.kind, wording=wording, resolution_kind=sent.resolution, matter=sent.matter)
    if sent.kind is ContestKind.OPTION:
        if sent.weight is None:
            raise NotValid("Choose what the vote does. It is said before anybody votes.", field="weight")
        return ContestDraft(kind=sent.kind, wording=wording, weight=sent.weight)
    if sent.seat is None:
        raise NotValid("Choose which places are to be filled.", field="seat")
    body, _, group = sent.seat.partition("/")
    return ContestDraft(
        kind=sent.kind,
        wording=wording,
        body=body,
        seat_constituency=group,
        seats=sent.places,
        serves_from=sent.serves_from,
        serves_until=sent.serves_until,
    )


def contest_of(ballot: OfficeBallot, contest_id: UUID) -> ContestWording:
    """Raises `NotFound`."""
    for contest in ballot.contests:
        if contest.id == contest_id:
            return contest
    raise NotFound("This vote has no such question. Go back to the vote and choose again.")


@get("/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}", name="ballots.question", guards=[preparer])
async def question(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, contest_id: UUID, kept: int = 0
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    return _question_shown(request, door, ballot, contest_of(ballot, contest_id), None, kept=bool(kept))


def _question_shown(
    request: AnyRequest,
    door: Door,
    ballot: OfficeBallot,
    contest: ContestWording,
    form: Submission[WordingForm] | None,
    *,
    kept: bool = False,
) -> Response[str]:
    here = door.here(f"office/ballots/{ballot.id}/questions/{contest.id}")
    say = door.language.say
    ways = [
        (
            say(Sentence("Easy Read: {language}", language=LANGUAGE_NAMES.get(code, Sentence(code)))),
            f"{here}/easy/{code}",
            say(Sentence("It is there.") if contest.easy_lines.get(code) else Sentence("It is missing.")),
        )
        for code in ballot.languages
    ]
    if contest.kind is ContestKind.RESOLUTION:
        ways.append((say(Sentence("How it is decided")), f"{here}/decision", contest.kind_name))
    if contest.kind is ContestKind.ELECTION:
        ways.append((say(Sentence("Who stands")), f"{here}/candidates", ""))
    if contest.kind is ContestKind.OPTION:
        choices = door.here(f"office/ballots/{ballot.id}/options/{contest.id}")
        ways.append((say(Sentence("What there is to choose")), choices, ""))
    return page(
        request,
        "ballots/office_question.html",
        section="office",
        ballot=ballot,
        contest=contest,
        ways=ways,
        kept=kept,
        form=form or Submission.blank(**_as_typed(contest)),
    )


def _as_typed(contest: ContestWording) -> dict[str, str]:
    typed = {"ask_whom": contest.ask_whom}
    for name in ("title", "question", "yes_means", "no_means", "full_text"):
        words: dict[str, str] = getattr(contest, name)
        typed |= {name: words.get("en", ""), f"{name}_cy": words.get("cy", "")}
    return typed


@post("/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}", name="ballots.word", guards=[preparer])
async def word(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
) -> Shown:
    form = submitted(WordingForm, await request.form(), door.language.say)
    ballot = await ballot_of(reading, door, ballot_id)
    contest = contest_of(ballot, contest_id)
    try:
        if form.values is not None:
            sent = form.values
            wording = Wording(
                title=in_languages(sent.title, sent.title_cy),
                question=in_languages(sent.question, sent.question_cy),
                full_text=in_languages(sent.full_text, sent.full_text_cy),
                yes_means=in_languages(sent.yes_means, sent.yes_means_cy),
                no_means=in_languages(sent.no_means, sent.no_means_cy),
                easy_title=contest.easy_title,
                easy_lines=contest.easy_lines,
                easy_readers=contest.easy_readers,
                ask_whom=sent.ask_whom or "",
            )
            async with store.writing() as writing:
                await lifecycle.edit_wording(writing, contest_id, wording, by=visitor.person_id, at=door.at)
            return Redirect(
                door.here(f"office/ballots/{ballot_id}/questions/{contest_id}") + "?kept=1", status_code=303
            )
    except GovernError as refusal:
        form = form.refused(refusal)
    return _question_shown(request, door, ballot, contest, form)


HANDLERS = [new, draft, change_page, change, new_question, add_question, question, word]
