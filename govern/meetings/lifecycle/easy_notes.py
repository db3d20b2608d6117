"""What Easy Read says in place of a line of a notice whose sentences are long: one idea each, at most fifteen words.

The finished notice keeps these lines beside the full ones (`wording.NoticePaper`). A line that is not here is short
enough as it is, and is only taken apart where a sentence ends.
"""

from __future__ import annotations

from collections.abc import Iterable

from govern.sentences import N_, Sentence

#: By the full line (its message id), with the gaps of the full line.
EASIER: dict[str, tuple[str, ...]] = {
    "This meeting will not take place on {moment}. You do not need to come.": (
        N_("This meeting will not take place."),
        N_("It was to be: {moment}."),
        N_("You do not need to come."),
    ),
    "The meeting of {day} was adjourned. It goes on {moment}.": (
        N_("The meeting stopped before everything was done."),
        N_("It goes on: {moment}."),
    ),
    "This notice is shorter than the rules ask for. {sum}": (
        N_("This letter comes later than our rules say."),
        N_("Enough members agreed to that."),
    ),
    "The accounts of the year and the reports are laid before the members at this meeting.": (
        N_("We show you the accounts of the year at this meeting."),
        N_("The accounts are a list of money in and money out."),
        N_("We show you the reports too."),
    ),
    "You can read these papers before, on the meeting's page: {titles}.": (
        N_("You can read papers before the meeting. They are on its page."),
        N_("The papers are: {titles}."),
    ),
    "You can vote early, from {opens} until the vote is taken in the meeting.": (
        N_("You can vote early."),
        N_("You can begin: {opens}."),
        N_("You can do it until the vote in the meeting."),
    ),
    "You can vote from {opens} until {closes}.": (
        N_("Voting begins: {opens}."),
        N_("Voting ends: {closes}."),
    ),
    "If you vote early and then come, your early vote does not count once you are here for the vote.": (
        N_("You can vote early and come to the meeting too."),
        N_("If you are here for the vote, your early vote does not count."),
    ),
    "If you vote early and then come, your early vote stays as it is.": (
        N_("You can vote early and come to the meeting too."),
        N_("Your early vote stays as it is."),
    ),
    "Votes are weighted by group. All of a group's weight goes with the majority in the group.": (
        N_("Each group has its own part of the result."),
        N_("All of that part goes to what most of the group want."),
    ),
    "Votes are weighted by group. A group's weight is shared between for and against as its votes fall.": (
        N_("Each group has its own part of the result."),
        N_("The yes votes and the no votes of the group share that part."),
    ),
    "If you cannot come, you have the right to name a person who comes, speaks and votes for you ({rule}). {who}": (
        N_("If you cannot come, you can name another person."),
        N_("They come to the meeting, speak and vote for you."),
        N_("{who}"),
        N_("This is your right: {rule}."),
    ),
    "Name them on the meeting's page, or send us the form or a letter. We must have it by {moment}.": (
        N_("Name them on the page of the meeting. Or send us the form or a letter."),
        N_("Last time for this: {moment}."),
    ),
    "The notice counts as received {email} hours after an email is sent and {post} hours after a letter.": (
        N_("An email counts as received after {email} hours."),
        N_("A letter counts as received after {post} hours."),
    ),
    "This vote has the level AGM. {needed} of {shares} scrutineers must open it together. "
    "The server cannot open an envelope.": (
        N_("Scrutineers check that the count is right."),
        N_("Only {needed} of {shares} scrutineers together can open this vote."),
        N_("The server cannot open an envelope."),
    ),
    "This vote has the level AGM. Several scrutineers share the key, and the server cannot open an envelope.": (
        N_("Scrutineers check that the count is right. They share the key."),
        N_("The server cannot open an envelope."),
    ),
    "This vote has the level Everyday. The society’s server holds the key and could open the envelopes.": (
        N_("This vote has the level Everyday."),
        N_("The server of the society has the key. It could open the envelopes."),
    ),
}


def in_easy_words(lines: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """The same lines, each long one as several short ones."""
    return tuple(easier for line in lines for easier in _of(line))


def _of(line: Sentence) -> tuple[Sentence, ...]:
    if line.text not in EASIER:
        return (line,)
    return tuple(Sentence(text, **line.values) for text in EASIER[line.text])
