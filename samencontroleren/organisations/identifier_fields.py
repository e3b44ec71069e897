# SPDX-License-Identifier: EUPL-1.2
"""Fields of schemas for KvK, RSIN, OIN and CBS code: they take off spaces and dots, and say with an example what is
wrong. Used by pages and API alike; empty is None."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError

from samencontroleren.core.fields import Text
from samencontroleren.organisations import identifiers


class Identifier(Text):
    """A number or code of one kind. On output it is what is stored."""

    is_valid: Callable[[str], bool]
    explanation: str

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("required"):
            kwargs.setdefault("load_default", None)
            kwargs.setdefault("allow_none", True)
        super().__init__(60, **kwargs)
        self.validators = []  # what is typed is checked below, once spaces and dots are gone

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = identifiers.normalised(super()._deserialize(value, attr, data, **kwargs))
        if not found and not self.required:
            return None
        if not type(self).is_valid(found):
            raise ValidationError(self.explanation)
        return found


class KvkNumber(Identifier):
    """A KvK number."""

    is_valid = staticmethod(identifiers.is_kvk_number)
    explanation = "Een KvK-nummer heeft 8 cijfers. Voorbeeld: 12345678."


class Rsin(Identifier):
    """An RSIN."""

    is_valid = staticmethod(identifiers.is_rsin)
    explanation = "Dit is geen geldig RSIN. Het heeft 9 cijfers en een controlecijfer. Voorbeeld: 123456782."


class Oin(Identifier):
    """An OIN."""

    is_valid = staticmethod(identifiers.is_oin)
    explanation = (
        "Dit is geen geldig OIN. Het heeft 20 cijfers: 8 voor het register en 12 voor het nummer daarin. "
        "Voorbeeld: 00000003123456780000."
    )


class CbsCode(Identifier):
    """The CBS code of a gemeente."""

    is_valid = staticmethod(identifiers.is_cbs_code)
    explanation = "Een CBS-code bestaat uit GM en vier cijfers. Voorbeeld: GM0363."
