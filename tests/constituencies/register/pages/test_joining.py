"""The public page and the office: somebody applies, is checked, admitted or refused with a reason, and appeals."""

from __future__ import annotations

import re

from sqlalchemy import select

from govern.constituencies.boards.models import Tenure
from govern.constituencies.register import queries
from govern.permissions import Role
from govern.post.models import Letter
from tests.constituencies.conftest import Town
from tests.window import Window

APPLY = {
    "group": "staff",
    "name": "Huw Rees",
    "email": "huw@example.org",
    "statement": "I work here and want a say.",
    "consent": "yes",
    "language": "en",
    "format": "standard",
}
CHECK = {
    "condition": "contract_of_employment",
    "result": "met",
    "evidence": "Contract of 3 May seen",
    "checked_on_day": "9",
    "checked_on_month": "11",
    "checked_on_year": "2026",
}


async def applied(town: Town, **changes: str) -> Window:
    """Somebody nobody knows, after sending the form."""
    window = await town.window()
    await window.get("join")
    await window.send("join", {**APPLY, **changes})
    return window


async def the_application(secretary: Window) -> str:
    await secretary.get("office/register/applications")
    found = re.findall(r"office/register/applications/[0-9a-f-]{36}", secretary.last.text)
    await secretary.get(found[0])
    return str(found[0])


def code_on(window: Window) -> str:
    return str(re.findall(r'<p class="co-code">([^<]+)</p>', window.last.text)[0])


async def test_the_page_explains_each_group_in_plain_words(town: Town) -> None:
    window = await town.window()
    await window.get("join")
    text = window.text()
    assert "People who work here" in text and "What you need: having a contract of employment." in text
    assert "Membership ends when: employment ends." in text
    assert "This group is for organisations. Each names one person who acts for it." in text
    assert "Nobody has to be a member to work here or to get support." in text


async def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(town: Town) -> None:
    window = await town.window()
    await window.get("join")
    answer = await window.send("join", name="Huw Rees")
    assert answer.status_code == 422
    for words in ("Choose a group.", "why you want to belong", "if you agree to this"):
        assert words in window.text()
    assert 'value="Huw Rees"' in answer.text
    await window.send("join", {**APPLY, "email": ""})
    assert "Say how we can reach you" in window.text()
    born = {"born_day": "10", "born_month": "11", "born_year": "2010"}
    answer = await window.send("join", {**APPLY, **born})
    assert answer.status_code == 422 and "Members are at least 16 years old (Rule 1." in window.text()
    await window.send("join", {**APPLY, "group": "public_bodies"})
    assert "is for organisations, not for single people" in window.text()


async def test_m43_applied_checked_admitted(town: Town) -> None:
    window = await applied(town)
    assert window.last.headers["location"].endswith("/join/received")
    await window.follow()
    assert "It has the number 1." in window.text()
    secretary = await town.secretary()
    await secretary.get("office")
    assert "Look at applications for membership" in secretary.text() and "1 application waits." in secretary.text()
    path = await the_application(secretary)
    assert "I work here and want a say." in secretary.text() and "Not checked yet" in secretary.text()
    answer = await secretary.send(f"{path}/admit")
    assert answer.status_code == 422 and "Not checked yet: having a contract of employment" in secretary.text()
    answer = await secretary.send(f"{path}/check")
    assert answer.status_code == 422 and "Choose what was checked." in secretary.text()
    await secretary.send(f"{path}/check", CHECK)
    await secretary.follow()
    assert "Contract of 3 May seen" in secretary.text() and "Nerys Puw" in secretary.text()
    await secretary.send(f"{path}/admit")
    await secretary.follow()
    assert "Admitted" in secretary.text()
    await secretary.get(re.findall(r"office/register/[0-9a-f-]{36}(?=\")", secretary.last.text)[0])
    assert "Votes with Staff." in secretary.text() and "Application 1" in secretary.text()


async def test_m43_a_refusal_needs_a_reason_and_another_officer_decides_the_appeal(town: Town) -> None:
    window = await applied(town)
    await window.follow()
    code = code_on(window)
    secretary = await town.secretary()
    path = await the_application(secretary)
    answer = await secretary.send(f"{path}/decline", reason=" ")
    assert answer.status_code == 422 and "The person who applied is told the reason." in secretary.text()
    await secretary.send(f"{path}/decline", reason="Your contract has not begun.")
    await secretary.get(f"{path}/letter")
    assert "Your contract has not begun." in secretary.text() and "the same went out by email" in secretary.text()
    stranger = await town.window()
    await stranger.get("join/mine")
    answer = await stranger.send("join/mine", number="1", code="AAAAAAAAAA")
    assert answer.status_code == 422 and "do not belong together" in stranger.text()
    await stranger.send("join/mine", number="1", code=code)
    await stranger.follow()
    assert "Your contract has not begun." in stranger.text()
    mine = stranger.last.url.path.removeprefix("/en/tair-nant/")
    answer = await stranger.send(f"{mine}/appeal")
    assert answer.status_code == 422 and "Say why the decision should be looked at again." in stranger.text()
    await stranger.send(f"{mine}/appeal", appeal_words="It began today.")
    await stranger.follow()
    assert "Your appeal is with us." in stranger.text()
    await secretary.get(path)
    assert "Another officer has to decide the appeal." in secretary.text()
    answer = await secretary.get(path)
    assert f"{path}/decide" not in answer.text
    chair = await town.window("Gwilym Haf", Role.CHAIR)
    await chair.get(path)
    answer = await chair.send(f"{path}/decide")
    assert answer.status_code == 422 and "Choose what you decide." in chair.text()
    await chair.send(f"{path}/decide", decision="overturn", reason="The contract has begun.")
    await chair.follow()
    assert "Admitted after an appeal" in chair.text()
    async with town.society.store.reading() as reading:
        kinds = list(await reading.scalars(select(Letter.kind).where(Letter.kind.like("application%"))))
    assert sorted(kinds) == ["application_decided", "application_decided", "application_received"]


async def test_an_application_is_seen_by_nobody_else_and_forgotten_on_a_shared_device(town: Town) -> None:
    window = await applied(town)
    await window.follow()
    await window.get(re.findall(r"join/mine/[0-9a-f-]{36}", window.last.text)[0])
    mine = window.last.url.path.removeprefix("/en/tair-nant/")
    assert "It is not decided yet." in window.text()
    other = await town.window("Mair Elis")
    assert (await other.get(mine)).status_code == 404
    assert (await (await town.window()).get(mine)).status_code == 404
    await window.send("join/mine/close")
    assert (await window.get(mine)).status_code == 404
    await window.get("join/received")
    assert window.last.headers["location"].endswith("/join/mine")


async def test_the_applicant_takes_it_back(town: Town) -> None:
    window = await applied(town)
    await window.follow()
    await window.get(re.findall(r"join/mine/[0-9a-f-]{36}", window.last.text)[0])
    mine = window.last.url.path.removeprefix("/en/tair-nant/")
    await window.send(f"{mine}/withdraw")
    await window.follow()
    assert "Withdrawn" in window.text() and "You can apply again at any time." in window.text()


async def test_a_member_applies_for_a_further_group_under_their_own_name(town: Town) -> None:
    member = await town.window("Gwen Hughes")
    await member.get("me")
    assert "Join a further group" in member.text()
    await member.get("join")
    assert "We know you as Gwen Hughes" in member.text() and 'value="staff"' not in member.last.text
    await member.send("join", group="volunteers", statement="I help on Sundays too.", consent="yes")
    await member.get("join")
    answer = await member.send("join", group="volunteers", statement="Again.", consent="yes")
    assert answer.status_code == 422 and "is with us already" in member.text()
    await member.get("join/mine")
    assert "Application 1" in member.text() and "Volunteers: Received" in member.text()


async def test_from_paper_with_a_letter_to_print(town: Town) -> None:
    secretary = await town.secretary()
    await secretary.get("office/register/applications/add")
    answer = await secretary.send("office/register/applications/add", name="Ida")
    assert answer.status_code == 422
    paper = {**APPLY, "email": "", "postal_address": "1 Hill", "name": "Ida Puw"}
    await secretary.send("office/register/applications/add", paper)
    await secretary.follow()
    path = secretary.last.url.path.removeprefix("/en/tair-nant/")
    assert "On paper" in secretary.text()
    await secretary.get(f"{path}/letter")
    assert "There is nothing to write yet" in secretary.text()
    await secretary.get(path)
    await secretary.send(f"{path}/decline", reason="No contract.")
    await secretary.get(f"{path}/letter")
    assert "1 Hill" in secretary.text() and "Print this page and post it." in secretary.text()
    await secretary.get(path)
    await secretary.send(f"{path}/appeal", appeal_words="There is one.")
    await secretary.follow()
    await secretary.send(f"{path}/withdraw")
    await secretary.get("office/register/applications?stage=declined")
    assert "Ida Puw" in secretary.text() and "1 application" in secretary.text()


async def test_invariant_7_employment_that_ended_ends_the_membership_and_the_seat_the_same_day(town: Town) -> None:
    secretary = await town.secretary()
    path = f"office/register/{town.people['Siân Llwyd']}"
    await secretary.get(path)
    ended = {**CHECK, "condition": "staff:contract_of_employment", "result": "not_met", "evidence": "Letter seen"}
    answer = await secretary.send(f"{path}/checks", condition="staff:contract_of_employment")
    assert answer.status_code == 422 and "Say whether it is met." in secretary.text()
    await secretary.send(f"{path}/checks", ended)
    await secretary.follow()
    assert "Is not a member today." in secretary.text() and "Employment ends" in secretary.text()
    async with town.society.store.reading() as reading:
        seat = select(Tenure.to_on).where(Tenure.person_id == town.people["Siân Llwyd"])
        assert await reading.scalar(seat) == town.clock.at.date()
        assert await queries.constituencies_of(reading, town.people["Siân Llwyd"], town.clock.at.date()) == ()
    await secretary.get("office/register/checks")
    assert "All checks are of the last year." in secretary.text()
    await secretary.get("office/register/checks?never=true")
    assert "Gwen Hughes" in secretary.text() and "Siân Llwyd" not in secretary.text()


async def test_too_many_applications_from_one_place_are_slowed_down(town: Town) -> None:
    window = await town.window()
    await window.get("join")
    fields = {**window.hidden("join"), **APPLY}
    answers = [(await window.post("join", fields)).status_code for _ in range(61)]
    assert answers[0] == 303 and answers[-1] == 422
    assert "wait" in window.text().lower() or "slow" in window.text().lower()
