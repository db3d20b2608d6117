"""Test or cast: the envelope of the check page opened in front of its voter, and the file to check it with elsewhere.

Nothing of it is kept: what the page shows and what the file holds comes out of the hidden field that the check page
made, as it does when an envelope is sent. The log has one entry more, without a name.
"""

from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting, lifecycle
from govern.ballots.forms import CastForm
from govern.ballots.lifecycle import InTheBoxAlready, Sealing
from govern.ballots.models import Ballot
from govern.ballots.pages.booth import Booth, Seat, draft_of, enter, kept_draft, sealing_in
from govern.ballots.pages.drafts import Draft, token_in
from govern.ballots.pages.sending import Said, in_the_box, not_this_one, said, sealed_again
from govern.ballots.rules import NO, YES, ContestKind, SealedTooLongAgo
from govern.ballots.rules.params import one_line
from govern.ballots.seal import canonical, tested
from govern.ballots.seal.tested import Tested
from govern.database import Store
from govern.errors import TooMany, Unavailable
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
AT = "/ballots/{ballot_id:uuid}/test"


class Shown(msgspec.Struct, frozen=True):
    """One question of the opened envelope: what was in it, and the number that its slip was sealed with."""

    said: Said
    opener: str


@post(AT, name="ballots.test", guards=[signed_in])
async def open_envelope(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Answer:
    """Open the envelope whose code was shown. The same form again shows the same, and is no second test."""
    form = submitted(CastForm, await request.form(), door.language.say)
    seat = Seat(visitor, ballot_id)
    field = form.values.envelope if form.values else None
    sealing = sealing_in(society, seat, field)
    kept = kept_draft(request, door, society, seat)
    chosen_now = token_in(kept) if kept is not None else None
    if sealing is None or field is None or chosen_now not in (None, sealing.token):
        async with store.reading() as reading:
            if sealing is None or field is None or await lifecycle.tested_before(reading, sealing) is None:
                return await not_this_one(request, door, society, reading, seat, sealing)
            return await _opened(request, door, society, reading, seat, sealing, field)
    try:
        async with store.writing() as writing:
            await lifecycle.open_as_test(writing, society, sealing, at=door.clock())
    except (SealedTooLongAgo, Unavailable) as refusal:
        return await sealed_again(request, door, society, seat, sealing, refusal.message)
    except TooMany as refusal:
        return await sealed_again(request, door, society, seat, sealing, refusal.message, status=429)
    except InTheBoxAlready:
        return in_the_box(door, seat)
    async with store.reading() as reading:
        return await _opened(request, door, society, reading, seat, sealing, field)


async def _opened(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    seat: Seat,
    sealing: Sealing,
    field: str,
) -> Response[str]:
    """What is in it by its own numbers, whatever the choices were said to be. The choices go on in a new envelope."""
    booth = await enter(request, door, society, reading, seat.visitor, seat.ballot_id)
    place = await lifecycle.tested_before(reading, sealing)
    assert place is not None
    envelope = await _tested(reading, booth, sealing)
    found = dict(tested.opened(envelope.manifest, envelope.sealed, envelope.openers))
    draft = booth.draft or draft_of(sealing)
    chosen = {contest: tuple(marks) for contest, marks in sealing.choices.items()}
    opened = Draft(draft.id, found)
    answer = page(
        request,
        "ballots/tested.html",
        section="votes",
        paper=booth.paper,
        code=sealing.code,
        place=place,
        what=[_shown(booth, opened, number, sealing) for number in range(1, len(booth.paper.contests) + 1)],
        as_chosen=found == chosen,
        fingerprint=envelope.fingerprint,
        envelope=field,
        one_press=door.look.one_press,
        file_action=booth.at("test/file"),
        onward=booth.at("check"),
        stop=booth.at(),
    )
    booth.keep(answer, draft.told())
    return answer


def _shown(booth: Booth, opened: Draft, number: int, sealing: Sealing) -> Shown:
    found = said(booth, opened, number)
    slips = [slip.contest for slip in sealing.envelope.sealed.slips]
    return Shown(found, canonical.to_text(sealing.openers[slips.index(str(found.contest.id))]))


async def _tested(reading: AsyncSession, booth: Booth, sealing: Sealing) -> Tested:
    ballot = await reading.get_one(Ballot, sealing.ballot_id)
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(reading, ballot.id, ballot.manifest_hash)
    return lifecycle.tested_envelope(manifest, sealing, _names(booth))


def _names(booth: Booth) -> dict[str, str]:
    """What ids of the manifest stand for, in the language of the page."""
    say = booth.door.language.say
    names = {str(contest.id): contest.title for contest in booth.paper.contests}
    for contest in booth.paper.contests:
        if contest.kind is ContestKind.RESOLUTION:
            names |= {YES: say(Sentence("Yes")), NO: say(Sentence("No"))}
        names |= {str(person.id): person.name for person in contest.candidates}
    return {key: one_line(words) for key, words in names.items()}


@post(f"{AT}/file", name="ballots.test_file", guards=[signed_in], status_code=200)
async def file(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, visitor: Visitor, ballot_id: UUID
) -> Response[bytes] | Redirect | Response[str]:
    """The opened envelope to keep. Only of one that the log calls a test: nobody gets the numbers of another."""
    form = submitted(CastForm, await request.form(), door.language.say)
    seat = Seat(visitor, ballot_id)
    sealing = sealing_in(society, seat, form.values.envelope if form.values else None)
    if sealing is None or await lifecycle.tested_before(reading, sealing) is None:
        return await not_this_one(request, door, society, reading, seat, sealing)
    booth = await enter(request, door, society, reading, visitor, ballot_id)
    envelope = await _tested(reading, booth, sealing)
    return Response(
        envelope.to_bytes(),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="test-{booth.paper.number}-{sealing.code}.json"'},
    )


HANDLERS = [open_envelope, file]
