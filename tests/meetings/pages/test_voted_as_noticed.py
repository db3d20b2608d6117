"""Invariant 23 through the pages: once the notice is out, the office cannot put anything else to the vote."""

from __future__ import annotations

import msgspec

from tests.meetings.lifecycle.test_voted_as_noticed import a_vote, office
from tests.meetings.scene import MOTION, Scene, a_called_meeting
from tests.window import HERE, Window

SPECIAL = msgspec.structs.replace(MOTION, resolution="special")


async def test_neither_other_words_nor_another_motion_get_into_a_vote_after_the_notice(
    secretary: Window, scene: Scene
) -> None:
    ballot_id = await a_vote(scene, await a_called_meeting(scene, SPECIAL))
    (contest,) = (await office(scene, ballot_id)).contests
    at, question = f"{HERE}/office/ballots/{ballot_id}", f"{HERE}/office/ballots/{ballot_id}/questions/{contest.id}"
    await secretary.get(at)
    assert "Add a question or an election" not in secretary.text()
    await secretary.get(question)
    assert "The title, the question and the full text stand as people were told." in secretary.text()
    words = {"title": MOTION.title["en"], "title_cy": MOTION.title["cy"], "yes_means": "We open."}
    words |= {"question": contest.question["en"], "question_cy": contest.question["cy"]}
    words |= {"full_text": MOTION.text["en"], "full_text_cy": MOTION.text["cy"]}
    other = {"question": "Shall we close?", "full_text": "The house closes."}
    answer = await secretary.send(question, {**words, **other})
    assert answer.status_code == 422
    assert "The notice has gone out, and people vote on the words that it names." in secretary.text()
    answer = await secretary.send(question, words)
    assert answer.status_code == 303
    await secretary.get(f"{at}/questions/new")
    new = {"kind": "resolution", "title": "Close", "title_cy": "Cau", "resolution": "special"}
    answer = await secretary.send(f"{at}/questions/new", new)
    assert answer.status_code == 422
    assert "a meeting votes only on what its notice names. Correct the notice to add an item" in secretary.text()
    (kept,) = (await office(scene, ballot_id)).contests
    assert (kept.question, kept.full_text, kept.yes_means) == (contest.question, MOTION.text, {"en": "We open."})
