"""Through the pages: a proxy from appointment to result, displaced, refused for every reason; the register."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.models import Ballot, CountRun
from govern.ballots.rules.outcome import outcomes_from_text
from govern.ballots.seal.documents import Channel
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.meetings import lifecycle, queries
from govern.meetings.rules import Mode
from govern.permissions import Role
from govern.society import Society
from tests.ballots import given_ballots
from tests.ballots.given_ballots import Given
from tests.given import LONDON, Moments
from tests.meetings.scene import AGM_AT, Scene, a_called_meeting, letters
from tests.window import Window

Windows = Callable[[], Window]
#: The AGM is on Saturday 12 December at two; Saturday and Sunday do not count (W21).
DEADLINE = datetime(2026, 12, 10, 0, 0, tzinfo=LONDON).astimezone(UTC)


class Place:
    """A society with a called meeting, and its vote."""

    def __init__(self, society: Society, scene: Scene, meeting: UUID, windows: Windows, clock: Moments) -> None:
        self.society, self.scene, self.meeting, self.windows, self.clock = society, scene, meeting, windows, clock
        people = {"supported": [id_ for name, id_ in scene.people.items() if name != "Nerys Wyn"]}
        self.given = Given(society, people, scene.secretary, scene.secretary)

    @property
    def page(self) -> str:
        return f"meetings/{self.meeting}/proxy"

    @property
    def office(self) -> str:
        return f"office/meetings/{self.meeting}/proxies"

    async def window(self, name: str, *roles: Role, officer: bool = False) -> Window:
        browser = Window(self.windows().client, self.society, follows=True)
        return await browser.sign_in(self.scene.people[name], *roles, officer=officer, at=self.clock.at)

    async def name(self, member: str, holder: str, **more: str) -> Window:
        """A member names somebody on the page of the meeting."""
        browser = await self.window(member)
        await browser.get(self.page)
        await browser.send(self.page, {"whom": "member", "holder": holder, **more})
        return browser

    async def appoint(self, name: str, role: Role) -> None:
        day = self.clock.at.date()
        async with self.society.store.writing() as writing:
            await identity.appoint(writing, self.scene.people[name], role, day, by=None, at=self.clock.at)

    async def vote(self, *contests: ballots.ContestDraft, open_now: bool = True) -> UUID:
        """The vote of this meeting."""
        made = await given_ballots.a_draft(self.given, *contests)
        async with self.society.store.writing() as writing:
            (await writing.get_one(Ballot, made)).meeting_id = self.meeting
            await ballots.note_notice(writing, made, by=self.given.second, at=given_ballots.BEFORE)
        await given_ballots.frozen(self.given, made)
        if open_now:
            await self.open(made)
        return made

    async def open(self, ballot: UUID) -> None:
        async with self.society.store.writing() as writing:
            await ballots.accept_small_group(writing, ballot, "staff", by=self.given.officer, at=given_ballots.OPENS)
            await ballots.open_(writing, self.society, ballot, by=self.given.officer, at=given_ballots.OPENS)

    async def contest(self, ballot: UUID) -> UUID:
        async with self.society.store.reading() as reading:
            return (await ballot_queries.contest_ids(reading, ballot))[0]

    async def result(self, ballot: UUID) -> tuple[int, int, list[str]]:
        await given_ballots.counted(self.given, ballot)
        async with self.society.store.reading() as reading:
            text = await reading.scalar(select(CountRun.result).where(CountRun.ballot_id == ballot))
        found = outcomes_from_text(text or "{}")["en"]
        votes = found.contests[0].resolution
        assert votes is not None
        return (
            sum(one.for_ for one in votes.groups),
            sum(one.against for one in votes.groups),
            [str(way) for way in found.ways],
        )


@pytest.fixture
async def place(society: Society, scene: Scene, window: Windows, clock: Moments) -> Place:
    made = Place(society, scene, await a_called_meeting(scene), window, clock)
    await made.appoint("Mair Elis", Role.RETURNING_OFFICER)
    return made


def code_in(browser: Window) -> str:
    """The code on a page, whose halves may stand on two lines."""
    found = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4})[- ]+([0-9A-Z]{4}-[0-9A-Z]{4})\b", browser.text())
    assert found is not None
    return f"{found[1]}-{found[2]}"


async def directed(place: Place, browser: Window, ballot: UUID, answer: str) -> str:
    """The member decides themself how: from the meeting's page through the paper to the code."""
    await browser.get(place.page)
    at = f"ballots/{ballot}/directions/"
    at += browser.last.text.split(at)[1].split('"')[0]
    await browser.get(at)
    await browser.send(f"{at}/start")
    assert browser.heading() == "Do you agree: Saturdays?"
    await browser.send(f"{at}/paper/1", {"answer": answer})
    assert browser.heading() == "Check what you said"
    assert "Nothing is sent yet." in browser.text()
    code = code_in(browser)
    await browser.send(f"{at}/cast")
    assert "Your directions are in the box" in browser.text()
    assert code_in(browser) == code
    await browser.get(at)
    assert f"The code of their envelope is {code}." in browser.text()
    await browser.get(place.page)
    assert "You decided how" in browser.text()
    return code


async def test_a_directed_proxy_from_appointment_to_result(place: Place) -> None:
    """Named before voting opens, directed once it is open, counted and told apart; the letter holds no choice."""
    ballot = await place.vote(open_now=False)
    browser = await place.name("Member 1", "Siân Morgan")
    assert "Siân Morgan votes for you" in browser.text()
    assert "from Monday 9 November 2026" in browser.text()
    await place.open(ballot)
    await directed(place, browser, ballot, "no")
    told = [one for one in await letters(place.scene.store) if one.kind == "proxy_named"]
    assert [one.to_address for one in told] == ["sian@example.org"]
    holder = await place.window("Siân Morgan")
    await holder.get("me")
    assert "You vote for Member 1." in holder.text()
    await holder.get(place.page)
    assert "Member 1" in holder.text()
    assert "the member decided" in holder.text()
    await browser.get("me")
    assert "Siân Morgan votes for you." in browser.text()
    contest = await place.contest(ballot)
    for number in range(2, 8):
        person = place.scene.people[f"Member {number}"]
        await given_ballots.vote(place.given, ballot, person, given_ballots.yes(contest))
    assert await place.result(ballot) == (6, 1, ["1 vote was directed to a proxy."])
    secretary = await place.window("Nerys Wyn", Role.SECRETARY)
    await secretary.get(place.office)
    assert "Valid now: 1. Directed by the member: 1. Left to the person: 0." in secretary.text()
    assert "Directed 1 1 0 0" in secretary.text()


async def test_a_members_own_vote_displaces_what_they_directed(place: Place) -> None:
    ballot = await place.vote()
    browser = await place.name("Member 1", "Siân Morgan")
    await directed(place, browser, ballot, "no")
    contest = await place.contest(ballot)
    for number in range(1, 8):
        person = place.scene.people[f"Member {number}"]
        await given_ballots.vote(place.given, ballot, person, given_ballots.yes(contest))
    assert await place.result(ballot) == (7, 0, [])
    secretary = await place.window("Nerys Wyn", Role.SECRETARY)
    await secretary.get(place.office)
    assert "Directed 1 0 1 0" in secretary.text()


async def test_left_to_the_person_taken_back_in_one_press_and_declined(place: Place) -> None:
    ballot = await place.vote()
    browser = await place.name("Member 1", "Siân Morgan")

    async def held() -> int:
        async with place.society.store.reading() as reading:
            holder = place.scene.people["Siân Morgan"]
            return len(await ballots.held_by(reading, ballot, holder, [Channel.PROXY_FREE]))

    assert await held() == 1
    await directed(place, browser, ballot, "no")
    assert await held() == 0
    await browser.send(f"{place.page}/free/{ballot}")
    assert "They decide" in browser.text()
    assert await held() == 1
    token = browser.hidden(f"{place.page}/revoke")
    await browser.send(f"{place.page}/revoke")
    assert "You have named nobody" in browser.text()
    assert (await browser.post(f"{place.page}/revoke", token)).status_code == 303, "a second press finds it so"
    assert await held() == 0
    await place.name("Member 1", "Siân Morgan")
    holder = await place.window("Siân Morgan")
    await holder.get(place.page)
    one = holder.last.text.split(f"{place.page}/decline/")[1].split('"')[0]
    token = holder.hidden(f"{place.page}/decline/{one}")
    await holder.send(f"{place.page}/decline/{one}")
    assert (await holder.post(f"{place.page}/decline/{one}", token)).status_code == 303
    assert await held() == 0
    await browser.get(place.page)
    assert "said that they do not vote for you" in browser.text()
    kinds = [letter.kind for letter in await letters(place.scene.store) if letter.kind.startswith("proxy")]
    assert sorted(kinds) == ["proxy_declined", "proxy_ended", "proxy_named", "proxy_named"]


async def test_the_sixth_proxy_is_refused_at_once_with_the_rule_and_everything_typed_is_kept(place: Place) -> None:
    """W21 and invariant 51."""
    for number in range(1, 6):
        browser = await place.name(f"Member {number}", "Siân Morgan")
        assert browser.last.status_code == 200
    browser = await place.name("Member 6", "Siân Morgan")
    assert browser.last.status_code == 422
    assert "stands for 5 members already, and more is not allowed (Rule " in browser.text()
    assert 'value="Siân Morgan"' in browser.last.text


async def test_a_late_proxy_is_refused_with_the_deadline_in_words(place: Place) -> None:
    """W21: the last minute counts, the next does not."""
    place.clock.at = DEADLINE
    on_time = await place.name("Member 1", "Siân Morgan")
    assert "Siân Morgan votes for you" in on_time.text()
    browser = await place.window("Member 2")
    await browser.get(place.page)
    place.clock.pass_(minutes=1)
    await browser.send(place.page, {"whom": "member", "holder": "Siân Morgan"})
    assert browser.last.status_code == 422
    assert "we had to have it by Thursday 10 December 2026" in browser.text()
    assert "You can still come and vote yourself." in browser.text()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"whom": "member", "holder": "Member 1"}, "Nobody can be their own proxy."),
        ({"whom": "member", "holder": "Nobody Knows"}, "We know no member with this name or number."),
        ({"whom": "member", "holder": "Siân"}, "We know no member with this name or number."),
        ({"whom": "member"}, "Type the whole name or the number of the member"),
        ({}, "Choose who votes for you."),
        ({"whom": "chair"}, "It is not known yet who will be in the chair."),
        ({"whom": "outside", "outside_name": "Ifan", "outside_email": "i@example.org"}, "must be a member (Rule "),
    ],
)
async def test_who_cannot_be_named_is_said_beside_the_field(place: Place, fields: dict[str, str], says: str) -> None:
    browser = await place.window("Member 1")
    await browser.get(place.page)
    await browser.send(place.page, dict(fields))
    assert browser.last.status_code == 422
    assert says in browser.text()


async def test_where_anybody_may_be_one_somebody_from_outside_is_named_and_written_to(place: Place) -> None:
    text = example("tair_nant").replace('holder = "members_only"', 'holder = "any_person"')
    async with place.society.store.writing() as writing:
        await rulebook.adopt(writing, text, by=None, at=place.clock.at)
    browser = await place.window("Member 1")
    await browser.get(place.page)
    await browser.send(place.page, {"whom": "outside", "outside_name": "Ifan Rees"})
    assert browser.last.status_code == 422
    assert "Type a mail address, or an address for letters" in browser.text()
    await browser.send(
        place.page, {"whom": "outside", "outside_name": "Ifan Rees", "outside_email": "ifan@example.org"}
    )
    assert "Ifan Rees votes for you" in browser.text()
    (letter,) = [one for one in await letters(place.scene.store) if one.kind == "proxy_named"]
    assert letter.to_address == "ifan@example.org"
    assert "You need not do it." in (letter.body or "")


async def test_two_at_once_are_refused_and_a_tick_replaces(place: Place) -> None:
    browser = await place.name("Member 1", "Siân Morgan")
    await browser.send(place.page, {"whom": "member", "holder": "Member 2"})
    assert browser.last.status_code == 422
    assert "there can be one person only" in browser.text()
    await browser.send(place.page, {"whom": "member", "holder": "Member 2", "replaces": "yes"})
    assert "Member 2 votes for you" in browser.text()


@pytest.mark.parametrize("rules", ["quebec_solidarity", "equal_care_like"])
async def test_where_the_law_or_the_rules_know_no_proxies_none_is_named(place: Place, rules: str) -> None:
    """Quebec, and a society that wants people there themselves: no way in, and a form from before is refused."""
    browser = await place.window("Member 1")
    await browser.get(place.page)
    async with place.society.store.writing() as writing:
        await rulebook.adopt(writing, example(rules), by=None, at=place.clock.at)
    await browser.send(place.page, {"whom": "member", "holder": "Siân Morgan"})
    assert browser.last.status_code == 422
    assert "Nobody can vote in another member's place here (Rule " in browser.text()
    await browser.get(f"meetings/{place.meeting}")
    assert "Let somebody vote for me" not in browser.text()
    assert (await browser.get(f"{place.page}/form")).status_code == 403


async def test_nobody_but_the_member_directs_and_only_in_a_vote_of_that_meeting(place: Place) -> None:
    ballot = await place.vote()
    other = await given_ballots.a_draft(place.given)
    browser = await place.name("Member 1", "Siân Morgan")
    one = browser.last.text.split(f"ballots/{ballot}/directions/")[1].split('"')[0]
    for name, where in (("Siân Morgan", ballot), ("Member 2", ballot), ("Member 1", other)):
        stranger = await place.window(name)
        assert (await stranger.get(f"ballots/{where}/directions/{one}")).status_code == 404
    place.clock.at = DEADLINE + timedelta(minutes=1)
    late = await place.window("Member 1")
    await late.get(f"ballots/{ballot}/directions/{one}")
    assert late.last.status_code == 409
    assert "You can still vote yourself" in late.text()


async def test_the_office_enters_papers_keeps_the_late_ones_and_prints_the_register(place: Place) -> None:
    ballot = await place.vote()
    secretary = await place.window("Nerys Wyn", Role.SECRETARY)
    await secretary.get(place.office)

    async def enter(member: str, holder: str, when: datetime) -> str:
        local = when.astimezone(LONDON)
        parts = {"day": local.day, "month": local.month, "year": local.year, "time": local.strftime("%H:%M")}
        received = {f"received_{name}": str(value) for name, value in parts.items()}
        await secretary.send(place.office, {"member": member, "whom": "member", "holder": holder, **received})
        return secretary.text()

    now = place.clock.at
    assert "Entered: Siân Morgan votes for Member 1." in await enter("Member 1", "Siân Morgan", now)
    told = {letter.kind: letter for letter in await letters(place.scene.store)}
    assert told["proxy_entered"].to_address == "member1@example.org"
    assert "Did you not send it" in (told["proxy_entered"].body or "")
    one = secretary.last.text.split(f"ballots/{ballot}/directions/")[1].split('"')[0]
    at = f"ballots/{ballot}/directions/{one}"
    await secretary.get(at)
    assert "as the form of Member 1 says" in secretary.text()
    await secretary.send(f"{at}/start")
    await secretary.send(f"{at}/paper/1", {"answer": "no"})
    await secretary.send(f"{at}/cast")
    assert "The directions are in the box" in secretary.text()
    place.clock.at = DEADLINE + timedelta(hours=1)
    secretary = await place.window("Nerys Wyn", officer=True)
    await secretary.get(place.office)
    late = await enter("Member 2", "Siân Morgan", place.clock.at)
    assert "The paper of Member 2 is kept as refused. It came after the last moment for it." in late
    assert "We had to have it by Thursday 10 December 2026" in late
    assert "Entered: Siân Morgan votes for Member 3." in await enter("Member 3", "Siân Morgan", DEADLINE)
    await enter("Member 4", "Somebody Else", DEADLINE)
    assert "The person named is not a member, or not known." in secretary.text()
    future = await enter("Member 5", "Siân Morgan", place.clock.at + timedelta(days=1))
    assert "This is in the future." in future
    await secretary.get(place.office)
    assert "Valid now: 2. Directed by the member: 1. Left to the person: 1." in secretary.text()
    file = (await secretary.get(f"{place.office}/register.csv")).content.decode()
    rows = [line.split('","') for line in file.splitlines()]
    assert [(row[0].strip('"'), row[8]) for row in rows[1:]] == [
        ("Member 1", "Valid"),
        ("Member 2", "Refused"),
        ("Member 3", "Valid"),
        ("Member 4", "Refused"),
    ]
    assert (await secretary.get(f"{place.office}/register.pdf")).content.startswith(b"%PDF")
    plain = await secretary.get(f"{place.page}/form")
    large = await secretary.get(f"{place.page}/form?size=large")
    assert plain.content.startswith(b"%PDF") and large.content.startswith(b"%PDF")
    assert large.content.count(b"/Type /Page\n") >= plain.content.count(b"/Type /Page\n")


async def test_members_do_not_see_the_register_nor_enter_papers(place: Place) -> None:
    browser = await place.window("Member 1")
    for path in (place.office, f"{place.office}/register.csv", f"{place.office}/register.pdf"):
        assert (await browser.get(path)).status_code == 403


async def test_what_is_left_to_the_chair_goes_to_whoever_takes_the_chair_when_the_meeting_opens(place: Place) -> None:
    await place.appoint("Member 9", Role.CHAIR)
    browser = await place.window("Member 1")
    await browser.get(place.page)
    assert "The chair of the meeting" in browser.text()
    await browser.send(place.page, {"whom": "chair"})
    assert "Member 9 votes for you" in browser.text()
    place.clock.at = AGM_AT
    async with place.society.store.writing() as writing:
        for name in list(place.scene.people)[:14]:
            if name != "Member 1":
                await lifecycle.check_in(
                    *(writing, place.meeting, place.scene.people[name], Mode.IN_PERSON),
                    by=place.scene.secretary,
                    at=AGM_AT,
                )
    secretary = await place.window("Nerys Wyn", Role.SECRETARY)
    await secretary.get(f"office/meetings/{place.meeting}/people")
    await secretary.send(f"office/meetings/{place.meeting}/open", {"chair": str(place.scene.people["Member 2"])})
    browser = await place.window("Member 1")
    await browser.get(place.page)
    assert "Member 2 votes for you" in browser.text()
    async with place.society.store.reading() as reading:
        assert await queries.represented(reading, place.meeting, AGM_AT) == {"supported": 1}
