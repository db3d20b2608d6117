"""What is fixed before voting opens, as the manifest states it: papers, the rules they are counted by, keys."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.lifecycle.duties import origin_of
from govern.ballots.lifecycle.keys import keep_only_share, server_seed
from govern.ballots.lifecycle.picturing import option_entry
from govern.ballots.models import Candidate, Contest
from govern.ballots.queries.checkers import of_today
from govern.ballots.queries.duties import handed_for
from govern.ballots.queries.gathering import Gathered, on_paper, uncontested
from govern.ballots.queries.handing import texts_of_candidate, texts_of_contest
from govern.ballots.queries.standing import as_holder
from govern.ballots.rules import ContestKind
from govern.ballots.rules.duties import Holders, holders_of
from govern.ballots.rules.params import (
    at_most,
    election_params,
    one_line,
    resolution_params,
    slip_kind,
    text_hash,
)
from govern.ballots.seal import signing
from govern.ballots.seal.canonical import Document
from govern.ballots.seal.documents import (
    Attending,
    ContestEntry,
    Level,
    Manifest,
    OptionEntry,
    Sealing,
    Signer,
    StyleEntry,
    Trustee,
)
from govern.ballots.seal.sharing import share_key
from govern.database import in_language
from govern.society import Society

SERVER = "the society's server"
"""Who mixes and opens at the level Everyday. It stands in the manifest, in English for all its readers."""


def manifest_for(
    found: Gathered,
    society: Society,
    styles: dict[str, tuple[str, ...]],
    roll: Mapping[str, int],
    held: Holders,
) -> Manifest:
    """The manifest of a ballot whose roll is drawn. `styles`: style -> its contests; `roll`: style -> its people;
    `held`: who opens, mixes and witnesses.

    An election that needs no vote stands in it and on no style's paper: who is elected there fills places too.
    """
    ballot, book = found.ballot, found.book
    assert ballot.roll_hash is not None and ballot.roll_size is not None
    skipped = uncontested(found)
    weights = book.weights()
    return Manifest(
        ballot_id=str(ballot.id),
        society=one_line(book.society.name),
        title=one_line(in_language(ballot.title, "en")) or ballot.number,
        contests=tuple(
            _entry(found, c, on_paper(found, names), roll)
            for c, names in found.contests
            if c.id not in skipped or on_paper(found, names)
        ),
        styles=tuple(
            StyleEntry(
                style,
                rules.groups_of(style),
                weights.get(rules.groups_of(style)[0]) or Fraction(1),
                contests,
            )
            for style, contests in styles.items()
        ),
        roll_hash=ballot.roll_hash,
        roll_size=ballot.roll_size,
        opens=ballot.opens_at,
        closes=ballot.closes_at,
        level=held.level,
        sealing=Sealing.SLIPS,
        attending=Attending(book.voting.early_vote_if_attending),
        privacy_floor=max(book.ballot.privacy_floor, 1),
        election_key=held.feldman[0],
        feldman=held.feldman,
        trustees=held.trustees,
        threshold=len(held.feldman),
        mixers=held.mixers,
        witnesses=held.witnesses,
        witness_quorum=held.witness_quorum,
        verifier_hash=of_today().hash,
        log_origin=origin_of(society, ballot),
        log_key=signing.public_key_of(society.key("log")),
    )


async def holders_for(writing: AsyncSession, society: Society, found: Gathered) -> Holders:
    """Who opens, mixes and witnesses: at the level Everyday the server alone, whose key is made here and kept in a
    file; at the level AGM those who handed in that they do, and no file here. Raises WrongMoment."""
    ballot = found.ballot
    if ballot.level is Level.AGM:
        return holders_of(await handed_for(writing, ballot.id), found.book)
    key = keep_only_share(society, ballot.id)
    return Holders(
        level=Level.EVERYDAY,
        feldman=key.commitments,
        trustees=(Trustee(1, SERVER, _signs(society, "trustee"), share_key(key.commitments, 1)),),
        mixers=(Signer(SERVER, _signs(society, "mixer")),),
    )


def _signs(society: Society, role: str) -> bytes:
    return signing.public_key_of(server_seed(society, role))


def _entry(
    found: Gathered, contest: Contest, candidates: tuple[Candidate, ...], roll: Mapping[str, int]
) -> ContestEntry:
    options: tuple[OptionEntry, ...]
    if contest.kind is ContestKind.RESOLUTION:
        options = (
            OptionEntry(rules.YES, text_hash(contest.yes_means)),
            OptionEntry(rules.NO, text_hash(contest.no_means)),
        )
    elif contest.kind is ContestKind.OPTION:
        options = tuple(option_entry(option) for option in found.options[contest.id])
    else:
        options = tuple(OptionEntry(str(c.id), text_hash(*texts_of_candidate(c))) for c in candidates)
    return ContestEntry(
        id=str(contest.id),
        kind=slip_kind(contest.method),
        text_hash=text_hash(*texts_of_contest(contest)),
        options=options,
        at_most=at_most(contest.method, contest.seats, len(options)),
        seats=contest.seats,
        rule_id=_rule_id(contest),
        rule_params=_params(found, contest, candidates, roll),
        allow_abstain=True,
    )


def _rule_id(contest: Contest) -> str:
    if contest.kind is ContestKind.OPTION:
        return "option"
    return contest.method.value if contest.method else "resolution"


def _params(
    found: Gathered, contest: Contest, candidates: tuple[Candidate, ...], roll: Mapping[str, int]
) -> Document:
    if contest.weight is not None:
        return {"weight": contest.weight.value}
    if contest.kind is ContestKind.RESOLUTION or contest.body is None:
        return resolution_params(
            found.book,
            contest.resolution_kind or "",
            voters=contest.voters,
            roll=roll,
            in_a_meeting=found.ballot.meeting_id is not None,
            confirms=contest.confirms_id is not None,
        )
    return election_params(
        found.book,
        body=contest.body,
        constituency=contest.seat_constituency or rules.ANY,
        standing={str(c.id): as_holder(contest, c) for c in candidates},
        commitment=found.ballot.lots_commitment,
    )
