# SPDX-License-Identifier: EUPL-1.2
"""Invented calls by the thousand: whatever a client sends, the answer is no fault of the server and fits the document.

Three kinds of organisation call each operation with values made from the published shapes, and with values bent
away from them. Real objects of the world stand in the addresses, so that calls get past the door.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from samencontroleren.accounts import service as accounts
from samencontroleren.core.db import Database
from tests.support.world import World
