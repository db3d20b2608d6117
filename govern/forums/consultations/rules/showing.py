"""What lies beside the cards when somebody is asked: faces, yes and no, the three places of a mat, and the ways out.

The keys are what `ConsultationSitting.picked` and `placed` hold. Faces always stand in one order, the happiest first.
Three faces are the same faces as those of five, so that one key means one face everywhere.
Source: service-standard.md section 6.
"""

from __future__ import annotations

import msgspec

from govern.errors import NotValid
from govern.sentences import Name, Sentence


class Offered(msgspec.Struct, frozen=True):
    """Something to press or point to that is no card of the question. `picture` lies under `static/`."""

    key: str
    words: Sentence
    picture: str


_FACES = (
    Offered("face-1", Sentence("Very good"), "pictures/face-very-good.svg"),
    Offered("face-2", Sentence("Good"), "pictures/face-good.svg"),
    Offered("face-3", Sentence("In the middle"), "pictures/face-middle.svg"),
    Offered("face-4", Sentence("Bad"), "pictures/face-bad.svg"),
    Offered("face-5", Sentence("Very bad"), "pictures/face-very-bad.svg"),
)
#: Welsh has no one word for yes; on the paper of a vote the catalogue says "for" and "against", which is wrong here.
YES_NO = (
    Offered("yes", Name("Yes", cy="Ie"), "vendor/symbols/openmoji-yes.svg"),
    Offered("no", Name("No", cy="Na"), "vendor/symbols/openmoji-no.svg"),
)
#: The top of a mat: where a card is put.
PLACES = (
    Offered("good", Sentence("Good"), "pictures/face-good.svg"),
    Offered("middle", Sentence("Not sure"), "pictures/not-sure.svg"),
    Offered("bad", Sentence("Not good"), "pictures/face-bad.svg"),
)
#: Always there, and counted as what they are: no middle of anything.
WAYS_OUT = (
    Offered("not_sure", Sentence("I am not sure"), "pictures/not-sure.svg"),
    Offered("not_saying", Sentence("I do not want to say"), "pictures/not-say.svg"),
)


def faces_of(number: int | None) -> tuple[Offered, ...]:
    """Three faces, or five for whoever uses five. Raises `NotValid` for another number."""
    if number in (None, 3):
        return _FACES[1:4]
    if number == 5:
        return _FACES
    raise NotValid("Choose 3 or 5 faces.", field="faces")
