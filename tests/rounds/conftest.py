# SPDX-License-Identifier: EUPL-1.2
"""Services of this feature run within a request, as they do for a person."""

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def in_request(app: Flask) -> Iterator[Flask]:
    """The application, within a request of nobody in particular."""
    with app.test_request_context():
        yield app
