# SPDX-License-Identifier: EUPL-1.2
"""Settings refuse what is missing or unsafe, with all faults at once."""

import tempfile
from pathlib import Path

import pytest

from samencontroleren.config import DEMO_SECRET, Mode, SettingsRefused, load
from samencontroleren.config_files import TEST_KEYS
from samencontroleren.core import signing
from samencontroleren.core.storage.master_keys import DEMONSTRATION, new_line

FOLDER = Path(tempfile.mkdtemp(prefix="certificate-"))


def written(name: str, other: str = "") -> dict[str, str]:
    """A pair of key and certificate on disk; with `other` the certificate of another key."""
    for each in (name, other or name):
        made = signing.make_own(each)
        (FOLDER / f"{each}.key").write_bytes(made.key_pem)
        (FOLDER / f"{each}.pem").write_bytes(made.chain_pem)
    return {
        "SIGNING_KEY_FILE": str(FOLDER / f"{name}.key"),
        "SIGNING_CERTIFICATE_FILE": str(FOLDER / f"{other or name}.pem"),
    }


SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 40,
    "DB_ENGINE": "postgresql",
    "BASE_URL": "https://samencontroleren.example",
    "ALLOWED_HOSTS": "samencontroleren.example",
    "SECURITY_CONTACT": "mailto:beveiliging@samencontroleren.example",
    "FILES_MASTER_KEYS": new_line("2027"),
    "CLAMD_ADDRESS": "/run/clamav/clamd.ctl",
    **written("platform"),
}


def test_production() -> None:
    settings = load(SAFE)
    assert settings.mode is Mode.PRODUCTION
    assert settings.is_secure
    assert settings.mailbox_folder is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "kort"}, "SECRET_KEY"),
        ({"SECRET_KEY": DEMO_SECRET}, "demonstration"),
        ({"DB_ENGINE": "sqlite"}, "postgresql"),
        ({"BASE_URL": "http://samencontroleren.example"}, "https"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "twee"}, "TRUSTED_PROXIES"),
        ({"MAX_UPLOAD_MB": "0"}, "MAX_UPLOAD_MB must be 1 to 100"),
        ({"SECURITY_CONTACT": ""}, "SECURITY_CONTACT"),
        ({"SECURITY_CONTACT": "javascript:alert(1)"}, "SECURITY_CONTACT"),
        ({"ENVIRONMENT": "develpment"}, "ENVIRONMENT"),
        ({"EMAIL_PORT": "vijf"}, "EMAIL_PORT"),
        ({"FILES_MASTER_KEYS": ""}, "FILES_MASTER_KEYS must be set"),
        ({"FILES_MASTER_KEYS": TEST_KEYS}, "of the tests"),
        ({"FILES_MASTER_KEYS": new_line(DEMONSTRATION)}, "of the demonstration"),
        ({"FILES_MASTER_KEYS_FILE": "/bestaat/niet"}, "FILES_MASTER_KEYS_FILE"),
        ({"FILES_URL": "https://bucket"}, "FILES_URL"),
        ({"SIGNING_KEY_FILE": "", "SIGNING_CERTIFICATE_FILE": ""}, "SIGNING_CERTIFICATE_FILE must be set"),
        ({"SIGNING_KEY_FILE": ""}, "go together"),
        ({"SIGNING_KEY_FILE": "/bestaat/niet"}, "FileNotFoundError"),
        ({"SIGNING_KEY_FILE": SAFE["SIGNING_CERTIFICATE_FILE"]}, "must be PEM"),
        (written("een", "ander"), "is not the key of"),
        ({"CLAMD_ADDRESS": ""}, "CLAMD_ADDRESS must be"),
        ({"CLAMD_ADDRESS": "clamd"}, "CLAMD_ADDRESS must be"),
        ({"CLAMD_ADDRESS": "eicar"}, "CLAMD_ADDRESS names the check of the demonstration"),
    ],
)
def test_unsafe_settings_are_refused(change: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsRefused, match=words):
        load({**SAFE, **change})


def test_all_faults_at_once() -> None:
    with pytest.raises(SettingsRefused) as caught:
        load({"ENVIRONMENT": "production"})
    assert str(caught.value).count(";") >= 2


def test_demonstration_stays_on_loopback_and_sqlite() -> None:
    assert load({"ENVIRONMENT": "demo"}).is_sqlite
    with pytest.raises(SettingsRefused, match="loopback"):
        load({"ENVIRONMENT": "demo", "BASE_URL": "http://10.0.0.5:8000"})
    with pytest.raises(SettingsRefused, match="SQLite"):
        load({"ENVIRONMENT": "demo", "DB_ENGINE": "postgresql"})


def test_socket_folder_as_host() -> None:
    url = load({**SAFE, "DB_HOST": "/run/pg"}).database_url
    assert url.endswith("?host=%2Frun%2Fpg")
