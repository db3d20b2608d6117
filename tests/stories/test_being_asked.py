"""Somebody is asked in a browser without JavaScript: each way by keyboard alone, one by one switch, one by touch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from govern.forums.consultations.rules import Adaptation, Assent, Evidence, Heard, Stance
from tests.servers import checkers
from tests.stories.asked import Pool, a_pool, served
from tests.stories.walkers import Walker

pytestmark = pytest.mark.browser

#: What is pressed in each way, in the words on its button; sorted cards are put in one place after another.
PRESSED = {
    Adaptation.WORDS: ("Thursday",),
    Adaptation.EASY: ("Thursday",),
    Adaptation.SYMBOLS: ("Thursday",),
    Adaptation.PHOTOGRAPHS: ("Thursday",),
    Adaptation.OBJECTS: ("Thursday",),
    Adaptation.SIGNED: ("Thursday",),
    Adaptation.MAT: ("Good", "Not good"),
    Adaptation.FACES: ("Good",),
    Adaptation.YES_NO: ("Yes",),
    Adaptation.SORTING: ("Good", "Not sure"),
    Adaptation.TRYING: ("Good",),
    Adaptation.OBSERVING: ("We are done",),
}
#: A finger, a switch and eyes need this much (service-standard.md, section 6).
LEAST = 96


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """One for all of these stories: each is about other people."""
    made = a_pool(tmp_path_factory.mktemp("pool") / "home")
    with served(made):
        yield made


def begun(pool: Pool, walker: Walker, name: str, way: Adaptation) -> None:
    """The facilitator asked first whether they want to, and hands the screen over."""
    walker.open(pool.at(name, "/sittings/new"))
    walker.fill(adaptation=way.value, assent="given", assent_how="Smiled and sat down")
    walker.press("Go on")
    assert walker.at().endswith("/show")


def by_keyboard(walker: Walker, words: str) -> None:
    """Tab until the button with these words has the focus, then the space bar. Nothing was pressed with a mouse."""
    walker.page.locator("body").focus()
    for _ in range(30):
        walker.page.keyboard.press("Tab")
        if walker.page.locator(":focus").inner_text().split("\n")[0].strip() == words:
            break
    else:
        raise AssertionError(f"no way by Tab to {words!r} on {walker.page.url}")
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Space")


def looked_over(walker: Walker) -> list[str]:
    """What is wrong with a screen for the person: small targets, the edge, what might lead away."""
    found = []
    for button in walker.page.locator("main button").all():
        box = button.bounding_box()
        assert box is not None
        if box["height"] < LEAST:
            found.append(f"{button.inner_text()!r} is {box['height']} px high")
        width = walker.page.viewport_size
        if width and (box["x"] < 16 or box["x"] + box["width"] > width["width"] - 16):
            found.append(f"{button.inner_text()!r} lies at the edge")
    if walker.page.locator("header a, nav a, footer a").count():
        found.append("a link stands beside the question")
    if walker.page.locator("main :checked").count():
        found.append("something is chosen already")
    return found


@pytest.mark.parametrize("way", list(Adaptation), ids=str)
def test_each_way_is_shown_and_answered_by_keyboard_alone(pool: Pool, browser: Browser, way: Adaptation) -> None:
    mair = pool.walker(browser, "Mair Elis")
    begun(pool, mair, "Gwen Hughes", way)
    assert looked_over(mair) == []
    if way is not Adaptation.OBSERVING:
        expect(mair.page.get_by_role("button", name="I do not want to say")).to_be_visible()
    expect(mair.page.get_by_role("button", name="Stop")).to_be_visible()
    for words in PRESSED[way]:
        by_keyboard(mair, words)
    if way is not Adaptation.OBSERVING:
        assert looked_over(mair) == []
        by_keyboard(mair, "Yes, that is right")
    assert "/done" in mair.at()
    row = pool.sittings("Gwen Hughes")[0]
    assert row.assent is Assent.GIVEN
    assert row.shown_order.count(",") == 1
    assert bool(row.picked or row.placed) is (way is not Adaptation.OBSERVING)
    assert mair.complaints() == []


def test_axe_is_silent_on_every_screen(pool: Pool, browser: Browser, tools: None) -> None:
    mair = pool.walker(browser, "Mair Elis", scripts=True)
    for way in Adaptation:
        begun(pool, mair, "Mari Lloyd", way)
        shown = mair.page.url.removeprefix(mair.address)
        for pressed in ("", *PRESSED[way]):
            if pressed:
                mair.press(pressed)
            assert (way, pressed, checkers.axe(mair.page)) == (way, pressed, [])
        mair.go(shown + "?scan=0")
        assert (way, checkers.axe(mair.page)) == (way, [])
    for page in (pool.at("Mari Lloyd"), pool.at("Mari Lloyd", "/sittings/new")):
        mair.open(page)
        assert (page, checkers.axe(mair.page)) == (page, [])


def test_a_question_is_answered_with_one_switch(pool: Pool, browser: Browser) -> None:
    """The space bar is the only key. The screen goes on by itself, round and round, until it is pressed."""
    mair = pool.walker(browser, "Mair Elis")
    begun(pool, mair, "Cai Rhys", Adaptation.PHOTOGRAPHS)
    mair.go(mair.page.url.removeprefix(mair.address) + "?scan=10")
    _switch(mair, "Thursday")
    _switch(mair, "Yes, that is right")
    mair.page.wait_for_url("**/done?right=true")
    (row,) = pool.sittings("Cai Rhys")
    assert row.picked == str(pool.thursday)


def _switch(walker: Walker, words: str) -> None:
    """Wait until it is this one's turn, then press; the focus is on it already."""
    button = walker.page.locator("main button:focus")
    expect(button).to_contain_text(words, timeout=40_000)
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Space")


def test_a_screen_of_320_pixels_is_answered_by_touch(pool: Pool, browser: Browser) -> None:
    mair = pool.walker(browser, "Mair Elis", width=320)
    begun(pool, mair, "Bo Parry", Adaptation.SORTING)
    assert looked_over(mair) == []
    assert checkers.sideways_scroll(mair.page) <= 0
    mair.press("Good")
    mair.press("Not good")
    assert looked_over(mair) == []
    assert checkers.sideways_scroll(mair.page) <= 0
    mair.page.get_by_role("button", name="Move to “Not sure”").first.click()
    mair.press("Yes, that is right")
    (row,) = pool.sittings("Bo Parry")
    assert "middle" in row.placed


def test_stop_is_one_press_and_leaves_no_position(pool: Pool, browser: Browser) -> None:
    """Invariant 72, K4 of W14. Afterwards there is no way to ask on this day."""
    mair = pool.walker(browser, "Mair Elis")
    begun(pool, mair, "Dewi Rees", Adaptation.PHOTOGRAPHS)
    mair.press("Thursday")
    by_keyboard(mair, "Stop")
    mair.reads("We stop here.")
    (row,) = pool.sittings("Dewi Rees")
    assert (row.picked, row.meant) == ("", "")
    mair.follow("what happened")
    mair.fill(stopped_how="Turned away", did="Covered his face")
    mair.press("Write this down")
    mair.reads("Wanted to stop. Turned away", "Covered his face")
    mair.open(pool.at("Dewi Rees", "/sittings/new"))
    mair.fill(adaptation="photographs", assent="given", assent_how="Smiled")
    mair.press("Go on")
    assert mair.status == 422
    mair.reads("Do not ask again today")


def test_no_way_leads_to_the_question_without_assent(pool: Pool, browser: Browser) -> None:
    """Invariant 72."""
    mair = pool.walker(browser, "Mair Elis")
    mair.open(pool.at("Elin Tudur", "/sittings/new"))
    mair.reads("How Elin communicates")
    mair.fill(adaptation="photographs")
    mair.press("Go on")
    assert mair.status == 422
    mair.reads("Ask whether they want to take part")
    mair.fill(assent="declined", assent_how="Turned away")
    mair.press("Go on")
    mair.reads("Did not want to take part")
    assert {row.assent for row in pool.sittings("Elin Tudur")} == {Assent.DECLINED}


def test_from_the_sitting_to_what_was_read_by_two_and_checked_back(pool: Pool, browser: Browser) -> None:
    """Invariants 73 and 74: the second reader does not see the first reading before their own."""
    mair, sian = pool.walker(browser, "Mair Elis"), pool.walker(browser, "Siân Llwyd")
    mair.open(pool.at("Ana Bowen", "/sittings/new"))
    assert "Turns away" not in mair.text()
    mair.press("Read it")
    mair.reads("Turns away")
    begun(pool, mair, "Ana Bowen", Adaptation.PHOTOGRAPHS)
    mair.press("Thursday")
    mair.press("Yes, that is right")
    mair.follow("what happened")
    mair.fill(given_by="pointed", meant="Wants Thursday")
    mair.press("This sitting is over")
    reading = {"stance": "for", "evidence": "chosen", "confidence": "medium", "knows_person": "For a year"}
    mair.fill(**reading, words="Pointed twice")
    mair.press("Write this reading down")
    mair.reads("The first reader is not sure")
    sian.open(pool.at("Ana Bowen"))
    assert "Pointed twice" not in sian.text()
    sian.fill(**reading)
    sian.press("Write this reading down")
    sian.reads("Pointed twice", "What counts now: For")
    mair.open(pool.at("Ana Bowen"))
    mair.fill(how="Looked up, which is her yes")
    mair.press("They confirmed it")
    mair.reads("Looked up, which is her yes")
    response = pool.answer("Ana Bowen")
    assert (response.heard, response.stance) == (Heard.FINAL, Stance.FOR)
    ana = pool.walker(browser, "Ana Bowen")
    ana.open("me/communication")
    ana.reads("Mair Elis")
    assert "Siân Llwyd" not in ana.text()


def test_people_asked_together_each_have_a_view_of_their_own(pool: Pool, browser: Browser) -> None:
    mair = pool.walker(browser, "Mair Elis")
    mair.open(f"facilitate/consultations/{pool.id}/together")
    for name in ("Ffion Wyn", "Gareth Huw"):
        mair.choose("people", str(pool.people[name]))
    mair.press("Go on")
    together = mair.page.url
    for name, words in (("Ffion Wyn", "Thursday"), ("Gareth Huw", "Tuesday")):
        mair.go(together.removeprefix(mair.address))
        mair.page.get_by_role("link", name=f"Ask whether they want to take part {name}").click()
        mair.page.wait_for_url("**/sittings/new?group=*")
        mair.page.wait_for_load_state()
        mair.fill(adaptation="symbols", assent="given", assent_how="Nodded")
        mair.press("Go on")
        mair.press(words)
    mair.go(together.removeprefix(mair.address))
    mair.reads("Ffion Wyn", "Gareth Huw", "Answered, still open")
    assert "Thursday" not in mair.text().replace("Move it to Thursday evening?", "")
    rows = pool.sittings("Ffion Wyn", "Gareth Huw")
    picked = {row.person_id: row.picked for row in rows}
    assert picked == {pool.people["Ffion Wyn"]: str(pool.thursday), pool.people["Gareth Huw"]: str(pool.tuesday)}
    assert len({row.group_id for row in rows}) == 1


def test_a_question_put_to_me_is_answered_on_my_own_page(pool: Pool, browser: Browser) -> None:
    mari = pool.walker(browser, "Nia Prys")
    mari.open("home")
    mari.follow("Answer in your way")
    mari.press("Yes, I want to answer")
    assert looked_over(mari) == []
    by_keyboard(mari, "Yes")
    by_keyboard(mari, "Yes, that is right")
    mari.reads("Your answer: For")
    row = pool.answer("Nia Prys")
    assert (row.heard, row.stance, row.evidence) == (Heard.FINAL, Stance.FOR, Evidence.CHOSEN)
    assert mari.complaints() == []


def test_nobody_else_reads_how_somebody_communicates(pool: Pool, browser: Browser) -> None:
    bo = pool.walker(browser, "Bo Parry")
    bo.open(f"me/communication/{pool.people['Ana Bowen']}")
    assert bo.status == 404
    bo.open(pool.at("Ana Bowen"))
    assert bo.status in (403, 404)
    assert "Turns away" not in bo.page.content()
