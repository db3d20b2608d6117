"""What the page without a connection sends."""

from typing import Annotated
from uuid import UUID

import msgspec

from govern.sentences import N_
from govern.web.forms import Ask

#: A sitting has a few texts; what is longer was not written on that page.
LONGEST = 60_000


class TakeForm(msgspec.Struct, frozen=True):
    """Taking along. `instead_of` was on this device before, and all of it is sent."""

    instead_of: UUID | None = None


class SentForm(msgspec.Struct, frozen=True):
    """One sealed sitting."""

    tablet_id: Annotated[UUID, Ask(N_("Say from which tablet this comes."))]
    sent_id: Annotated[UUID, Ask(N_("Say which sitting this is."))]
    sealed: Annotated[str, Ask(N_("Send what was written down."), longest=LONGEST)]


class TheTabletForm(msgspec.Struct, frozen=True):
    """The tablet that is cleared."""

    tablet_id: Annotated[UUID, Ask(N_("Say from which tablet this comes."))]
