"""What the pages of the register share: who may do what, the groups by name, conditions in words."""

from govern.constituencies.rulebook.plain.words import CONDITIONS, said
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import Door
from govern.web.face import Group
from govern.web.guards import holding

may_see = holding(Permission.REGISTER_SEE)

may_edit = holding(Permission.REGISTER_EDIT)

may_approve = holding(Permission.REGISTER_APPROVE)


def groups_by_id(door: Door) -> dict[str, Group]:
    """The groups of the society with their names and threads, as templates look them up."""
    return {group.id: group for group in (door.face.groups if door.face else ())}


def condition_words(condition: str) -> Sentence | str:
    """What a group asks for, in words."""
    return said(condition, CONDITIONS)
