"""Peers in the browser: noted, chosen, renewed, ended, brought in from a file; a member sees who votes for them."""

from __future__ import annotations

import re

import pytest

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.models import AttributeSpan
from govern.constituencies.register.rules import files as limits
from govern.identity.lifecycle import NewPerson
from govern.permissions import Role
from tests.constituencies.conftest import JOINED, Town
from tests.window import Window

FILES = "office/peers/files"
HEADER = "peer,member,group,place,elected,until,from,review by,how chosen,supporter\n"


def day(name: str, on: str) -> dict[str, str]:
    year, month, date = on.split("-")
    return {f"{name}_day": date, f"{name}_month": month, f"{name}_year": year}


@pytest.fixture
async def peers(town: Town) -> Town:
    """Tair Nant with a second and a third member who get support."""
    async with town.society.store.writing() as writing:
        for name in ("Pegi Wyn", "Lowri Bevan"):
            town.people[name] = await register.enter(
                writing, NewPerson(name=name), "supported", JOINED, "Founding member", by=None, at=town.clock.at
            )
    return town


async def number(window: Window, town: Town, name: str) -> str:
    await window.get(f"office/register/{town.people[name]}")
    found = re.search(r"Number\s+(\w+)", window.text()) or re.search(r"\b(\d+)\b", window.text())
    assert found, window.text()
    return found[1]


async def a_peer(window: Window, town: Town, name: str = "Pegi Wyn") -> str:
    who = await number(window, town, name)
    await window.get("office/peers")
    fields = {"peer": who, "group": "supported", "place": "Forum of Tywi"}
    answer = await window.send("office/peers", fields | day("from_on", "2026-06-01") | day("to_on", "2027-06-01"))
    assert answer.status_code == 303, window.text()
    return answer.headers["location"].split("/tair-nant/")[1]


def choice(member: str, **more: str) -> dict[str, str]:
    fields = {"member": member, "how": "own_act"} | day("mandate_from", "2026-10-01") | day("review_by", "2026-12-20")
    return fields | more


async def test_a_member_is_carried_from_the_note_to_the_end_and_sees_it(peers: Town) -> None:
    window = await peers.secretary()
    member = await peers.window("Lowri Bevan")
    await member.get("me")
    assert "Who votes for me if I don't Nobody. Only you cast your vote." in member.text()
    lowri = await number(window, peers, "Lowri Bevan")
    path = await a_peer(window, peers)
    await window.follow()
    assert (await window.send(path, choice(lowri))).status_code == 303
    await window.follow()
    assert "Members carried: 1 of at most 12." in window.text() and "Review due" in window.text()
    await member.get("me")
    assert re.search(r"Pegi Wyn ?, [^,]+, Forum of Tywi Holds", member.text())
    assert "When you vote yourself, your own vote counts." in member.text()
    await window.get("office/peers")
    assert "1 review due" in window.text() and "Pegi Wyn" in window.text()
    await window.get("office")
    assert "Review the mandates of Pegi Wyn 1 mandate ends soon unless it is renewed." in window.text()
    await window.get(path)
    mandate = re.search(r"office/peers/mandates/[0-9a-f-]+", window.last.text)
    assert mandate
    await window.get(mandate[0])
    renewal = {"how": "supported_choice", "supporter": "Ana, with photographs"} | day("review_by", "2027-05-01")
    assert (await window.send(f"{mandate[0]}/renew", renewal)).status_code == 303
    await window.follow()
    assert "Ana, with photographs" in window.text() and "It was renewed" in window.text()
    newest = re.findall(r"office/peers/mandates/[0-9a-f-]+", window.last.text)[0]
    await window.get(newest)
    assert (await window.send(f"{newest}/end", why="withdrawn", **day("on", "2026-11-09"))).status_code == 303
    await window.follow()
    assert "Members carried: 0 of at most 12." in window.text()
    await member.get("me")
    assert "Nobody. Only you cast your vote." in member.text()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"member": ""}, "Type the member's number in the register."),
        ({"member": "999"}, "The register has nobody with the number 999."),
        ({"how": ""}, "Say how they chose."),
        ({"how": "supported_choice"}, "Say who supported the choice"),
        (day("review_by", "2027-10-02"), "A mandate is looked at again within 12 months"),
        (day("mandate_from", "2026-05-01"), "A mandate begins while the peer holds the office"),
        ({"scope": "special"}, "On this kind of decision nobody votes for others"),
    ],
)
async def test_a_mandate_that_cannot_be_comes_back_with_what_was_typed(
    peers: Town, more: dict[str, str], says: str
) -> None:
    window = await peers.secretary()
    lowri = await number(window, peers, "Lowri Bevan")
    path = await a_peer(window, peers)
    await window.follow()
    answer = await window.send(path, choice(lowri) | more)
    assert answer.status_code == 422 and says in window.text()
    assert 'value="20"' in answer.text or "review_by_day" in more


async def test_a_peer_who_cannot_be_is_refused_beside_the_field(peers: Town) -> None:
    window = await peers.secretary()
    staff = await number(window, peers, "Gwen Hughes")
    await window.get("office/peers")
    fields = {"peer": staff, "group": "supported", "place": "Tywi"} | day("from_on", "2026-06-01")
    answer = await window.send("office/peers", fields | day("to_on", "2027-06-01"))
    assert answer.status_code == 422 and "A peer belongs to the group they speak for." in window.text()
    assert (await window.send("office/peers", {"peer": "999"})).status_code == 422
    assert "Choose the group they speak for." in window.text() and 'value="999"' in window.last.text
    async with peers.society.store.writing() as writing:
        works_here = peers.people["Pegi Wyn"]
        writing.add(AttributeSpan(person_id=works_here, attribute="employee", from_on=JOINED, source="register"))
    pegi = await number(window, peers, "Pegi Wyn")
    await window.get("office/peers")
    answer = await window.send("office/peers", fields | {"peer": pegi} | day("to_on", "2027-06-01"))
    assert answer.status_code == 422 and "Pegi Wyn works here, and staff cannot be peers (Rule " in window.text()
    answer = await window.send("office/peers", fields | {"peer": "999"} | day("to_on", "2027-06-01"))
    assert answer.status_code == 422 and "nobody with the number 999" in window.text()


async def test_ends_that_cannot_be_are_refused_on_their_page(peers: Town) -> None:
    window = await peers.secretary()
    lowri = await number(window, peers, "Lowri Bevan")
    path = await a_peer(window, peers)
    await window.follow()
    await window.send(f"{path}/end", day("office_ends_on", "2026-06-01") | {"why_over": "stopped"})
    assert "Type a day between them." in window.text()
    await window.send(path, choice(lowri))
    await window.follow()
    mandate = re.findall(r"office/peers/mandates/[0-9a-f-]+", window.last.text)[0]
    await window.get(mandate)
    assert (await window.send(f"{mandate}/end")).status_code == 422 and "Say why." in window.text()
    await window.send(f"{mandate}/end", why="withdrawn", **day("on", "2026-11-10"))
    assert "This day is still to come." in window.text()
    await window.send(f"{mandate}/renew", how="own_act", **day("review_by", "2028-01-01"))
    assert "within 12 months" in window.text()


async def test_a_file_of_mandates_is_looked_at_and_put_in(peers: Town) -> None:
    window = await peers.secretary()
    pegi, lowri = [await number(window, peers, name) for name in ("Pegi Wyn", "Lowri Bevan")]
    mair = await number(window, peers, "Mair Elis")
    rest = "supported,Forum of Tywi,2026-06-01,2027-06-01,2026-10-01,2027-05-01"
    text = HEADER + f"{pegi},{lowri},{rest},own act,\n{pegi},{mair},{rest},supported choice,Ana\n"
    await window.get(FILES)
    bad = HEADER + f"{pegi},{lowri},{rest},capacity assessment,\n"
    await window.send_file(FILES, "bad.csv", bad.encode(), "text/csv")
    await window.follow()
    assert "A mandate never comes from an assessment of somebody's capacity." in window.text()
    assert "Put these mandates in" not in window.text()
    here = window.last.url.path.split("/tair-nant/")[1]
    await window.send(f"{here}/let-go")
    await window.follow()
    assert "bad.csv Let go" in window.text()
    await window.send_file(FILES, "paper.csv", text.encode(), "text/csv")
    await window.follow()
    assert "Mandates that would be put in" in window.text()
    here = window.last.url.path.split("/tair-nant/")[1]
    await window.send(f"{here}/put-in")
    await window.follow()
    assert "2 mandates." in window.text()
    await window.get("office/peers")
    assert "Members carried: 2 of at most 12." in window.text()
    assert not list(peers.society.uploads().glob("*.mandates.csv"))


async def test_many_mandates_need_a_second_officer(peers: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECOND_OFFICER_FROM", 1)
    window = await peers.secretary()
    chair = await peers.window("Gwilym Haf", Role.CHAIR)
    pegi, lowri = [await number(window, peers, name) for name in ("Pegi Wyn", "Lowri Bevan")]
    text = HEADER + f"{pegi},{lowri},supported,Tywi,2026-06-01,2027-06-01,2026-10-01,2027-05-01,own act,\n"
    await window.get(FILES)
    await window.send_file(FILES, "paper.csv", text.encode(), "text/csv")
    await window.follow()
    assert "Ask another officer to open this page." in window.text()
    here = window.last.url.path.split("/tair-nant/")[1]
    await chair.get(here)
    await chair.send(f"{here}/approve")
    await chair.follow()
    assert "Gwilym Haf agrees." in chair.text()
    await window.get(here)
    await window.send(f"{here}/put-in")
    await window.follow()
    assert "1 mandate." in window.text()


async def test_a_file_that_is_no_list_is_refused(peers: Town) -> None:
    window = await peers.secretary()
    await window.get(FILES)
    answer = await window.send_file(FILES, "x.csv", b"", "text/csv")
    assert answer.status_code == 422
    answer = await window.send_file(FILES, "x.csv", b"peer,shoe\n1,2\n", "text/csv")
    assert answer.status_code == 422 and "We do not take these columns: shoe." in window.text()
    assert (await window.send(FILES)).status_code == 422
    assert "Choose the file with the mandates." in window.text()


async def test_these_pages_are_for_those_who_keep_the_register(peers: Town) -> None:
    for path in ("office/peers", FILES):
        assert (await (await peers.window()).get(path)).status_code == 303
        assert (await (await peers.window("Lowri Bevan")).get(path)).status_code == 403
    assert (await (await peers.window("Gwilym Haf", Role.SCRUTINEER)).get("office/peers")).status_code == 403
