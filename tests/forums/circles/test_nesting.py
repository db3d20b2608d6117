"""A circle gets another one above it, or is refused; new rules are looked at, and change no domain by themselves."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.constituencies.rulebook import lifecycle as rulebook
from govern.errors import NotAllowed
from govern.forums.circles import lifecycle, queries, rules
from govern.forums.circles.lifecycle import CircleDraft, DecisionDraft
from govern.forums.circles.models import Circle, CircleLink
from govern.forums.circles.rules import Link, Part
from tests.forums.circles.conftest import RULES, Calder


async def begun(calder: Calder, name: str, **above: UUID | str) -> UUID:
    parent_id, parent_body = above.get("parent_id"), above.get("parent_body")
    wanted = CircleDraft(
        name={"en": name},
        aim={"en": "To do well"},
        parent_id=parent_id if isinstance(parent_id, UUID) else None,
        parent_body=parent_body if isinstance(parent_body, str) else None,
    )
    async with calder.given.society.store.writing() as writing:
        return await lifecycle.begin_circle(writing, wanted, by=calder.given.second, at=calder.clock.at)


async def above(calder: Calder, circle: UUID) -> tuple[UUID | None, str | None]:
    async with calder.given.society.store.reading() as reading:
        row = await reading.get_one(Circle, circle)
        return row.parent_id, row.parent_body


async def test_the_office_puts_a_circle_under_another_one_with_all_below_it(calder: Calder) -> None:
    upper = await begun(calder, "Upper", parent_body="members_circle")
    lower = await begun(calder, "Lower", parent_id=upper)
    lowest = await begun(calder, "Lowest", parent_id=lower)
    office = await calder.secretary()
    await office.get(f"circles/{lower}")
    assert "Put it under another circle or body" in office.text()
    at = f"office/circles/{lower}/move"
    await office.get(at)
    assert "Above it now Upper" in office.text()
    for sent, words in (
        ("", "Choose what stands above it from now on."),
        (f"circle:{upper}", "It stands there already."),
        (f"circle:{lowest}", "This stands below the circle itself."),
        (f"circle:{lower}", "This stands below the circle itself."),
        ("circle:nonsense", "Choose one from the list."),
        (f"circle:{calder.mair}", "There is no such circle any more."),
    ):
        refused = await office.send(at, above=sent)
        assert refused.status_code in (404, 422) and words in office.text(), (sent, words)
    assert await above(calder, lower) == (upper, None)
    await office.get(at)
    await office.send(at, above=f"circle:{calder.hebden}")
    assert office.heading() == "Lower" and "Above it Hebden" in office.text()
    assert await above(calder, lower) == (calder.hebden, None) and await above(calder, lowest) == (lower, None)
    member = await calder.window(calder.workers[0])
    assert (await member.get(at)).status_code == 403
    await member.get(f"circles/{lower}")
    assert "Put it under another circle" not in member.text()


async def test_a_circle_of_a_kind_of_the_rules_stands_where_the_rules_say_and_a_team_where_its_person_says(
    calder: Calder,
) -> None:
    office = await calder.secretary()
    at = f"office/circles/{calder.hebden}/move"
    await office.get(at)
    await office.send(at, above="body:board")
    assert "By the rules a circle of this kind stands under “Members' Circle”" in office.text()
    team = await calder.team()
    assert (await office.get(f"office/circles/{team}/move")).status_code == 404
    with pytest.raises(NotAllowed, match="for the person it is around to say"):
        async with calder.given.society.store.writing() as writing:
            await lifecycle.move_circle(
                writing, team, None, "members_circle", by=calder.given.second, at=calder.clock.at
            )


async def test_invariant_68_what_was_handed_down_is_there_as_well_above_its_new_place(calder: Calder) -> None:
    upper = await begun(calder, "Upper", parent_body="members_circle")
    await calder.give(upper, topic="pay")
    office = await calder.secretary()
    at = f"office/circles/{upper}/move"
    await office.get(at)
    await office.send(at, above="body:board")
    assert office.last.status_code == 422 and "what is above it there may not: pay." in office.text()
    assert await above(calder, upper) == (None, "members_circle")
    await office.get(f"circles/{upper}/domain")
    await office.send(f"circles/{upper}/domain/out", matter=office.last.text.split('name="matter" value="')[1][:36])
    await office.get(at)
    await office.send(at, above="body:board")
    assert await above(calder, upper) == (None, "board")


async def test_links_with_the_circle_above_end_with_a_move(calder: Calder) -> None:
    lower = await begun(calder, "Lower", parent_id=calder.hebden)
    await calder.seat(lower, calder.workers[0], part=Part.FACILITATOR)
    async with calder.given.society.store.writing() as writing:
        await lifecycle.name_link(
            writing, lower, calder.workers[0], Link.LEAD, by=calder.given.second, at=calder.clock.at
        )
    office = await calder.secretary()
    at = f"office/circles/{lower}/move"
    await office.get(at)
    assert "1 person links it with what is above it now." in office.text()
    await office.send(at, above="body:members_circle")
    async with calder.given.society.store.reading() as reading:
        assert (await reading.scalars(select(CircleLink.to_on))).all() == [calder.clock.at.date()]


async def new_rules(calder: Calder, domain: str) -> None:
    """From tomorrow local circles may decide something else; and it is tomorrow."""
    tomorrow = (calder.clock.at + timedelta(days=1)).date()
    text = RULES.replace("effective_from = 2026-01-01", f"effective_from = {tomorrow}")
    assert '["local_recruitment", "team_starting"]' in text
    text = text.replace('["local_recruitment", "team_starting"]', domain)
    async with calder.given.society.store.writing() as writing:
        await rulebook.adopt(writing, text, by=None, at=calder.clock.at)
    calder.clock.at += timedelta(days=1)


async def topics(calder: Calder) -> set[str | None]:
    async with calder.given.society.store.reading() as reading:
        return {one.topic for one in await queries.own_matters(reading, calder.hebden)}


async def test_invariant_68_a_later_change_of_a_bodys_domain_is_shown_and_changes_nothing_by_itself(
    calder: Calder,
) -> None:
    office = await calder.secretary()
    await office.get("office")
    assert "Look at what a circle may decide" not in office.text()
    await new_rules(calder, '["local_recruitment", "holidays"]')
    office = await calder.secretary()
    await office.get("office")
    assert "Look at what a circle may decide: Hebden" in office.text()
    assert await topics(calder) == {"local_recruitment", "team_starting"}
    member = await calder.window(calder.workers[1])
    await member.get(f"circles/{calder.hebden}")
    assert "What it may decide is to be looked at again." in member.text()
    at = f"circles/{calder.hebden}/domain"
    await member.get(at)
    assert "By new rules it could decide these Holidays" in member.text() and "Take it out" not in member.text()
    assert (await calder.by_hand(member, f"{at}/looked")).status_code == 403
    await office.get(at)
    assert "It has these, and nothing above it does any more" in office.text()
    await office.send(f"{at}/looked")
    assert "By new rules it could decide these" not in office.text() and "nothing above it does" in office.text()
    gone = office.last.text.split("nothing above it does any more")[1].split('name="matter" value="')[1][:36]
    await office.send(f"{at}/out", matter=gone)
    assert "To look at again" not in office.text()
    assert await topics(calder) == {"local_recruitment"}
    await office.get("office")
    assert "Look at what a circle may decide" not in office.text()


async def test_what_new_rules_offer_comes_in_by_a_press(calder: Calder) -> None:
    await new_rules(calder, '["local_recruitment", "team_starting", "holidays"]')
    office = await calder.secretary()
    await office.get(f"circles/{calder.hebden}/domain")
    async with calder.given.society.store.reading() as reading:
        (one,) = await queries.to_look_at(reading, calder.clock.at.date(), "en")
    assert [matter.topic for matter in one.offered] == ["holidays"] and one.gone == ()
    await calder.give(calder.hebden, topic="holidays")
    async with calder.given.society.store.reading() as reading:
        assert await queries.to_look_at(reading, calder.clock.at.date(), "en") == ()


async def test_what_the_circle_above_decides_no_longer_is_looked_at_below_it(calder: Calder) -> None:
    upper = await begun(calder, "Upper", parent_body="members_circle")
    await calder.give(upper, topic="pay")
    lower = await begun(calder, "Lower", parent_id=upper)
    await calder.give(lower, topic="pay")
    async with calder.given.society.store.writing() as writing:
        (matter,) = await queries.own_matters(writing, upper)
        await lifecycle.take_matter(writing, upper, matter.id, by=calder.given.second, at=calder.clock.at)
    async with calder.given.society.store.reading() as reading:
        found = await queries.to_look_at(reading, calder.clock.at.date(), "en")
    assert [(one.name, [matter.topic for matter in one.gone]) for one in found] == [("Lower", ["pay"])]


async def test_m42_reviews_that_are_due_are_on_the_list_of_the_office_and_those_of_private_teams_are_not(
    calder: Calder,
) -> None:
    private = await calder.team("Secret garden", private=True)
    async with calder.given.society.store.writing() as writing:
        for circle, there, title in (
            (calder.hebden, calder.workers[0], "An open day"),
            (private, calder.mair, "Red roses"),
        ):
            matter = (await queries.own_matters(writing, circle))[0].id
            wanted = DecisionDraft(
                title={"en": title},
                words="",
                decided_on=calder.clock.at.date(),
                there=(there,),
                matter=matter,
                review_on=(calder.clock.at + timedelta(days=30)).date(),
            )
            await lifecycle.decide(writing, circle, wanted, "en", by=there, at=calder.clock.at)
    for days, due in ((29, False), (1, True)):
        calder.clock.at += timedelta(days=days)
        office = await calder.secretary()
        await office.get("office")
        assert ("A circle looks at this again: An open day" in office.text()) is due
        assert "Red roses" not in office.text() and "Secret garden" not in office.text()
    calder.clock.at += timedelta(days=1)
    office = await calder.secretary()
    await office.get("office")
    assert "An open day" in office.text().split("What comes next")[0]  # it is late


def test_ground_is_the_body_followed_or_what_is_above() -> None:
    assert rules.without_ground(["pay", "rota", "visits"], ("rota",), ("pay",)) == ("visits",)
    assert rules.newly_offered(["rota"], ["rota", "visits"], ["rota", "visits", "pay"]) == ("pay",)
