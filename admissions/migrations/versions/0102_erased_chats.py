"""The ids of erased chats, so that no assistant writes one down again that it had in memory."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"


def upgrade() -> None:
    op.create_table(
        "erased_chats",
        sa.Column("conversation_id", sa.String(255), primary_key=True),
        sa.Column("at", sa.String(40), nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("erased_chats")
