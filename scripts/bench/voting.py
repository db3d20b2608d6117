"""A voter at the pages: answers every question, comes to the check page, sends the vote. As a browser would."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from scripts.bench.hall import Hall, Voter
from scripts.bench.http import Client, hidden_fields

CODE = re.compile(rb'<strong class="co-code">(.*?)</strong>', re.DOTALL)
FORM = re.compile(rb'<form[^>]* action="([^"]+/cast)"[^>]*>(.*?)</form>', re.DOTALL)
Answers = Sequence[Sequence[str]]
"""One list of answers a question: ("yes",), or the ids of candidates in order."""


class Sealed:
    """A check page in a voter's hand: where to send it, and what to send. `cookies` are those of this moment."""

    def __init__(self, voter: Voter, path: str, fields: dict[str, str], cookies: dict[str, str]) -> None:
        self.voter = voter
        self.path = path
        self.fields = fields
        self.cookies = cookies


class WrongPage(Exception):
    """The pages led somewhere else than a voter expects."""


async def to_check_page(client: Client, hall: Hall, voter: Voter, answers: Answers) -> Sealed:
    """Answer every question of the paper and read the check page. Nothing is sent yet."""
    client.cookies = dict(voter.cookies)
    status, page = await client.get(hall.path)
    fields = _form_to(page, f"{hall.path}/start")
    status, where, page = await client.post(f"{hall.path}/start", fields)
    for answer in answers:
        where = await _answer(client, hall, where, answer)
    status, page = await client.get(where)
    found = FORM.search(page)
    if status != 200 or found is None:
        raise WrongPage(f"{status} at {where}")
    return Sealed(voter, found[1].decode(), hidden_fields(found[2]), dict(client.cookies))


async def _answer(client: Client, hall: Hall, where: str, answer: Sequence[str]) -> str:
    """One question: one place after another, then "nobody else"."""
    question = where.removeprefix(f"{hall.path}/paper/").partition("/")[0]
    for given in (*answer, "none"):
        if where.removeprefix(f"{hall.path}/paper/").partition("/")[0] != question:
            break
        _, page = await client.get(where)
        fields = _form_to(page, where)
        status, where, _ = await client.post(where, {**fields, "answer": given})
        if status != 303:
            raise WrongPage(f"{status} after {given}")
        where = urlsplit(where).path
    return where


async def send(client: Client, sealed: Sealed) -> tuple[int, str]:
    """Press "Send my vote": status and where it leads."""
    client.cookies = dict(sealed.cookies)
    status, where, _ = await client.post(sealed.path, sealed.fields)
    return status, where


async def receipt_code(client: Client, hall: Hall, voter: Voter) -> str | None:
    """The code on the voter's receipt page, without its spaces; None where there is no receipt."""
    client.cookies = dict(voter.cookies)
    status, page = await client.get(f"{hall.path}/receipt")
    found = CODE.search(page) if status == 200 else None
    return re.sub(r"<[^>]*>|[ -]", "", found[1].decode()) if found else None


def _form_to(page: bytes, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to `action`."""
    for part in page.split(b"<form")[1:]:
        head, _, rest = part.partition(b">")
        if f'action="{action}"'.encode() in head:
            return hidden_fields(rest.partition(b"</form>")[0])
    raise WrongPage(f"no form to {action}")
