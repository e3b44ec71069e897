# SPDX-License-Identifier: EUPL-1.2
"""Use cases of the register of products in use (BIO2 5.22.02). The public face of this feature.

A claim opens nothing until a second person of the gemeente has confirmed it (product.md, section 7).
"""

import uuid
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, holds, require_any, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Changed, Conflict, Forbidden, Invalid
from samencontroleren.core.listing import Sorts, ordered
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations import partnerships
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.service import municipality_count
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.usage import policy, telling
from samencontroleren.usage.kinds import ALLOWED_MOVES, UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors import service as vendors
from samencontroleren.vendors.models import Product, Vendor

PAGE_SIZE = 25
KNOWN = "Dit product staat al in het register van uw gemeente."
MOVED = "Dit kan niet meer: de stand van dit product is intussen veranderd."
MERGED = "Dit product is samengevoegd met een ander product. Meld dat andere product aan."
NO_MANDATE = "Kies een gemeente waarvoor uw organisatie nu een mandaat heeft."
GROUND = "Vul het proces of het contractnummer in. Zo kan uw collega dit bevestigen."
TOO_MANY = (
    "Uw gemeente meldde in korte tijd al %(number)s producten aan. VNG kijkt daar eerst naar. "
    "Neem contact op met VNG om er meer aan te melden."
)


WAITING_FIRST = case((Usage.state == UsageState.CLAIMED, 0), (Usage.state == UsageState.CONFIRMED, 1), else_=2)
SORTS: Sorts = {
    "stand": (WAITING_FIRST, Product.name),
    "product": (Product.name,),
    "proces": (Usage.process, Product.name),
    "contract": (Usage.contract_number, Product.name),
}


def list_usages(
    actor: Actor,
    search: str = "",
    state: UsageState | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
    sort: str = "",
) -> Page:
    """One page of the own register, what waits for confirmation first; rows are (usage, can_confirm, can_edit)."""
    query = visible(actor, policy.VIEW, also=[policy.CONFIRM, policy.EDIT])
    query = _with_names(query)
    if search:
        by_name = Product.name.icontains(search, autoescape=True)
        query = query.where(by_name | Vendor.name.icontains(search, autoescape=True))
    if state:
        query = query.where(Usage.state == state)
    return page_of(ordered(query, SORTS, sort, Usage.id), page, size, whole=False)


def _with_names(query: Select[Any]) -> Select[Any]:
    return (
        query.join(Usage.product)
        .join(Product.vendor)
        .options(contains_eager(Usage.product).contains_eager(Product.vendor))
    )


def state_counts(actor: Actor) -> dict[UsageState, int]:
    """How many products of the own register are in each state."""
    query = visible(actor, policy.VIEW, columns=[Usage.state, func.count()]).group_by(Usage.state)
    found = {row[0]: row[1] for row in session().execute(query)}
    return {state: found.get(state, 0) for state in UsageState}


def get_usage(actor: Actor, key: uuid.UUID) -> Usage:
    """One line of the own register, product and supplier loaded."""
    return fetch(actor, policy.VIEW, key, options=[joinedload(Usage.product).joinedload(Product.vendor)])


def find_usage(actor: Actor, product_id: uuid.UUID, municipality_id: uuid.UUID | None = None) -> Usage | None:
    """What the register says of a product; None when it is not in it.

    A partnership keeps several registers: of one gemeente, or else the line that counts most.
    """
    query = visible(actor, policy.VIEW).where(Usage.product_id == product_id)
    if municipality_id is not None:
        query = query.where(Usage.municipality_id == municipality_id)
    return session().scalars(query.order_by(_by_state(), Usage.created_at, Usage.id).limit(1)).first()


def find_usages(actor: Actor, product_ids: list[uuid.UUID]) -> dict[uuid.UUID, Usage]:
    """What the own register says of some products, by product; the line that counts most where there are more."""
    query = visible(actor, policy.VIEW).where(Usage.product_id.in_(product_ids))
    rows = list(session().scalars(query.order_by(_by_state(), Usage.created_at, Usage.id)))
    return {each.product_id: each for each in reversed(rows)}


def _by_state() -> Any:
    order = {UsageState.CONFIRMED: 0, UsageState.CLAIMED: 1, UsageState.ENDED: 2}
    return case(order, value=Usage.state)


def list_claimable_for(actor: Actor, product_id: uuid.UUID) -> list[Organisation]:
    """For whom the actor may still claim a product, the own organisation first; empty when there is no choice."""
    taken = visible(actor, policy.VIEW, columns=[Usage.municipality_id]).where(
        Usage.product_id == product_id, Usage.state != UsageState.ENDED
    )
    known = set(session().scalars(taken))
    return [each for each in partnerships.acting_for(actor) if each.id not in known]


def municipality_names(actor: Actor) -> dict[uuid.UUID, str]:
    """The names of those whose registers the actor keeps; empty when it is only the own one."""
    return {each.id: each.name for each in partnerships.acting_for(actor)}


def get_claimable(actor: Actor, product_id: uuid.UUID) -> Product:
    """The product of a claim, supplier loaded. Raises Forbidden, NotFound, or Conflict when it is claimed already."""
    require_any(actor, policy.CLAIM)
    product = vendors.get_product(actor, product_id)
    if product.ended_on is not None:
        raise Conflict(MERGED)
    found = visible(actor, policy.VIEW, columns=[Usage.municipality_id]).where(
        Usage.product_id == product_id, Usage.state != UsageState.ENDED
    )
    if set(actor.municipality_ids) <= set(session().scalars(found)):
        raise Conflict(KNOWN)
    return product


def can_confirm(actor: Actor, usage: Usage) -> bool:
    """Whether the actor is a second person who may confirm this, and it waits for that."""
    return usage.state is UsageState.CLAIMED and holds(actor, policy.CONFIRM, usage)


def can_edit(actor: Actor, usage: Usage) -> bool:
    """Whether the actor may change this line or end it."""
    return usage.state is not UsageState.ENDED and holds(actor, policy.EDIT, usage)


def names_of(usage: Usage) -> dict[uuid.UUID, str]:
    """The names of who claimed, confirmed and rejected a line the actor sees: colleagues."""
    return accounts.get_user_names(
        key for key in (usage.claimed_by_id, usage.confirmed_by_id, usage.rejected_by_id) if key
    )


def claim_usage(
    actor: Actor,
    product_id: uuid.UUID,
    process: str,
    contract_number: str = "",
    is_critical: bool = False,
    leads_contract: bool = False,
    municipality_id: uuid.UUID | None = None,
) -> Usage:
    """Say that the gemeente uses a product; a second person confirms it.

    A partnership names the gemeente it acts for (with a mandate valid today). Raises Invalid without process and
    contract, Conflict when it is in the register or after too many claims in a short time.
    """
    product = get_claimable(actor, product_id)
    wrong: dict[str, list[str]] = {}
    if not (process or contract_number):
        wrong["process"] = [GROUND]
    owner = municipality_id or actor.organisation_id
    if owner not in actor.municipality_ids:
        wrong["municipality_id"] = [NO_MANDATE]
    if wrong:
        raise Invalid(wrong)
    if actor.user_id is None or owner is None:
        raise Forbidden()
    _one_at_a_time(owner)
    found = find_usage(actor, product.id, owner)
    if found is not None and found.state is not UsageState.ENDED:
        raise Conflict(KNOWN)
    _check_pace(owner)
    claimed = found or Usage(municipality_id=owner, product_id=product.id, product=product)
    _fill(claimed, actor.user_id, process, contract_number, is_critical)
    claimed.leads_contract = leads_contract
    session().add(claimed)
    session().flush()
    trail.record(actor, "usage.claimed", "usage", claimed.id, reader=owner, product=product.id)
    telling.ask_second_persons(claimed)
    return claimed


def _fill(claimed: Usage, user_id: uuid.UUID, process: str, contract_number: str, is_critical: bool) -> None:
    """A claim, new or anew after an end: nothing of an earlier confirmation is left."""
    claimed.state, claimed.claimed_by_id, claimed.claimed_at = UsageState.CLAIMED, user_id, clock.now()
    claimed.process, claimed.contract_number, claimed.is_critical = process, contract_number, is_critical
    claimed.confirmed_by_id = claimed.confirmed_at = claimed.ended_on = claimed.rejected_by_id = None
    claimed.rejected_reason = ""
    claimed.revision = (claimed.revision or 0) + 1


def _one_at_a_time(municipality_id: uuid.UUID) -> None:
    """Claims of one gemeente wait for each other, so that none slips past the limit or comes twice."""
    session().execute(select(Organisation.id).where(Organisation.id == municipality_id).with_for_update())


def _check_pace(municipality_id: uuid.UUID) -> None:
    since, most = clock.now() - parameters.days_on(Code.CLAIM_WINDOW), parameters.number_on(Code.MOST_CLAIMS)
    lately = (Usage.municipality_id == municipality_id) & (Usage.claimed_at > since)
    if (session().scalar(select(func.count()).select_from(Usage).where(lately)) or 0) >= most:
        raise Conflict(TOO_MANY, number=most)


def confirm_usage(actor: Actor, usage_id: uuid.UUID, revision: int | None = None) -> Usage:
    """A second person (CISO or process owner, not who claimed it) confirms; from now on layers open.

    Raises Forbidden for the person who claimed it, Conflict when it does not wait for confirmation, Changed when
    it is no longer what the person read (`revision`), ConfirmationRequired without a fresh second factor.
    """
    found = _claim_to_judge(actor, usage_id, revision)
    require_present(actor)
    _move(found, UsageState.CONFIRMED)
    found.confirmed_by_id, found.confirmed_at = actor.user_id, clock.now()
    session().flush()
    trail.record(actor, "usage.confirmed", "usage", usage_id, reader=found.municipality_id)
    telling.no_longer_ask(usage_id)
    return found


def reject_usage(actor: Actor, usage_id: uuid.UUID, reason: str, revision: int | None = None) -> Usage:
    """A second person says that the claim is not right, and why; the person who made it is told.

    Raises the same as confirm_usage. The line stays as ended; it can be claimed anew.
    """
    found = _claim_to_judge(actor, usage_id, revision)
    if found.state is not UsageState.CLAIMED:
        raise Conflict(MOVED)
    _move(found, UsageState.ENDED)
    found.ended_on, found.rejected_by_id, found.rejected_reason = clock.today(), actor.user_id, reason
    session().flush()
    trail.record(actor, "usage.rejected", "usage", usage_id, reader=found.municipality_id)
    telling.no_longer_ask(usage_id)
    telling.tell_of_rejection(found)
    return found


def _claim_to_judge(actor: Actor, usage_id: uuid.UUID, revision: int | None) -> Usage:
    """The claim as the second person read it. Raises Changed when it is no longer that."""
    found = fetch(actor, policy.CONFIRM, usage_id, view=policy.VIEW, lock=True)
    if revision is not None and found.revision != revision and found.state is UsageState.CLAIMED:
        raise Changed("Uw collega heeft de aanmelding intussen gewijzigd. Lees haar eerst opnieuw.")
    return found


def end_usage(actor: Actor, usage_id: uuid.UUID) -> Usage:
    """The gemeente no longer uses the product: what it opened closes at once."""
    found = fetch(actor, policy.EDIT, usage_id, view=policy.VIEW, lock=True)
    _move(found, UsageState.ENDED)
    found.ended_on = clock.today()
    session().flush()
    trail.record(actor, "usage.ended", "usage", usage_id, reader=found.municipality_id)
    telling.no_longer_ask(usage_id)
    return found


def change_usage(
    actor: Actor,
    usage_id: uuid.UUID,
    *,
    revision: int,
    process: str,
    contract_number: str,
    is_critical: bool,
    leads_contract: bool = False,
) -> Usage:
    """Change process, contract or weight of a line. Raises Changed when somebody else did so meanwhile."""
    found = fetch(actor, policy.EDIT, usage_id, view=policy.VIEW, lock=True)
    if found.revision != revision:
        raise Changed(theirs=found)
    if not (process or contract_number):
        raise Invalid({"process": [GROUND]})
    found.process, found.contract_number, found.is_critical = process, contract_number, is_critical
    found.leads_contract = leads_contract
    found.revision = revision + 1
    session().flush()
    trail.record(actor, "usage.changed", "usage", usage_id, reader=found.municipality_id)
    return found


def _move(found: Usage, to_state: UsageState) -> None:
    if to_state not in ALLOWED_MOVES[found.state]:
        raise Conflict(MOVED)
    found.state, found.revision = to_state, found.revision + 1


Counts = list[tuple[uuid.UUID, int, int, int]]


def counts_by_vendor() -> Counts:
    """Per supplier with confirmed use: its key, gemeenten with confirmed use, those of them for which it is
    critical, and gemeenten in all. A system statistic for `supplychain` and VNG; never for a supplier."""
    return _counts(Product.vendor_id)


def counts_by_product() -> Counts:
    """The same per product."""
    return _counts(Usage.product_id)


def _counts(subject: Any) -> Counts:
    municipality = Usage.municipality_id
    critical = case((Usage.is_critical, municipality))
    query = (
        select(subject, func.count(municipality.distinct()), func.count(critical.distinct()))
        .select_from(Usage)
        .join(Product, Product.id == Usage.product_id)
        .where(Usage.state == UsageState.CONFIRMED)
        .group_by(subject)
    )
    whole = municipality_count()
    return [(row[0], row[1], row[2], whole) for row in session().execute(query)]
