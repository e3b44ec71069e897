# SPDX-License-Identifier: EUPL-1.2
"""Structured logs: JSON lines in production, readable lines elsewhere; never secrets or answers."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import ExcInfo

_transformed = ExceptionDictTransformer(show_locals=False)
ROW_FOLLOWS = "DETAIL:"
"""After this PostgreSQL repeats the row that was refused."""


def _told(exc_info: ExcInfo) -> list[dict[str, Any]]:
    stacks = _transformed(exc_info)
    for each in stacks:
        each["exc_value"] = each["exc_value"].partition(ROW_FOLLOWS)[0].rstrip()
    return stacks


_without_values = ExceptionRenderer(_told)
"""Where it went wrong, without what stood in variables or rows there: that is what people typed (BIO2 8.15.02)."""


def configure(as_json: bool) -> None:
    """Set up structlog once per process; every line carries level, moment and trace id."""
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_values if as_json else structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


@contextmanager
def only_warnings() -> Iterator[None]:
    """Within the body nothing is written that is not at least a warning: for commands at which somebody watches."""
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        yield
    finally:
        structlog.configure(wrapper_class=before)
