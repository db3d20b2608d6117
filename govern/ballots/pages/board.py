"""The public board of a vote: the signed end of its list, how it is kept secret and honest, its bundle to check."""

from uuid import UUID

import msgspec
from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries import board, checkers, publishing
from govern.ballots.rules import secrecy
from govern.ballots.seal.canonical import encode, to_text
from govern.ballots.seal.documents import Level
from govern.web.door import AnyRequest, Door
from govern.web.guards import SignInFirst, public
from govern.web.page import page

VOTE = "/ballots/{ballot_id:uuid}"


@get(f"{VOTE}/heads", name="ballots.heads", guards=[public])
async def heads(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """Who signed the end of the list, and how many voted once that may be told."""
    return page(
        request,
        "ballots/board.html",
        section="votes",
        ballot=await board.known(reading, ballot_id, door.language.code),
        head=await board.head(reading, ballot_id),
        turnout=await publishing.turnout(reading, ballot_id, door.language.code),
    )


@get(f"{VOTE}/heads.txt", name="ballots.heads_text", guards=[public], media_type="text/plain")
async def heads_text(reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """The signed note as it is, for programs that compare."""
    return Response((await board.head(reading, ballot_id)).note, media_type="text/plain; charset=utf-8")


@get(f"{VOTE}/heads.json", name="ballots.heads_json", guards=[public])
async def heads_json(reading: AsyncSession, ballot_id: UUID, since: int | None = None) -> Response[bytes]:
    """The note, and with `since` the proof that the list goes on from the head of so many entries (T6)."""
    head, proof = await board.gossip(reading, ballot_id, since)
    content = encode({"head": to_text(head.note.encode()), "proof": [to_text(step) for step in proof]})
    return Response(content, media_type="application/json")


@get(f"{VOTE}/secrecy", name="ballots.secrecy", guards=[public])
async def kept_secret(
    request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID, easy: int | None = None
) -> Response[str]:
    """How this vote is kept secret and honest, by its level, with the risks that are left."""
    found = await board.known(reading, ballot_id, door.language.code)
    by = found.guarded
    by = msgspec.structs.replace(by, booth=bool(door.settings.booth) and by.level is Level.AGM)
    return page(
        request,
        "ballots/kept_secret.html",
        section="votes",
        ballot=found,
        easy_words=door.look.layout == "easy" if easy is None else bool(easy),
        level=secrecy.level_name(by.level),
        opening=secrecy.opening(by),
        mixing=secrecy.mixing(by),
        watching=secrecy.watching(by),
        organisers=secrecy.seen_by_organisers(by),
        proven=secrecy.proven(by),
        risks=secrecy.risks(by),
        review=secrecy.REVIEW,
        easy_lines=secrecy.easy(by),
    )


@get(f"{VOTE}/bundle", name="ballots.bundle", guards=[public])
async def bundle(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    """What the bundle is, whether it can be had, and how to check it step by step."""
    found = await publishing.published(reading, ballot_id, door.language.code)
    return page(
        request,
        "ballots/bundle.html",
        section="votes",
        ballot=await board.known(reading, ballot_id, door.language.code),
        why_not=found.why_not,
        checker=await checkers.named_by(reading, ballot_id),
        incidents=await checkers.incidents_of(reading, ballot_id),
        members_only=found.to == "members" and door.visitor is None,
    )


@get(f"{VOTE}/bundle.zip", name="ballots.bundle_file", guards=[public])
async def bundle_file(door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[bytes]:
    """The bundle, to whom the rules give it. A group below the privacy floor is never in it without a decision."""
    language = door.language.code
    ballot = await board.known(reading, ballot_id, language)
    found = await publishing.published(reading, ballot_id, language)
    if found.why_not is None and found.to == "members" and door.visitor is None:
        raise SignInFirst("The rules give the bundle to members. Sign in first, then take it.")
    content = await publishing.published_bundle(reading, ballot_id, language)
    return Response(
        content,
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="bundle-{ballot.number}.zip"'},
    )


HANDLERS = [heads, heads_text, heads_json, kept_secret, bundle, bundle_file]
