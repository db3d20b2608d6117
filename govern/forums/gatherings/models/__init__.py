"""Tables of this room: forums, who belongs to them, who leads them, and what waits to be talked about (`forums`)."""

from govern.forums.gatherings.models.forums import Belonging, FacilitatorTerm, Forum, ForumItem

__all__ = ["Belonging", "FacilitatorTerm", "Forum", "ForumItem"]
