"""Test or cast in the browser: what is shown, the file, and every way in which a form can come back."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from govern.__main__ import main
from govern.ballots.models import LogLeaf
from govern.ballots.rules import MOST_TESTS_A_DAY
from govern.ballots.seal import covers, slips
from govern.ballots.seal.covers import Covered
from govern.ballots.seal.documents import Manifest
from govern.identity import lifecycle as identity
from govern.web.visitor import Look
from tests.ballots.given_ballots import Given, an_open_ballot, closed
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_sending import at_check, code_in, envelopes
from tests.ballots.pages.test_voting import an_election_is_open, begun
from tests.given import Moments


async def entries(given: Given) -> int:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(LogLeaf)) or 0


async def test_a_voter_tests_an_envelope_sees_what_was_in_it_and_votes_with_a_new_one(
    given: Given, window: Opens
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "no")
    shown = code_in(browser.last.text)
    await browser.send(f"{at}/test")
    assert browser.heading() == "Your test envelope is open" and code_in(browser.last.text) == shown
    assert "It holds what you chose." in browser.text() and "You have not voted yet." in browser.text()
    assert "What was in it" in browser.text() and " No " in browser.text()
    assert await envelopes(given) == 0 and await entries(given) == 2
    await browser.get(f"{at}/check")
    assert browser.heading() == "Check your vote" and " No " in browser.text(), "the choices are kept"
    assert code_in(browser.last.text) != shown
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in" and await envelopes(given) == 1


async def test_officers_read_how_many_tests_were_made_and_what_so_many_find(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    officer = await window(given.officer)
    await officer.get(f"office/ballots/{ballot_id}")
    assert "0 envelopes were opened as tests." in officer.text() and found_by_tests(officer.last.text)["5"] == (0, 59)
    for person in given.people["staff"][:3]:
        browser = await window(person)
        await browser.send(f"{await at_check(browser, ballot_id, 'no')}/test")
    await officer.get(f"office/ballots/{ballot_id}")
    assert "3 envelopes were opened as tests." in officer.text() and "Ask several members" in officer.text()
    assert found_by_tests(officer.last.text) == {"1": (2, 299), "5": (14, 59), "10": (27, 29), "20": (48, 14)}
    other = await an_open_ballot(given)
    await officer.get(f"office/ballots/{other}")
    assert "0 envelopes were opened as tests." in officer.text(), "the tests of another vote"
    await closed(given, ballot_id)
    await officer.get(f"office/ballots/{ballot_id}")
    assert "3 envelopes were opened as tests." in officer.text() and "Ask several members" not in officer.text()


def found_by_tests(page: str) -> dict[str, tuple[int, int]]:
    """Of each share of a hundred: how often in a hundred the tests find it, and how many are needed."""
    row = r'<th scope="row"[^>]*>(\d+)</th><td[^>]*>(\d+) in 100</td><td[^>]*>(\d+)</td>'
    found = re.findall(row, re.sub(r">\s+<", "><", page))
    return {changed: (int(times), int(needed)) for changed, times, needed in found}


async def test_the_file_of_a_test_is_checked_without_the_server(
    given: Given, window: Opens, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ballot_id, people = await an_election_is_open(given, *given.people["staff"][:3])
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": str(people[1])})
    await browser.send(f"{at}/paper/1/2", {"answer": "none"})
    await browser.send(f"{at}/paper/2", {"answer": "blank"})
    shown = code_in(browser.last.text)
    await browser.send(f"{at}/test")
    answer = await browser.send(f"{at}/test/file")
    assert answer.headers["content-disposition"] == f'attachment; filename="test-2026-1-{shown}.json"'
    file = tmp_path / "test.json"
    file.write_bytes(answer.content)
    assert await asyncio.to_thread(main, ["check-test", str(file)]) == 0
    said = capsys.readouterr().out
    assert shown in said and "Staff 2" in said and "nothing: the slip is blank" in said
    words = said.split("The twelve words of this vote: ")[1].splitlines()[0]
    assert await asyncio.to_thread(main, ["check-test", str(file), "--fingerprint", words]) == 0
    assert await asyncio.to_thread(main, ["check-test", str(file), "--fingerprint", "academic " * 12]) == 2
    assert "other twelve words" in capsys.readouterr().err
    document = json.loads(answer.content)
    document["openers"] = document["openers"][::-1]
    file.write_text(json.dumps(document, separators=(",", ":"), sort_keys=True, ensure_ascii=False), "utf-8")
    assert await asyncio.to_thread(main, ["check-test", str(file)]) == 2
    assert "do not open this envelope" in capsys.readouterr().err


async def test_nobody_gets_the_numbers_of_an_envelope_that_is_not_a_test(given: Given, window: Opens) -> None:
    """The file only comes for what the log calls a test; else an envelope could be proven to a buyer (T20)."""
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    fields = browser.hidden(f"{at}/cast")
    await browser.send(f"{at}/test")
    token = browser.hidden(f"{at}/test/file")
    await browser.get(f"{at}/check")
    fresh = browser.hidden(f"{at}/cast")
    answer = await browser.post(f"{at}/test/file", {**token, "envelope": fresh["envelope"]})
    assert answer.status_code == 409 and "openers" not in answer.text
    await browser.post(f"{at}/cast", fresh)
    answer = await browser.post(f"{at}/test/file", {**token, "envelope": fresh["envelope"]})
    assert answer.status_code == 303 and answer.headers["location"].endswith("/receipt")
    answer = await browser.post(f"{at}/test/file", {**token, "envelope": fields["envelope"]})
    assert answer.status_code == 200, "the tested one still can be had"


async def test_after_twenty_tests_a_day_the_page_says_what_to_do_and_the_choices_are_kept(
    given: Given, window: Opens
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "no")
    for _ in range(MOST_TESTS_A_DAY):
        await browser.send(f"{at}/test")
        assert browser.heading() == "Your test envelope is open"
        await browser.get(f"{at}/check")
    refused = await browser.send(f"{at}/test")
    assert refused.status_code == 429 and browser.heading() == "Check your vote" and " No " in browser.text()
    said = "You have made 20 test envelopes in this vote today. More would fill the list for everybody."
    assert f"{said} Send your vote now, or test again tomorrow." in browser.text()
    assert await entries(given) == 1 + MOST_TESTS_A_DAY
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in" and await envelopes(given) == 1


async def test_a_double_press_and_a_replayed_form_make_one_test(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    fields = browser.hidden(f"{at}/test")
    both = await asyncio.gather(browser.post(f"{at}/test", fields), browser.post(f"{at}/test", fields))
    again = await browser.post(f"{at}/test", fields)
    assert [answer.status_code for answer in (*both, again)] == [200, 200, 200]
    assert await entries(given) == 2


async def test_two_tabs_one_tests_and_one_sends_and_nothing_is_lost(given: Given, window: Opens) -> None:
    """The envelope that was tested in one tab is not sent from the other: it is sealed again and shown."""
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    sending, testing = browser.hidden(f"{at}/cast"), browser.hidden(f"{at}/test")
    await browser.post(f"{at}/test", testing)
    answer = await browser.post(f"{at}/cast", sending)
    assert answer.status_code == 409 and "was opened as a test, so it cannot be sent" in browser.text()
    assert await envelopes(given) == 0
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in" and await envelopes(given) == 1


async def test_the_other_way_round_the_receipt_is_shown(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    testing = browser.hidden(f"{at}/test")
    await browser.post(f"{at}/cast", browser.hidden(f"{at}/cast"))
    answer = await browser.post(f"{at}/test", testing)
    assert answer.status_code == 303 and answer.headers["location"].endswith("/receipt")
    assert await entries(given) == 2


async def test_after_twenty_minutes_it_is_sealed_again_and_may_then_be_tested(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "no")
    clock.pass_(minutes=21)
    answer = await browser.post(f"{at}/test", browser.hidden(f"{at}/test"))
    assert answer.status_code == 409 and "more than 20 minutes" in browser.text() and " No " in browser.text()
    await browser.send(f"{at}/test")
    assert browser.heading() == "Your test envelope is open"


@pytest.mark.parametrize("envelope", ["", "garbage", "A" * 400, "one letter changed"])
async def test_a_form_that_was_tampered_with_tests_nothing_and_the_choices_are_kept(
    given: Given, window: Opens, envelope: str
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "no")
    fields = browser.hidden(f"{at}/test")
    if envelope == "one letter changed":
        true = fields["envelope"]
        envelope = true[:100] + ("A" if true[100] != "A" else "B") + true[101:]
    answer = await browser.post(f"{at}/test", {**fields, "envelope": envelope})
    assert answer.status_code == 409 and "Your vote is sealed again." in browser.text() and " No " in browser.text()
    assert await entries(given) == 1


async def test_an_envelope_of_somebody_else_or_of_another_vote_is_not_tested(given: Given, window: Opens) -> None:
    first_ballot, second_ballot = await an_open_ballot(given), await an_open_ballot(given)
    first, second = await window(given.people["staff"][0]), await window(given.people["staff"][1])
    at = await at_check(first, first_ballot, "no")
    stolen = first.hidden(f"{at}/test")["envelope"]
    await at_check(second, first_ballot)
    answer = await second.post(f"{at}/test", {**second.hidden(f"{at}/test"), "envelope": stolen})
    assert answer.status_code == 409 and await entries(given) == 2
    elsewhere = await at_check(first, second_ballot)
    answer = await first.post(f"{elsewhere}/test", {**first.hidden(f"{elsewhere}/test"), "envelope": stolen})
    assert answer.status_code == 409 and await entries(given) == 2


async def test_choices_changed_in_another_tab_are_shown_and_nothing_is_tested(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "yes")
    old = browser.hidden(f"{at}/test")
    await browser.get(f"{at}/paper/1")
    await browser.send(f"{at}/paper/1", {"answer": "no"})
    answer = await browser.post(f"{at}/test", old)
    assert answer.status_code == 409 and "changed in another window" in browser.text()
    assert await entries(given) == 1


async def test_after_the_close_nothing_is_tested(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id)
    fields = browser.hidden(f"{at}/test")
    await closed(given, ballot_id)
    refused = await browser.post(f"{at}/test", fields)
    assert refused.status_code == 409 and "This vote closed on" in browser.text()


async def test_a_browser_that_lost_its_cookie_keeps_its_choices_through_a_test(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "no")
    fields = browser.hidden(f"{at}/test")
    for name in [name for name in browser.cookies if name.startswith("d-")]:
        del browser.cookies[name]
    await browser.post(f"{at}/test", fields)
    await browser.get(f"{at}/check")
    assert browser.heading() == "Check your vote" and " No " in browser.text()


async def test_one_press_has_its_own_large_button_for_it(given: Given, window: Opens, clock: Moments) -> None:
    ballot_id = await an_open_ballot(given)
    person = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, person, Look(2, "standard", "standard", "one"), at=clock.at)
    browser = await window(person)
    at = await at_check(browser, ballot_id)
    assert '<button id="test">' in browser.last.text
    await browser.send(f"{at}/test")
    assert browser.heading() == "Your test envelope is open"
    assert browser.last.text.count('class="co-press__way"') == 2


async def test_who_reads_easy_words_gets_easy_words(given: Given, window: Opens, clock: Moments) -> None:
    ballot_id = await an_open_ballot(given)
    person = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, person, Look(2, "standard", "easy", "standard"), at=clock.at)
    browser = await window(person)
    at = await at_check(browser, ballot_id)
    await browser.send(f"{at}/test")
    assert "This is called a test." in browser.text() and browser.last.text.count('<ol class="co-easy">') == 1


async def test_a_server_that_swaps_choices_shows_it_on_its_own_page(
    given: Given, window: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T7, through the pages: a cheat build seals the opposite, and the opened envelope shows it."""
    honest = covers.cover

    def cover(manifest: Manifest, contest: str, style: str, ticket: bytes, slip: bytes) -> Covered:
        return honest(manifest, contest, style, ticket, slips.encode(manifest.contest(contest), ("no",)))

    monkeypatch.setattr(covers, "cover", cover)
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await at_check(browser, ballot_id, "yes")
    await browser.send(f"{at}/test")
    assert "It does not hold what you chose." in browser.text() and "It holds what you chose." not in browser.text()
    assert "Tell the returning officer and a scrutineer today." in browser.text()


async def test_whoever_votes_for_others_or_only_tries_has_no_test(given: Given, window: Opens) -> None:
    browser = await window(given.people["staff"][0])
    await browser.get("practice")
    await browser.send("practice/start")
    while browser.heading() != "Check your vote":
        where = re.search(r'<form method="post" action="([^"]*/practice/paper[^"]*)"', browser.last.text)
        assert where is not None, browser.heading()
        await browser.send(
            where[1],
            {"answer": "none" if "radio" in browser.last.text and 'value="none"' in browser.last.text else "blank"},
        )
    assert "Test this envelope" not in browser.text()
