"""Tables of forums: `forums` (themselves, their people, what is raised), `gathering` (what a gathering leaves),
`hearing` (who was heard), `delegating` (who is sent to the forum above, and the safeguarding contact)."""

from govern.forums.gatherings.models.delegating import Delegate, SafeguardingContact
from govern.forums.gatherings.models.forums import Belonging, FacilitatorTerm, Forum, ForumItem
from govern.forums.gatherings.models.gathering import BoxLine, Dissent, GatheringAction, GatheringNote
from govern.forums.gatherings.models.hearing import Heard

__all__ = [
    "Belonging",
    "BoxLine",
    "Delegate",
    "Dissent",
    "FacilitatorTerm",
    "Forum",
    "ForumItem",
    "GatheringAction",
    "GatheringNote",
    "Heard",
    "SafeguardingContact",
]
