"""The checker that a ballot was frozen with, the version that froze it, and what its log says of a change since.

The bytes of a checker of before are known only where it is the one of today; of which version froze a ballot nothing
is known, so a ballot that is open gets its entry at the next start.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"

CHECKER = Path(__file__).parents[2] / "ballots" / "verifier" / "verify.py"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("ballot") as ballot:
        ballot.add_column(sa.Column("ran_under", sa.String(length=80), nullable=True))
    kept = op.create_table(
        "kept_checker",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_kept_checker")),
    )
    op.create_table(
        "log_incident",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("leaf", number, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_log_incident_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "leaf", name=op.f("pk_log_incident")),
    )
    content = CHECKER.read_bytes()
    hashed = hashlib.sha256(content).digest()
    manifests = op.get_bind().execute(sa.text("SELECT manifest FROM ballot WHERE manifest IS NOT NULL")).scalars()
    if any(_named_by(bytes(manifest)) == hashed for manifest in manifests):
        op.bulk_insert(kept, [{"hash": hashed, "packed": zlib.compress(content, 9)}])


def _named_by(manifest: bytes) -> bytes | None:
    said = json.loads(manifest).get("verifier_sha256")
    return None if said is None else base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
