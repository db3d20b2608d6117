"""What each step of a ballot's life says before it is taken."""

import msgspec

from govern.sentences import Sentence


class StepPage(msgspec.Struct, frozen=True, kw_only=True):
    """A step before it is taken: its heading, what will happen, and the words on its button."""

    title: Sentence
    will_happen: tuple[Sentence, ...]
    button: Sentence
    for_ever: bool = False
    warns: bool = False
    asks_reason: bool = False


def by_two(step: StepPage) -> StepPage:
    """The same step where two officers take it: this page proposes it, and nothing happens yet."""
    return msgspec.structs.replace(
        step,
        will_happen=(
            Sentence("Nothing happens yet: another officer reads the same and agrees, or does not."),
            *step.will_happen,
        ),
        button=Sentence("Propose this to another officer"),
        for_ever=False,
    )


LOTS = StepPage(
    title=Sentence("Draw the order of the names by lot"),
    will_happen=(
        Sentence("The names of each election get an order that nobody can choose. It is the same on every paper."),
        Sentence("A seal on the draw is shown now. What was sealed is shown after the count, so anybody can check."),
        Sentence("If somebody is added afterwards, the order is drawn again."),
    ),
    button=Sentence("Draw the order"),
)
PUBLISH = StepPage(
    title=Sentence("Publish the papers"),
    will_happen=(
        Sentence("Members can read what is asked, in every language, from now on."),
        Sentence("The wording, the names and the times cannot change any more."),
        Sentence("Voting does not begin yet."),
    ),
    button=Sentence("Publish the papers"),
    for_ever=True,
)
FREEZE = StepPage(
    title=Sentence("Freeze the roll"),
    will_happen=(
        Sentence("Everybody who was a member on the record day is put on the roll. Nobody is added later."),
        Sentence("Each person gets a number drawn by chance. The box knows the number, and not the name."),
        Sentence("The fingerprint of the papers, the roll and the key is made. It goes out when voting opens."),
    ),
    button=Sentence("Freeze the roll"),
    for_ever=True,
)
OPEN = StepPage(
    title=Sentence("Open the vote"),
    will_happen=(
        Sentence("Everybody on the roll who has a mail address is told that voting is open, and until when."),
        Sentence("Votes can be sent from this moment. Nobody sees how it is going."),
        Sentence("The vote closes by itself at its closing time."),
    ),
    button=Sentence("Open the vote"),
    for_ever=True,
)
CLOSE = StepPage(
    title=Sentence("Close the vote now"),
    will_happen=(
        Sentence("No vote is taken any more, though people were told a later time."),
        Sentence("Whoever has begun and not sent loses their paper."),
        Sentence("The votes can be counted then."),
    ),
    button=Sentence("Close the vote now"),
    for_ever=True,
    warns=True,
)
COUNT = StepPage(
    title=Sentence("Count the votes"),
    will_happen=(
        Sentence("The box is checked against its signed end: nothing was taken out or changed."),
        Sentence("For each person the last envelope counts. The slips are opened apart from their envelopes."),
        Sentence("They are counted by the rules in force when this vote was made. It may take a minute."),
        Sentence("Members see nothing until you declare the result. Counting again gives the same."),
    ),
    button=Sentence("Count the votes"),
)
DECLARE = StepPage(
    title=Sentence("Declare the result"),
    will_happen=(
        Sentence("Every member can read the result, with all its numbers."),
        Sentence("Those who are elected take their seats on the board on their first day."),
        Sentence("Everybody on the roll who has a mail address is told."),
    ),
    button=Sentence("Declare this result"),
    for_ever=True,
)
ARCHIVE = StepPage(
    title=Sentence("Put this vote into the archive"),
    will_happen=(
        Sentence("Whose envelope was whose is forgotten for ever. Nobody can look it up afterwards, for any reason."),
        Sentence(
            "Letters about this vote are erased, with what peers wrote of it and who said a vote was not theirs."
        ),
        Sentence(
            "The list of envelopes, the result and its count stay. Receipts can still be checked with their code."
        ),
        Sentence("A seat that falls empty early can still be filled from the papers that were counted."),
        Sentence("A vote of a forum that only its own people know of is seen in the office alone from then on."),
        Sentence("Nobody is written to."),
    ),
    button=Sentence("Forget whose envelope was whose"),
    for_ever=True,
)
WITHDRAW = StepPage(
    title=Sentence("Withdraw this vote"),
    will_happen=(
        Sentence("There is no vote. It cannot be opened again; a new one can be made."),
        Sentence("Envelopes that were sent stay sealed for ever."),
        Sentence("If the roll was frozen, everybody on it is told, with your reason."),
    ),
    button=Sentence("Withdraw this vote"),
    for_ever=True,
    warns=True,
    asks_reason=True,
)
REMIND = StepPage(
    title=Sentence("Remind those who have not voted"),
    will_happen=(
        Sentence("Everybody on the roll who has not voted and has a mail address gets one letter."),
        Sentence("You learn how many letters went out. You do not learn who got one."),
        Sentence("You can do this once a day."),
    ),
    button=Sentence("Send the reminders"),
)
