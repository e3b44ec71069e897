# SPDX-License-Identifier: EUPL-1.2
"""Merges, mandates, identity numbers and the life of products."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
SEVEN = ("civil_affairs", "social_domain", "taxes", "permits", "documents", "finance", "other")
TWELVE = (*SEVEN[:-1], "personnel", "public_space", "participation", "workplace", "council", "other")
FROZEN = ("organisation_successions", "product_successions", "hosting_periods")


def upgrade() -> None:
    with op.batch_alter_table("organisations") as batch:
        batch.add_column(sa.Column("province", sa.String(40), nullable=False, server_default=""))
        batch.add_column(sa.Column("inhabitants", sa.Integer(), nullable=True))
        _numbers(batch, "organisations")
    with op.batch_alter_table("vendors") as batch:
        _numbers(batch, "vendors")
    with op.batch_alter_table("products") as batch:
        for name in ("sale_ends_on", "support_ends_on", "ended_on"):
            batch.add_column(sa.Column(name, sa.Date(), nullable=True))
    _categories(TWELVE)
    with op.batch_alter_table("usages") as batch:  # lines of gemeenten that merge become one: all contracts stay
        batch.alter_column("process", type_=sa.String(500), existing_type=sa.String(200), existing_nullable=False)
        batch.alter_column(
            "contract_number", type_=sa.String(500), existing_type=sa.String(100), existing_nullable=False
        )
    _tables()
    for table in FROZEN:
        _freeze(table)


def _numbers(batch: BatchOperations, table: str) -> None:
    for name, length in (("rsin", 9), ("oin", 20)):
        batch.add_column(sa.Column(name, sa.String(length), nullable=True))
        batch.create_unique_constraint(op.f(f"uq_{table}_{name}"), [name])


def _freeze(table: str) -> None:
    """Rows of this table are never changed or removed (as in 0002)."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
        )


def _tables() -> None:
    op.create_table(
        "mandates",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("covers_register", sa.Boolean(), nullable=False),
        sa.Column("covers_results", sa.Boolean(), nullable=False),
        sa.Column("covers_decisions", sa.Boolean(), nullable=False),
        sa.Column("agreement", sa.String(length=300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["organisations.id"], name=op.f("fk_mandates_municipality_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["organisations.id"], name=op.f("fk_mandates_partnership_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index("ix_mandates_partnership", ["partnership_id", "valid_from"], unique=False)

    op.create_table(
        "mergers",
        sa.Column("happens_on", sa.Date(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=True),
        sa.Column("new_name", sa.String(length=200), nullable=False),
        sa.Column("new_code", sa.String(length=20), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "done",
                "cancelled",
                name="merger_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["into_id"], ["organisations.id"], name=op.f("fk_mergers_into_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mergers")),
    )
    with op.batch_alter_table("mergers", schema=None) as batch_op:
        batch_op.create_index("ix_mergers_due", ["state", "happens_on"], unique=False)

    op.create_table(
        "organisation_successions",
        sa.Column("old_id", sa.Uuid(), nullable=False),
        sa.Column("new_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "merged",
                "taken_over",
                "duplicate",
                name="organisation_succession_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["new_id"], ["organisations.id"], name=op.f("fk_organisation_successions_new_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["old_id"], ["organisations.id"], name=op.f("fk_organisation_successions_old_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_successions")),
        sa.UniqueConstraint("old_id", name=op.f("uq_organisation_successions_old_id")),
    )
    with op.batch_alter_table("organisation_successions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_successions_new_id"), ["new_id"], unique=False)

    op.create_table(
        "merger_parts",
        sa.Column("merger_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merger_id"], ["mergers.id"], name=op.f("fk_merger_parts_merger_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_merger_parts_organisation_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("merger_id", "organisation_id", name=op.f("pk_merger_parts")),
    )
    op.create_table(
        "hosting_periods",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "hosting",
            sa.Enum(
                "saas",
                "hosted",
                "on_premises",
                name="hosting_period_hosting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("hosting_country", sa.String(length=2), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_hosting_periods_product_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosting_periods")),
    )
    with op.batch_alter_table("hosting_periods", schema=None) as batch_op:
        batch_op.create_index("ix_hosting_periods_product", ["product_id", "since"], unique=False)

    op.create_table(
        "product_successions",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("into_product_id", sa.Uuid(), nullable=True),
        sa.Column("from_vendor_id", sa.Uuid(), nullable=False),
        sa.Column("to_vendor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "takeover",
                "duplicate",
                "product_move",
                "product_merge",
                name="product_succession_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_vendor_id"], ["vendors.id"], name=op.f("fk_product_successions_from_vendor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["into_product_id"],
            ["products.id"],
            name=op.f("fk_product_successions_into_product_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_successions_product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["to_vendor_id"], ["vendors.id"], name=op.f("fk_product_successions_to_vendor_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_successions")),
    )
    with op.batch_alter_table("product_successions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_successions_into_product_id"), ["into_product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_product_successions_product_id"), ["product_id"], unique=False)

    op.create_table(
        "product_versions",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("support_ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_versions_product_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_versions")),
        sa.UniqueConstraint("product_id", "name", name=op.f("uq_product_versions_product_id_name")),
    )
    op.create_table(
        "supplier_changes",
        sa.Column(
            "kind",
            sa.Enum(
                "takeover",
                "duplicate",
                "product_move",
                "product_merge",
                name="supplier_change_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("into_vendor_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("into_product_id", sa.Uuid(), nullable=True),
        sa.Column("moves_people", sa.Boolean(), nullable=False),
        sa.Column("happens_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "done",
                "cancelled",
                name="supplier_change_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["into_product_id"], ["products.id"], name=op.f("fk_supplier_changes_into_product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["into_vendor_id"], ["vendors.id"], name=op.f("fk_supplier_changes_into_vendor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_supplier_changes_product_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendors.id"], name=op.f("fk_supplier_changes_vendor_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_changes")),
    )
    with op.batch_alter_table("supplier_changes", schema=None) as batch_op:
        batch_op.create_index("ix_supplier_changes_due", ["state", "happens_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplier_changes_into_vendor_id"), ["into_vendor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplier_changes_vendor_id"), ["vendor_id"], unique=False)


def downgrade() -> None:
    for table in (
        "supplier_changes",
        "product_versions",
        "product_successions",
        "hosting_periods",
        "merger_parts",
        "organisation_successions",
        "mergers",
        "mandates",
    ):
        op.drop_table(table)
    usages = sa.table("usages", sa.column("process"), sa.column("contract_number"))
    for name, length in (("process", 200), ("contract_number", 100)):
        column = usages.c[name]
        op.execute(usages.update().values({name: sa.func.substr(column, 1, length)}))
    with op.batch_alter_table("usages") as batch:
        batch.alter_column("process", type_=sa.String(200), existing_type=sa.String(500), existing_nullable=False)
        batch.alter_column(
            "contract_number", type_=sa.String(100), existing_type=sa.String(500), existing_nullable=False
        )
    products = sa.table("products", sa.column("category"))
    op.execute(products.update().where(products.c.category.not_in(SEVEN)).values(category="other"))
    _categories(SEVEN)
    with op.batch_alter_table("products") as batch:
        for name in ("sale_ends_on", "support_ends_on", "ended_on"):
            batch.drop_column(name)
    for table in ("vendors", "organisations"):
        with op.batch_alter_table(table) as batch:
            for name in ("rsin", "oin"):
                batch.drop_constraint(op.f(f"uq_{table}_{name}"), type_="unique")
                batch.drop_column(name)
    with op.batch_alter_table("organisations") as batch:
        batch.drop_column("inhabitants")
        batch.drop_column("province")


def _categories(values: tuple[str, ...]) -> None:
    """Replace the CHECK on the category of products."""
    with op.batch_alter_table("products") as batch:
        batch.drop_constraint(op.f("ck_products_product_category"), type_="check")
        batch.create_check_constraint(op.f("ck_products_product_category"), _one_of("category", values))


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(each) for each in values)})"
