# SPDX-License-Identifier: EUPL-1.2
"""The mail with the head of the trail, in Dutch and English."""

SUBJECT = ("Kop van het logboek van {day}", "Head of the trail of {day}")
TEXT = (
    "Dit is de kop van het logboek van Samen Controleren op {day}. Bewaar deze mail buiten het platform. Met de regel "
    "onderaan is later te zien of het logboek is ingekort of opnieuw gemaakt: zet de regels in een bestand en draai "
    "samencontroleren audit verify --heads BESTAND",
    "This is the head of the trail of Samen Controleren on {day}. Keep this mail outside the platform. The line below "
    "shows later whether the trail was cut off or made anew: put the lines in a file and run "
    "samencontroleren audit verify --heads FILE",
)
"""Both languages in one mail: whoever keeps it has no account, so chose none."""
