# SPDX-License-Identifier: EUPL-1.2
"""The words of the workbook of a review, in Dutch and English."""

FACTS = (
    ("Controle van rechten (BIO2 5.18.02)", "Review of rights (BIO2 5.18.02)"),
    ("Begonnen op", "Opened on"),
    ("Uiterlijk", "Due on"),
    ("Afgerond op", "Finished on"),
    ("Afgerond door", "Finished by"),
)
COLUMNS = (
    ("Naam", "Name"),
    ("Soort", "Kind"),
    ("Mailadres", "Mail address"),
    ("Rollen bij de start", "Roles at the opening"),
    ("Besluit", "Decision"),
    ("Rollen daarna", "Roles afterwards"),
    ("Besloten door", "Decided by"),
    ("Besloten op", "Decided on"),
)
PERSON, CLIENT = ("Persoon", "Person"), ("API-client", "API client")
OPEN = ("Nog niet besloten", "Not decided yet")
