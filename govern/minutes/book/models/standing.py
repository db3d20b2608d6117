"""What the database itself refuses: a change of signed minutes (invariant 81), and taking minutes away (82).

A tripwire under the rules, not in their place: whoever reaches the database past the service meets it. The statements
stand in migration 0038 too, for databases that are there already.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.schema import MetaData, Table

from govern.database import Base

#: Tables whose rows belong to minutes by their `minutes_id`, and stand once these are signed.
OF_SIGNED = (
    "minutes_presence",
    "minutes_entry",
    "minutes_apology",
    "minutes_dissent",
    "minutes_confidential",
    "minutes_note",
)
#: Of an action the words and the day stand; what became of it is said later.
ACTION = "minutes_action"
#: Rows that are added and neither changed nor taken away.
ADDED = ("minutes_correction", "minutes_note_before", "minute_book_leaf", "past_correction")
#: Rows that nobody takes away, whatever their stage.
KEPT = ("minutes", "past_minutes")


def statements(dialect: str) -> tuple[str, ...]:
    return _on_sqlite() if dialect == "sqlite" else _on_postgresql()


def _on_sqlite() -> tuple[str, ...]:
    def refuse(name: str, when: str, table: str, condition: str, words: str) -> str:
        return f"CREATE TRIGGER {name} BEFORE {when} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{words}'); END"

    signed, kept = "signed minutes stand", "minutes are kept"
    made = [refuse("minutes_signed", "UPDATE", "minutes", "WHEN OLD.stage = 'signed' ", signed)]
    acts = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
    for table in (*OF_SIGNED, ACTION):
        for act, row in acts.items():
            when = "UPDATE OF text, due_on" if table == ACTION and act == "UPDATE" else act
            condition = f"WHEN (SELECT stage FROM minutes WHERE id = {row}.minutes_id) = 'signed' "  # noqa: S608  # names of our own
            made.append(refuse(f"{table}_signed_{act.lower()}", when, table, condition, signed))
    made += [refuse(f"{table}_added_update", "UPDATE", table, "", kept) for table in ADDED]
    made += [refuse(f"{table}_kept", "DELETE", table, "", kept) for table in (*ADDED, *KEPT)]
    return tuple(made)


def _on_postgresql() -> tuple[str, ...]:
    made = [
        "CREATE FUNCTION govern_minutes_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'minutes are kept'; END $$",
        "CREATE FUNCTION govern_minutes_signed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.stage = 'signed' THEN RAISE EXCEPTION 'signed minutes stand'; END IF; RETURN NEW; END $$",
        "CREATE FUNCTION govern_of_signed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ DECLARE whose uuid; BEGIN "
        "IF TG_OP = 'INSERT' THEN whose := NEW.minutes_id; ELSE whose := OLD.minutes_id; END IF; "
        "IF (SELECT stage FROM minutes WHERE id = whose) = 'signed' THEN "
        "RAISE EXCEPTION 'signed minutes stand'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER minutes_signed BEFORE UPDATE ON minutes "
        "FOR EACH ROW EXECUTE FUNCTION govern_minutes_signed()",
    ]
    for table in (*OF_SIGNED, ACTION):
        when = "INSERT OR DELETE OR UPDATE" + (" OF text, due_on" if table == ACTION else "")
        made.append(
            f"CREATE TRIGGER {table}_signed BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION govern_of_signed()"
        )
    made += [
        f"CREATE TRIGGER {table}_kept BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION govern_minutes_kept()"
        for table, when in (*((t, "UPDATE OR DELETE") for t in ADDED), *((t, "DELETE") for t in KEPT))
    ]
    return tuple(made)


@event.listens_for(Base.metadata, "after_create")
def _with_the_tables(_target: MetaData, connection: Connection, *, tables: Sequence[Table], **_more: object) -> None:
    """`tables` are those that were made now: where they stood already, so does this."""
    if all(table.name != KEPT[0] for table in tables):
        return
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
