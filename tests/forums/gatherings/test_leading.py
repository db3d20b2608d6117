"""Whoever leads a forum: past their term, without training; what goes over to another forum; delegates; minding."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules.training import TrainingKind
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.forums.gatherings import lifecycle as gatherings
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.models import Letter
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import called, letters, on_the_day, opened, raised, sent
from tests.window import Window


async def test_invariant_67_past_the_term_no_agenda_goes_out_until_it_is_longer(forums: Forums) -> None:
    town = forums.town
    town.clock.at += timedelta(days=200)  # the term of six months is over
    mair = await town.window("Mair Elis")
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    one = await called(mair, forums, forums.local)
    answer = await mair.send(f"{one}/send")
    assert answer.status_code == 422
    assert "The facilitator's term ended on Sunday 9 May 2027." in mair.text()
    assert "forum_layer.local.facilitator_rotation_months" in mair.text()
    assert await letters(forums, "gathering") == []
    office = await town.secretary()
    await office.get(f"office/forums/{forums.local}")
    until = {"until_day": "9", "until_month": "8", "until_year": "2027"}
    await office.send(f"office/forums/{forums.local}/term", {**until, "minute": "Notes of 3 May, item 2"})
    assert office.last.status_code == 303
    await mair.get(one)
    assert (await mair.send(f"{one}/send")).status_code == 303
    assert len(await letters(forums, "gathering")) == 5


async def test_invariant_67_or_until_it_is_handed_on(forums: Forums) -> None:
    town = forums.town
    town.clock.at += timedelta(days=200)
    mair = await town.window("Mair Elis")
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    one = await called(mair, forums, forums.local)
    assert (await mair.send(f"{one}/send")).status_code == 422
    office = await town.secretary()
    today = town.clock.at.date()
    day = {"from_on_day": str(today.day), "from_on_month": str(today.month), "from_on_year": str(today.year)}
    await office.get(f"office/forums/{forums.local}")
    await office.send(f"office/forums/{forums.local}/facilitator", {**day, "person": "bo@example.org"})
    assert office.last.status_code == 303
    assert (await mair.get(one)).status_code == 403
    bo = await town.window("Bo Parry")
    await bo.get(one)
    assert (await bo.send(f"{one}/send")).status_code == 303


async def test_m16_the_training_that_the_rules_ask_for_comes_first(forums: Forums) -> None:
    town, asked = forums.town, example("tair_nant")
    assert "training_required = false" in asked
    async with town.society.store.writing() as writing:
        text = asked.replace("training_required = false", "training_required = true")
        await rulebook.adopt(writing, text, by=None, at=town.clock.at)
    town.clock.at += timedelta(minutes=1)
    mair = await town.window("Mair Elis")
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    one = await called(mair, forums, forums.local)
    answer = await mair.send(f"{one}/send")
    assert answer.status_code == 422 and "Whoever leads a forum learns how first" in mair.text()
    async with town.society.store.writing() as writing:
        await register.note_training(
            writing,
            town.people["Mair Elis"],
            TrainingKind.FACILITATION,
            town.clock.at.date(),
            "A neighbour co-operative",
            "Certificate",
            by=None,
            at=town.clock.at,
        )
    assert (await mair.send(f"{one}/send")).status_code == 303


async def test_m5_a_family_forum_passes_an_item_on_and_nothing_else_goes_over(forums: Forums) -> None:
    item = await raised(forums, forums.family, "Di Owen is tired of night calls", "Di Owen")
    sian = await forums.town.window("Siân Llwyd")
    at = f"facilitate/forums/{forums.family}"
    await sian.get(f"{at}/gatherings")
    assert "Pass it on" in sian.text()
    await sian.get(f"{at}/raised/{item}/pass-on")
    answer = await sian.send(f"{at}/raised/{item}/pass-on", title="Di Owen is tired of night calls")
    assert answer.status_code == 422 and "This names Di Owen." in sian.text()
    await sian.send(f"{at}/raised/{item}/pass-on", title="Night calls", words="Who answers them?")
    assert sian.last.status_code == 303
    mair = await forums.town.window("Mair Elis")
    await mair.get(f"forums/{forums.local}")
    assert "Night calls" in mair.text() and "Who answers them?" in mair.text()
    await mair.get(f"facilitate/forums/{forums.local}/gatherings")
    assert "Passed on to us" in mair.text()
    for page in (f"forums/{forums.local}", f"facilitate/forums/{forums.local}/gatherings"):
        await mair.get(page)
        for secret in ("Di Owen", "Famil", "tired", str(forums.family), "Siân"):
            assert secret not in mair.last.text, (page, secret)
    # Those who passed it on see what becomes of it, and it does not wait with them any more.
    di = await forums.town.window("Di Owen")
    await di.get(f"forums/{forums.family}/gatherings")
    assert "What we passed on Night calls It waits for the other forum's next gathering." in di.text()
    await sian.get(f"{at}/raised/{item}/pass-on")
    answer = await sian.send(f"{at}/raised/{item}/pass-on", title="Night calls")
    assert answer.status_code == 422 and "passed on already" in sian.text()


async def test_an_open_forum_speaks_through_no_other_one(forums: Forums) -> None:
    item = await raised(forums, forums.local, "A walk", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    await mair.get(f"facilitate/forums/{forums.local}/raised/{item}/pass-on")
    answer = await mair.send(f"facilitate/forums/{forums.local}/raised/{item}/pass-on", title="A walk")
    assert answer.status_code == 422 and "speaks through no other one" in mair.text()


async def test_invariant_61_a_gathering_of_a_family_forum_is_there_for_nobody_else(forums: Forums) -> None:
    """Not for the secretary, not for the chair, not on any page of meetings, by whatever address."""
    await raised(forums, forums.family, "Zzyzx", "Di Owen")
    sian = await forums.town.window("Siân Llwyd")
    one = await sent(sian, forums, forums.family)
    gathering = one.rsplit("/", 1)[1]
    meetings = [
        f"meetings/{gathering}",
        f"meetings/{gathering}/notice",
        f"meetings/{gathering}/meeting.ics",
        f"meetings/{gathering}/hall",
        f"meetings/{gathering}/minutes",
        f"meetings/{gathering}/proxy",
        *(
            f"office/meetings/{gathering}{rest}"
            for rest in ("", "/people", "/desk", "/chair", "/notice", "/correct", "/post", "/ballot", "/minutes")
        ),
        f"office/meetings/{gathering}/proxies",
        f"office/meetings/{gathering}/change",
        f"forums/{forums.family}/gatherings",
        f"forums/{forums.family}/gatherings/{gathering}",
        f"forums/{forums.local}/gatherings/{gathering}",
    ]
    lists = ("home", "meetings", "office", "office/meetings", "forums", "office/outbox", f"forums/{forums.local}")
    for name, roles in (
        ("Nerys Puw", (Role.SECRETARY,)),
        ("Gwilym Haf", (Role.CHAIR,)),
        ("Gwen Hughes", ()),
        ("Mair Elis", ()),
    ):
        who = await forums.town.window(name, *roles)
        for page in meetings:
            answer = await who.get(page)
            allowed = (404,) if roles or not page.startswith("office") else (403, 404)
            if page.startswith("office") and roles == (Role.CHAIR,):
                allowed = (403, 404)
            assert answer.status_code in allowed, (name, page, answer.status_code)
            assert "Zzyzx" not in answer.text and "Families" not in answer.text
        for page in lists:
            answer = await who.get(page)
            assert gathering not in answer.text and "Zzyzx" not in answer.text, (name, page)
            if not page.startswith("office/forums"):
                assert "Families" not in answer.text, (name, page)
    di = await forums.town.window("Di Owen")
    assert (await di.get(f"forums/{forums.family}/gatherings/{gathering}")).status_code == 200
    await di.get("home")
    assert "Families of Pont" in di.text() and gathering in di.last.text
    # And of an open forum's gathering the pages of meetings know nothing either.
    assert (await di.get(f"meetings/{gathering}")).status_code == 404


async def test_the_office_sees_that_a_forum_wrote_but_neither_to_whom_nor_what(forums: Forums) -> None:
    await raised(forums, forums.local, "Zzyzx", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    await sent(mair, forums, forums.local)
    office = await forums.town.secretary()
    await office.get("office/outbox")
    assert "A letter of a forum" in office.text()
    (first, *_) = await letters(forums, "gathering")
    await office.get(f"office/outbox/{first.id}")
    assert "stays between those who belong to it" in office.text()
    assert "Zzyzx" not in office.text() and "@example.org" not in office.text() and "Pont" not in office.text()


async def send_somebody(leader: Window, forums: Forums, one: str, name: str, group: str, until: date) -> None:
    at = f"facilitate/forums/{forums.local}/delegates"
    await leader.get(at)
    day = {"until_day": str(until.day), "until_month": str(until.month), "until_year": str(until.year)}
    person, gathering = f"{forums.town.people[name]}/{group}", one.rsplit("/", 1)[1]
    await leader.send(at, {**day, "person": person, "gathering": gathering})


async def test_invariant_63_delegates_are_members_above_as_long_as_their_term(forums: Forums) -> None:
    town = forums.town
    await raised(forums, forums.local, "Whom we send", "Gwen Hughes")
    mair = await town.window("Mair Elis")
    one = await opened(mair, forums, forums.local)
    until = town.clock.at.date() + timedelta(days=30)
    # For another group than their own, or somebody who does not belong: refused.
    await send_somebody(mair, forums, one, "Bo Parry", "staff", until)
    assert mair.last.status_code == 422 and "belongs to the group they are sent for" in mair.text()
    await send_somebody(mair, forums, one, "Di Owen", "volunteers", until)
    assert mair.last.status_code == 422 and "A delegate is a member of this forum." in mair.text()
    for name in ("Bo Parry", "Ana Bowen", "Cai Rhys"):
        await send_somebody(mair, forums, one, name, "volunteers", until)
        assert mair.last.status_code == 303, mair.text()
    await send_somebody(mair, forums, one, "Gwen Hughes", "staff", until)
    assert mair.last.status_code == 422 and "forum_layer.local.delegates_up" in mair.text()
    # Shown in both forums, and a member above.
    for forum in (forums.local, forums.area):
        await mair.get(f"forums/{forum}/gatherings")
        assert "Bo Parry Sent" in mair.text(), forum
    sian = await town.window("Siân Llwyd")
    await sian.get(f"forums/{forums.area}")
    assert "Bo Parry Member" in sian.text()
    # One leaves the forum that sent them, one is ended, one's term runs out.
    ana = await town.window("Ana Bowen")
    await ana.get(f"forums/{forums.local}")
    await ana.send(f"forums/{forums.local}/leave")
    await mair.get(f"facilitate/forums/{forums.local}/delegates")
    end = mair.last.text.split("Cai Rhys")[1].split('/end"')[0].rsplit('"', 1)[1]
    assert (await mair.send(f"{end}/end")).status_code == 303
    await sian.get(f"forums/{forums.area}")
    assert "Bo Parry" in sian.text() and "Ana Bowen" not in sian.text() and "Cai Rhys" not in sian.text()
    async with town.society.store.writing() as writing:
        assert await gatherings.stop_delegates(writing, at=town.clock.at + timedelta(days=30)) == 0
    async with town.society.store.writing() as writing:
        assert await gatherings.stop_delegates(writing, at=town.clock.at + timedelta(days=31)) == 1
    await sian.get(f"forums/{forums.area}")
    assert "Bo Parry" not in sian.text() and "Siân Llwyd" in sian.text()


async def test_delegates_are_chosen_at_a_gathering_and_some_forums_send_nobody(forums: Forums) -> None:
    await raised(forums, forums.local, "Whom we send", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    one = await sent(mair, forums, forums.local)
    await send_somebody(mair, forums, one, "Bo Parry", "volunteers", forums.town.clock.at.date() + timedelta(days=9))
    assert mair.last.status_code == 422 and "Name them once it is on." in mair.text()
    sian = await forums.town.window("Siân Llwyd")
    at = f"facilitate/forums/{forums.area}/delegates"
    await sian.get(at)
    assert "No forum stands above this one" in sian.text() and "Send them" not in sian.text()


async def test_a_member_above_anyway_stays_one_when_their_term_ends(forums: Forums) -> None:
    town = forums.town
    await raised(forums, forums.local, "Whom we send", "Gwen Hughes")
    mair = await town.window("Mair Elis")
    one = await opened(mair, forums, forums.local)
    await send_somebody(mair, forums, one, "Mair Elis", "supported", town.clock.at.date() + timedelta(days=5))
    assert mair.last.status_code == 303, mair.text()
    async with town.society.store.writing() as writing:
        assert await gatherings.stop_delegates(writing, at=town.clock.at + timedelta(days=6)) == 1
    await mair.get(f"forums/{forums.area}")
    assert "Mair Elis Member" in mair.text()


async def test_what_is_unkind_is_taken_off_with_a_reason_its_author_reads(forums: Forums) -> None:
    item = await raised(forums, forums.local, "Bo is a fool", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    at = f"facilitate/forums/{forums.local}/raised/{item}/take-off"
    await mair.get(at)
    answer = await mair.send(at)
    assert answer.status_code == 422 and "Whoever wrote it will read this." in mair.text()
    await mair.send(at, why="It hurts somebody here.")
    assert mair.last.status_code == 303
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"forums/{forums.local}/gatherings")
    assert "Bo is a fool" in gwen.text() and "It hurts somebody here." in gwen.text()
    bo = await forums.town.window("Bo Parry")
    for page in (f"forums/{forums.local}", f"forums/{forums.local}/gatherings"):
        await bo.get(page)
        assert "fool" not in bo.last.text and "It hurts" not in bo.last.text


async def test_m31_a_worry_goes_to_the_contact_outside_and_nothing_of_it_is_kept(forums: Forums) -> None:
    town = forums.town
    gwen = await town.window("Gwen Hughes")
    at = f"forums/{forums.local}/concern"
    await gwen.get(at)
    assert "Nobody is named yet" in gwen.text()
    office = await town.secretary()
    await office.get("office/forums/safeguarding")
    answer = await office.send(
        "office/forums/safeguarding", name="Non Rees, council", phone="01632 960 999", email="no"
    )
    assert answer.status_code == 422
    named = {"name": "Non Rees, council", "phone": "01632 960 999", "email": "non@council.example"}
    await office.send("office/forums/safeguarding", named)
    assert office.last.status_code == 303
    await gwen.get(at)
    assert "Non Rees, council" in gwen.text() and "01632 960 999" in gwen.text()
    answer = await gwen.send(at, words="")
    assert answer.status_code == 422
    await gwen.send(at, words="Zzyzx bruises")
    await gwen.follow()
    assert "on their way" in gwen.text()
    (letter,) = await letters(forums, "concern")
    assert letter.to_address == "non@council.example" and "Zzyzx bruises" in (letter.body or "")
    assert "Without a name" in (letter.body or "") and "Gwen" not in (letter.body or "") and letter.person_id is None
    await office.get(f"office/outbox/{letter.id}")
    assert "Zzyzx" not in office.text() and "council" not in office.text()
    async with town.society.store.writing() as writing:
        await post.sent(writing, letter.id, at=town.clock.at)
    async with town.society.store.reading() as reading:
        kept = await reading.scalar(select(Letter).where(Letter.id == letter.id))
    assert kept is not None and (kept.body, kept.subject, kept.to_address) == (None, "", "")
    # A forum may name somebody of its own.
    mair = await town.window("Mair Elis")
    await mair.get(f"facilitate/forums/{forums.local}/safeguarding")
    own = {"name": "Elin Wyn", "phone": "01632 960 111", "email": "elin@council.example"}
    await mair.send(f"facilitate/forums/{forums.local}/safeguarding", own)
    await gwen.get(at)
    assert "Elin Wyn" in gwen.text() and "Non Rees" not in gwen.text()
    di = await town.window("Di Owen")
    await di.get(f"forums/{forums.area}/concern")
    assert "Non Rees" in di.text()


async def test_only_whoever_leads_the_forum_prepares_its_gatherings(forums: Forums) -> None:
    await raised(forums, forums.local, "A walk", "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    one = await called(mair, forums, forums.local)
    sian = await forums.town.window("Siân Llwyd")
    assert (await sian.get(one)).status_code == 403
    assert (await sian.get(one.removeprefix("facilitate/"))).status_code == 404  # it is a draft
    # One forum's address never opens another's gathering.
    gathering = one.rsplit("/", 1)[1]
    assert (await sian.get(f"facilitate/forums/{forums.area}/gatherings/{gathering}")).status_code == 404
    await mair.send(f"{one}/send")
    await on_the_day(mair, forums, one, [])
