# SPDX-License-Identifier: EUPL-1.2
"""Who may enter the routes that name no object, written down from product.md 1 and 2, not worked out by the code.

A route without parameters that stands in none of these sets fails the test: whoever adds one says here whom it is for.
"""

from flask import Flask

from samencontroleren import features
from tests.isolation.canaries import (
    COORDINATORS,
    DESK,
    EVERYBODY,
    GEMEENTEN,
    GUESTS,
    OUTSIDE,
    POOL,
    SUPPLIERS,
    VNG,
    Names,
    readers,
)

MEMBERS: Names = EVERYBODY - {"visitor", "nobody", "former"}
"""Whoever has a membership now."""
PEOPLE: Names = EVERYBODY - {"visitor"}
"""Whoever has logged in."""
WITHIN: Names = EVERYBODY - OUTSIDE
ADMINISTRATOR: Names = frozenset(("vng-admin",))
ADMINISTRATORS: Names = frozenset(
    ("vng-admin", *(f"{name}{number}" for name in ("admin", "vendor-admin") for number in (1, 2, 3)))
)
READERS: Names = readers(1) | readers(2) | readers(3)
BUYERS: Names = frozenset(("buyer1", "buyer2", "buyer3"))
REVIEWERS: Names = frozenset(("reviewer1", "reviewer2", "reviewer3", "handed"))
ANSWERING: Names = SUPPLIERS - {"vendor-admin1", "vendor-admin2", "vendor-admin3"}
OFFICES: Names = GEMEENTEN | VNG
DOSSIERS: Names = SUPPLIERS | REVIEWERS | (VNG - ADMINISTRATOR)
TALKING: Names = SUPPLIERS | GUESTS | READERS | REVIEWERS | (VNG - ADMINISTRATOR)

REPORTING: Names = frozenset(
    ("double", *(f"{name}{number}" for name in ("submitter", "vendor-admin") for number in (1, 2, 3)))
)
VENDOR_ADMINISTRATORS: Names = frozenset(f"vendor-admin{number}" for number in (1, 2, 3))
TRAILS: Names = ADMINISTRATORS | COORDINATORS | {"ciso1", "ciso2", "ciso3"}

DOORS: dict[str, Names] = {
    "accounts.add_api_client": ADMINISTRATORS,
    "accounts.add_passkey": PEOPLE,
    "accounts.all_providers": ADMINISTRATOR,
    "accounts.api_clients": ADMINISTRATORS,
    "accounts.change_password": PEOPLE,
    "accounts.change_profile": PEOPLE,
    "accounts.confirm": PEOPLE,
    "accounts.confirm_factor": PEOPLE,
    "accounts.confirm_passkey": PEOPLE,
    "accounts.confirm_with_provider": PEOPLE,
    "accounts.edit_provider": ADMINISTRATORS,
    "accounts.end_other_sessions": PEOPLE,
    "accounts.logout": PEOPLE,
    "accounts.make_recovery_codes": PEOPLE,
    "accounts.new_api_client": ADMINISTRATORS,
    "accounts.own_app": PEOPLE,
    "accounts.own_factors": PEOPLE,
    "accounts.password": PEOPLE,
    "accounts.people": ADMINISTRATORS,
    "accounts.profile": PEOPLE,
    "accounts.provider": ADMINISTRATORS,
    "accounts.provider_links": PEOPLE,
    "accounts.recovery_codes": PEOPLE,
    "accounts.remove_app": PEOPLE,
    "accounts.renew_provider_key": ADMINISTRATORS,
    "accounts.save_provider": ADMINISTRATORS,
    "accounts.set_app": PEOPLE,
    "accounts.set_provider_obligatory": ADMINISTRATORS,
    "accounts.switch": PEOPLE,
    "accounts.switch_provider_off": ADMINISTRATORS,
    "accounts.switch_provider_on": ADMINISTRATORS,
    "accounts.try_provider": ADMINISTRATORS,
    "accounts_api.list_members": ADMINISTRATORS,
    "admission.handovers": ADMINISTRATORS | COORDINATORS,
    "admission.lists": ADMINISTRATOR,
    "admission.read_list": ADMINISTRATOR,
    "agreements.index": WITHIN,
    "agreements.new": COORDINATORS | ADMINISTRATOR,
    "agreements.publish": COORDINATORS | ADMINISTRATOR,
    "agreements_api.list_signatures": SUPPLIERS | GEMEENTEN | COORDINATORS | ADMINISTRATOR,
    "agreements_api.list_versions": WITHIN,
    "assessments.agreement": COORDINATORS,
    "auditing.export_csv": TRAILS,
    "auditing.export_json": TRAILS,
    "auditing.index": TRAILS,
    "auditing.readers": VENDOR_ADMINISTRATORS,
    "benchmarks.index": SUPPLIERS,
    "benchmarks_api.list_figures": SUPPLIERS,
    "dashboard.index": PEOPLE,
    "dashboard.runs": COORDINATORS | ADMINISTRATOR,
    "dashboard_api.list_runs": COORDINATORS | ADMINISTRATOR,
    "disclosures.index": SUPPLIERS | REVIEWERS | VNG,
    "disclosures.new_change": REPORTING,
    "disclosures.new_incident": REPORTING,
    "disclosures.report_change": REPORTING,
    "disclosures.report_incident": REPORTING,
    "disclosures_api.list_changes": SUPPLIERS | REVIEWERS | VNG,
    "disclosures_api.list_incidents": SUPPLIERS | DESK,
    "disclosures_api.report_change": REPORTING,
    "disclosures_api.report_incident": REPORTING,
    "evidence.add": SUPPLIERS,
    "evidence.add_many": SUPPLIERS,
    "evidence.index": SUPPLIERS,
    "evidence.new": SUPPLIERS,
    "evidence.new_many": SUPPLIERS,
    "evidence.requests_index": READERS | VENDOR_ADMINISTRATORS,
    "evidence.start_upload": SUPPLIERS,
    "evidence_api.add_document": SUPPLIERS,
    "evidence_api.add_request": READERS,
    "evidence_api.list_documents": SUPPLIERS,
    "evidence_api.list_requests": READERS | VENDOR_ADMINISTRATORS,
    "findings.index": SUPPLIERS | READERS | REVIEWERS | (VNG - ADMINISTRATOR),
    "findings_api.list_findings": SUPPLIERS | READERS | REVIEWERS | (VNG - ADMINISTRATOR),
    "notifications.archive": MEMBERS,
    "notifications.change_preferences": MEMBERS,
    "notifications.index": MEMBERS,
    "notifications.preferences": MEMBERS,
    "notifications.read_all": MEMBERS,
    "notifications_api.list_notices": MEMBERS,
    "organisations.add": ADMINISTRATOR,
    "organisations.index": ADMINISTRATOR,
    "organisations.list_mergers": ADMINISTRATOR,
    "organisations.new": ADMINISTRATOR,
    "organisations.new_merger": ADMINISTRATOR,
    "organisations.plan_merger": ADMINISTRATOR,
    "organisations_api.list_organisations": ADMINISTRATOR,
    "parameters.index": VNG,
    "parameters_api.list_parameters": VNG,
    "procurement.add": BUYERS,
    "procurement.index": READERS,
    "procurement.new": BUYERS,
    "procurement_api.list_sets": READERS,
    "questionnaires.add": COORDINATORS,
    "questionnaires.add_requirement": COORDINATORS,
    "questionnaires.catalogue": VNG,
    "questionnaires.export_catalogue": VNG,
    "questionnaires.imports": COORDINATORS,
    "questionnaires.index": OFFICES,
    "questionnaires.load_own_content": COORDINATORS,
    "questionnaires.new": COORDINATORS,
    "questionnaires.new_requirement": COORDINATORS,
    "questionnaires.upload": COORDINATORS,
    "questionnaires_api.add_requirement": COORDINATORS,
    "questionnaires_api.export_catalogue": VNG,
    "questionnaires_api.list_imports": COORDINATORS,
    "questionnaires_api.list_questionnaires": OFFICES,
    "questionnaires_api.list_requirements": VNG,
    "questionnaires_api.start_import": COORDINATORS,
    "responses.entrusted_list": GUESTS,
    "responses_api.add_answer": ANSWERING,
    "responses_api.list_answers": SUPPLIERS,
    "results_api.list_results": WITHIN,
    "rights.resets": COORDINATORS | ADMINISTRATOR,
    "rights.reviews": ADMINISTRATORS,
    "rounds.add": COORDINATORS,
    "rounds.conflicts": REVIEWERS | VNG,
    "rounds.declare_conflict": REVIEWERS | VNG,
    "rounds.dossiers": WITHIN - ADMINISTRATOR,
    "rounds.index": WITHIN,
    "rounds.new": COORDINATORS,
    "rounds.pool": COORDINATORS,
    "rounds.save_profile": POOL,
    "rounds.state_former_employer": REVIEWERS | VNG,
    "rounds.statement": POOL,
    "rounds.term_requests": SUPPLIERS | DESK,
    "rounds_api.list_dossiers": DOSSIERS,
    "rounds_api.list_reviewers": COORDINATORS,
    "rounds_api.list_rounds": WITHIN,
    "rounds_api.list_term_requests": SUPPLIERS | DESK,
    "search.index": PEOPLE,
    "search_api.list_found": MEMBERS,
    "sharing.index": PEOPLE,
    "sharing.openness_index": SUPPLIERS,
    "supplychain.index": READERS | COORDINATORS,
    "supplychain_api.list_flags": READERS | COORDINATORS,
    "takeout.ask": REPORTING,
    "takeout.index": REPORTING,
    "threads.index": WITHIN - ADMINISTRATOR,
    "threads_api.add_thread": ANSWERING | READERS | REVIEWERS | COORDINATORS,
    "threads_api.list_threads": TALKING,
    "usage.choose": READERS,
    "usage.index": READERS,
    "usage_api.claim": READERS,
    "usage_api.list_usages": READERS,
    "vendors.add": COORDINATORS,
    "vendors.index": OFFICES,
    "vendors.list_changes": ADMINISTRATOR,
    "vendors.new": COORDINATORS,
    "vendors.own": SUPPLIERS,
    "vendors_api.list_products": MEMBERS,
    "vendors_api.list_vendors": MEMBERS,
}
"""By endpoint who is let in at most."""


def undecided(app: Flask) -> list[str]:
    """Routes without parameters, behind the log-in, that are not for anybody yet; and entries without such a route."""
    bare = {rule.endpoint for rule in app.url_map.iter_rules() if not rule.arguments}
    return sorted((bare - features.PUBLIC_ENDPOINTS) ^ DOORS.keys())
