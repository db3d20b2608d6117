"""T18 and T19: what a fault tells of a choice, and what the length of a page or form tells."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Awaitable, Callable
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots.seal.canonical import from_text
from tests.ballots.given_ballots import Given, an_open_ballot
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_sending import at_check
from tests.ballots.pages.test_voting import an_election_is_open, begun
from tests.window import Window

Act = Callable[[Window, str], Awaitable[object]]


#: What breaks, and the act of a voter in which it breaks.
FAULTS: dict[str, tuple[str, Act]] = {
    "the paper": ("govern.ballots.paper.pages.questions.shown", lambda b, at: b.get(f"{at}/paper/1/2")),
    "the check page": ("govern.ballots.paper.pages.checking.said", lambda b, at: b.get(f"{at}/check")),
    "the sealing": ("govern.ballots.seal.slips.encode", lambda b, at: b.get(f"{at}/check")),
    "the proof": ("govern.ballots.seal.elgamal.seal", lambda b, at: b.get(f"{at}/check")),
    "the casting": (
        "govern.ballots.casting.caster._check",
        lambda b, at: b.post(f"{at}/cast", b.hidden(f"{at}/cast")),
    ),
    "the test": ("govern.ballots.seal.tested.opened", lambda b, at: b.post(f"{at}/test", b.hidden(f"{at}/test"))),
    "the test's page": (
        "govern.ballots.paper.pages.opening._shown",
        lambda b, at: b.post(f"{at}/test", b.hidden(f"{at}/test")),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_in_a_page_of_voting_tells_nothing_of_the_choice(
    given: Given,
    window: Opens,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    fault: str,
) -> None:
    """T18: a 500 is forced with the choice in the message and among the arguments; every sink is read."""
    ballot_id, people = await an_election_is_open(given, *given.people["staff"][:4], with_motion=False)
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    order = [str(people[n]) for n in (2, 0, 3, 1)]
    for place, person in enumerate(order, start=1):
        await browser.send(f"{at}/paper/1" + (f"/{place}" if place > 1 else ""), {"answer": person})
    assert browser.heading() == "Check your vote"

    def broken(*given: object, **more: object) -> None:
        raise RuntimeError(f"CANARY-{order[0]} {order} {given} {more}")

    where, act = FAULTS[fault]
    with caplog.at_level(logging.DEBUG):
        monkeypatch.setattr(where, broken)
        answer = await act(browser, at)
    printed = capfd.readouterr()
    logged = "\n".join(
        [*(record.getMessage() for record in caplog.records), *(str(record.exc_text) for record in caplog.records)]
    )
    sinks = {"log": logged, "output": printed.out + printed.err, "page": browser.last.text}
    assert browser.last.status_code == 500, (fault, browser.last.status_code, answer)
    for name, said in sinks.items():
        assert "CANARY" not in said and ", ".join(repr(one) for one in order) not in said, (fault, name)
    needles = [b"CANARY", ",".join(order).encode(), " ".join(order).encode()]
    for file, content in everything_in(given.society.folder):
        assert not [needle for needle in needles if needle in content], (fault, file)


async def test_a_test_and_its_file_leave_no_choice_and_no_number_behind(
    given: Given, window: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    """T1 and T18: after a test, its file and a vote, neither the order nor an opening number is kept anywhere."""
    ballot_id, people = await an_election_is_open(given, *given.people["staff"][:4], with_motion=False)
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    order = [str(people[n]) for n in (2, 0, 3, 1)]
    for place, person in enumerate(order, start=1):
        await browser.send(f"{at}/paper/1" + (f"/{place}" if place > 1 else ""), {"answer": person})
    with caplog.at_level(logging.DEBUG):
        await browser.send(f"{at}/test")
        told = json.loads((await browser.send(f"{at}/test/file")).content)
        await browser.get(f"{at}/check")
        await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"
    opener = told["openers"][0]
    needles = [opener.encode(), from_text(opener), from_text(opener).hex().encode(), ",".join(order).encode()]
    kept = everything_in(given.society.folder)
    assert kept
    for file, content in (*kept, ("log", "\n".join(one.getMessage() for one in caplog.records).encode())):
        assert not [needle for needle in needles if needle in content], file


def everything_in(folder: Path) -> list[tuple[str, bytes]]:
    return [(file.name, file.read_bytes()) for file in folder.rglob("*") if file.is_file()]


# --- T19 ------------------------------------------------------------------------------------------------------------


def field_of(browser: Window, action: str) -> int:
    return len(browser.hidden(action)["envelope"])


async def test_the_hidden_field_of_the_check_page_is_as_long_whatever_is_chosen(given: Given, window: Opens) -> None:
    """T19: orders of nobody, one, two and four of four people: the hidden field, the form and the cookie alike."""
    ballot_id, people = await an_election_is_open(given, *given.people["staff"][:4], with_motion=False)
    browser = await window(given.people["supported"][0])
    fields, sent, cookies = set(), set(), set()
    orders = [order for number in (1, 2, 4) for order in list(permutations(people, number))[:4]]
    for order in [(), *orders]:
        for name in [name for name in browser.cookies if name.startswith("d-")]:
            del browser.cookies[name]
        at = await begun(browser, ballot_id)
        for place, person in enumerate(order, start=1):
            await browser.send(f"{at}/paper/1" + (f"/{place}" if place > 1 else ""), {"answer": str(person)})
        if len(order) < 4:
            rest = f"/{len(order) + 1}" if order else ""
            await browser.send(f"{at}/paper/1{rest}", {"answer": "none"})
        assert browser.heading() == "Check your vote", order
        form = browser.hidden(f"{at}/cast")
        fields.add(field_of(browser, f"{at}/cast"))
        sent.add(sum(len(name) + len(value) for name, value in form.items()))
        cookies |= {len(value) for name, value in browser.cookies.items() if name.startswith("d-")}
    assert len(fields) == len(sent) == len(cookies) == 1, (fields, sent, cookies)


#: How many bytes the pages of a yes-or-no question may differ by: "Yes" or "No", with its picture, or a sentence.
MOST = 200


async def test_the_lengths_of_forms_and_pages_over_all_answers_are_measured(
    given: Given, window: Opens, record_property: Callable[[str, object], None]
) -> None:
    """T19: the receipt and the way there are alike; the answer itself and the page that shows it in words are not.

    The differences are measured here and told in docs/security.md: a network sees lengths, whatever is encrypted.
    """
    ballot_id = await an_open_ballot(given)
    lengths: dict[str, dict[str, int]] = {"answer": {}, "check page": {}, "cast": {}, "led": {}, "receipt": {}}
    for answer, person in zip(("yes", "no", "blank"), given.people["staff"], strict=False):
        browser = await window(person)
        at = await at_check(browser, ballot_id, answer)
        lengths["answer"][answer] = len(f"answer={answer}")
        lengths["check page"][answer] = len(browser.last.content)
        lengths["cast"][answer] = sum(len(v) for v in browser.hidden(f"{at}/cast").values())
        led = await browser.post(f"{at}/cast", browser.hidden(f"{at}/cast"))
        lengths["led"][answer] = len(led.content) + sum(
            len(value) for name, value in led.headers.items() if name != "date"
        )
        page = await browser.get(f"{at}/receipt")
        lengths["receipt"][answer] = len(re.sub(r"[0-9a-f]{64}", "", page.text))
    delta = {name: max(found.values()) - min(found.values()) for name, found in lengths.items()}
    for name, bytes_ in delta.items():
        record_property(f"max delta of {name}", bytes_)
    assert delta["cast"] == delta["led"] == delta["receipt"] == 0, delta
    assert delta["answer"] == len("blank") - len("no") and 0 < delta["check page"] <= MOST, delta
    print(delta)


async def test_an_envelope_is_as_long_whatever_it_holds(given: Given) -> None:
    """T19: what is kept and what a receipt holds."""
    from tests.ballots.given_ballots import seal
    from tests.ballots.lifecycle.test_testing import AT

    ballot_id, people = await an_election_is_open(given, *given.people["staff"][:4], with_motion=False)
    async with given.society.store.reading() as reading:
        from govern.ballots.queries import contest_ids

        (contest,) = await contest_ids(reading, ballot_id)
    found = set()
    for number in range(5):
        choice: dict[UUID, tuple[str, ...]] = {contest: tuple(map(str, people[:number]))}
        sealing = await seal(given, ballot_id, given.people["staff"][0], choice, AT)
        found.add((len(sealing.envelopes[0]), len(sealing.to_bytes())))
    assert len(found) == 1, found
