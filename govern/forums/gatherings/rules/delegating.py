"""Who may be sent to the forum above, for how long, and how many (invariant 63)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.forums.gatherings.rules.standing import COUNTS, Standing


def check_may_send(layer: ForumLayer, *, has_parent: bool, sent: int) -> None:
    """Whether a forum may send another delegate. Raises `NotAllowed` with the rule."""
    if not has_parent:
        raise NotAllowed("No forum stands above this one, so it sends nobody. Ask the secretary if there should be.")
    if sent >= layer.delegates_up:
        if layer.delegates_up == 0:
            raise NotAllowed(
                "By the rules a forum of this kind sends nobody to the forum above. ({rule})",
                rule=f"forum_layer.{layer.id}.delegates_up",
            )
        raise NotAllowed(
            "Delegates this forum sends already: {most}. By the rules that is the most. Somebody stops first. "
            "({rule})",
            most=layer.delegates_up,
            rule=f"forum_layer.{layer.id}.delegates_up",
        )


def check_delegate(
    standing: Standing | None, groups: Collection[str], sent_for: str, *, is_one: bool, until: date, today: date
) -> None:
    """A delegate belongs to the forum and to the group they are sent for (invariant 63). Raises `NotValid`."""
    if standing not in COUNTS:
        raise NotValid("A delegate is a member of this forum. Choose somebody from the list.", field="person")
    if sent_for not in groups:
        raise NotValid(
            "A delegate belongs to the group they are sent for. Choose their own group, or somebody else.",
            field="person",
        )
    if is_one:
        raise AlreadyDone("This person is a delegate of the forum already.", field="person")
    if until <= today:
        raise NotValid("The term must end later than today. Choose another day.", field="until")
