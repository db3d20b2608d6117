"""An envelope opened as a test: what was in it by its own numbers, and the words for a file to check it elsewhere."""

import msgspec
from litestar import Response

from govern.ballots.paper.booth import AnyBooth
from govern.ballots.paper.drafts import Draft
from govern.ballots.paper.pages.checking import Said, said
from govern.ballots.rules import NO, YES, ContestKind
from govern.ballots.rules.params import one_line
from govern.ballots.seal import canonical, group, tested
from govern.ballots.seal.slips import Marks
from govern.ballots.seal.tested import Tested
from govern.sentences import Sentence
from govern.web.door import AnyRequest
from govern.web.page import page


class Shown(msgspec.Struct, frozen=True):
    """One question of the opened envelope: what was in it, and the number that its slip was sealed with."""

    said: Said
    opener: str


def opened_page(
    request: AnyRequest,
    booth: AnyBooth,
    envelope: Tested,
    chosen: dict[str, Marks],
    draft: Draft,
    place: int,
    fields: dict[str, str],
) -> Response[str]:
    """What is in it by its own numbers, whatever the choices were said to be. The choices go on in a new envelope.

    `place` is where the log says that it is a test; `fields` are what the form carries that asks for the file.
    """
    found = dict(tested.opened(envelope.manifest, envelope.sealed, envelope.openers))
    opened = Draft(draft.id, found)
    answer = page(
        request,
        "ballots/tested.html",
        section="votes",
        paper=booth.paper,
        code=envelope.code,
        place=place,
        what=[_shown(booth, opened, number, envelope) for number in range(1, len(booth.paper.contests) + 1)],
        as_chosen=found == chosen,
        fingerprint=envelope.fingerprint,
        file_fields=fields,
        one_press=booth.door.look.one_press,
        file_action=booth.at("test/file"),
        onward=booth.at("check"),
        stop=booth.at(),
    )
    booth.keep(answer, draft.told())
    return answer


def _shown(booth: AnyBooth, opened: Draft, number: int, envelope: Tested) -> Shown:
    found = said(booth, opened, number)
    slips = [slip.contest for slip in envelope.sealed.slips]
    opener = envelope.openers[slips.index(str(found.contest.id))]
    return Shown(found, canonical.to_text(group.scalar_to_bytes(opener)))


def names_in(booth: AnyBooth) -> dict[str, str]:
    """What ids of the manifest stand for, in the language of the page."""
    say = booth.door.language.say
    names = {str(contest.id): contest.title for contest in booth.paper.contests}
    for contest in booth.paper.contests:
        if contest.kind is ContestKind.RESOLUTION:
            names |= {YES: say(Sentence("Yes")), NO: say(Sentence("No"))}
        names |= {str(person.id): person.name for person in contest.candidates}
    return {key: one_line(words) for key, words in names.items()}


def file_of(envelope: Tested, number: str) -> Response[bytes]:
    """The opened envelope to keep, as `govern check-test` reads it."""
    return Response(
        envelope.to_bytes(),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="test-{number}-{envelope.code}.json"'},
    )
