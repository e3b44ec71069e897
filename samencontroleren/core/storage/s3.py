# SPDX-License-Identifier: EUPL-1.2
"""Objects in an S3 bucket. One request per object: it is there whole or not at all, and `create` never overwrites."""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import obstore
import structlog
from obstore import exceptions
from obstore.store import S3Store

from samencontroleren.core.storage.objects import Item, StoreUnavailable, checked
from samencontroleren.core.storage.sealing import Source

log = structlog.get_logger()

PATIENCE = timedelta(seconds=15)


@dataclass(frozen=True, repr=False)
class S3Settings:
    """Which bucket, where, and who asks; empty values are left to the surroundings (role of the machine)."""

    url: str
    endpoint: str = ""
    region: str = ""
    access_key: str = ""
    secret_key: str = ""


class S3Source:
    """An object read by range."""

    def __init__(self, store: S3Store, name: str, size: int) -> None:
        self._store, self._name, self.size = store, name, size

    def read_at(self, offset: int, length: int) -> bytes:
        end = min(offset + length, self.size)
        if end <= offset:
            return b""
        with telling():
            return bytes(obstore.get_range(self._store, self._name, start=offset, end=end))

    def close(self) -> None:
        """Nothing is open between requests."""


class S3Objects:
    """A bucket, or what lies under a prefix of it."""

    def __init__(self, settings: S3Settings) -> None:
        self._store = _store(settings)

    def create(self, name: str, pieces: Iterable[bytes]) -> None:
        whole = b"".join(pieces)  # at most the largest upload; a multipart upload could not refuse to overwrite
        with telling():
            obstore.put(self._store, checked(name), whole, mode="create", use_multipart=False)

    def open(self, name: str) -> Source:
        with telling():
            found = obstore.head(self._store, checked(name))
        return S3Source(self._store, name, found["size"])

    def remove(self, name: str) -> None:
        with telling():
            obstore.delete(self._store, checked(name))

    def items(self, under: str = "") -> Iterator[Item]:
        with telling():
            for page in obstore.list(self._store, prefix=under or None):
                for each in page:
                    yield Item(each["path"], each["size"], each["last_modified"])

    def tidy(self, before: datetime) -> int:
        """Nothing: one request is whole or has no effect."""
        return 0

    def is_writable(self) -> bool:
        try:
            with telling():
                next(iter(obstore.list(self._store, prefix="destroyed", chunk_size=1)), None)
        except StoreUnavailable:
            return False
        return True


def _store(settings: S3Settings) -> S3Store:
    place = urlsplit(settings.url)
    given = {
        "endpoint": settings.endpoint,
        "region": settings.region,
        "access_key_id": settings.access_key,
        "secret_access_key": settings.secret_key,
    }
    return S3Store(
        place.netloc,
        prefix=place.path.strip("/") or None,
        config={name: value for name, value in given.items() if value},  # type: ignore[arg-type]  # names of S3Config
        client_options={"allow_http": settings.endpoint.startswith("http://"), "timeout": PATIENCE},
        retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
    )


@contextmanager
def telling() -> Iterator[None]:
    """Turn what the bucket says into the words of the contract; details stay in the log, without addresses."""
    try:
        yield
    except (exceptions.AlreadyExistsError, exceptions.PreconditionError) as error:
        raise FileExistsError(errno.EEXIST, "the object is there already") from error
    except (exceptions.NotFoundError, FileNotFoundError) as error:
        raise FileNotFoundError(errno.ENOENT, "no such object") from error
    except (exceptions.BaseError, OSError) as error:
        log.error("store_unavailable", error=type(error).__name__)
        raise StoreUnavailable() from error
