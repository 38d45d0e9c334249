"""What the assistant remembers of conversations: one head each, and the turns."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"


def upgrade() -> None:
    op.create_table(
        "tracker_heads",
        sa.Column("conversation_id", sa.String(255), primary_key=True),
        sa.Column("life", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("window_from", sa.Integer, nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("updated_at", sa.String(40), nullable=False, index=True),
    )
    op.create_table(
        "tracker_turns",
        sa.Column(
            "conversation_id",
            sa.String(255),
            sa.ForeignKey("tracker_heads.conversation_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("first", sa.Integer, primary_key=True),
        sa.Column("events", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("tracker_turns", "tracker_heads"):
        op.drop_table(table)
