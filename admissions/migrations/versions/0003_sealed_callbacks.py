"""Names and numbers sealed; how to find a number again; what was agreed to; the keys on record."""

import sqlalchemy as sa
from alembic import op

from admissions.sealing import blind, seal, unseal

revision = "0003"
down_revision = "0002"

_callbacks = sa.table(
    "callbacks",
    *(sa.column(name) for name in ("reference", "name", "phone_e164", "phone_hash", "consent_version", "consent_at")),
    *(sa.column(name) for name in ("channel", "voicemail_ok")),
)


def upgrade() -> None:
    op.create_table(
        "sealing_keys",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("check", sa.Text, nullable=False),
        sa.Column("added_at", sa.String(40), nullable=False),
        sa.Column("resealed_at", sa.String(40)),
    )
    consents = op.create_table(
        "consents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, index=True),
        sa.Column("phone_hash", sa.String(64), nullable=False, index=True),
        sa.Column("wording_version", sa.String(40), nullable=False),
        sa.Column("consented_at", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("voicemail_ok", sa.Boolean, nullable=False),
        sa.Column("texts_ok", sa.Boolean, nullable=False),
    )
    # Each key is used once: a confirmation that arrives again finds what it made, whatever has become of it since.
    op.create_table(
        "confirmations",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("reference", sa.String(12), nullable=False, index=True),
    )
    with op.batch_alter_table("callbacks") as table:
        table.alter_column("name", type_=sa.Text, existing_type=sa.String(80))
        table.alter_column("phone_e164", type_=sa.Text, existing_type=sa.String(20), existing_nullable=False)
        table.add_column(sa.Column("extension", sa.Text))
        table.add_column(sa.Column("phone_hash", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("texts_ok", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("sequence", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_callbacks_phone_hash", "callbacks", ["phone_hash"])
    connection = op.get_bind()
    for row in connection.execute(sa.select(_callbacks)).all():
        hashed = blind(row.phone_e164)
        connection.execute(
            sa.update(_callbacks)
            .where(_callbacks.c.reference == row.reference)
            .values(name=row.name and seal(row.name), phone_e164=seal(row.phone_e164), phone_hash=hashed)
        )
        connection.execute(
            sa.insert(consents).values(
                reference=row.reference,
                phone_hash=hashed,
                wording_version=row.consent_version,
                consented_at=row.consent_at,
                channel=row.channel,
                voicemail_ok=bool(row.voicemail_ok),
                texts_ok=False,
            )
        )


def downgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_callbacks)).all():
        connection.execute(
            sa.update(_callbacks)
            .where(_callbacks.c.reference == row.reference)
            .values(name=row.name and unseal(row.name), phone_e164=unseal(row.phone_e164))
        )
    op.drop_index("ix_callbacks_phone_hash", "callbacks")
    with op.batch_alter_table("callbacks") as table:
        for name in ("extension", "phone_hash", "texts_ok", "sequence"):
            table.drop_column(name)
        table.alter_column("name", type_=sa.String(80), existing_type=sa.Text)
        table.alter_column("phone_e164", type_=sa.String(20), existing_type=sa.Text, existing_nullable=False)
    for name in ("confirmations", "consents", "sealing_keys"):
        op.drop_table(name)
