"""The places of each hour: how many calls are promised for it."""

from datetime import datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    places = op.create_table(
        "callback_places",
        sa.Column("slot_start", sa.String(40), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
    )
    callbacks = sa.table("callbacks", *(sa.column(name) for name in ("reference", "window_start", "window_end", "status")))
    connection = op.get_bind()
    taken: dict[str, int] = {}
    for row in connection.execute(sa.select(callbacks).where(callbacks.c.status.in_(("booked", "claimed")))).all():
        slot = min(_hours_of(row.window_start, row.window_end), key=lambda hour: taken.get(hour, 0))
        taken[slot] = taken.get(slot, 0) + 1  # what was promised stays, even above the capacity
        connection.execute(sa.insert(places).values(slot_start=slot, place=taken[slot], reference=row.reference))


def _hours_of(start: str, end: str) -> list[str]:
    hour = datetime.fromisoformat(start).astimezone(timezone.utc).replace(minute=0, second=0, microsecond=0)
    hours = [hour]
    while (hour := hour + timedelta(hours=1)) < datetime.fromisoformat(end):
        hours.append(hour)
    return [hour.isoformat() for hour in hours]


def downgrade() -> None:
    op.drop_table("callback_places")
