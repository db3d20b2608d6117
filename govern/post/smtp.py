"""Handing letters to a mail server, and the worker that does so for every society."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import uuid4

import aiosmtplib

from govern.clock import Clock
from govern.errors import GovernError, Unavailable
from govern.post import lifecycle
from govern.post.models import Letter
from govern.settings import Mail, SocietyFile
from govern.society import Societies, Society

TIMEOUT_SECONDS = 20
logger = logging.getLogger("govern.post")


def message_of(letter: Letter, mail: Mail, at: datetime) -> EmailMessage:
    """The letter as a mail, with an id of its own so that a letter sent twice is recognised as one."""
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = letter.to_address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.id}@{mail.sender.rpartition('@')[2].strip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body or "")
    if letter.attachment is not None and letter.attachment_name and letter.attachment_type:
        main, _, sub = letter.attachment_type.partition("/")
        message.add_attachment(letter.attachment, maintype=main, subtype=sub, filename=letter.attachment_name)
    message["Content-Language"] = letter.language
    return message


async def send(message: EmailMessage, mail: Mail) -> None:
    """One mail to the society's SMTP server. Raises `aiosmtplib.SMTPException` or `OSError`."""
    await aiosmtplib.send(
        message,
        hostname=mail.host,
        port=mail.port,
        username=mail.user or None,
        password=mail.password or None,
        use_tls=mail.security == "tls",
        start_tls=mail.security == "starttls",
        timeout=TIMEOUT_SECONDS,
    )


async def send_test_mail(file: SocietyFile, to_address: str, subject: str, body: str, at: datetime) -> None:
    """Try the settings now. Raises `Unavailable` with what the mail server said."""
    if file.rehearsal is not None:
        raise Unavailable("This is a rehearsal, and no mail leaves it. What it would have sent is in the outbox.")
    mail = file.sends_by
    if mail is None:
        raise Unavailable("No mail server is set. Put [mail] with host and sender into society.toml, then try again.")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, to_address, subject
    message["Date"] = format_datetime(at)
    message.set_content(body)
    try:
        await send(message, mail)
    except (aiosmtplib.SMTPException, OSError) as trouble:
        raise Unavailable(
            "The mail server {host} did not take the mail: {why}. Check the settings and try again.",
            host=mail.host,
            why=status_of(trouble),
        ) from None


async def deliver_due(society: Society, clock: Clock, worker: str) -> int:
    """Send what is due in one society's outbox; each letter's fate is its own transaction. Returns how many."""
    mail = society.file.sends_by
    if mail is None:
        return 0
    async with society.store.writing() as writing:
        letters = await lifecycle.hold_due(writing, worker, at=clock())
    number = 0
    for letter in letters:
        async with society.store.reading() as reading:
            if not await lifecycle.goes_out(reading, letter.id):
                continue
        try:
            await send(message_of(letter, mail, clock()), mail)
        except (aiosmtplib.SMTPException, OSError) as trouble:
            for_good = isinstance(trouble, aiosmtplib.SMTPRecipientsRefused)
            async with society.store.writing() as writing:
                await lifecycle.refused(writing, letter.id, status_of(trouble), at=clock(), for_good=for_good)
            continue
        async with society.store.writing() as writing:
            await lifecycle.sent(writing, letter.id, at=clock())
        number += 1
    return number


def status_of(trouble: Exception) -> str:
    """What the server said, in a few words and without any address."""
    code = getattr(trouble, "code", None)
    return f"{type(trouble).__name__} {code}" if code else type(trouble).__name__


async def work(societies: Societies, clock: Clock, *, once: bool = False, pause_seconds: float = 5) -> int:
    """The worker: every society's outbox in turn, until stopped (or once). Returns how many letters were sent."""
    worker, total = uuid4().hex[:12], 0
    while True:
        for short in societies.names():
            try:
                total += await deliver_due(await societies.find(short), clock, worker)
            except (GovernError, OSError) as trouble:
                logger.error("post of %s: %s", short, type(trouble).__name__)
        if once:
            return total
        await asyncio.sleep(pause_seconds)
