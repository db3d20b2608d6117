"""Alembic's way in: runs the steps on the connection that `upgrade()` hands over."""

from alembic import context
from sqlalchemy.engine import Connection

from govern.tables import ALL_TABLES  # noqa: F401  # fills Base.metadata
from govern.database import Base

connection = context.config.attributes["connection"]
assert isinstance(connection, Connection)
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
