# SPDX-License-Identifier: EUPL-1.2
"""What the text file in an export says, in both languages."""

READ_ME = (
    "Dit zijn alle gegevens van uw organisatie in Samen Controleren.\n\n"
    "gegevens.xlsx  alles als werkboek, één blad per onderdeel\n"
    "json/          dezelfde gegevens, om in te lezen\n"
    "bewijs/        uw bewijsstukken zoals u ze hebt toegevoegd\n\n"
    "Wie uw dossiers beoordeelden en welke gemeenten uw producten gebruiken, staat er niet in.\n",
    "These are all data of your organisation in Samen Controleren.\n\n"
    "gegevens.xlsx  everything as a workbook, one sheet per part\n"
    "json/          the same data, to be read by software\n"
    "bewijs/        your evidence as you added it\n\n"
    "Who reviewed your dossiers and which municipalities use your products is not in it.\n",
)
