"""The callbacks table."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "callbacks",
        sa.Column("reference", sa.String(12), primary_key=True),
        sa.Column("conversation_id", sa.String(255), nullable=False, index=True),
        sa.Column("name", sa.String(80)),
        sa.Column("phone_e164", sa.String(20), nullable=False),
        sa.Column("window_start", sa.String(40), nullable=False),
        sa.Column("window_end", sa.String(40), nullable=False),
        sa.Column("timezone", sa.String(40), nullable=False),
        sa.Column("for_whom", sa.String(40), nullable=False),
        sa.Column("consent_version", sa.String(40), nullable=False),
        sa.Column("consent_at", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("voicemail_ok", sa.Boolean, nullable=False),
        sa.Column("crisis", sa.String(20)),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("handled_by", sa.String(80)),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("updated_at", sa.String(40), nullable=False),
    )
    # One live callback a conversation: the same confirmation arriving twice cannot make a second row.
    op.create_index(
        "one_live_callback_a_conversation",
        "callbacks",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('booked', 'claimed')"),
        postgresql_where=sa.text("status IN ('booked', 'claimed')"),
    )


def downgrade() -> None:
    op.drop_table("callbacks")
