# SPDX-License-Identifier: EUPL-1.2
"""Enums of the questionnaires feature: kinds of answer, subjects, and whom a requirement addresses."""

from enum import StrEnum


class AnswerKind(StrEnum):
    """The form in which a requirement is answered; `answer_kinds` holds the rules of each."""

    COMPLIANCE = "compliance"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"
    ROWS = "rows"


class Compliance(StrEnum):
    """What a supplier says of itself on a compliance question; the verdict of reviewers is another thing."""

    MEETS = "meets"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class YesNo(StrEnum):
    """The two answers to a yes-no question."""

    YES = "yes"
    NO = "no"


class Subject(StrEnum):
    """What a requirement is about: the supplier as a whole, or one product."""

    VENDOR = "vendor"
    PRODUCT = "product"


class AddressedTo(StrEnum):
    """Who must act on a requirement: the client (gemeente), the supplier, or both."""

    CLIENT = "client"
    SUPPLIER = "supplier"
    BOTH = "both"


class QuestionnaireState(StrEnum):
    """A questionnaire version is drafted, then published and frozen."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ImportState(StrEnum):
    """How far an import of a sheet is."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    DONE = "done"


class Severity(StrEnum):
    """Severity of a finding, from low to high."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
