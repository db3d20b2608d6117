"""What the rules are (`versions`), what they may become (`drafts`), which were never used (`activation`)."""

from govern.constituencies.rulebook.queries.activation import Unused, never_used
from govern.constituencies.rulebook.queries.drafts import Change, Draft, DraftLine, changes, draft, drafts
from govern.constituencies.rulebook.queries.versions import (
    ContactView,
    InForce,
    Version,
    contact,
    due_to_take_effect,
    face_of,
    find_face,
    forget_face,
    groups_of,
    history,
    in_force,
    newest,
    numbered,
    version,
)

__all__ = [
    "Change",
    "ContactView",
    "Draft",
    "DraftLine",
    "InForce",
    "Unused",
    "Version",
    "changes",
    "contact",
    "draft",
    "drafts",
    "due_to_take_effect",
    "face_of",
    "find_face",
    "forget_face",
    "groups_of",
    "history",
    "in_force",
    "never_used",
    "newest",
    "numbered",
    "version",
]
