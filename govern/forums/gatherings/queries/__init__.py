"""Questions about forums: which there are for somebody, one with its people and what waits in it (`forums`)."""

from govern.forums.gatherings.queries.forums import (
    BelongingLine,
    FacilitatorView,
    ForumLine,
    ForumView,
    ItemLine,
    facilitator_of,
    forum,
    forums,
    forums_led_by,
    forums_of,
    items_waiting,
    led,
    line,
    people_of,
    reach,
    tree,
)

__all__ = [
    "BelongingLine",
    "FacilitatorView",
    "ForumLine",
    "ForumView",
    "ItemLine",
    "facilitator_of",
    "forum",
    "forums",
    "forums_led_by",
    "forums_of",
    "items_waiting",
    "led",
    "line",
    "people_of",
    "reach",
    "tree",
]
