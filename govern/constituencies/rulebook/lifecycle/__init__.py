"""The life of a society's rules: a version is adopted and rules from its day until a later one does.

    text ── adopt ──> version 1                                   (founding: `adopting`)
    version n, example or file ── start ──> draft ── propose ──> proposed ── confirm ──> version n + 1   (`drafting`)

Nothing that ruled is ever changed or taken away. Proposing and confirming look at the present board, so those who do
it come through `boards.lifecycle`. Who may be called is kept beside the rules: `name_contact`.
"""

from govern.constituencies.rulebook.lifecycle.adopting import adopt, newest, note_effect
from govern.constituencies.rulebook.lifecycle.contact import name_contact
from govern.constituencies.rulebook.lifecycle.drafting import (
    confirm,
    edit,
    follow_newest,
    propose,
    send_back,
    start,
    withdraw,
)

__all__ = [
    "adopt",
    "confirm",
    "edit",
    "follow_newest",
    "name_contact",
    "newest",
    "note_effect",
    "propose",
    "send_back",
    "start",
    "withdraw",
]
