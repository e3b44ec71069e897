# SPDX-License-Identifier: EUPL-1.2
"""The start page: per role what needs somebody now. A person with several roles gets the blocks of each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from samencontroleren.accounts import invitations, people
from samencontroleren.accounts import policy as accounts_policy
from samencontroleren.assessments import policy as assessments_policy
from samencontroleren.assessments.models import Finding, Proposal, Review, ReviewVerdict
from samencontroleren.assessments.workload import Work, workload
from samencontroleren.core import clock
from samencontroleren.core.access import is_never, visible
from samencontroleren.core.db import session
from samencontroleren.dashboard import administration, coordination
from samencontroleren.dashboard.administration import AdministratorBlock
from samencontroleren.dashboard.coordination import CoordinatorBlock
from samencontroleren.dashboard.kinds import STANDING_OF, WANTING, Standing
from samencontroleren.evidence import ending
from samencontroleren.evidence.models import Document
from samencontroleren.findings import service as findings
from samencontroleren.notifications import inbox
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import Role
from samencontroleren.procurement import service as procurement
from samencontroleren.questionnaires.kinds import Severity
from samencontroleren.responses import service as responses
from samencontroleren.responses.models import QuestionTask, SupplementRequest
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import TURN_OF, DossierState, Turn
from samencontroleren.rounds.models import Dossier, TermRequest
from samencontroleren.sharing import policy as sharing_policy
from samencontroleren.sharing.currency import currency
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.models import Release
from samencontroleren.supplychain import service as supplychain
from samencontroleren.supplychain.models import Flag
from samencontroleren.usage import policy as usage_policy
from samencontroleren.usage import service as usage
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage

MOST = 100
"""As many dossiers as a start page looks at; whoever has more goes to the list."""
PORTFOLIO = 300
"""As many products in use as a start page sums up; twice what the largest gemeente uses."""
TASKS = 5
"""As many tasks of the inbox as the start page shows."""
FINDINGS = 5
"""As many findings as the start page of a supplier shows."""
SHOWN = 8
"""As many rows as one block shows."""


NEW_DAYS = 7
"""So long a dossier that a reviewer has not begun is marked as new."""


@dataclass(frozen=True)
class SupplierBlock:
    """A supplier: what waits for it or its colleagues, with progress (done, total), and what others work on."""

    waiting: Sequence[Dossier]
    others: Sequence[Dossier]
    ended: int
    progress: Mapping[UUID, tuple[int, int]]
    can_answer: bool
    can_submit: bool
    ending: Sequence[Document]
    """Evidence that ends soon or ended lately, the first end in front."""
    again: Collection[UUID] = ()
    """The dossiers whose subject was answered in an earlier round: there only what changed is asked."""
    came_back: Mapping[UUID, responses.CameBack] = field(default_factory=dict)
    """Per dossier how many answers of others wait to be confirmed, and how many questions were given back."""
    asked_time: Mapping[UUID, TermRequest] = field(default_factory=dict)
    """Per dossier the request for more time on which VNG did not decide yet."""
    findings: Sequence[Finding] = ()
    """What of its results is still to be solved, the first term in front; `open_findings` counts all."""
    open_findings: int = 0


@dataclass(frozen=True)
class ReviewerBlock:
    """A reviewer: to review, differences to settle, replies to weigh, and what waits for the other reviewer."""

    to_review: Sequence[Dossier]
    """What was begun in front, each by its last day."""
    differences: Sequence[Dossier]
    to_reconsider: Sequence[Dossier]
    ready: Sequence[Dossier]
    to_send: Sequence[Dossier]
    """Both are ready and lack something: what they ask waits to be read and sent."""
    proposed: Mapping[UUID, bool]
    """By dossier in which a proposal is open whether the other reviewer made one; False: only this one did."""
    given: Mapping[UUID, int]
    """How many verdicts this reviewer gave so far, by dossier."""
    work: Mapping[UUID, Work]
    """What each dossier to review asks."""

    def is_new(self, dossier: Dossier) -> bool:
        """It came in the last days, and no verdict was given yet."""
        since = self.work[dossier.id].since
        is_fresh = since is not None and (clock.now() - since).days < NEW_DAYS
        return is_fresh and not self.given.get(dossier.id)


@dataclass(frozen=True)
class ProductInUse:
    """A product the gemeente uses with its newest released result."""

    usage: Usage
    release: Release | None
    currency: Currency | None

    @property
    def standing(self) -> Standing:
        """How it stands, in one word."""
        if self.release is None:
            return Standing.NONE
        if self.currency is not Currency.CURRENT:
            return Standing.EXPIRED
        return STANDING_OF[self.release.result]


@dataclass(frozen=True)
class MunicipalityBlock:
    """A gemeente: what waits for the reader's confirmation, products in use with their result, flags."""

    claims: Sequence[Usage]
    products: Sequence[ProductInUse]
    counts: Mapping[UsageState, int]
    flags: Sequence[Flag]
    open_flags: Mapping[Severity, int]
    can_buy: bool
    """Whether the reader makes inkoopsets."""

    @property
    def standings(self) -> Mapping[Standing, int]:
        """How many products in use stand how."""
        found = Counter(product.standing for product in self.products)
        return {each: found[each] for each in Standing}

    @property
    def wanting(self) -> Sequence[ProductInUse]:
        """Products in use whose result is not good, the worst first."""
        return [product for product in self.products if product.standing in WANTING]


@dataclass(frozen=True)
class PeopleBlock:
    """An administrator: how many people, and invitations nobody has used yet."""

    members: int
    open_invitations: int


@dataclass(frozen=True)
class StartPage:
    """All blocks of one person; None where the role is not held."""

    supplier: SupplierBlock | None
    reviewer: ReviewerBlock | None
    coordinator: CoordinatorBlock | None
    releaser: Sequence[Dossier] | None
    municipality: MunicipalityBlock | None
    administrator: AdministratorBlock | None
    people: PeopleBlock | None
    assigned: Sequence[QuestionTask]
    """Questions on the person's own name that are not done, the first due before."""
    is_guest: bool
    """Whether a supplier asked this person for these questions alone."""
    tasks: Sequence[inbox.NoticeLine]
    """The newest open tasks of the inbox, but those about a dossier or a claim that stands in one of the blocks."""

    @property
    def is_empty(self) -> bool:
        """Whether the person has no block at all."""
        of_supplier_and_review = (self.supplier, self.reviewer, self.coordinator, self.releaser)
        blocks = (*of_supplier_and_review, self.municipality, self.administrator, self.people)
        return not self.is_guest and all(block is None for block in blocks)


def start_page(actor: Actor) -> StartPage:
    """What the actor has to do now, by role."""
    mine = _own_turn(actor)
    municipality = _municipality(actor) if usage_policy.reads_layers(actor) else None
    claims = municipality.claims if municipality else ()
    assigned = responses.own_tasks(actor)
    shown = [*(each.id for each in mine), *(each.id for each in claims), *(each.dossier_id for each in assigned)]
    return StartPage(
        supplier=_supplier(actor, mine) if actor.is_vendor else None,
        reviewer=_reviewer(actor, mine) if actor.has(Role.REVIEWER) else None,
        coordinator=coordination.coordinator_block(actor) if actor.is_coordinator else None,
        releaser=_of(mine, Turn.RELEASER) if actor.is_releaser else None,
        municipality=municipality,
        administrator=administration.administrator_block(actor) if actor.is_functional_administrator else None,
        people=None if is_never(accounts_policy.EDIT(actor)) else _people(actor),
        assigned=assigned,
        is_guest=actor.is_guest,
        tasks=inbox.list_tasks(actor, TASKS, but_about=shown),
    )


def _own_turn(actor: Actor) -> list[Dossier]:
    """The dossiers in which it is the actor's own turn, the most urgent first (one query for all roles)."""
    return list(rounds.list_dossiers(actor, is_mine=True, sort="due", size=MOST).rows)


def _of(dossiers: Sequence[Dossier], turn: Turn) -> list[Dossier]:
    return [dossier for dossier in dossiers if TURN_OF[dossier.state] is turn]


def _supplier(actor: Actor, mine: Sequence[Dossier]) -> SupplierBlock:
    everything = rounds.list_dossiers(actor, sort="due", size=MOST).rows
    answering = actor.has(Role.CONTRIBUTOR, Role.SUBMITTER)
    waiting = _of(mine if answering else everything, Turn.VENDOR)
    own = {dossier.id for dossier in waiting}
    under_way = [each for each in everything if each.id not in own and TURN_OF[each.state] is not Turn.NOBODY]
    ended = sum(TURN_OF[each.state] is Turn.NOBODY for each in everything)
    to_solve = findings.list_findings(actor, size=FINDINGS)
    return SupplierBlock(
        waiting,
        under_way,
        ended,
        progress=responses.progress([each.id for each in waiting]),
        can_answer=answering,
        can_submit=actor.has(Role.SUBMITTER),
        ending=ending.list_ending(actor, SHOWN + 1),
        again=responses.answered_before([each.id for each in waiting]),
        came_back=responses.came_back(actor, [each.id for each in waiting]) if answering else {},
        asked_time={each.dossier_id: each for each in rounds.waiting_term_requests(actor, MOST).rows},
        findings=to_solve.rows,
        open_findings=to_solve.total,
    )


def _reviewer(actor: Actor, mine: Sequence[Dossier]) -> ReviewerBlock:
    own = _of(mine, Turn.REVIEWERS)
    given = _own_reviews(actor)
    done = {dossier_id for dossier_id, row in given.items() if row.is_ready}
    to_send = [
        each for each in own if each.state is DossierState.IN_REVIEW and each.id in given and given[each.id].is_asked
    ]
    proposed = {dossier_id: row.is_proposed for dossier_id, row in given.items() if row.is_proposed is not None}
    by_state = {state: [each for each in own if each.state is state and each.id not in done] for state in DossierState}
    numbers = {dossier_id: row.number for dossier_id, row in given.items()}
    to_review = sorted(by_state[DossierState.IN_REVIEW], key=lambda each: not numbers.get(each.id))
    waiting = [each for each in own if each.id in done and each.state is not DossierState.DISCUSSING]
    return ReviewerBlock(
        to_review=to_review,
        differences=sorted(
            (each for each in own if each.state is DossierState.DISCUSSING), key=lambda each: not proposed.get(each.id)
        ),
        to_reconsider=by_state[DossierState.RECONSIDERING],
        ready=[each for each in waiting if each not in to_send],
        to_send=to_send,
        proposed=proposed,
        given=numbers,
        work=workload(actor, [each.id for each in to_review]),
    )


class _OwnReview(NamedTuple):
    """How this reviewer stands in one dossier."""

    is_ready: bool
    number: int
    """So many verdicts were given."""
    is_asked: bool
    """A supplement waits to be sent."""
    is_proposed: bool | None
    """Whether the other reviewer made an open proposal; False: only this one did; None: nobody."""


def _own_reviews(actor: Actor) -> dict[UUID, _OwnReview]:
    """How this reviewer stands in each dossier (one query)."""
    here = (ReviewVerdict.review_id == Review.id) & ReviewVerdict.is_whole()
    given = select(func.count()).where(here).correlate(Review).scalar_subquery()
    waits = exists().where(
        SupplementRequest.dossier_id == Dossier.id,
        SupplementRequest.is_shared,
        SupplementRequest.sent_at.is_(None),
        SupplementRequest.closed_at.is_(None),
    )
    proposal = (Proposal.dossier_id == Dossier.id) & Proposal.is_open()
    theirs = exists().where(proposal, Proposal.proposed_by_id != actor.user_id)
    mine = exists().where(proposal, Proposal.proposed_by_id == actor.user_id)
    columns = [Dossier.id, Review.ready_at, given, waits, theirs, mine]
    query = visible(actor, assessments_policy.INSIDE, columns=columns)
    query = query.select_from(Dossier).join(Review, Review.dossier_id == Dossier.id)
    rows = session().execute(query.where(Review.user_id == actor.user_id))
    return {
        dossier_id: _OwnReview(ready_at is not None, number, is_asked, is_theirs or (False if is_mine else None))
        for dossier_id, ready_at, number, is_asked, is_theirs, is_mine in rows
    }


def _municipality(actor: Actor) -> MunicipalityBlock:
    rows = usage.list_usages(actor, size=PORTFOLIO).rows
    claims = [row[0] for row in rows if row[0].state is UsageState.CLAIMED and row.can_confirm]
    in_use = [row[0] for row in rows if row[0].state is UsageState.CONFIRMED]
    results = _newest_results(actor, [each.product_id for each in in_use])
    products = [ProductInUse(each, *results.get(each.product_id, (None, None))) for each in in_use]
    products.sort(key=_worst_first)
    flags, counts = supplychain.list_open_flags(actor), usage.state_counts(actor)
    can_buy = procurement.can_make(actor)
    return MunicipalityBlock(claims, products, counts, flags, supplychain.count_open(actor), can_buy)


def _newest_results(actor: Actor, product_ids: Sequence[UUID]) -> dict[UUID | None, tuple[Release, Currency]]:
    """Per product its newest released result with its currency (one query)."""
    newer = aliased(Release)
    last = select(func.max(newer.number)).where(newer.product_id == Release.product_id)
    query = (
        visible(actor, sharing_policy.VIEW)
        .add_columns(currency().label("currency"))
        .where(Release.product_id.in_(product_ids), Release.number == last.correlate(Release).scalar_subquery())
    )
    return {row[0].product_id: (row[0], Currency(row.currency)) for row in session().execute(query)}


def _worst_first(product: ProductInUse) -> tuple[int, str]:
    """By how they stand, then by name."""
    return list(Standing).index(product.standing), product.usage.product.name.lower()


def _people(actor: Actor) -> PeopleBlock | None:
    if actor.organisation_id is None:
        return None
    members = people.list_members(actor, actor.organisation_id)
    waiting = invitations.list_open_invitations(actor, actor.organisation_id)
    return PeopleBlock(len(members), len(waiting))
