"""No table changes. What is sealed from here on (AES-GCM, admissions/sealing.py) a release before this cannot open, so it must
refuse the database with a clear word and not call every text damaged."""

revision = "0103"
down_revision = "0102"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
