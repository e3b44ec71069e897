# SPDX-License-Identifier: EUPL-1.2
"""Running migrations without a configuration file: the folder `migrations/` and an engine are enough."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

FOLDER = Path(__file__).parents[2] / "migrations"


def settings(engine: Engine) -> Config:
    """Alembic's settings for this engine."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["engine"] = engine
    return made


def is_compared(name: str | None, _kind: str, _parent: object) -> bool:
    """Whether Alembic holds it against the models: not the index of words that each database keeps in its own way."""
    return not (name or "").startswith("fts_")


def upgrade(engine: Engine, target: str = "head") -> None:
    """Migrate forward to `target`."""
    command.upgrade(settings(engine), target)


def downgrade(engine: Engine, target: str = "base") -> None:
    """Migrate back to `target` (tests; data is lost)."""
    command.downgrade(settings(engine), target)
