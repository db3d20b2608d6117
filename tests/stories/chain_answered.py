"""W14 through the pages, from the first sitting to the last answer that went back (see `chain`)."""

from __future__ import annotations

from tests.stories.chain import ASKED, POINT, Chain
from tests.stories.walkers import Walker

WORDS = "One of us pointed to Thursday twice."
DECIDED = "Swimming is on Thursdays for six weeks."
READING = {"stance": "for", "evidence": "chosen", "confidence": "medium", "knows_person": "For a year"}


def sit(chain: Chain, mair: Walker, sian: Walker) -> None:
    """Gwen is asked first whether she wants to; what she did and what it meant stand apart; two read it, and she
    sees it once more."""
    mair.open(chain.of("Gwen Hughes"))
    mair.press("Ask them now")
    mair.photograph("chain-begin")
    mair.fill(assent="given", assent_how="Smiled and sat down")
    mair.press("Go on")
    assert mair.page.locator("header.co-head").count() == 0
    mair.press("Thursday")
    mair.press("Yes, that is right")
    mair.follow("what happened")
    mair.fill(did="Pointed to the evening twice.", given_by="pointed", meant="Wants Thursday")
    mair.photograph("chain-told")
    mair.press("This sitting is over")
    mair.fill(**READING, words="Pointed twice")
    mair.press("Write this reading down")
    mair.reads("The first reader is not sure.")
    sian.open(chain.of("Gwen Hughes"))
    assert "Taken to mean, by Mair Elis" in sian.text() and "Pointed twice" not in sian.text()
    sian.fill(**READING)
    sian.press("Write this reading down")
    sian.reads("Pointed twice", "What counts now: For")
    mair.open(chain.of("Gwen Hughes"))
    mair.fill(how="Looked up, which is her yes")
    mair.press("They confirmed it")
    mair.photograph("chain-person")


def answer_alone(chain: Chain, ana: Walker) -> None:
    ana.open("home")
    ana.follow("Answer in your way")
    ana.photograph("chain-own")
    ana.press("Yes, I want to answer")
    ana.press("Yes")
    ana.press("Yes, that is right")
    ana.reads("Your answer: For")
    ana.page.go_back()
    ana.open(f"questions/{chain.at.rsplit('/', 1)[1]}")
    ana.reads("Your answer: For")


def sum_up(chain: Chain, mair: Walker) -> None:
    """Three could not be reached; it is closed and summed up; Gwen lets one sentence be told."""
    for name in ASKED[2:]:
        mair.open(chain.of(name))
        mair.fill(why_not="Was in hospital")
        mair.press("Write down that they were not reached")
    mair.open(chain.at)
    mair.page.get_by_text("Ask nobody any more").click()
    mair.press("Close it: nobody is asked any more")
    mair.press("Go to the sum")
    mair.reads("Could not be reached 3")
    mair.fill(doubts="Two are few.", doubts_cy="Ychydig yw dau.", unreached="Three were in hospital.")
    mair.fill(unreached_cy="Roedd tri yn yr ysbyty.")
    mair.press("Sum it up")
    mair.open(chain.of("Gwen Hughes", "/told"))
    mair.fill(words=WORDS, agreed="Looked up when it was read to her; Siân was there")
    mair.press("Let it be told")
    mair.open(f"{chain.at}/sum")
    mair.press("Publish it")
    mair.reads("Views, not a vote", "People who were asked: 5.", WORDS)
    mair.photograph("chain-sum")


def decide(chain: Chain, mair: Walker) -> None:
    """It lies beside what was raised in the forum, which cannot decide without saying what changed."""
    mair.open(f"{chain.at}/beside")
    mair.choose_words(POINT)
    mair.press("Lay it beside")
    mair.reads("It lies beside", POINT)
    point = chain.gather()
    mair.open(point)
    mair.fill(decision=DECIDED, how="consensus")
    mair.press("Note the decision")
    assert mair.status == 422, mair.text()
    mair.reads("It can be decided when it is written down what changed because of what they showed")
    mair.open(f"{chain.at}/decision/points/{point.rsplit('/', 1)[1]}")
    mair.fill(decision=DECIDED, decision_cy="Mae nofio ar ddydd Iau am chwe wythnos.", how="consensus", topic="")
    mair.fill(easy=DECIDED, easy_cy="Mae nofio ar ddydd Iau am chwe wythnos.")
    mair.page.locator("main label").filter(has_text="Thursday").last.click()
    mair.press("Write down this decision")
    assert mair.status == 422
    mair.reads("Say what changed because of what people showed.")
    mair.fill(changed="It moves, as two of two wanted.", changed_cy="Mae'n symud, fel roedd dau am ei weld.")
    mair.photograph("chain-decision")
    mair.press("Write down this decision")
    assert mair.status == 200, mair.text()


def bring_back(chain: Chain, mair: Walker, ana: Walker) -> None:
    """Nothing is closed before each who was asked has heard it. Who could not be reached was asked nothing."""
    mair.open(f"{chain.at}/answers")
    mair.photograph("chain-answers")
    mair.press("Close this consultation")
    assert mair.status == 422
    mair.reads("Still waiting: ")
    waiting = [name for name in ASKED if name in mair.text()]
    assert waiting == list(ASKED[:2])
    for name in waiting:
        theirs = f"{chain.at}/answers/{chain.people[name]}"
        mair.open(f"{theirs}/show")
        assert mair.heading() == DECIDED  # what is now, not the old question
        mair.photograph(f"chain-show-{name.split()[0]}")
        assert mair.download(f"{theirs}/card.pdf").startswith(b"%PDF-")
        mair.page.get_by_role("link", name="Finish").click()
        mair.fill(how="Smiled, and kept the card")
        mair.press("Tick it off")
    mair.open(f"{chain.at}/answers")
    mair.press("Close this consultation")
    mair.reads("Closed on")
    ana.open(f"consultations/{chain.at.rsplit('/', 1)[1]}?easy=0")
    ana.reads(WORDS, "It moves, as two of two wanted.", "Everybody who was asked has heard this, in their own way.")
