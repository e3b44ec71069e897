# SPDX-License-Identifier: EUPL-1.2
"""Typed settings from the environment; refuses to start when one is missing or unsafe.

Names follow the municipal open-source family (`DB_*`, `EMAIL_*`). Modes: `production`, `demo` (invented data on
SQLite, loopback only), `test`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import URL

from samencontroleren import config_files
from samencontroleren.core import signing
from samencontroleren.core.scanner import BUILT_IN
from samencontroleren.core.trail import settings as trail_settings


class Mode(StrEnum):
    """What kind of installation this is."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class SettingsRefused(Exception):
    """The environment lacks something or is unsafe; the message says what, for an operator."""


DEMO_SECRET = "demonstration-only-never-in-production-0000"
DEMO_CONTACT = "mailto:beveiliging@samencontroleren.example"
MEGABYTE = 1024 * 1024
MOST_UPLOAD_MB = 100
"""What the process that opens documents can hold in its memory beside its own work."""


@dataclass(frozen=True)
class Settings:
    """All settings of one process."""

    mode: Mode
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    database_url: str
    files: config_files.FileSettings
    trail: trail_settings.TrailSettings
    signing: signing.SigningSettings
    mailbox_folder: Path | None
    base_url: str
    allowed_hosts: tuple[str, ...]
    email_host: str
    email_port: int
    email_user: str
    email_password: str
    email_use_tls: bool
    email_from: str
    security_contact: str = ""
    trusted_proxies: int = 0
    clamd_address: str = BUILT_IN
    clamd_timeout: int = 20
    provider_allowed_hosts: tuple[str, ...] = ()
    max_upload: int = 25 * MEGABYTE
    max_form: int = 2 * MEGABYTE

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO

    @property
    def is_secure(self) -> bool:
        """Whether pages are served over https."""
        return self.base_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises SettingsRefused with all that is wrong at once."""
    env = os.environ if environ is None else environ
    mode = _mode(env.get("ENVIRONMENT", "production"))
    var = Path(env.get("DATA_FOLDER", "var")).absolute()
    base_url = env.get("BASE_URL", "http://127.0.0.1:8000" if mode is not Mode.PRODUCTION else "")
    settings = Settings(
        mode=mode,
        secret_key=env.get("SECRET_KEY", DEMO_SECRET if mode is Mode.DEMO else ""),
        secret_key_fallbacks=_words(env.get("SECRET_KEY_FALLBACKS", "")),
        database_url=_database_url(env, var),
        files=config_files.load(env, var, mode, _number(env, "FILES_BACKUP_DAYS", config_files.BACKUP_DAYS)),
        trail=trail_settings.load(
            env,
            None if mode is Mode.PRODUCTION else var / "trail-heads.jsonl",
            _number(env, "TRAIL_ADDRESS_DAYS", trail_settings.ADDRESS_DAYS),
            _number(env, "TRAIL_READING_DAYS", trail_settings.READING_DAYS),
        ),
        signing=signing.load(env, None if mode is Mode.PRODUCTION else var / "signing"),
        mailbox_folder=var / "mailbox" if mode is Mode.DEMO else None,
        base_url=base_url.rstrip("/"),
        allowed_hosts=_words(env.get("ALLOWED_HOSTS", "127.0.0.1,localhost")),
        email_host=env.get("EMAIL_HOST", "127.0.0.1"),
        email_port=_number(env, "EMAIL_PORT", 25),
        email_user=env.get("EMAIL_HOST_USER", ""),
        email_password=env.get("EMAIL_HOST_PASSWORD", ""),
        email_use_tls=env.get("EMAIL_USE_TLS", "").lower() in ("1", "true", "yes"),
        email_from=env.get("DEFAULT_FROM_EMAIL", "Samen Controleren <geen-antwoord@samencontroleren.example>"),
        security_contact=env.get("SECURITY_CONTACT", "" if mode is Mode.PRODUCTION else DEMO_CONTACT),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
        clamd_address=env.get("CLAMD_ADDRESS", "" if mode is Mode.PRODUCTION else BUILT_IN),
        clamd_timeout=_number(env, "CLAMD_TIMEOUT", 20),
        provider_allowed_hosts=_words(env.get("PROVIDER_ALLOWED_HOSTS", "").lower()),
        max_upload=_number(env, "MAX_UPLOAD_MB", Settings.max_upload // MEGABYTE) * MEGABYTE,
    )
    faults = list(_faults(settings))
    if faults:
        raise SettingsRefused("; ".join(faults))
    return settings


def _mode(value: str) -> Mode:
    try:
        return Mode(value)
    except ValueError:
        raise SettingsRefused(f"ENVIRONMENT must be one of {', '.join(Mode)}, not {value!r}") from None


def _database_url(env: Mapping[str, str], var: Path) -> str:
    if env.get("DB_ENGINE", "sqlite") == "sqlite":
        return f"sqlite:///{env.get('DB_NAME') or var / 'samencontroleren.sqlite3'}"
    host = env.get("DB_HOST", "127.0.0.1")
    is_socket = host.startswith("/")
    url = URL.create(
        "postgresql+psycopg",
        username=env.get("DB_USER", "samencontroleren"),
        password=env.get("DB_PASSWORD") or None,
        host=None if is_socket else host,
        port=None if is_socket else _number(env, "DB_PORT", 5432),
        database=env.get("DB_NAME", "samencontroleren"),
        query={"host": host} if is_socket else {},
    )
    return url.render_as_string(hide_password=False)


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name, default))
    except ValueError:
        raise SettingsRefused(f"{name} must be a whole number") from None


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _faults(settings: Settings) -> list[str]:
    found = []
    if len(settings.secret_key) < 32:
        found.append("SECRET_KEY must be set and hold at least 32 characters")
    found += settings.files.faults(settings.mode is Mode.PRODUCTION)
    found += settings.trail.faults()
    found += settings.signing.faults()
    if not 1 <= settings.max_upload // MEGABYTE <= MOST_UPLOAD_MB:
        found.append(f"MAX_UPLOAD_MB must be 1 to {MOST_UPLOAD_MB}")
    if settings.trusted_proxies < 0:
        found.append("TRUSTED_PROXIES must be 0 or more")
    if settings.clamd_address != BUILT_IN and not _is_address(settings.clamd_address):
        found.append("CLAMD_ADDRESS must be the socket of clamd (a path that starts with /) or host:port")
    if settings.mode is Mode.PRODUCTION:
        found += _production_faults(settings)
    if settings.is_demo and not settings.is_sqlite:
        found.append("the demonstration runs on SQLite only")
    if settings.is_demo and not settings.base_url.startswith(("http://127.0.0.1", "http://localhost")):
        found.append("the demonstration is served on loopback addresses only")
    return found


def _is_address(value: str) -> bool:
    """Whether it is a path, or a host and a port."""
    host, _colon, port = value.rpartition(":")
    return value.startswith("/") or (bool(host) and port.isdigit())


def _production_faults(settings: Settings) -> list[str]:
    checks = (
        (settings.is_sqlite, "production needs DB_ENGINE=postgresql"),
        (settings.secret_key == DEMO_SECRET, "SECRET_KEY is the one of the demonstration"),
        (not settings.is_secure, "BASE_URL must be the public https address"),
        (not settings.allowed_hosts, "ALLOWED_HOSTS must name the host names served"),
        (
            not settings.security_contact.startswith(("mailto:", "https://")),
            "SECURITY_CONTACT must be where weak spots are reported (mailto: or https:)",
        ),
        (
            settings.clamd_address == BUILT_IN,
            "CLAMD_ADDRESS names the check of the demonstration, which knows no virus",
        ),
    )
    return [message for wrong, message in checks if wrong]
