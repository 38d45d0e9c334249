"""What staff are still to be told, and through which channels."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, index=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("first_tried_at", sa.String(40)),
        sa.Column("due_at", sa.String(40)),
        sa.Column("lease_owner", sa.String(40)),
        sa.Column("lease_until", sa.String(40)),
        sa.Column("handed_over_at", sa.String(40)),
        sa.Column("unsure", sa.Boolean, nullable=False),
        sa.Column("last_problem", sa.String(80)),
        sa.Column("done_at", sa.String(40)),
        sa.UniqueConstraint("reference", "channel", "sequence", name="one_notice_a_change_and_channel"),
    )
    op.create_table("notify_channels", sa.Column("channel", sa.String(20), primary_key=True))


def downgrade() -> None:
    op.drop_table("notify_channels")
    op.drop_table("outbox")
