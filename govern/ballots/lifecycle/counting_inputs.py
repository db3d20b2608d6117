"""What a count is made from: the opened slips, and beside them the caps, quotas and names as they stand."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.lifecycle.options import choice_input
from govern.ballots.lifecycle.unsealing import Opened
from govern.ballots.models import Candidate, Contest
from govern.ballots.queries.gathering import (
    Gathered,
    accepted_small,
    entitled_by_style,
    floors,
    on_paper,
    uncontested,
)
from govern.ballots.queries.standing import as_holder, standing, staying
from govern.ballots.rules import (
    CapInput,
    ContestInput,
    ContestKind,
    Inputs,
    MeetingFacts,
    QuotaInput,
    Runner,
    ShareLimit,
)
from govern.constituencies.boards import rules as seats
from govern.constituencies.rulebook.book.tables import Cap
from govern.identity import queries as identity


async def inputs_of(
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
    roll = await entitled_by_style(reading, ballot.id, opened.struck)
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
        floors=floors(found, tuple(opened.voted)),
        accepted=await accepted_small(reading, ballot.id),
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
    caps, quotas, shares, slack = await _limits(reading, found, contest)
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
        slack=slack,
        uncontested=uncontested,
        serves_from=contest.serves_from,
        serves_until=contest.serves_until,
    )


async def _limits(
    reading: AsyncSession, found: Gathered, contest: Contest
) -> tuple[tuple[CapInput, ...], tuple[QuotaInput, ...], tuple[ShareLimit, ...], dict[str, int]]:
    """Each cap and quota with the places held by those who sit and go on sitting after this ballot's elections; and
    those that count each organisation by itself, where they can bind. Last, the places held under those that
    cannot: the manifest names them before anybody knows, so the facts tell of them too."""
    if contest.body in (None, rules.PEERS) or contest.serves_from is None:
        return (), (), (), {}
    book, body = found.book, contest.body
    there = await staying(reading, found, body, contest.serves_from)

    def held(limit: Cap) -> int:
        return sum(seats.counts_for(limit, holder) for holder in there)

    free = seats.free_places(book, body, there)
    row = contest.seat_constituency or rules.ANY
    shares = rules.share_limits(book, body, there, standing(found, body))
    every = rules.every_share(book, body, there, standing(found, body))
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
        {limit.id: limit.held for limit, _ in every if limit not in shares},
    )


async def _called(reading: AsyncSession, found: Gathered, shares: tuple[ShareLimit, ...]) -> dict[str, str]:
    """What the one organisation, row of seats or team of each limit is called."""
    ids = {str(c.organisation_id): c.organisation_id for _, cs in found.contests for c in cs if c.organisation_id}
    people = await identity.people_by_id(reading, list(ids.values()))
    names = {share: people[person].name for share, person in ids.items()}
    names |= {group.id: group.name for group in found.book.constituencies}
    return {limit.share: names.get(limit.share, limit.share) for limit in shares}
