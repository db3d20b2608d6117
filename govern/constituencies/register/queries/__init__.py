"""Questions about the register: what is true of people on a day (`standing`), who may vote and who is told
(`electing`), the list (`listing`), one person's entry (`entries`), what became of it (`persons`), files of members
(`files`), everybody in numbers (`numbers`), whose vote other rules would change (`coming`).
"""

from govern.constituencies.register.queries.coming import members_in, moved
from govern.constituencies.register.queries.electing import Addressee, Elector, electorate, members_on
from govern.constituencies.register.queries.entries import MemberPage, Span, member_page
from govern.constituencies.register.queries.files import ImportView, import_view, imports
from govern.constituencies.register.queries.inspecting import Inspected, for_inspection, number_for_inspection
from govern.constituencies.register.queries.listing import MemberLine, MemberList, export, members
from govern.constituencies.register.queries.numbers import count_members, members_of_group
from govern.constituencies.register.queries.persons import (
    CorrectionView,
    DeathView,
    Double,
    ErasureView,
    SpanView,
    became_part_of,
    correction,
    corrections,
    death,
    death_of,
    deaths,
    died_among,
    erasure,
    erasures,
    is_organisation,
    likely_doubles,
    merged_into,
    span,
    spans_of,
    waiting,
)
from govern.constituencies.register.queries.standing import (
    attributes_on,
    belonging,
    born_on,
    constituencies_of,
    count_by_group,
    groups_on,
    person_with_number,
)

__all__ = [
    "Addressee",
    "CorrectionView",
    "DeathView",
    "Double",
    "Elector",
    "ErasureView",
    "ImportView",
    "Inspected",
    "MemberLine",
    "MemberList",
    "MemberPage",
    "Span",
    "SpanView",
    "attributes_on",
    "became_part_of",
    "belonging",
    "born_on",
    "constituencies_of",
    "correction",
    "corrections",
    "count_by_group",
    "count_members",
    "death",
    "death_of",
    "deaths",
    "died_among",
    "electorate",
    "erasure",
    "erasures",
    "export",
    "for_inspection",
    "groups_on",
    "import_view",
    "imports",
    "is_organisation",
    "likely_doubles",
    "member_page",
    "members",
    "members_in",
    "members_of_group",
    "members_on",
    "merged_into",
    "moved",
    "number_for_inspection",
    "person_with_number",
    "span",
    "spans_of",
    "waiting",
]
