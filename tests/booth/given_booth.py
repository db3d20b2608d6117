"""Given: a service and a booth beside it, a browser window at each, and forms that go from one to the other."""

from __future__ import annotations

import html
import re
from uuid import UUID

import httpx
import msgspec
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.errors import Unavailable
from tests.ballots.pages.test_sending import code_in
from tests.window import HERE, Window

SERVICE, BOOTH = "http://testserver.local", "http://booth.testserver.local"
Fields = dict[str, str]


class Asked:
    """How the booth asks the service: in this process. Counts, and says `away` when told to; `changed` is what the
    service gives in place of the true document."""

    def __init__(self, client: AsyncTestClient[Litestar]) -> None:
        self.client = client
        self.times = 0
        self.away = False
        self.changed: bytes | None = None

    async def __call__(self, address: str, voting_pass: str) -> bytes:
        self.times += 1
        answer = await self.client.get(address, headers={"authorization": f"Bearer {voting_pass}", "cookie": ""})
        if self.away or answer.status_code != 200:
            raise Unavailable("The booth cannot get your paper just now.")
        return answer.content if self.changed is None else self.changed


class Form(msgspec.Struct, frozen=True):
    """A form as it stands on a page: where it leads, and its hidden fields."""

    action: str
    fields: Fields


def forms_on(answer: httpx.Response) -> list[Form]:
    found = re.findall(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", answer.text, re.S)
    hidden = r"<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">"
    return [
        Form(html.unescape(to), {name: html.unescape(value) for name, value in re.findall(hidden, body)})
        for to, body in found
    ]


def form_to(answer: httpx.Response, end: str, *, field: str = "") -> Form:
    """The form of a page whose address ends so, and that has this field."""
    fitting = [one for one in forms_on(answer) if one.action.endswith(end) and (not field or field in one.fields)]
    assert fitting, (end, [one.action for one in forms_on(answer)], answer.text[-3000:])
    return fitting[0]


class Voter:
    """One member's browser: a window at the service, where they are signed in, and one at the booth.

    `addresses` are those of service and booth, where these are processes of their own.
    """

    def __init__(
        self,
        service: Window,
        booth: Window,
        ballot_id: UUID,
        here: str = HERE,
        addresses: tuple[str, str] = (SERVICE, BOOTH),
    ) -> None:
        self.service, self.booth, self.ballot_id = service, booth, ballot_id
        self.at = f"{here}/ballots/{ballot_id}"
        self.service_address, self.booth_address = addresses

    async def hand_over(self) -> Form:
        """From the page of the vote to the page before the booth. Returns the form that leads into it."""
        await self.service.get(self.at)
        await self.service.send(f"{self.at}/start")
        assert self.service.heading() == "Your paper is in the booth", self.service.text()
        return form_to(self.service.last, "/enter")

    async def enter(self, form: Form | None = None) -> httpx.Response:
        form = form or await self.hand_over()
        assert form.action == f"{self.booth_address}{self.at}/enter"
        return await self.to_booth("enter", form.fields)

    async def to_booth(self, rest: str, fields: Fields, origin: str = "") -> httpx.Response:
        sent_by = {"origin": origin or self.service_address, "sec_fetch_site": "same-site"}
        answer = await self.booth.post(f"{self.at}/{rest}", fields, **sent_by)
        return await self.booth.get(answer.headers["location"]) if answer.status_code == 303 else answer

    async def answers(self, *answers: str) -> httpx.Response:
        """Answer page after page, until the check page."""
        for answer in answers:
            where = form_to(self.booth.last, "", field="_csrf_token").action
            await self.booth.send(where, {"answer": answer})
        return self.booth.last

    async def at_check(self, *answers: str) -> Form:
        """In the booth with these answers. Returns the form that casts."""
        await self.enter()
        await self.answers(*(answers or ("yes",)))
        assert self.booth.heading() == "Check your vote", self.booth.text()
        return self.cast_form()

    def cast_form(self) -> Form:
        return next(one for one in forms_on(self.booth.last) if one.action.endswith("/from-booth"))

    def test_form(self) -> Form:
        return form_to(self.booth.last, "/from-booth", field="state")

    def code(self) -> str:
        return code_in(self.booth.last.text)

    async def send(self, fields: Fields, origin: str = "", site: str = "same-site") -> httpx.Response:
        """The form that comes back to the service, from the booth's origin. Leads where the answer leads."""
        sent_by = {"origin": origin or self.booth_address, "sec_fetch_site": site}
        answer = await self.service.post(f"{self.at}/from-booth", fields, **sent_by)
        if answer.status_code != 303 or not answer.headers["location"].startswith(self.booth_address):
            return answer
        self.booth.follows = False
        cleared = await self.booth.get(answer.headers["location"].removeprefix(self.booth_address))
        self.booth.follows = True
        return await self.service.get(cleared.headers["location"].removeprefix(self.service_address))
