"""The Easy Read of a question, line by line with its pictures; and who stands in an election."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import CandidateForm, EasyForm, SearchForm
from govern.ballots.lifecycle import Wording
from govern.ballots.pages.drafting import LANGUAGE_NAMES, contest_of, in_languages, preparer
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.queries import ContestWording, OfficeBallot
from govern.ballots.rules import Act, EasyLine, Readers, Stage
from govern.constituencies.register import queries as register
from govern.constituencies.register.rules.training import TRAINING_NAMES
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect
EASY_LINES = 8
#: Pictures for Easy Read lines: the file under `static/`, and what it shows.
PICTURES = (
    ("vendor/symbols/mulberry-vote.svg", Sentence("Voting")),
    ("vendor/symbols/openmoji-people.svg", Sentence("People")),
    ("vendor/symbols/openmoji-hello.svg", Sentence("Hello")),
    ("vendor/symbols/openmoji-agree.svg", Sentence("Shaking hands")),
    ("vendor/symbols/openmoji-talk.svg", Sentence("Talking")),
    ("vendor/symbols/openmoji-question.svg", Sentence("A question")),
    ("vendor/symbols/openmoji-yes.svg", Sentence("Yes")),
    ("vendor/symbols/openmoji-no.svg", Sentence("No")),
    ("vendor/symbols/openmoji-house.svg", Sentence("A house")),
    ("vendor/symbols/openmoji-bus.svg", Sentence("A bus")),
    ("vendor/symbols/openmoji-money.svg", Sentence("Money")),
    ("vendor/symbols/openmoji-clock.svg", Sentence("A clock")),
    ("vendor/symbols/openmoji-write.svg", Sentence("Writing")),
    ("vendor/symbols/openmoji-read.svg", Sentence("Reading")),
    ("vendor/symbols/openmoji-look.svg", Sentence("Looking closely")),
    ("vendor/symbols/openmoji-rules.svg", Sentence("Rules")),
    ("vendor/symbols/openmoji-computer.svg", Sentence("A computer")),
    ("vendor/symbols/openmoji-phone.svg", Sentence("A telephone")),
    ("vendor/symbols/openmoji-ballot-box.svg", Sentence("A ballot box")),
    ("vendor/symbols/openmoji-locked.svg", Sentence("Locked")),
    ("vendor/symbols/openmoji-key.svg", Sentence("A key")),
    ("pictures/envelope.svg", Sentence("An envelope")),
    ("pictures/blank-paper.svg", Sentence("A blank paper")),
    ("pictures/easy-read.svg", Sentence("Easy Read")),
    ("pictures/stop.svg", Sentence("Stop")),
)
#: Somebody may take their name back until the close, from the office that answers for the paper.
withdrawer = holding(Permission.BALLOT_PREPARE)


@get(
    "/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}/easy/{language:str}",
    name="ballots.easy_page",
    guards=[preparer],
)
async def easy_page(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, contest_id: UUID, language: str
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    contest = contest_of(ballot, contest_id)
    lines = contest.easy_lines.get(language, ())
    typed: dict[str, str | list[str]] = {
        "title": contest.easy_title.get(language, ""),
        "readers": contest.easy_readers.value,
        "picture": [line.picture for line in lines],
        "words": [line.words for line in lines],
    }
    return _easy_shown(request, door, ballot, contest, language, Submission.blank(**typed))


def _easy_shown(
    request: AnyRequest,
    door: Door,
    ballot: OfficeBallot,
    contest: ContestWording,
    language: str,
    form: Submission[EasyForm],
) -> Response[str]:
    if language not in ballot.languages:
        raise NotFound("This society does not write in this language. Go back to the question and choose another.")
    pictures, words = form.values_of("picture"), form.values_of("words")
    rows = [
        (pictures[at] if at < len(pictures) else PICTURES[0][0], words[at] if at < len(words) else "")
        for at in range(max(EASY_LINES, len(words)))
    ]
    return page(
        request,
        "ballots/office_easy.html",
        section="office",
        ballot=ballot,
        contest=contest,
        language=language,
        language_name=door.language.say(LANGUAGE_NAMES.get(language, Sentence(language))),
        pictures=[
            *((name, door.language.say(meaning)) for name, meaning in PICTURES),
            *((name, name.rpartition("/")[2]) for name in own_pictures(contest)),
        ],
        rows=rows,
        form=form,
    )


@post(
    "/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}/easy/{language:str}",
    name="ballots.write_easy",
    guards=[preparer],
)
async def write_easy(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
    language: str,
) -> Shown:
    form: Submission[EasyForm] = submitted(EasyForm, await request.form(), door.language.say)
    ballot = await ballot_of(reading, door, ballot_id)
    contest = contest_of(ballot, contest_id)
    try:
        if form.values is not None and language in ballot.languages:
            lines = easy_lines(form.values_of("picture"), form.values_of("words"), own_pictures(contest))
            wording = _with_easy(contest, language, form.values.title, lines, form.values.readers)
            async with store.writing() as writing:
                await lifecycle.edit_wording(writing, contest_id, wording, by=visitor.person_id, at=door.at)
            return to(door, ballot_id, f"questions/{contest_id}")
    except GovernError as refusal:
        form = form.refused(refusal)
    return _easy_shown(request, door, ballot, contest, language, form)


def own_pictures(contest: ContestWording) -> tuple[str, ...]:
    """Pictures that this question uses already and that are not in our list, such as the society's own."""
    known = {name for name, _ in PICTURES}
    used = (line.picture for lines in contest.easy_lines.values() for line in lines)
    return tuple(dict.fromkeys(picture for picture in used if picture not in known))


def easy_lines(pictures: list[str], words: list[str], own: tuple[str, ...] = ()) -> tuple[EasyLine, ...]:
    """Lines that have words, each with its picture. Raises NotValid where there is none, or a picture is unknown."""
    known = {*(name for name, _ in PICTURES), *own}
    lines = tuple(
        EasyLine(picture, text.strip()) for picture, text in zip(pictures, words, strict=False) if text.strip()
    )
    if not lines:
        raise NotValid("Write at least one line.", field="words")
    if any(line.picture not in known for line in lines):
        raise NotValid("Choose a picture from the list for every line.", field="words")
    return lines


def _with_easy(
    contest: ContestWording, language: str, title: str, lines: tuple[EasyLine, ...], readers: Readers
) -> Wording:
    """The words of the contest as they are, with the Easy Read of one language written anew."""
    return Wording(
        title=contest.title,
        question=contest.question,
        full_text=contest.full_text,
        yes_means=contest.yes_means,
        no_means=contest.no_means,
        easy_title={**contest.easy_title, language: title},
        easy_lines={**contest.easy_lines, language: lines},
        easy_readers=readers,
        ask_whom=contest.ask_whom,
    )


# --- Who stands -----------------------------------------------------------------------------------------------------


class Found(msgspec.Struct, frozen=True):
    """What a search in the register gave: choices for the form, and the words searched for."""

    people: tuple[tuple[str, str, str], ...] = ()
    words: str = ""


@get(
    "/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}/candidates",
    name="ballots.candidates",
    guards=[holding(Permission.OFFICE_SEE)],
)
async def candidates(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, contest_id: UUID
) -> Response[str]:
    return await _candidates_shown(request, door, reading, visitor, ballot_id, contest_id, Found())


async def _candidates_shown(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
    found: Found,
    form: Submission[CandidateForm] | Submission[SearchForm] | None = None,
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    contest = contest_of(ballot, contest_id)
    standing = [one.person_id for one in contest.candidates if not one.withdrawn]
    before_close = ballot.stage in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN)
    return page(
        request,
        "ballots/office_candidates.html",
        section="office",
        ballot=ballot,
        contest=contest,
        untrained=await register.untrained(reading, standing, day_of(door.at)),
        training_names=TRAINING_NAMES,
        found=found.people,
        searched=found.words,
        may_withdraw=before_close and visitor.may(Permission.BALLOT_PREPARE),
        lots_drawn=ballot.lots_commitment is not None and not ballot.is_missing(Act.DRAW_LOTS),
        form=form,
    )


@post(
    "/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}/candidates/search",
    name="ballots.find_candidate",
    guards=[preparer],
)
async def find_candidate(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, contest_id: UUID
) -> Response[str]:
    """Sent as a form, so that no name stands in an address. It changes nothing."""
    form: Submission[SearchForm] = submitted(SearchForm, await request.form(), door.language.say)
    found = Found()
    if form.values is not None:
        found = await found_in_register(reading, door, form.values.search)
    return await _candidates_shown(
        request, door, reading, visitor, ballot_id, contest_id, found, form if form.problems else None
    )


async def found_in_register(reading: AsyncSession, door: Door, words: str) -> Found:
    """Members with these words in their name, to choose from."""
    listed = await register.members(reading, door.at.date(), words=words)
    names = {group.id: group.name for group in (door.face.groups if door.face else ())}
    people = tuple(
        (str(line.person_id), line.name, ", ".join(names.get(group, group) for group in line.groups))
        for line in listed.lines[:20]
    )
    return Found(people, words)


@post(
    "/office/ballots/{ballot_id:uuid}/questions/{contest_id:uuid}/candidates",
    name="ballots.add_candidate",
    guards=[preparer],
)
async def add_candidate(
    request: AnyRequest,
    door: Door,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    contest_id: UUID,
) -> Shown:
    form: Submission[CandidateForm] = submitted(CandidateForm, await request.form(), door.language.say)
    contest_of(await ballot_of(reading, door, ballot_id), contest_id)
    try:
        if form.values is not None:
            sent = form.values
            async with store.writing() as writing:
                await lifecycle.add_candidate(
                    writing,
                    contest_id,
                    sent.person,
                    statement=in_languages(sent.statement, sent.statement_cy),
                    by=visitor.person_id,
                    at=door.at,
                )
            return to(door, ballot_id, f"questions/{contest_id}/candidates")
    except GovernError as refusal:
        form = form.refused(refusal)
    found = await found_in_register(reading, door, form.value("search")[:100])
    return await _candidates_shown(request, door, reading, visitor, ballot_id, contest_id, found, form)


@post(
    "/office/ballots/{ballot_id:uuid}/candidates/{candidate_id:uuid}/withdraw",
    name="ballots.withdraw_candidate",
    guards=[withdrawer],
)
async def withdraw_candidate(
    door: Door, store: Store, reading: AsyncSession, visitor: Visitor, ballot_id: UUID, candidate_id: UUID
) -> Redirect:
    ballot = await ballot_of(reading, door, ballot_id)
    for contest in ballot.contests:
        if any(candidate.id == candidate_id for candidate in contest.candidates):
            async with store.writing() as writing:
                await lifecycle.withdraw_candidate(writing, candidate_id, by=visitor.person_id, at=door.at)
            return to(door, ballot_id, f"questions/{contest.id}/candidates")
    raise NotFound("Nobody of that kind stands here. Go back to the list and choose again.")


HANDLERS = [easy_page, write_easy, candidates, find_candidate, add_candidate, withdraw_candidate]
