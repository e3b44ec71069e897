# SPDX-License-Identifier: EUPL-1.2
"""The settings of the store of files: where it is, which master keys seal it, how long a backup lasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samencontroleren.core.storage import master_keys
from samencontroleren.core.storage.master_keys import DEMONSTRATION, BadKeys, MasterKey
from samencontroleren.core.storage.s3 import S3Settings

TEST = "test"
TEST_KEYS = "test:c2FtZW5jb250cm9sZXJlbi10ZXN0LWtleS0wMDAwMDA="
"""What test mode seals with when nothing else is set; production refuses its id."""
BACKUP_DAYS = 35


@dataclass(frozen=True, repr=False)
class FileSettings:
    """Settings of the store; `keys` is empty where the demonstration makes its own at `own_keys`."""

    folder: Path
    s3: S3Settings | None
    keys: tuple[MasterKey, ...]
    own_keys: Path | None
    workshop: Path
    backup_days: int = BACKUP_DAYS
    problem: str = ""

    def faults(self, is_production: bool) -> list[str]:
        """What is missing or unsafe, in words for an operator."""
        ids = {key.id for key in self.keys}
        checks = (
            (bool(self.problem), self.problem),
            (not self.keys and not self.own_keys and not self.problem, "FILES_MASTER_KEYS must be set"),
            (is_production and DEMONSTRATION in ids, "FILES_MASTER_KEYS holds the key of the demonstration"),
            (is_production and TEST in ids, "FILES_MASTER_KEYS holds the key of the tests"),
            (self.backup_days < 1, "FILES_BACKUP_DAYS must be at least 1"),
        )
        return [message for wrong, message in checks if wrong]


def load(env: Mapping[str, str], var: Path, mode: str, backup_days: int) -> FileSettings:
    """Read the settings; what is wrong stands in `problem` and is told with all the rest."""
    keys, problem = _keys(env, mode)
    url = env.get("FILES_URL", "")
    if url and not url.startswith("s3://"):
        problem = "FILES_URL must begin with s3:// (for a folder set FILES_FOLDER)"
    return FileSettings(
        folder=Path(env.get("FILES_FOLDER", str(var / "files"))),
        s3=_s3(env, url) if url and not problem else None,
        keys=keys,
        own_keys=var / "master-key" if mode == "demo" and not keys else None,
        workshop=Path(env.get("FILES_TEMP_FOLDER", str(var / "plain"))),
        backup_days=backup_days,
        problem=problem,
    )


def _keys(env: Mapping[str, str], mode: str) -> tuple[tuple[MasterKey, ...], str]:
    place = env.get("FILES_MASTER_KEYS_FILE", "")
    try:
        text = Path(place).read_text() if place else env.get("FILES_MASTER_KEYS", TEST_KEYS if mode == "test" else "")
        return tuple(master_keys.parse(text)), ""
    except OSError as error:
        return (), f"FILES_MASTER_KEYS_FILE can not be read ({type(error).__name__})"
    except BadKeys as error:
        return (), f"FILES_MASTER_KEYS: {error}"


def _s3(env: Mapping[str, str], url: str) -> S3Settings:
    return S3Settings(
        url=url,
        endpoint=env.get("S3_ENDPOINT_URL", ""),
        region=env.get("S3_REGION_NAME", ""),
        access_key=env.get("S3_ACCESS_KEY_ID", ""),
        secret_key=env.get("S3_SECRET_ACCESS_KEY", ""),
    )
