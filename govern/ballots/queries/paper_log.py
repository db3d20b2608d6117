"""What the log of a ballot says of papers: which outer envelopes are opened, which stay sealed, what comes first."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import CastEnvelope, LogLeaf, MemberHandle, PaperArrival, RollEntry
from govern.ballots.queries.gathering import papers_in
from govern.ballots.seal.documents import Channel, Leaf, Manifest, PaperIn, leaf_from_bytes
from govern.ballots.seal.selecting import Displaced, Selection, Why, select_placed


async def history(
    reading: AsyncSession, ballot_id: UUID, handles: Collection[str] | None = None
) -> list[tuple[int, Leaf]]:
    """The part of a log on which some handles depend, each entry at its place: of these, or of all with a paper."""
    theirs = CastEnvelope.handle.in_(
        select(PaperArrival.handle).where(PaperArrival.ballot_id == ballot_id) if handles is None else list(handles)
    )
    rows = await reading.execute(
        select(LogLeaf.place, LogLeaf.body)
        .outerjoin(CastEnvelope, (CastEnvelope.ballot_id == LogLeaf.ballot_id) & (CastEnvelope.leaf == LogLeaf.place))
        .where(LogLeaf.ballot_id == ballot_id, CastEnvelope.digest.is_(None) | theirs)
        .order_by(LogLeaf.place)
    )
    return [(place, leaf_from_bytes(body)) for place, body in rows]


def if_logged_now(manifest: Manifest, past: list[tuple[int, Leaf]], handle: str) -> Displaced | None:
    """What would set a paper of this handle aside, were it logged now and voting ended; None if it would count."""
    place = past[-1][0] + 1
    selection = select_placed([*past, (place, PaperIn(handle, "-"))], manifest.precedence, manifest.attending)
    return next((entry for entry in selection.displaced if entry.index == place), None)


def own_vote_first(displaced: Displaced | None) -> bool:
    """Whether the member's own vote, from a screen or from the room, comes before the paper."""
    return displaced is not None and displaced.why is Why.OUTRANKED


async def selected(reading: AsyncSession, ballot_id: UUID, manifest: Manifest) -> Selection:
    """What counts of every member from whom there is a paper."""
    return select_placed(await history(reading, ballot_id), manifest.precedence, manifest.attending)


async def opened_and_sealed(
    reading: AsyncSession, ballot_id: UUID, manifest: Manifest
) -> tuple[dict[str, tuple[str, ...]], tuple[Displaced, ...]]:
    """Style -> the handles whose outer envelopes are opened; and the papers that stay sealed, with the reason."""
    selection = await selected(reading, ballot_id, manifest)
    styles = await styles_of(reading, ballot_id, [entry.handle for entry in selection.papers()])
    by_style: dict[str, list[str]] = {}
    for handle, style in sorted(styles.items()):
        by_style.setdefault(style, []).append(handle)
    sealed = [entry for entry in selection.displaced if entry.channel is Channel.PAPER]
    return (
        {style: tuple(handles) for style, handles in sorted(by_style.items())},
        tuple(sorted(sealed, key=lambda entry: entry.handle)),
    )


async def styles_of(reading: AsyncSession, ballot_id: UUID, handles: Collection[str]) -> dict[str, str]:
    """Handle -> the style of its paper, as the roll has it."""
    found: dict[str, str] = {}
    wanted = list(handles)
    for start in range(0, len(wanted), 5_000):
        rows = await reading.execute(
            select(RollEntry.handle, RollEntry.style).where(
                RollEntry.ballot_id == ballot_id, RollEntry.handle.in_(wanted[start : start + 5_000])
            )
        )
        found |= {row.handle: row.style for row in rows}
    return found


async def paper_has_come(reading: AsyncSession, ballot_id: UUID, person_id: UUID) -> bool:
    """Whether two tellers have seen this member's paper."""
    theirs = select(MemberHandle.handle).where(
        MemberHandle.ballot_id == ballot_id, MemberHandle.person_id == person_id
    )
    return await reading.scalar(papers_in(ballot_id).where(PaperArrival.handle.in_(theirs))) is not None
