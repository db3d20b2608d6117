"""How a society's database comes to its present form: forward only, one numbered step after another."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

HERE = Path(__file__).parent


def upgrade(url: str, to: str = "head") -> str:
    """Bring the database at `url` up to the newest step (or `to`), step by step. Returns where it stands."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, to)
        return stands_at(url) or ""
    finally:
        engine.dispose()


def stands_at(url: str) -> str | None:
    """The step this database has reached, or None where nothing has been done."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def newest() -> str:
    """The last step this version of the service knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def steps() -> tuple[str, ...]:
    """Every step this version of the service knows, the newest first."""
    return tuple(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config


def _engine(url: str) -> Engine:
    return create_engine(url.replace("sqlite+aiosqlite", "sqlite"))
