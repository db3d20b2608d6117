"""What the secretary writes into minutes. Texts come in English and, where the society speaks it, in Welsh."""

from typing import Annotated

import msgspec

from govern.web.forms import Ask

LONG = 20_000
MaybeText = Annotated[str | None, Ask(longest=LONG)]


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, and what was decided, about one item."""

    text: MaybeText = None
    text_cy: MaybeText = None
    decision: MaybeText = None
    decision_cy: MaybeText = None
