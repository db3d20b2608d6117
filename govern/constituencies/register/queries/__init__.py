"""Questions about the register: what is true of people on a day (`standing`), who may vote and who is told
(`electing`), the list (`listing`), one person's entry (`entries`), files of members (`files`), everybody in numbers
(`numbers`), whose vote other rules would change (`coming`).
"""

from govern.constituencies.register.queries.coming import members_in, moved
from govern.constituencies.register.queries.electing import Addressee, Elector, electorate, members_on
from govern.constituencies.register.queries.entries import MemberPage, Span, member_page
from govern.constituencies.register.queries.files import ImportView, import_view, imports
from govern.constituencies.register.queries.listing import MemberLine, MemberList, export, members
from govern.constituencies.register.queries.numbers import count_members, members_of_group
from govern.constituencies.register.queries.standing import (
    attributes_on,
    born_on,
    constituencies_of,
    count_by_group,
    groups_on,
    person_with_number,
)

__all__ = [
    "Addressee",
    "Elector",
    "ImportView",
    "MemberLine",
    "MemberList",
    "MemberPage",
    "Span",
    "attributes_on",
    "born_on",
    "constituencies_of",
    "count_by_group",
    "count_members",
    "electorate",
    "export",
    "groups_on",
    "import_view",
    "imports",
    "member_page",
    "members",
    "members_in",
    "members_of_group",
    "members_on",
    "moved",
    "person_with_number",
]
