# SPDX-License-Identifier: EUPL-1.2
"""Why a row of a requirement sheet cannot be used, or deserves a look: codes and Dutch msgids."""

from collections.abc import Mapping

from samencontroleren.core.messages import N_

UNUSABLE: Mapping[str, str] = {
    "no_id": N_("Deze rij heeft geen nummer."),
    "duplicate_id": N_("Dubbel nummer: %(id)s staat ook in rij %(row)s."),
    "id_too_long": N_("Het nummer is te lang: %(length)s tekens. Het mogen er hoogstens %(limit)s zijn."),
    "no_text": N_("Deze rij heeft geen tekst van de eis."),
    "too_long": N_(
        "De tekst in kolom %(column)s is te lang: %(length)s tekens. Het mogen er hoogstens %(limit)s zijn."
    ),
    "formula_without_value": N_(
        "Formule zonder opgeslagen waarde in kolom %(column)s. Open het bestand in Excel en sla het op."
    ),
    "cell_error": N_("De cel in kolom %(column)s bevat een foutwaarde: %(value)s."),
    "merged_filler": N_("Deze rij hoort door samengevoegde cellen bij rij %(row)s."),
    "heading": N_("Dit is een tussenkop: in de rij is maar één cel gevuld."),
    "repeated_header": N_("Dit is een herhaling van de kop van de tabel."),
}

NOTES: Mapping[str, str] = {
    "cleaned": N_("Onzichtbare tekens zijn verwijderd uit kolom %(column)s."),
    "computed_id": N_("Het nummer komt uit een formule zonder opgeslagen waarde. Wij hebben het zelf berekend."),
    "date_as_id": N_("Het nummer staat in het bestand als datum. Controleer of het klopt."),
    "formula_without_value": N_("Kolom %(column)s heeft een formule zonder opgeslagen waarde. De cel is leeg gelaten."),
    "cell_error": N_("Kolom %(column)s bevat een foutwaarde: %(value)s. De cel is leeg gelaten."),
}
