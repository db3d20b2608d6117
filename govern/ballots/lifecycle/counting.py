"""The fourth chapter: the envelopes that count are opened apart from their covers, and counted.

Counting takes the society and not a session: a closed log is read and its envelopes are opened before the writer's
lock is taken, so that a large count holds nobody up. Nothing is kept if the log has changed meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.count import lots
from govern.ballots.lifecycle import keys
from govern.ballots.lifecycle.options import choice_input
from govern.ballots.models import (
    OWN,
    Ballot,
    Candidate,
    Challenge,
    Contest,
    CountRun,
    LogHead,
    LogLeaf,
)
from govern.ballots.queries import paper_log
from govern.ballots.queries.gathering import Gathered, gather, group_name, on_paper, roll_by_style, uncontested
from govern.ballots.queries.paper_batches import Mark, counted_papers, mark_now
from govern.ballots.queries.standing import as_holder, standing, staying
from govern.ballots.rules import (
    NO_PAPER,
    Answer,
    CapInput,
    ContestInput,
    ContestKind,
    Inputs,
    MeetingFacts,
    Outcome,
    QuotaInput,
    Runner,
    ShareLimit,
    Slips,
    Stage,
    Step,
)
from govern.ballots.rules.params import committed_lots
from govern.ballots.seal import box, checkpoint, slips, tree
from govern.ballots.seal.canonical import digest
from govern.ballots.seal.documents import Cast, Channel, Manifest, leaf_from_bytes
from govern.ballots.seal.documents import Opened as OpenLeaf
from govern.ballots.seal.selecting import Selection, Why, select_by, strip
from govern.constituencies.boards import rules as seats
from govern.constituencies.rulebook.book.tables import Cap
from govern.database import locked
from govern.errors import NotValid, WrongMoment
from govern.identity import queries as identity
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society


class LogDamaged(NotValid):
    """The leaves of a log do not give its signed head: something was changed outside the service."""


class Opened(msgspec.Struct, frozen=True):
    """What came out of the box: slips by contest and style, how many voted by style, how much was set aside.

    `ways`: how many of those that count were not their owner's own envelope, by channel. `papers`: the handles of
    those whose paper counts, which two tellers have entered.
    """

    size: int
    root: bytes
    slips: dict[tuple[str, str], Slips]
    voted: dict[str, int]
    set_aside: int
    ways: dict[str, int]
    papers: tuple[str, ...] = ()


async def count(
    society: Society, ballot_id: UUID, *, by: UUID | None, at: datetime, meeting: MeetingFacts | None = None
) -> bytes:
    """Open the envelopes that count, and count. Returns the hash of the result; the same inputs give the same.

    `meeting` is what the meeting knows of its quorum, if the ballot belongs to one.
    Raises WrongMoment before the close and while somebody's "I did not cast this vote" waits for an answer.
    """
    async with society.store.reading() as reading:
        found = await gather(reading, ballot_id)
        await _check_may_count(reading, found.ballot)
        bodies, note = await _log_of(reading, ballot_id)
        assert found.ballot.manifest_hash is not None
        manifest = await casting.manifest_of(reading, ballot_id, found.ballot.manifest_hash)
        private = keys.election_key(society, ballot_id).private
        opened = await asyncio.to_thread(open_box, manifest, bodies, note, private)
        opened, mark = await _with_papers(reading, ballot_id, manifest, opened, private)
        committed = committed_lots(manifest)
        seed = b"" if committed is None else lots.reveal(keys.lots_seed(society, ballot_id), committed)
        inputs = await _inputs(reading, found, opened, seed, meeting)
    text = await asyncio.to_thread(outcome_text, inputs, found)
    async with society.store.writing() as writing:
        return await _keep_count(writing, inputs, text, opened.size, seed, mark, by=by, at=at)


async def _check_may_count(reading: AsyncSession, ballot: Ballot) -> None:
    rules.after(ballot.stage, Step.COUNT)
    unanswered = await reading.scalar(
        select(func.count())
        .select_from(Challenge)
        .where(
            Challenge.ballot_id == ballot.id,
            Challenge.answer.is_(None) | ((Challenge.answer == Answer.STRUCK) & Challenge.seconded_at.is_(None)),
        )
    )
    if unanswered and ballot.stage is Stage.CLOSED:
        raise WrongMoment(
            Sentence(
                "{n} person says that they did not cast the vote in their name. Answer them before the count.",
                "{n} people say that they did not cast the vote in their name. Answer them before the count.",
                unanswered,
                n=unanswered,
            )
        )


async def _log_of(reading: AsyncSession, ballot_id: UUID) -> tuple[list[bytes], str]:
    rows = await reading.stream(
        select(LogLeaf.body)
        .where(LogLeaf.ballot_id == ballot_id)
        .order_by(LogLeaf.place)
        .execution_options(yield_per=5_000)
    )
    bodies = [body async for (body,) in rows]
    note = await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id))
    return bodies, note or ""


def open_box(manifest: Manifest, bodies: list[bytes], note: str, private: bytes) -> Opened:
    """Check the log against its signed head, select, take the covers off, and open each contest's slips together.

    Slips come out sorted and counted: nothing ties one to an envelope. Raises LogDamaged.
    """
    head = checkpoint.verify(note, manifest.log_origin, manifest.log_key)
    frontier = tree.Frontier()
    for body in bodies:
        frontier, _ = frontier.append(tree.leaf_hash(body))
    if (frontier.size, frontier.root) != (head.size, head.root):
        raise LogDamaged("The box was changed from outside, so it must not be counted. Call the scrutineers.")
    leaves = [leaf_from_bytes(body) for body in bodies]
    if not leaves or leaves[0] != OpenLeaf(manifest.hash()):
        raise LogDamaged("The papers are not those that voting was opened with. Do not count. Call the scrutineers.")
    selection = select_by(manifest, leaves)
    found = {}
    for (contest, style), boxes in strip(manifest, leaves, selection).items():
        opened = box.open_all(private, boxes)
        papers = slips.read(manifest.contest(contest), opened.slips)
        found[contest, style] = Slips(style, papers.choices, papers.spoilt + opened.unopened)
    styles = {}
    for entry in selection.electronic():
        leaf = leaves[entry.index]
        assert isinstance(leaf, Cast)
        styles[entry.handle] = leaf.envelope.sealed.style  # a paper shared by two is one
    voted = {style.id: 0 for style in manifest.styles} | Counter(styles.values())
    handles = tuple(entry.handle for entry in selection.papers())
    return Opened(frontier.size, frontier.root, found, voted, _set_aside(selection), _ways(selection), handles)


async def _with_papers(
    reading: AsyncSession, ballot_id: UUID, manifest: Manifest, opened: Opened, private: bytes
) -> tuple[Opened, Mark]:
    """Slips from paper added to those from envelopes, by contest and style: from here nothing tells them apart.

    Raises WrongMoment while a paper that counts is not entered, or two tellers differ.
    """
    styles = await paper_log.styles_of(reading, ballot_id, opened.papers)
    found = await counted_papers(reading, ballot_id, manifest, Counter(styles.values()), private)
    voted, merged, missing = dict(opened.voted), dict(opened.slips), sum(found.missing.values())
    for style, number in found.papers.items():
        voted[style] += number - found.missing.get(style, 0)
    for pair, more in found.slips.items():
        choices = Counter(dict(merged[pair].choices)) + Counter(dict(more.choices))
        merged[pair] = Slips(pair[1], tuple(sorted(choices.items())), merged[pair].spoilt + more.spoilt)
    ways = dict(opened.ways)
    if missing:
        ways |= {Channel.PAPER.value: ways[Channel.PAPER.value] - missing, NO_PAPER: missing}
    return msgspec.structs.replace(opened, voted=voted, slips=merged, ways=ways), found.mark


def _set_aside(selection: Selection) -> int:
    """Envelopes that do not count for another reason than a later vote by the same voter."""
    return sum(entry.why is not Why.REPLACED for entry in selection.displaced)


def _ways(selection: Selection) -> dict[str, int]:
    return dict(Counter(entry.channel.value for entry in selection.counted if entry.channel.value not in OWN))


async def _inputs(
    reading: AsyncSession, found: Gathered, opened: Opened, seed: bytes, meeting: MeetingFacts | None
) -> Inputs:
    ballot, book = found.ballot, found.book
    skipped = uncontested(found)
    contests = [
        await _contest_input(
            reading, found, contest, on_paper(found, names), opened, uncontested=contest.id in skipped
        )
        for contest, names in found.contests
    ]
    order = rules.in_counting_order(
        tuple((str(c.id), c.kind, c.body, c.seat_constituency, c.position) for c, _ in found.contests), book
    )
    roll = await roll_by_style(reading, ballot.id)
    return Inputs(
        ballot=str(ballot.id),
        manifest_hash=(ballot.manifest_hash or b"").hex(),
        log_size=opened.size,
        log_root=opened.root.hex(),
        roll={style: roll.get(style, 0) for style in opened.voted},
        voted=opened.voted,
        set_aside=opened.set_aside,
        contests=tuple(contests),
        order=order,
        seed=seed.hex(),
        of_a_meeting=ballot.meeting_id is not None,
        quorate=None if meeting is None else meeting.quorate,
        counted=0 if meeting is None else meeting.counted,
        required=0 if meeting is None else meeting.required,
        present={} if meeting is None else meeting.present,
        ways=opened.ways,
    )


async def _contest_input(
    reading: AsyncSession,
    found: Gathered,
    contest: Contest,
    candidates: tuple[Candidate, ...],
    opened: Opened,
    *,
    uncontested: bool,
) -> ContestInput:
    mine = tuple(slips for (of, _), slips in sorted(opened.slips.items()) if of == str(contest.id))
    if contest.weight is not None:
        return choice_input(found, contest, mine)
    if contest.kind is ContestKind.RESOLUTION or contest.body is None:
        return ContestInput(
            id=str(contest.id),
            kind=contest.kind,
            voters=contest.voters,
            slips=mine,
            resolution_kind=contest.resolution_kind or "",
            confirms=contest.confirms_id is not None,
            chair=contest.chair_side or "",
        )
    limits = rules.limits_on(found.book, contest.body)
    caps, quotas, shares = await _limits(reading, found, contest)
    return ContestInput(
        id=str(contest.id),
        kind=contest.kind,
        voters=contest.voters,
        slips=mine,
        method=contest.method,
        body=contest.body,
        constituency=contest.seat_constituency or rules.ANY,
        seats=contest.seats,
        runners=tuple(
            Runner(
                id=str(c.id),
                person=str(c.person_id),
                name=c.name,
                constituency=c.constituency,
                attributes=c.attributes,
                capped_by=(
                    *(cap.id for cap in limits if rules.is_capped(cap, c.attributes, c.constituency)),
                    *rules.limited_by(shares, as_holder(contest, c)),
                ),
                withdrawn=c.withdrawn_at is not None,
            )
            for c in candidates
        ),
        caps=caps,
        quotas=quotas,
        uncontested=uncontested,
        serves_from=contest.serves_from,
        serves_until=contest.serves_until,
    )


async def _limits(
    reading: AsyncSession, found: Gathered, contest: Contest
) -> tuple[tuple[CapInput, ...], tuple[QuotaInput, ...], tuple[ShareLimit, ...]]:
    """Each cap and quota with the places held by those who sit and go on sitting after this ballot's elections; and
    those that count each organisation by itself, where they can bind."""
    if contest.body in (None, rules.PEERS) or contest.serves_from is None:
        return (), (), ()
    book, body = found.book, contest.body
    there = await staying(reading, found, body, contest.serves_from)

    def held(limit: Cap) -> int:
        return sum(seats.counts_for(limit, holder) for holder in there)

    free = seats.free_places(book, body, there)
    row = contest.seat_constituency or rules.ANY
    shares = rules.share_limits(book, body, there, standing(found, body))
    names = await _called(reading, found, shares)
    return (
        (
            *(rules.cap_input(book, body, cap, held(cap)) for cap in rules.upper_caps(book, body) if cap.per is None),
            *(rules.share_input(book, body, share, names[share.share]) for share in shares),
        ),
        tuple(
            rules.quota_input(book, body, quota, row, held=held(quota), free=free)
            for quota in rules.refusing_quotas(book, body)
        ),
        shares,
    )


async def _called(reading: AsyncSession, found: Gathered, shares: tuple[ShareLimit, ...]) -> dict[str, str]:
    """What the one organisation, row of seats or team of each limit is called."""
    ids = {str(c.organisation_id): c.organisation_id for _, cs in found.contests for c in cs if c.organisation_id}
    people = await identity.people_by_id(reading, list(ids.values()))
    names = {share: people[person].name for share, person in ids.items()}
    names |= {group.id: group.name for group in found.book.constituencies}
    return {limit.share: names.get(limit.share, limit.share) for limit in shares}


def outcome_text(inputs: Inputs, found: Gathered) -> str:
    """The outcome in each language of the society, as it is kept."""
    book = found.book
    languages = book.society.languages

    def in_(language: str) -> Outcome:
        return rules.outcome_of(inputs, book, lambda group: group_name(book, group, language))

    return rules.outcomes_to_text({language: in_(language) for language in languages})


async def _keep_count(
    writing: AsyncSession,
    inputs: Inputs,
    text: str,
    log_size: int,
    seed: bytes,
    mark: Mark,
    *,
    by: UUID | None,
    at: datetime,
) -> bytes:
    ballot = await locked(writing, Ballot, UUID(inputs.ballot))
    stage = rules.after(ballot.stage, Step.COUNT)
    await _check_may_count(writing, ballot)
    edge = await casting.held_edge(writing, ballot.id)
    if edge is None or edge.frontier.size != log_size or mark != await mark_now(writing, ballot.id):
        raise WrongMoment("Something was entered during the count. Please count once more.")
    runs = await writing.scalar(select(func.max(CountRun.run)).where(CountRun.ballot_id == ballot.id))
    run = CountRun(
        id=uuid4(),
        ballot_id=ballot.id,
        run=(runs or 0) + 1,
        inputs=inputs.to_text(),
        inputs_hash=inputs.hash(),
        result=text,
        result_hash=result_hash(text),
        by=by,
        at=at,
    )
    writing.add(run)
    ballot.stage, ballot.counted_at = stage, at
    ballot.lots_seed = seed or None
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "run": run.run,
        "inputs_hash": run.inputs_hash.hex(),
        "result_hash": run.result_hash.hex(),
    }
    await record.add(writing, Event("ballot.counted", f"ballot:{ballot.id}", at, by, facts))
    return run.result_hash


def result_hash(text: str) -> bytes:
    """32 bytes over what a count gave."""
    return digest("count-result", text.encode())


__all__ = ["LogDamaged", "count", "open_box", "outcome_text", "result_hash"]
