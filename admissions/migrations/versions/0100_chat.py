"""The chat log: conversations, the messages received in them, and what was said."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "chat_conversations",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("client_hash", sa.String(64), nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("expires_at", sa.String(40), nullable=False, index=True),
    )
    op.create_table(
        "chat_messages",
        sa.Column("conversation_id", sa.String(40), _conversation(), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("worker", sa.String(32), nullable=False),
        sa.Column("alive_until", sa.Float, nullable=False),
    )
    op.create_table(
        "chat_events",
        sa.Column("conversation_id", sa.String(40), _conversation(), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(36), nullable=False, unique=True),
        sa.Column("in_reply_to", sa.String(36)),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("helpful", sa.Boolean),
    )


def _conversation() -> sa.ForeignKey:
    return sa.ForeignKey("chat_conversations.id", ondelete="CASCADE")


def downgrade() -> None:
    for table in ("chat_events", "chat_messages", "chat_conversations"):
        op.drop_table(table)
