# SPDX-License-Identifier: EUPL-1.2
"""The fixed words of the PDF of a result, in Dutch (level B1) and English: name -> (nl, en)."""

from collections.abc import Mapping
from typing import Any

from samencontroleren.core.capitals import capital

from . import labels
from .kinds import Verdict

WORDS: dict[str, tuple[str, str]] = {
    "brand": ("Samen Controleren", "Samen Controleren"),
    "kind": ("Resultaat van de gezamenlijke controle", "Result of the joint assessment"),
    "subject": (
        "Gezamenlijke beoordeling door gemeenten van de informatiebeveiliging",
        "Joint assessment of information security by municipalities",
    ),
    "header": ("Resultaat: {name}", "Result: {name}"),
    "footer": (
        "Vrijgegeven op {date} · versie {version} · vertrouwelijk, alleen voor de ontvanger",
        "Released on {date} · version {version} · confidential, for the recipient only",
    ),
    "contents": ("Inhoud", "Contents"),
    "one_page": ("Samenvatting op één A4", "Summary on one page"),
    "as_of": ("Stand op {date}", "As of {date}"),
    "means": ("Wat dit voor u betekent", "What this means for you"),
    "means_keys": (
        "Sleuteleisen: {met} gehaald, {unmet} niet gehaald.",
        "Key requirements: {met} met, {unmet} not met.",
    ),
    "means_measures": (
        "Eisen die uw gemeente zelf moet invullen: {n}. Leg vast wie dat doet.",
        "Requirements your municipality must meet itself: {n}. Record who does so.",
    ),
    "means_proof": (
        "Bewijsstukken: {proof} geldig, {other} verlopen, ingetrokken of nog niet bekeken.",
        "Evidence: {proof} valid, {other} ended, withdrawn or not yet checked.",
    ),
    "means_cited": (
        "De leverancier als geheel: {result}, geldig tot en met {date}.",
        "The supplier as a whole: {result}, valid until and including {date}.",
    ),
    "means_decision": (
        "Uw gemeente besluit zelf of zij dit product wil gebruiken.",
        "Your municipality decides itself whether it wants to use this product.",
    ),
    "keys_unmet": ("Sleuteleisen die niet zijn gehaald", "Key requirements that are not met"),
    "keys_all_met": ("Alle {n} sleuteleisen zijn gehaald.", "All {n} key requirements are met."),
    "keys_more": ("En nog {n}: zie het volledige rapport.", "And {n} more: see the full report."),
    "themes_more": (
        "De laagste scores. Nog {n} thema’s: zie het volledige rapport.",
        "The lowest scores. {n} more themes: see the full report.",
    ),
    "no_score": ("n.v.t.", "n/a"),
    "reasons_more": (
        "Nog {n} redenen: zie het volledige rapport.",
        "{n} more reasons: see the full report.",
    ),
    "findings_five": ("De vijf zwaarste van {n} bevindingen", "The five gravest of {n} findings"),
    "findings_all": ("Bevindingen ({n})", "Findings ({n})"),
    "findings_rest": (
        "Daarnaast nog {n}: {counts}. Zie het volledige rapport.",
        "Besides these {n} more: {counts}. See the full report.",
    ),
    "solved": ("opgelost of vervallen", "solved or lapsed"),
    "severity": ("Ernst", "Severity"),
    "what": ("Wat er ontbreekt", "What is missing"),
    "until": ("Oplossen uiterlijk", "To be solved by"),
    "one_page_footer": (
        "Beoordeeld door twee beoordelaars van gemeenten in {round}. Vrijgegeven op {date}, versie {version}. "
        "Rekenregel {rule}.",
        "Assessed by two reviewers of municipalities in {round}. Released on {date}, version {version}. Rule {rule}.",
    ),
    "confidential": (
        "Vertrouwelijk, alleen voor de ontvanger.",
        "Confidential, for the recipient only.",
    ),
    "plan": ("Verbeterplan van de leverancier", "Improvement plan of the supplier"),
    "step_until": ("uiterlijk {date}", "by {date}"),
    "stands": ("Stand: {stage}", "Stands: {stage}"),
    "chapter_evidence": ("Bewijs en hoelang het geldt", "Evidence and how long it holds"),
    "evidence_note": (
        "Op deze documenten steunen de antwoorden. De documenten zelf staan niet in dit rapport.",
        "The answers lean on these documents. The documents themselves are not in this report.",
    ),
    "no_evidence": (
        "De leverancier heeft bij zijn antwoorden geen documenten gegeven.",
        "The supplier gave no documents with its answers.",
    ),
    "document": ("Document", "Document"),
    "holds": ("Geldig tot en met", "Valid until"),
    "validity": ("Stand", "State"),
    "readers": ("Wie mag het lezen", "Who may read it"),
    "open_ended": ("geen einddatum", "no end date"),
    "page": ("pagina {page} van {total}", "page {page} of {total}"),
    "vendor_as_a_whole": ("de leverancier als geheel", "the supplier as a whole"),
    "of_supplier": ("van {supplier}", "by {supplier}"),
    "verdict": ("Resultaat", "Result"),
    "supplier": ("Leverancier", "Supplier"),
    "round": ("Ronde", "Round"),
    "questionnaire": ("Vragenlijst", "Questionnaire"),
    "version_of": ("versie {version}", "version {version}"),
    "released_on": ("Vrijgegeven op", "Released on"),
    "valid_until": ("Geldig tot en met", "Valid until and including"),
    "release": ("Versie van dit resultaat", "Version of this result"),
    "assurance": ("Zekerheidsgraad", "Degree of assurance"),
    "hash": ("Controlegetal van de vragenlijst (SHA-256)", "Checksum of the questionnaire (SHA-256)"),
    "cover_note": (
        "Twee beoordelaars van verschillende gemeenten hebben deze controle uitgevoerd voor alle "
        "gemeenten. Elke gemeente neemt op basis hiervan een eigen besluit.",
        "Two reviewers of different municipalities did this assessment on behalf of all municipalities. "
        "Each municipality takes its own decision on the basis of it.",
    ),
    "meaning_meets": (
        "Aan alle eisen die van toepassing zijn, is voldaan.",
        "All requirements that apply are met.",
    ),
    "meaning_meets_with_concerns": (
        "De basis is op orde. Er zijn punten waar de leverancier aan moet werken.",
        "The basis is in order. There are points the supplier has to work on.",
    ),
    "meaning_does_not_meet": (
        "Er schiet iets tekort dat zwaar weegt. Lees de onderbouwing voordat u besluit.",
        "Something falls short that weighs heavily. Read the reasons before you decide.",
    ),
    "chapter_result": ("Resultaat en onderbouwing", "Result and reasons"),
    "why": ("Waarom dit het resultaat is", "Why this is the result"),
    "chapter_reassessed": ("Tussentijds: wat opnieuw is beoordeeld", "Between rounds: what was assessed again"),
    "reassessed": (
        "Dit resultaat komt van een tussentijdse herbeoordeling. Het volgt op versie {former}. Reden: {cause}.",
        "This result comes from a re-assessment between rounds. It follows version {former}. Reason: {cause}.",
    ),
    "reassessed_themes": ("Opnieuw beoordeeld: {themes}.", "Assessed again: {themes}."),
    "reassessed_anew": ("Eisen met een nieuw oordeel: {codes}.", "Requirements with a new verdict: {codes}."),
    "reassessed_carried": (
        "Overgenomen uit versie {former}, ongewijzigd: {codes}.",
        "Taken over from version {former}, unchanged: {codes}.",
    ),
    "reassessed_nothing": ("geen enkele eis", "no requirement"),
    "reassessed_rest": (
        "De andere oordelen zijn ongewijzigd overgenomen uit versie {former}.",
        "The other verdicts were taken over from version {former}, unchanged.",
    ),
    "reassessed_counts": (
        "De geldigheid telt vanaf {date}, de dag van het oudste oordeel.",
        "The validity counts from {date}, the day of the oldest verdict.",
    ),
    "reassessed_short": (
        "Tussentijds, na versie {former} waaruit de rest is overgenomen. Opnieuw beoordeeld: {themes}.",
        "Between rounds, after version {former} from which the rest was taken over. Assessed again: {themes}.",
    ),
    "release_between": ("{number}, tussentijds na versie {former}", "{number}, between rounds after version {former}"),
    "carried": ("overgenomen", "taken over"),
    "chapter_themes": ("Scores per thema", "Scores per theme"),
    "themes_note": (
        "Een score loopt van 0 tot 100; 100 betekent dat aan alles is voldaan. De scores staan naast het "
        "resultaat en vervangen het niet.",
        "A score runs from 0 to 100; 100 means that everything is met. The scores stand beside the "
        "result and do not replace it.",
    ),
    "theme": ("Thema", "Theme"),
    "score": ("Score", "Score"),
    "verdicts": ("Oordelen", "Verdicts"),
    "count_met": ("{n} voldoet", "{n} met"),
    "count_partly": ("{n} deels", "{n} partly"),
    "count_not_met": ("{n} niet", "{n} not met"),
    "count_cannot": ("{n} niet te beoordelen", "{n} cannot be assessed"),
    "count_not_applicable": ("{n} n.v.t.", "{n} n/a"),
    "chapter_keys": ("Sleuteleisen", "Key requirements"),
    "keys_note": (
        "Is aan een sleuteleis niet voldaan, dan is het resultaat altijd: voldoet niet.",
        "When a key requirement is not met, the result is always: does not meet.",
    ),
    "no_keys": ("Deze vragenlijst heeft geen sleuteleisen.", "This questionnaire has no key requirements."),
    "number": ("Eis", "No."),
    "requirement": ("Omschrijving", "Requirement"),
    "judged": ("Oordeel", "Verdict"),
    "sure": ("Zekerheid", "Assurance"),
    "chapter_verdicts": ("Oordeel per eis", "Verdict per requirement"),
    "axes_not_kept": (
        "Dit resultaat is van vóór de oordelen over opzet, bestaan en werking apart werden bewaard.",
        "This result is from before the verdicts on design, existence and operating effectiveness were kept apart.",
    ),
    "no_verdicts": ("Er zijn geen oordelen.", "There are no verdicts."),
    "chapter_findings": ("Bevindingen", "Findings"),
    "findings_note": (
        "Een bevinding is een tekortkoming die de leverancier uiterlijk op de genoemde datum moet oplossen.",
        "A finding is a shortcoming that the supplier has to solve by the date stated.",
    ),
    "no_findings": ("Er zijn geen bevindingen.", "There are no findings."),
    "finding": ("Bevinding {number}", "Finding {number}"),
    "finding_line": (
        "Eis {requirement} · ernst {severity} · op te lossen uiterlijk {date}",
        "Requirement {requirement} · severity {severity} · to be solved by {date}",
    ),
    "chapter_measures": ("Wat uw gemeente zelf moet doen", "What your municipality must do itself"),
    "measures_note": (
        "Deze eisen gaan over de gemeente, of over leverancier en gemeente samen. De leverancier kan ze niet voor "
        "u invullen. Leg vast wie ze bij u oppakt.",
        "These requirements are for the municipality, or for supplier and municipality together. The supplier "
        "cannot meet them for you. Record who takes them up.",
    ),
    "no_measures": (
        "Bij dit resultaat staan geen eisen aan de gemeente zelf.",
        "With this result there are no requirements on the municipality itself.",
    ),
    "chapter_cited": ("Oordeel over de leverancier", "Verdict on the supplier"),
    "cited_note": (
        "De eisen aan de leverancier als geheel zijn één keer beoordeeld, voor al zijn producten samen. "
        "Dit resultaat steunt op die beoordeling.",
        "The requirements on the supplier as a whole were assessed once, for all its products together. "
        "This result leans on that assessment.",
    ),
    "chapter_method": ("Zo is beoordeeld", "How this was assessed"),
    "method": (
        "Twee beoordelaars van verschillende gemeenten hebben de antwoorden en bewijsstukken bekeken, "
        "zonder elkaars oordeel te kennen. Verschillen zijn daarna besproken. De leverancier kon "
        "reageren op het conceptoordeel. Het resultaat volgt uit de oordelen volgens een vaste regel "
        "(versie {version}). Een andere medewerker heeft het resultaat namens VNG vrijgegeven.",
        "Two reviewers of different municipalities looked at the answers and the evidence, without "
        "knowing each other's verdict. Differences were then discussed. The supplier could reply to the "
        "draft verdict. The result follows from the verdicts by a fixed rule (version {version}). "
        "Another member of staff released the result on behalf of VNG.",
    ),
    "sure_note": (
        "De zekerheidsgraad zegt hoe hard het bewijs is. Eigen verklaring: de leverancier zegt het zelf. "
        "Gecontroleerd: de beoordelaars hebben bewijs gezien. Onafhankelijk getoetst: een onafhankelijke "
        "partij heeft het onderzocht.",
        "The degree of assurance says how firm the proof is. Self-declaration: the supplier says so "
        "itself. Checked by reviewers: the reviewers have seen proof. Independently audited: an "
        "independent party has examined it.",
    ),
    "chapter_layer": ("Wat u in dit document leest", "What you read in this document"),
    "chapter_history": ("Geschiedenis", "History"),
    "date": ("Datum", "Date"),
    "event": ("Gebeurtenis", "Event"),
}


def word(key: str, language: str, **values: object) -> str:
    """The fixed words in a language, with the values filled in."""
    chosen = WORDS[key][0 if language == "nl" else 1]
    return chosen.format(**values) if values else chosen


def label(names: Mapping[Any, tuple[str, str]], member: object, language: str) -> str:
    """The name of an enum member in a language."""
    return names[member][0 if language == "nl" else 1]


def on_axes(axes: Mapping[str, str], language: str) -> str:
    """The verdict on each axis in words, in the order of opzet, bestaan and werking."""
    found = ((label(labels.AXIS, axis, language), axes[axis]) for axis in labels.AXIS if axis in axes)
    return " · ".join(f"{capital(name)}: {label(labels.VERDICT, Verdict(code), language)}" for name, code in found)
