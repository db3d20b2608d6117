"""The register of members: who belongs to which group, since when and why, and what is true of them.

    enter / admit ──> belongs ──> end_membership        note_attribute ──> holds ──> end_attribute
    a file: keep_upload ──> look_at ──> [approve] ──> apply | abandon

`incoming/` reads a file of members, pure. Steps that may cost somebody a seat are taken through the boards room.

Others may import: `queries.electorate` (who may vote at a moment), `queries.members_on` (whom a notice reaches),
`queries.attributes_on`, `queries.groups_on`, `queries.constituencies_of`, `queries.count_by_group`,
`lifecycle.enter`, `lifecycle.admit`, `lifecycle.move`, `lifecycle.end_membership`, `lifecycle.note_attribute`.
"""
