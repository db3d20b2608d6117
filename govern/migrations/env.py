"""Alembic's way in: runs the steps on the connection that `upgrade()` hands over."""

from alembic import context
from sqlalchemy.engine import Connection

from govern.database import Base
from govern.tables import ALL_TABLES  # noqa: F401  # fills Base.metadata

connection = context.config.attributes["connection"]
assert isinstance(connection, Connection)
only = context.config.attributes.get("tables")  # a step may be drafted for some tables alone


def wanted(_thing: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return only is None or kind != "table" or name in only


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_object=wanted,
)
with context.begin_transaction():
    context.run_migrations()
