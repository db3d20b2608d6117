"""What somebody types to search. It stands in the address, so that a search can be kept and sent on."""

from typing import Annotated

import msgspec

from govern.sentences import N_
from govern.web.forms import Ask


class SearchForm(msgspec.Struct, frozen=True):
    """`q`: the words."""

    q: Annotated[str, Ask(missing=N_("Type a word to look for, for example “minibus”."), longest=200)]
