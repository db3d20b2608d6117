"""What the example rulebooks are called and what each is about, for whoever chooses one to begin from."""

from __future__ import annotations

import msgspec

from govern.sentences import Sentence


class Example(msgspec.Struct, frozen=True):
    """An example of the shelf in words: its name, and what is special about it."""

    title: Sentence
    about: Sentence


EXAMPLES = {
    "cartrefi_like": Example(
        Sentence("Cartrefi-like"),
        Sentence("A council of members chooses the board. Elections begin with the hundredth member."),
    ),
    "colne_valley_like": Example(
        Sentence("Colne-Valley-like"),
        Sentence("Three groups, each with a share of the result. Volunteers hold at most a third of the board."),
    ),
    "equal_care_like": Example(
        Sentence("Equal-Care-like"),
        Sentence("Circles that look for consent first, teams around a person, and a ceiling for investors."),
    ),
    "fairshares_like": Example(
        Sentence("FairShares-like"),
        Sentence("Founders, workers, users and investors. Each group can ask that a decision needs more."),
    ),
    "france_scic": Example(
        Sentence("French SCIC"),
        Sentence("Colleges with a share of the result each, by French law. Its own texts are in French."),
    ),
    "friends_united_like": Example(
        Sentence("Friends-United-like"),
        Sentence("Four friends who get support, all of them directors, with shared money."),
    ),
    "italy_type_a": Example(
        Sentence("Italian social co-operative, type A"),
        Sentence("Volunteers are at most half of all members, by Italian law. Its own texts are in Italian."),
    ),
    "principal_supporting": Example(
        Sentence("Principal and supporting members"),
        Sentence("Those who use support decide. Helping members have a voice and no vote."),
    ),
    "quebec_solidarity": Example(
        Sentence("Quebec solidarity co-operative"),
        Sentence(
            "Users, workers and supporters, who hold at most a third of the board. Its own texts are in French."
        ),
    ),
    "secondary_coop": Example(
        Sentence("Secondary co-operative"),
        Sentence("Its members are organisations and people who trade alone. Each has one vote."),
    ),
    "tair_nant": Example(
        Sentence("Tair Nant, the example society"),
        Sentence("People supported, staff, volunteers and public bodies, each with a share of the result."),
    ),
    "tiny": Example(
        Sentence("A handful of neighbours"),
        Sentence("One group, one vote each, and a committee of three."),
    ),
    "worker_led": Example(
        Sentence("Worker-led"),
        Sentence("Those who work here elect three of six directors, and a council with a seat for each team."),
    ),
}


def example_title(name: str) -> Sentence | str:
    """What an example is called; rules that are on no shelf here by their id: "Valley rules"."""
    known = EXAMPLES.get(name.replace("-", "_"))
    return known.title if known is not None else name.replace("_", " ").replace("-", " ").capitalize()
