"""Tables of forums: `forums` (themselves, their people, what is raised), `gathering` (what a gathering leaves),
`delegating` (who is sent to the forum above, and the safeguarding contact)."""

from govern.forums.gatherings.models.delegating import Delegate, SafeguardingContact
from govern.forums.gatherings.models.forums import Belonging, FacilitatorTerm, Forum, ForumItem
from govern.forums.gatherings.models.gathering import BoxLine, Dissent, GatheringAction, GatheringNote

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
    "SafeguardingContact",
]
