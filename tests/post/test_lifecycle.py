"""A letter's life: written with its cause, sent through a real mail server, tried again, given up, erased."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from govern.errors import NotValid, Unavailable
from govern.post import lifecycle, queries, rules, smtp
from govern.post.rules import Draft, LetterStage
from govern.settings import Mail, SocietyFile
from govern.society import Society
from tests.given import Moments, a_bare_society
from tests.servers.service import free_port

DRAFT = Draft("sian@example.org", "notice", "meeting:1", "cy", "Hysbysiad: Tŷ Nant", "Annwyl Siân,\n\nDewch.")


class Mailbox:
    """A mail server's memory; it can be told to refuse."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.answer = "250 taken"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.received.append(envelope)
        return self.answer


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[Mailbox, Mail]]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, Mail("127.0.0.1", "Tair Nant <votes@example.org>", port, security="none")
    controller.stop()


@pytest.fixture
async def society(tmp_path: Path) -> AsyncIterator[Society]:
    made = await a_bare_society(tmp_path)
    yield made
    await made.store.close()


async def _write(society: Society, clock: Moments, draft: Draft = DRAFT) -> None:
    async with society.store.writing() as writing:
        await lifecycle.write(writing, draft, at=clock())


def _set_mail(society: Society, mail: Mail) -> None:
    society.file = SocietyFile(mail=mail)


async def _counts(society: Society) -> dict[LetterStage, int]:
    async with society.store.reading() as reading:
        return (await queries.outbox(reading)).counts


async def test_a_letter_goes_through_a_real_mail_server(
    society: Society, mailbox: tuple[Mailbox, Mail], clock: Moments
) -> None:
    box, mail = mailbox
    _set_mail(society, mail)
    await _write(
        society,
        clock,
        msgspec.structs.replace(DRAFT, attachment_name="a.ics", attachment_type="text/calendar", attachment=b"BEGIN"),
    )
    assert await smtp.deliver_due(society, clock, "worker") == 1
    [envelope] = box.received
    assert envelope.rcpt_tos == ["sian@example.org"]
    content = envelope.content if isinstance(envelope.content, bytes) else b""
    assert b"Content-Language: cy" in content and b"a.ics" in content
    assert await _counts(society) == {LetterStage.SENT: 1}
    assert await smtp.deliver_due(society, clock, "worker") == 0


async def test_nothing_is_lost_while_the_mail_server_is_down(society: Society, clock: Moments) -> None:
    _set_mail(society, Mail("127.0.0.1", "a@example.org", free_port(), security="none"))
    await _write(society, clock)
    assert await smtp.deliver_due(society, clock, "worker") == 0
    assert await _counts(society) == {LetterStage.WAITING: 1}
    assert await smtp.deliver_due(society, clock, "worker") == 0
    clock.pass_(minutes=2)
    async with society.store.writing() as writing:
        assert len(await lifecycle.hold_due(writing, "worker", at=clock())) == 1


async def test_a_refused_letter_is_given_up_after_the_last_try_and_can_be_sent_again(
    society: Society, mailbox: tuple[Mailbox, Mail], clock: Moments
) -> None:
    box, mail = mailbox
    box.answer = "451 not now"
    _set_mail(society, mail)
    await _write(society, clock)
    for _ in range(len(rules.WAITS) + 1):
        await smtp.deliver_due(society, clock, "worker")
        clock.pass_(days=2)
    assert await _counts(society) == {LetterStage.GIVEN_UP: 1}
    async with society.store.reading() as reading:
        [letter] = (await queries.outbox(reading)).letters
    async with society.store.writing() as writing:
        await lifecycle.try_again(writing, letter.id, by=letter.id, at=clock())
    box.answer = "250 taken"
    assert await smtp.deliver_due(society, clock, "worker") == 1


async def test_two_workers_never_hold_the_same_letter(society: Society, clock: Moments) -> None:
    await _write(society, clock)
    async with society.store.writing() as writing:
        first = await lifecycle.hold_due(writing, "one", at=clock())
    async with society.store.writing() as writing:
        second = await lifecycle.hold_due(writing, "two", at=clock())
    assert (len(first), len(second)) == (1, 0)
    clock.pass_(minutes=6)
    async with society.store.writing() as writing:
        assert len(await lifecycle.hold_due(writing, "two", at=clock())) == 1


async def test_erasing_takes_words_address_and_person(society: Society, clock: Moments) -> None:
    await _write(society, clock)
    async with society.store.writing() as writing:
        assert await lifecycle.erase_about(writing, ["meeting:1"]) == 1
    async with society.store.reading() as reading:
        [letter] = (await queries.outbox(reading)).letters
        assert (letter.to_address, letter.subject, letter.stage) == ("", "", LetterStage.ERASED)


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a b@example.org", "a@example.org\nBcc: x@example.org"])
async def test_an_address_that_cannot_stand_in_a_header_is_refused(
    society: Society, clock: Moments, address: str
) -> None:
    with pytest.raises(NotValid, match="not a mail address"):
        await _write(society, clock, msgspec.structs.replace(DRAFT, to_address=address))
    assert await _counts(society) == {}


async def test_a_test_mail_says_what_is_wrong(clock: Moments) -> None:
    with pytest.raises(Unavailable, match="No mail server is set"):
        await smtp.send_test_mail(SocietyFile(), "a@example.org", "s", "b", clock())
    closed = Mail("127.0.0.1", "a@example.org", free_port(), security="none")
    with pytest.raises(Unavailable, match="did not take the mail"):
        await smtp.send_test_mail(SocietyFile(mail=closed), "a@example.org", "s", "b", clock())


async def test_a_letter_that_holds_a_way_in_is_read_by_nobody_else(society: Society, clock: Moments) -> None:
    await _write(society, clock, msgspec.structs.replace(DRAFT, kind="sign_in"))
    async with society.store.reading() as reading:
        [row] = (await queries.outbox(reading)).letters
        hidden = await queries.letter(reading, row.id, in_demo=False)
        shown = await queries.letter(reading, row.id, in_demo=True)
    assert hidden.body is None and hidden.holds_a_way_in
    assert shown.body == DRAFT.body


@pytest.mark.parametrize("kind", ["ballot_reminder", "ballot_receipt"])
async def test_no_officer_sees_whom_a_letter_about_voting_goes_to(
    society: Society, clock: Moments, kind: str
) -> None:
    await _write(society, clock, msgspec.structs.replace(DRAFT, kind=kind))
    async with society.store.reading() as reading:
        [row] = (await queries.outbox(reading)).letters
        shown = await queries.letter(reading, row.id, in_demo=True)
    for view in (row, shown):
        assert (view.to_address, view.subject, view.body, view.tells_who_voted) == ("", "", None, True)


def test_a_letter_sent_twice_can_be_recognised_as_one(clock: Moments) -> None:
    from govern.post.models import Letter

    letter = Letter(to_address="a@example.org", subject="S", body="B", language="en")
    mail = Mail("127.0.0.1", "Tair Nant <votes@example.org>")
    first: EmailMessage = smtp.message_of(letter, mail, clock())
    assert first["Message-ID"] == smtp.message_of(letter, mail, clock())["Message-ID"]
    assert first["Message-ID"].endswith("@example.org>")
