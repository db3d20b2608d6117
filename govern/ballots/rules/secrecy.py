"""What a ballot keeps secret, what it proves, and what it cannot, in words that follow from its level (decision 25).

Ballot-protocol 3.1 and the residual risks at the end of its section 5. Nothing is promised here that the level does
not have, and no risk that is left is left out.
"""

from __future__ import annotations

import msgspec

from govern.ballots.seal.manifest import Level, Manifest
from govern.sentences import Sentence


class Guarded(msgspec.Struct, frozen=True):
    """By whom a ballot is guarded. Before its roll is frozen only the level is known: nobody has a duty in it yet.

    `needed` of the trustees open it; `signing` of the witnesses sign what is in the box.
    """

    level: Level
    trustees: tuple[str, ...] = ()
    needed: int = 0
    mixers: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    signing: int = 0

    @classmethod
    def of(cls, manifest: Manifest) -> Guarded:
        return cls(
            manifest.level,
            tuple(one.name for one in manifest.trustees),
            manifest.threshold,
            tuple(one.name for one in manifest.mixers),
            tuple(one.name for one in manifest.witnesses),
            manifest.witness_quorum,
        )


def level_name(level: Level) -> Sentence:
    return {
        Level.EVERYDAY: Sentence("Everyday"),
        Level.AGM: Sentence("AGM"),
        Level.CONTESTED: Sentence("Contested"),
    }[level]


# --- On the paper, the notice and the result ------------------------------------------------------------------------


def secrecy(by: Guarded) -> tuple[Sentence, ...]:
    """What this level protects and what it does not, in short; the page of its secrecy says it in full."""
    return (
        Sentence("Your vote is sealed in an envelope before it is kept. Until the count nobody can read it there."),
        Sentence("Envelopes are opened after the close, all together and without names."),
        Sentence("You can see that your envelope is in the box. Your receipt does not show what you chose."),
        *(_everyday() if by.level is Level.EVERYDAY else _agm(by)),
    )


def _everyday() -> tuple[Sentence, ...]:
    return (
        Sentence(
            "This vote has the level Everyday. The key to the envelopes is a file that the society keeps. "
            "Whoever has that file and the box could read votes."
        ),
        Sentence("The computer that runs this service sees your choice for a moment, when it seals the envelope."),
        Sentence("A bundle proves that those envelopes were counted that lie in the box. It cannot prove secrecy."),
    )


def _agm(by: Guarded) -> tuple[Sentence, ...]:
    return (
        level_in_short(by),
        Sentence("Mixers outside this service shuffle the sealed votes first, so nobody can tell whose is whose."),
        Sentence("Witnesses outside this service sign what is in the box, so nothing can be taken out unseen."),
        Sentence("Two officers together freeze the roll, open the vote and close it before its time."),
        Sentence("The computer that runs this service sees your choice for a moment, when it seals the envelope."),
        Sentence("Anybody can check the result afterwards, with a file that holds no names."),
    )


def level_in_short(by: Guarded) -> Sentence:
    """The level and what it means, as it stands on every paper, receipt, notice and result."""
    if by.level is Level.EVERYDAY:
        return Sentence(
            "This vote has the level Everyday. The society’s server holds the key and could open the envelopes."
        )
    if not by.trustees:
        return Sentence(
            "This vote has the level AGM. Several scrutineers share the key, and the server cannot open an envelope."
        )
    return Sentence(
        "This vote has the level AGM. {needed} of {shares} scrutineers must open it together. "
        "The server cannot open an envelope.",
        needed=by.needed,
        shares=len(by.trustees),
    )


def secrecy_in_short(by: Guarded) -> Sentence:
    if by.level is Level.EVERYDAY:
        return Sentence(
            "Your vote is sealed, and no officer sees it on any page. "
            "This vote has the level Everyday, which has limits."
        )
    return Sentence(
        "Your vote is sealed, and no officer sees it on any page. "
        "This vote has the level AGM: nobody can open it alone."
    )


def opening(by: Guarded) -> tuple[Sentence, ...]:
    """Who can open envelopes, by name where it is settled."""
    if by.level is Level.EVERYDAY:
        return (
            Sentence("One key opens the envelopes. The society's server keeps it, outside the database."),
            Sentence("Whoever runs the server and breaks the rules could open an envelope and see whose it is."),
        )
    if not by.trustees:
        return (Sentence("The key is in parts. Several scrutineers have to open the envelopes together."),)
    return (
        Sentence(
            "The key is in {parts} parts. {needed} of these people have to open the envelopes together: {names}.",
            parts=len(by.trustees),
            needed=by.needed,
            names=", ".join(by.trustees),
        ),
        Sentence("The key itself is never put together, and the server has no part of it."),
    )


# --- The page of its secrecy ----------------------------------------------------------------------------------------


def mixing(by: Guarded) -> Sentence:
    if by.level is Level.EVERYDAY:
        return Sentence("Here the server mixes them, and writes down a proof that none was added, lost or changed.")
    if not by.mixers:
        return Sentence("Two people or more mix them, each on a machine of their own, and each proves it.")
    return Sentence(
        "They are mixed one after another by {names}, each on a machine of their own, and each proves it.",
        names=", ".join(by.mixers),
    )


def watching(by: Guarded) -> Sentence:
    if not by.witnesses:
        return Sentence(
            "Nobody outside the server signs this list. Receipts are what would show that it was changed."
        )
    return Sentence(
        "{signing} of these witnesses sign the end of the list, each only if it goes on from what they saw: {names}.",
        signing=by.signing,
        names=", ".join(by.witnesses),
    )


def seen_by_organisers(by: Guarded) -> tuple[Sentence, ...]:
    """What each could see if they broke the rules."""
    if by.level is Level.EVERYDAY:
        return opening(by)
    names = by.needed or 2
    return (
        Sentence("The people who run the server cannot open an envelope that lies in the box."),
        Sentence("If {needed} scrutineers break the rules together, they can open envelopes.", needed=names),
    )


def proven(by: Guarded) -> tuple[Sentence, ...]:
    found = (
        Sentence("Every envelope in the box is there once, as it came in, and none is changed or taken out."),
        Sentence("Just those envelopes were opened that count by the rules, none added, lost or changed."),
        Sentence("The numbers of the result follow from the opened slips by the rules of this vote."),
    )
    if by.level is Level.EVERYDAY:
        return (*found, Sentence("It is not proven that the server told nobody what it saw."))
    return found


def risks(by: Guarded) -> tuple[Sentence, ...]:
    """Everything that is left (ballot-protocol 5), whoever may not like to read it."""
    return (
        Sentence("The server sees your choice for a moment, when you press the button. The test does not hide that."),
        *seen_by_organisers(by),
        Sentence("Somebody beside you can see or press you. Vote again later, alone: only your last vote counts."),
        Sentence(
            "Whoever stays beside you until voting closes sees your last vote. Tell an officer or somebody you "
            "trust. If the vote is taken at a meeting, go there: what you vote in the room counts instead."
        ),
        Sentence(
            "After the count, whoever has the code of your first envelope sees that a later one took its place, and "
            "never what it holds."
        ),
        Sentence("A bad program on your own telephone or computer can see your choice. Vote on paper or elsewhere."),
        Sentence("If a whole group votes the same way, everybody knows how each voted. So it is in a small group."),
        Sentence(
            "Scrutineers, and whoever holds the bundle, see which numbers voted. Officers can tie some to names."
        ),
        Sentence("A mark could be hidden in a long order of preferences. Nobody can forbid somebody an odd order."),
        Sentence(
            "In many years a new machine might open what is sealed today. Lists without names are all it finds."
        ),
        Sentence(
            "The server could put in an envelope for somebody who does not vote. They would see it here and can say "
            "so; scrutineers ask some people. At this level nothing makes it impossible."
        ),
        Sentence("Whoever watches the list closely sees at what moment an envelope came in or was tested."),
    )


REVIEW = Sentence(
    "No cryptographer from outside has reviewed this yet. Two programs, written apart from each other, check a count."
)


def easy(by: Guarded) -> tuple[tuple[Sentence, str], ...]:
    """The same in Easy Read: each line with the name of its picture."""
    who = (
        (Sentence("The computer has the key. The people who run it must not look."), "key")
        if by.level is Level.EVERYDAY
        else (
            Sentence("The key is in parts. {needed} people must open it together.", needed=by.needed or 2),
            "key",
        )
    )
    return (
        (Sentence("Your vote goes into an envelope. The envelope is sealed."), "envelope"),
        (Sentence("The envelope goes into a box. Everyone can see how many are in it."), "ballot-box"),
        (Sentence("Your name is not on it."), "write"),
        who,
        (Sentence("After the last day all envelopes are mixed. Then they are opened and counted."), "clock"),
        (Sentence("You get a code. With it you can see that your envelope is in the box."), "read"),
        (Sentence("The code does not show what you chose."), "locked"),
        (Sentence("The computer sees your choice for a moment when you press the button."), "computer"),
        (Sentence("If someone looks over your shoulder, they see your choice. You can vote again alone."), "look"),
        (Sentence("If everyone in a small group chooses the same, people know what each chose."), "people"),
        (Sentence("You can ask us to open a test envelope. It shows what was sealed in it."), "question"),
    )
