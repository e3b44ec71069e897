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
