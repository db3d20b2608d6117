"""Every part of the look, drawn with undefined names refused, and read back as a browser would read it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from scripts.preview_parts import PAGES, environment, frame
from tests.web.drawing import drawn, page_of, parts, shown
from tests.web.markup import Element, read

NAMES = sorted(PAGES)
LINKS = ["Home", "Votes", "Forums", "Meetings", "Rules and people"]


# ---- every page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_main_heading_one_main_part_and_a_way_to_skip_to_it(name: str) -> None:
    page = shown(name)
    assert len(page.all("h1")) == 1
    assert page.one("main").get("id") == "main"
    assert page.one("main").get("tabindex") == "-1"
    assert page.of_class("co-skip")[0].get("href") == "#main"
    assert page.one(id="status").get("role") == "status"
    assert page.one("html").get("lang") == "en"


@pytest.mark.parametrize("name", NAMES)
def test_the_title_is_the_question_and_the_society(name: str) -> None:
    title = shown(name).one("head").one("title")
    assert title.words.endswith(" – Tair Nant Care Co-operative")
    assert title.words.startswith("Error: ") is (name == "fields-wrong")


@pytest.mark.parametrize("name", NAMES)
def test_every_id_is_there_once_and_every_pointer_leads_to_one(name: str) -> None:
    page = shown(name)
    ids = [one.get("id") for one in page.walk() if one.has("id")]
    assert len(ids) == len(set(ids))
    for one in page.walk():
        for pointer in ("for", "aria-describedby", "aria-labelledby"):
            for target in one.get(pointer).split():
                assert target in ids, f"{one.tag} {pointer}={target}"
        if one.tag == "a" and one.get("href").startswith("#"):
            assert one.get("href")[1:] in ids


@pytest.mark.parametrize("name", NAMES)
def test_every_control_has_a_name_and_every_picture_a_text(name: str) -> None:
    page = shown(name)
    named = {label.get("for") for label in page.all("label") if label.words}
    for control in page.all("input", "textarea"):
        assert control.get("type") == "hidden" or control.get("id") in named
    assert all(button.words for button in page.all("button", "a", "summary"))
    assert all(picture.has("alt") and picture.get("src") for picture in page.all("img"))
    for drawing in page.all("svg"):
        assert drawing.get("aria-hidden") == "true" or (drawing.get("role") == "img" and drawing.all("title"))


@pytest.mark.parametrize("name", NAMES)
def test_every_form_posts_with_a_token_to_an_address_and_without_the_browsers_own_bubbles(name: str) -> None:
    for form in shown(name).all("form"):
        assert form.get("method") == "post"
        assert form.get("action")
        assert form.has("novalidate")
        assert len(form.all("input", name="token")) == 1
    assert not shown(name).all("select")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_a_page_that_the_content_policy_forbids(name: str) -> None:
    page = shown(name)
    assert not page.all("style")
    for one in page.walk():
        assert not one.has("style")
        assert not [attribute for attribute in one.attributes if attribute.startswith("on")]
        for address in (one.get("href"), one.get("src"), one.get("action")):
            assert not address.startswith(("http:", "https:", "//", "data:", "javascript:"))
    assert all(script.get("src") and not script.words for script in page.all("script"))


# ---- the frame ------------------------------------------------------------------------------------------------


def test_a_member_sees_five_links_and_the_current_one_is_marked() -> None:
    nav = shown("home").one("nav", **{"aria-label": "Main"})
    assert [link.words for link in nav.all("a")] == LINKS
    assert [link.words for link in nav.all("a") if link.get("aria-current") == "page"] == ["Home"]


def test_an_officer_sees_one_more() -> None:
    nav = shown("office").one("nav", **{"aria-label": "Main"})
    assert [link.words for link in nav.all("a")] == [*LINKS, "Office"]


def test_while_somebody_fills_in_a_paper_the_links_are_away_and_the_settings_stay() -> None:
    page = shown("paper")
    assert not page.all("nav", **{"aria-label": "Main"})
    assert [one.words for one in page.of_class("co-tools")[0].all("a", "button")] == [
        *("Cymraeg", "Text size and colours", "Sign out")
    ]


def test_a_question_put_full_screen_has_no_frame_but_its_own_bar() -> None:
    page = shown("ask")
    assert not page.all("footer")
    assert not page.all("nav")
    assert "Question 1 of 3" in page.one("header").words


def test_signing_out_is_a_form_and_not_a_link() -> None:
    button = next(one for one in shown("home").all("button") if one.words == "Sign out")
    assert button.within("form")


def test_the_other_language_is_named_in_itself_and_leads_to_the_same_page() -> None:
    link = next(one for one in shown("home").all("a") if one.words == "Cymraeg")
    assert (link.get("lang"), link.get("hreflang"), link.get("href")) == ("cy", "cy", "home-cy.html")


def test_the_foot_names_a_person_to_call() -> None:
    foot = shown("home").one("footer")
    assert "Call Carys if you are stuck" in foot.words
    assert foot.all("a", href="tel:01632960123")
    assert "How we keep your vote secret" in foot.words


def test_the_way_back_is_there_only_where_a_page_gives_one() -> None:
    assert shown("paper").one("nav", **{"aria-label": "Go back"}).one("a").get("href") == "ballots.html"
    assert not shown("home").all("nav", **{"aria-label": "Go back"})


def test_before_a_society_is_chosen_the_frame_leads_to_none_of_its_pages() -> None:
    page = page_of(society=None, visitor=None)
    assert not page.all("nav", **{"aria-label": "Main"})
    assert "Sign out" not in page.words
    assert [link.words for link in page.one("header").all("a")] == [
        "Voting and meetings for co-operatives",
        "Cymraeg",
    ]
    assert not page.all("footer")


def test_somebody_who_has_not_signed_in_is_offered_to() -> None:
    page = page_of(visitor=None)
    assert "Sign in" in page.of_class("co-tools")[0].words
    assert "Forums" not in page.one("nav", **{"aria-label": "Main"}).words


def test_only_a_live_page_carries_a_script() -> None:
    assert not page_of().all("script")
    live = page_of(before="{% set live = true %}")
    assert [script.get("src") for script in live.all("script")] == [
        *("static/vendor/htmx.min.js", "static/whole-page.js")
    ]
    settings = live.one("meta", name="htmx-config").get("content")
    assert '"noSwap": [204, 304]' in settings
    assert '"includeIndicatorCSS": false' in settings


@pytest.mark.parametrize("text", [1, 2, 3, 4])
def test_text_size_colours_and_layout_are_on_the_page_itself(text: int) -> None:
    html = page_of(look=SimpleNamespace(text=text, colours="cream", layout="easy")).one("html")
    assert (html.get("data-text"), html.get("data-colours"), html.get("data-layout")) == (str(text), "cream", "easy")


def test_the_woven_edge_has_a_thread_for_each_group_of_the_society() -> None:
    threads = [one.get("class") for one in shown("home").of_class("co-weave")[0].all("span")]
    assert threads == ["co-thread-1", "co-thread-2", "co-thread-3", "co-thread-4"]


# ---- parts ----------------------------------------------------------------------------------------------------


def test_the_buttons_of_a_ranked_list_say_whom_they_move_and_keep_their_places() -> None:
    form = shown("check").one("form", id="rank")
    rows = form.all("li")
    assert [row.of_class("co-rank__no")[0].words for row in rows] == ["1st", "2nd", "3rd", "4th"]
    for row in rows:
        assert [button.get("value").split(":")[0] for button in row.all("button")] == ["up", "down", "out"]
    assert [b.words for b in rows[0].all("button")] == [
        *("Move up Eve Rahman", "Move down Eve Rahman", "Remove Eve Rahman")
    ]
    still = [b.get("id") for b in form.all("button") if b.get("aria-disabled") == "true"]
    assert still == ["up-eve", "down-huw"]
    assert not [b for b in form.all("button") if b.has("disabled")]


def test_a_moved_rank_is_swapped_in_place_and_the_status_line_with_it() -> None:
    form = shown("check").one("form", id="rank")
    assert form.get("data-hx-post") == form.get("action")
    assert (form.get("data-hx-select"), form.get("data-hx-select-oob")) == ("#rank", "#status")


def test_a_place_past_twenty_is_still_a_number() -> None:
    assert parts("place(21)").words == "21."


def test_a_day_leaf_is_hidden_from_screen_readers() -> None:
    assert all(leaf.get("aria-hidden") == "true" for leaf in shown("home").of_class("co-leaf"))
    assert shown("home").of_class("co-leaf")[0].words == "Nov 27 Friday"


def test_what_is_now_and_to_come_is_said_in_words() -> None:
    knots = shown("journey").of_class("co-stages")[0].all("h3")
    assert [knot.words.rsplit(" (")[-1] for knot in knots][1:] == ["now)", "to come)"]


def test_a_code_is_never_cut_inside_a_half() -> None:
    code = parts('code("7KQ4-M2XD-9RTP-H6WA")')
    assert [half.words for half in code.of_class("co-nowrap")] == ["7KQ4-M2XD", "9RTP-H6WA"]


def test_a_table_has_a_caption_heads_and_can_be_scrolled_by_keyboard() -> None:
    page = shown("result")
    table = page.one("table")
    assert table.one("caption").words == "Votes by group"
    assert {head.get("scope") for head in table.all("th")} == {"col", "row"}
    around = page.of_class("co-scroll")[0]
    assert (around.get("tabindex"), around.get("role"), around.get("aria-label")) == ("0", "region", "Votes by group")


def test_a_list_of_one_page_has_no_pager() -> None:
    assert parts("pager(1, 1)").words == ""
    assert parts('pager(1, 3, after="?page=2")').words == "Page 1 of 3 Next page"


def test_each_thread_has_a_shape_of_its_own() -> None:
    page = drawn(
        '{% from "web/numbers.html" import mark with context %}{% for n in range(1, 7) %}{{ mark(n) }}{% endfor %}'
    )
    shapes = [mark.inside[0] for mark in page.all("svg")]
    drawings = {(one.tag, one.get("d")) for one in shapes if isinstance(one, Element)}
    assert len(drawings) == 6


def test_free_places_under_a_cap_are_drawn_open() -> None:
    slots = shown("result").of_class("co-cap__slots")[0].all("path")
    assert [slot.has("stroke-dasharray") for slot in slots] == [False, False, True]


# ---- words ----------------------------------------------------------------------------------------------------


def untranslated(page: Element, known: set[str]) -> list[str]:
    """Words on a page that did not go through the catalogue, which marks all it gives with a tilde."""
    found = []
    for one in page.walk():
        for part in one.inside:
            words = " ".join(part.split()) if isinstance(part, str) else ""
            if any(letter.isalpha() for letter in words) and "~" not in words and words not in known:
                found.append(words)
        found += [one.get(name) for name in ("aria-label", "alt") if one.get(name) and "~" not in one.get(name)]
    return found


@pytest.mark.parametrize("name", ["settings", "error", "plain", "check", "fields-wrong"])
def test_all_words_of_the_frame_and_the_macros_go_through_the_catalogue(name: str) -> None:
    here = PAGES[name]
    made = environment(lambda text: f"~{text}")
    page = read(made.get_template(here.template).render(frame(here.section) | dict(here.given)))
    frames = [page.one("header"), page.one("footer")]
    main = [page.one("main")] if name == "settings" else []
    ours = {
        "Tair Nant Care Co-operative",
        "Siân",
        "Cymraeg",
        "Aa",
        "Monday to Friday, 9 in the morning to 5 in the afternoon.",
    }
    assert [words for part in frames + main for words in untranslated(part, ours)] == []


@pytest.mark.parametrize(
    ("status", "says"),
    [(403, "This is not open to you"), (404, "There is no such page here"), (409, "That cannot be done now"),
     (422, "Something has to be put right first"), (429, "Please wait a little"),
     (500, "Something broke on our side"), (503, "This part is away for the moment"), (418, "That did not work")],
)  # fmt: skip
def test_a_refusal_says_what_why_and_what_now(status: int, says: str) -> None:
    made = environment().get_template("web/error.html")
    page = read(made.render(frame() | {"status": status, "refusal": "This vote closed.", "form": None}))
    assert page.one("h1").words == says
    assert "This vote closed." in page.one("main").words
    assert page.one("main").all("a")[0].words == "See what you can do now"


def test_a_page_of_words_lists_its_parts_when_they_are_many() -> None:
    page = shown("plain")
    contents = page.one("nav", **{"aria-label": "On this page"})
    assert [link.get("href") for link in contents.all("a")] == ["#part-1", "#part-2", "#part-3", "#part-4"]
