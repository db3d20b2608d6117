"""On the tablet without signal: people asked together, a film in sign language taken along, days of trying out.

What is taken along as a film is read byte by byte on the tablet's disk, as everything else is.
"""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from govern.forums.consultations.rules import Assent, Heard, Stance
from tests.stories import kitchen
from tests.stories.kitchen import FILM, PEOPLE, Kitchen
from tests.stories.on_a_tablet import HOW, Tablet
from tests.stories.test_tablet import a_tablet, left_behind, written_on

pytestmark = pytest.mark.browser

TRIO = PEOPLE[:3]
#: A second of a moving square, as a browser films it. What comes back is the file in base64.
FILMED = """() => new Promise(done => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 64;
    const pen = canvas.getContext('2d');
    const draw = () => { pen.fillStyle = `hsl(${Math.random() * 360} 90% 50%)`; pen.fillRect(0, 0, 64, 64) };
    const going = setInterval(draw, 30);
    const camera = new MediaRecorder(canvas.captureStream(30), {mimeType: 'video/webm;codecs=vp8'});
    const pieces = [];
    camera.ondataavailable = one => pieces.push(one.data);
    camera.onstop = async () => {
        clearInterval(going);
        const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
        done(btoa(String.fromCharCode(...bytes)));
    };
    camera.start();
    setTimeout(() => camera.stop(), 700);
})"""

#: Whether the film goes on, and is no picture that stands.
PLAYS = """() => new Promise(done => {
    const film = document.querySelector('#show video');
    const look = () => film.currentTime > 0.2 ? done(true) : setTimeout(look, 50);
    look();
})"""


@pytest.fixture
def home(tmp_path: Path) -> Kitchen:
    return kitchen.build(tmp_path / "home")


def filmed(page: Page) -> bytes:
    return base64.b64decode(page.evaluate(FILMED))


def tags(tablet: Tablet) -> list[str]:
    """What the list of those who are asked together says of each of the three."""
    lines = tablet.page.locator("#together-lines li")
    return [lines.filter(has_text=name).locator(".co-tag").inner_text() for name in TRIO]


# --- Two to four together -------------------------------------------------------------------------------------------


def test_three_asked_together_are_three_views_and_who_stops_stops_alone(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    one, two, three = TRIO
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        words = tablet.take_along()
        tablet.context.set_offline(True)
        tablet.together([home.codes[name] for name in TRIO])
        tablet.screen("together")
        assert tags(tablet) == ["Not asked yet"] * 3
        tablet.begin_with(home.codes[one], "photographs")
        tablet.agree()
        tablet.page.locator(f'#show [data-value="{home.cards[1]}"]').click()
        tablet.screen("facts")
        tablet.press("To the others in the group")  # what it means is written down later
        assert tags(tablet) == ["Answered, still open", "Not asked yet", "Not asked yet"]
        assert "Thursday" not in tablet.page.locator('[data-screen="together"]').inner_text()
        tablet.begin_with(home.codes[two], "mat")
        tablet.agree()
        tablet.page.locator('#show [data-value="good"]').click()
        tablet.page.locator('#show [data-value="stop"]').click()
        tablet.page.fill("#stopped_how", HOW)
        tablet.press("Write it down")
        tablet.screen("together")
        assert tags(tablet) == ["Answered, still open", "Wanted to stop", "Not asked yet"]
        tablet.close_tab()  # between two of them
        tablet.open()
        tablet.unlock(words)
        tablet.page.locator(f'[data-code="{home.codes[three]}"]:visible').click()
        tablet.screen("together")
        tablet.begin_with(home.codes[three], "yes_no")
        tablet.agree()
        tablet.page.locator('#show [data-value="no"]').click()
        tablet.tell(stance="against")
        tablet.page.locator(f'[data-code="{home.codes[one]}"]:visible').click()
        expect(tablet.page.locator("#picked-line")).to_contain_text("Thursday")  # their own, not the last one's
        tablet.tell()
        assert tags(tablet) == ["Done", "Wanted to stop", "Done"]
        assert not written_on(tmp_path / "profile")
        assert tablet.waiting() == 3
        tablet.context.set_offline(False)
        expect(tablet.page.locator("#waiting-number")).to_have_text("0")
        rows, heard = home.sittings(), home.responses()
        assert len({row.group_id for row in rows}) == 1 and None not in {row.group_id for row in rows}
        assert len({row.sent_id for row in rows}) == len({row.person_id for row in rows}) == len(rows) == 3
        assert [(heard[name].heard, heard[name].stance) for name in TRIO] == [
            *((Heard.RECORDED, Stance.FOR), (Heard.STOPPED, None), (Heard.RECORDED, Stance.AGAINST))
        ]
        stopped = next(row for row in rows if row.stopped_at is not None)
        assert (stopped.picked, stopped.placed, stopped.meant, stopped.stopped_how) == ("", "", "", HOW)
        tablet.press("Back to everybody")
        tablet.screen("people")
        tablet.press("Finish and clear")
        tablet.screen("cleared")
        assert left_behind(tablet) == [[], [], 0]


def test_two_to_four_are_asked_together_and_a_group_ends_with_nobody_half_asked(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.take_along()
        for few_or_many in (PEOPLE[:1], PEOPLE[:5]):
            tablet.together([home.codes[name] for name in few_or_many])
            expect(tablet.page.locator('[data-problem="together"]')).to_contain_text("two, three or four")
            tablet.press("Back to the list")
        tablet.together([home.codes[name] for name in PEOPLE[:4]])
        tablet.begin_with(home.codes[PEOPLE[0]], "words")
        tablet.agree("declined")
        tablet.screen("together")
        tablet.begin_with(home.codes[PEOPLE[1]], "words")
        tablet.press("To the others in the group")
        tablet.press("End this group")
        expect(tablet.page.locator('[data-problem="end-together"]')).to_contain_text("still being asked")
        tablet.page.locator(f'[data-code="{home.codes[PEOPLE[1]]}"]:visible').click()
        tablet.press("Drop this sitting")
        tablet.screen("together")
        tablet.press("End this group")
        tablet.screen("people")
        tablet.begin_with(home.codes[PEOPLE[2]], "words")  # for themselves, and of no group
        tablet.agree("declined")
        tablet.screen("kept")
        expect(tablet.page.locator("#waiting-number")).to_have_text("0")
        assert sorted((row.assent, row.group_id is None) for row in home.sittings()) == [
            *((Assent.DECLINED, False), (Assent.DECLINED, True))
        ]


# --- In sign language -----------------------------------------------------------------------------------------------


def test_a_film_is_taken_along_sealed_and_shown_without_a_signal(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        words = tablet.take_along()
        film = filmed(tablet.page)
        told = tablet.page.locator(".co-tablet__film-told")
        expect(told).to_contain_text("24 megabytes at most")
        expect(told.get_by_role("link")).to_have_attribute(
            "href", f"/en/{kitchen.SHORT}/facilitate/consultations/{home.question}/pack"
        )
        field = tablet.page.get_by_label("Take the file of the video along")
        field.set_input_files({"name": "question.webm", "mimeType": "video/webm", "buffer": film})
        expect(told).to_contain_text("The video is on this tablet, sealed.")
        tablet.context.set_offline(True)
        tablet.restart()
        tablet.context.set_offline(True)
        tablet.open()
        tablet.unlock(words)
        tablet.begin_with(home.codes[PEOPLE[0]], "signed")
        assert tablet.page.locator("#film-note").inner_text() == ""
        tablet.agree()
        tablet.screen("show")
        shown = tablet.page.locator("#show video")
        expect(shown).to_have_js_property("videoWidth", 64)
        tablet.page.locator('#show [data-value="film"]').click()
        assert tablet.page.evaluate(PLAYS)
        assert FILM not in tablet.page.locator("#show").inner_html()
        tablet.page.locator(f'#show [data-value="{home.cards[1]}"]').click()
        tablet.tell()
        assert not [
            file.name
            for file in (tmp_path / "profile").rglob("*")
            if file.is_file() and film[300:340] in file.read_bytes()
        ]
        tablet.context.set_offline(False)
        expect(tablet.page.locator("#waiting-number")).to_have_text("0")
        assert [row.adaptation.value for row in home.sittings()] == ["signed"]
        tablet.press("Finish and clear")
        tablet.screen("cleared")
        assert left_behind(tablet) == [[], [], 0]


def test_a_film_that_is_too_large_or_none_is_refused_with_the_paper_way(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    large, none = tmp_path / "long.webm", tmp_path / "minutes.webm"
    with large.open("wb") as content:
        content.truncate(24 * 1024 * 1024 + 1)
    none.write_text("no film")
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.take_along()
        field = tablet.page.get_by_label("Take the file of the video along")
        for file, says in ((large, "more than 24 megabytes"), (none, "cannot show this file as a video")):
            field.set_input_files(file)
            expect(tablet.page.locator(".co-tablet__film-told .govuk-error-message")).to_contain_text(says)
            expect(tablet.page.locator("#status")).to_contain_text("printed card")
        names = tablet.page.evaluate("tablet.store.names()")
        assert sorted(names) == ["about", "bundle"]
        tablet.page.locator(f'[data-code="{home.codes[PEOPLE[0]]}"]:visible').click()
        tablet.choose("way", "signed")  # it is a link only: that is said before they go on
        note = tablet.page.locator("#film-note")
        expect(note).to_contain_text("a link needs signal")
        expect(note.get_by_role("link")).to_have_attribute(
            "href", f"/en/{kitchen.SHORT}/facilitate/consultations/{home.question}/pack"
        )
        tablet.page.locator('[data-act="way"] button').first.click()
        tablet.agree()
        assert tablet.page.locator("#show a").get_attribute("href") == FILM
        tablet.context.set_offline(True)
        tablet.page.evaluate("tablet.sitting.to('show')")
        assert tablet.page.locator("#show a, #show video").count() == 0  # nothing there that leads nowhere
        tablet.page.locator('#show [data-value="not_sure"]').click()
        tablet.screen("facts")


def test_taking_along_again_keeps_what_is_being_written_and_the_film(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        words = tablet.take_along()
        field = tablet.page.get_by_label("Take the file of the video along")
        field.set_input_files({"name": "question.webm", "mimeType": "video/webm", "buffer": filmed(tablet.page)})
        expect(tablet.page.locator(".co-tablet__film-told")).to_contain_text("The video is on this tablet, sealed.")
        tablet.together([home.codes[name] for name in TRIO])
        tablet.begin_with(home.codes[TRIO[0]], "photographs")
        tablet.agree()
        tablet.screen("show")
        tablet.open()
        tablet.press("Take along again")  # closed as it is, both would be lost
        tablet.screen("locked")
        expect(tablet.page.locator("#status")).to_contain_text("Open this tablet first")
        tablet.unlock(words)
        tablet.screen("people")
        tablet.press("Take along again")
        tablet.press("Take along")
        tablet.screen("words")
        anew = tablet.page.locator("#new-words").inner_text()
        tablet.open()
        tablet.unlock(words)
        expect(tablet.page.locator('[data-problem="open"]')).to_be_visible()
        tablet.unlock(anew)
        expect(tablet.page.locator(".co-tablet__film-told")).to_contain_text("The video is on this tablet, sealed.")
        pieces = [name for name in tablet.page.evaluate("tablet.store.names()") if name.startswith("film ")]
        assert len(pieces) == 1  # nothing of the one with the old words
        tablet.page.locator(f'[data-code="{home.codes[TRIO[1]]}"]:visible').click()
        tablet.screen("together")
        assert tags(tablet) == ["Being asked", "Not asked yet", "Not asked yet"]


# --- Trying it out --------------------------------------------------------------------------------------------------


def test_days_of_trying_out_are_sittings_that_make_one_answer(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    code = home.codes[PEOPLE[0]]
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.take_along()
        tablet.context.set_offline(True)
        tablet.begin_with(code, "trying")
        tablet.agree()
        tablet.screen("show")
        lines = tablet.page.locator("#show .co-tried li")
        assert lines.count() == 2
        expect(lines.first).to_have_attribute("aria-current", "date")
        expect(lines.first).to_contain_text("Tuesday")
        expect(lines.first).to_contain_text("Today")
        expect(lines.last).not_to_have_attribute("aria-current", "date")
        tablet.page.locator('#show [data-value="face-4"]').click()
        tablet.screen("facts")
        expect(tablet.page.locator("#meaning")).to_be_hidden()  # another day is still to be tried
        tablet.choose("given_by", "pointed")
        tablet.page.fill("#did", "Went home early")
        tablet.press("Finish this sitting")
        tablet.screen("kept")
        tablet.press("Ask somebody else")
        tablet.page.evaluate("tablet.bundle.consultations[0].ways.find(one => one.tries.length).tries.pop()")
        tablet.begin_with(code, "trying")  # after the last day
        tablet.agree()
        tablet.page.locator('#show [data-value="face-2"]').click()
        expect(tablet.page.locator("#meaning")).to_be_visible()
        tablet.tell()
        tablet.context.set_offline(False)
        expect(tablet.page.locator("#waiting-number")).to_have_text("0")
        rows = sorted(home.sittings(), key=lambda row: row.began_at)
        assert [(row.adaptation.value, row.picked, row.did == "Went home early") for row in rows] == [
            *(("trying", "face-4", True), ("trying", "face-2", False))
        ]
        answer = home.responses()[PEOPLE[0]]
        assert (answer.heard, answer.stance) == (Heard.RECORDED, Stance.FOR)
