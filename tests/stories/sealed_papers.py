"""How the papers of a sealed AGM are written: by the returning officer, at the pages, from a new vote on."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from govern.ballots.models import Ballot, CountRun
from govern.ballots.queries import ballot_page
from govern.ballots.rules import Inputs, outcome_of
from govern.ballots.seal.documents import Level
from govern.clock import now
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.rehearsals.dress import Story
from govern.society import Society
from tests.stories.agm import LONDON, stand, word
from tests.stories.desk import Desk
from tests.stories.dyffryn import Item, Person
from tests.stories.walkers import Walker

PLACES = 3
QUESTIONS = (
    Item("motion", "Open on Saturdays", "Agor ar ddydd Sadwrn", resolution="ordinary"),
    Item("motion", "A word in our rules", "Gair yn ein rheolau", resolution="special"),
    Item("election", "New people on the board", "Pobl newydd ar y bwrdd", seat="board/any", places=PLACES),
)
#: The two volunteers come first: of nine places two are held by volunteers, and the rules allow three.
VOLUNTEERS = ("Volunteers 16", "Volunteers 17")
OTHERS = ("Supported 16", "Supported 17", "Staff 16", "Staff 17")


def written(officer: Walker) -> UUID:
    """A vote of the level AGM that opens now and closes in two weeks, its papers published. Returns its id."""
    officer.open("office/ballots/new")
    officer.fill(title="Annual general meeting", title_cy="Cyfarfod cyffredinol blynyddol", level="agm")
    opens = datetime.now(LONDON)
    officer.moment("opens_at", opens)
    officer.moment("closes_at", opens + timedelta(days=14))
    officer.press("Make the vote")
    officer.reads("This vote has the level AGM.", "things are missing before you can open")
    ballot = officer.at().rpartition("/")[2]
    for item in QUESTIONS:
        asked(officer, ballot, item)
    candidates = officer.at()
    for number, name in enumerate((*VOLUNTEERS, *OTHERS), 1):
        stand(officer, candidates, Person(number, name, ""))
    officer.open(f"office/ballots/{ballot}/lots")
    officer.press("Draw the order")
    officer.open(f"office/ballots/{ballot}/publish")
    officer.reads("This cannot be undone.")
    officer.press("Publish the papers")
    officer.reads("The roll is not frozen.")
    return UUID(ballot)


def asked(officer: Walker, ballot: str, item: Item) -> None:
    """One question with its words and its Easy Read in both languages; an election's page of who stands follows."""
    officer.open(f"office/ballots/{ballot}/questions/new")
    officer.fill(kind="resolution" if item.kind == "motion" else "election", title=item.title, title_cy=item.title_cy)
    if item.resolution:
        officer.fill(resolution=item.resolution)
    else:
        officer.fill(seat=item.seat, places=str(item.places))
    officer.press("Add it")
    question = officer.at()
    officer.fill(full_text=f"{item.title}: the whole text.", full_text_cy=f"{item.title_cy}: y testun llawn.")
    officer.press("Keep these words")
    officer.reads("Your words are kept.")
    word(officer, ballot, item)
    officer.open(f"{question}/candidates" if item.seat else question)


class Papers(msgspec.Struct, frozen=True):
    """The vote as voters find it: its questions in order, and who stands by name."""

    contests: tuple[UUID, ...]
    standing: dict[str, str]

    def order(self, number: int) -> tuple[str, ...]:
        """What a voter chooses. Two of three put both volunteers first: more than two of three places are worth."""
        other = OTHERS[number % len(OTHERS)]
        names = (*VOLUNTEERS, other) if number % 3 else (other, OTHERS[(number + 1) % len(OTHERS)])
        return tuple(self.standing[name] for name in names)


def found(desk: Desk, story: Story, ballot_id: UUID) -> Papers:
    """What was written stands in the story too, as it would if it had been drafted there."""
    story.ballot_id = ballot_id

    async def looking(society: Society) -> Papers:
        async with society.store.reading() as reading:
            assert (await reading.get_one(Ballot, ballot_id)).level is Level.AGM
            seen = await ballot_page(reading, ballot_id, None, language="en", at=now())
        standing = {one.name: str(one.id) for one in seen.contests[-1].candidates}
        return Papers(tuple(contest.id for contest in seen.contests), standing)

    papers = desk.run(looking)
    assert set(papers.standing) == {*VOLUNTEERS, *OTHERS} and len(papers.contests) == len(QUESTIONS)
    return papers


class Count(msgspec.Struct, frozen=True):
    """Who was elected, who would be without the limit, by name; and how many ranked both volunteers before others."""

    elected: set[str]
    without_limit: set[str]
    both_first: int
    papers: int


def counted(desk: Desk, ballot_id: UUID) -> Count:
    """The count that was declared, and the same slips counted again without the limit on volunteers."""

    async def looking(society: Society) -> Count:
        async with society.store.reading() as reading:
            kept = await reading.scalar(select(CountRun.inputs).where(CountRun.ballot_id == ballot_id))
            book = (await rulebooks.in_force(reading, now().date())).rulebook
        inputs = Inputs.from_text(kept or "")
        *motions, board = inputs.contests
        assert board.caps, "the rules limit nobody"
        free = msgspec.structs.replace(board, caps=())
        names = {one.id: one.name for one in board.runners}
        slips = [(choice, times) for slip in board.slips for choice, times in slip.choices]
        return Count(
            elected_in(inputs, book),
            elected_in(msgspec.structs.replace(inputs, contests=(*motions, free)), book),
            sum(times for choice, times in slips if {names[one] for one in choice[:2]} == set(VOLUNTEERS)),
            sum(times for _, times in slips),
        )

    return desk.run(looking)


def elected_in(inputs: Inputs, book: Rulebook) -> set[str]:
    election = outcome_of(inputs, book, str).contests[-1].election
    assert election is not None
    return {fate.name for fate in election.fates if fate.elected}
