# SPDX-License-Identifier: EUPL-1.2
"""Merges, mandates, identity numbers and the life of products."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEVEN = ("civil_affairs", "social_domain", "taxes", "permits", "documents", "finance", "other")
TWELVE = (*SEVEN[:-1], "personnel", "public_space", "participation", "workplace", "council", "other")


def upgrade() -> None:
    op.add_column("organisations", sa.Column("province", sa.String(40), nullable=False, server_default=""))
    op.add_column("organisations", sa.Column("inhabitants", sa.Integer(), nullable=True))
    _categories(TWELVE)


def downgrade() -> None:
    kept = ", ".join(f"'{each}'" for each in SEVEN)
    op.execute(f"UPDATE products SET category = 'other' WHERE category NOT IN ({kept})")
    _categories(SEVEN)
    op.drop_column("organisations", "inhabitants")
    op.drop_column("organisations", "province")


def _categories(values: tuple[str, ...]) -> None:
    """Replace the CHECK on the category of products."""
    with op.batch_alter_table("products") as batch:
        batch.drop_constraint(op.f("ck_products_product_category"), type_="check")
        batch.create_check_constraint(op.f("ck_products_product_category"), _one_of("category", values))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(each) for each in values)})"
