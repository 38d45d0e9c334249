"""The table of messages that were not understood."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text", sa.String(600), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("said_at", sa.String(40), nullable=False),
        sa.Column("reviewed", sa.String(80)),
    )


def downgrade() -> None:
    op.drop_table("unanswered")
