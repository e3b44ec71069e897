# SPDX-License-Identifier: EUPL-1.2
"""Reading released results: the list, the page of a product or supplier, and each layer through its permission."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from samencontroleren.assessments.kinds import TO_SOLVE, ResultCode
from samencontroleren.assessments.models import Finding
from samencontroleren.core.access import Permission, fetch, is_never, visible
from samencontroleren.core.db import session
from samencontroleren.core.rest import Page, page_of
from samencontroleren.organisations.actor import Actor
from samencontroleren.rounds import policy as rounds_policy
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import policy
from samencontroleren.sharing.currency import currency, is_same_subject
from samencontroleren.sharing.kinds import Currency
from samencontroleren.sharing.layer_reading import NO_LAYER, Layer, layer_of
from samencontroleren.sharing.leaning import knows_documents
from samencontroleren.sharing.models import (
    Recall,
    Release,
    ReleasedFinding,
    ReleasedReassessment,
)
from samencontroleren.usage import policy as usage_policy
from samencontroleren.usage import service as usages
from samencontroleren.usage.kinds import UsageState
from samencontroleren.usage.models import Usage
from samencontroleren.vendors import policy as vendors_policy
from samencontroleren.vendors.kinds import CATEGORY_LABELS, Category
from samencontroleren.vendors.models import Product, Vendor

PAGE_SIZE = 25

SORTS = ("product", "leverancier", "categorie", "resultaat", "geldig", "bevindingen")


@dataclass(frozen=True)
class ReleaseView:
    """A released result as a page shows it: with its currency of today, its recall, and whether one may go deeper."""

    release: Release
    currency: Currency
    recall: Recall | None
    can_view_verdicts: bool
    reassessed: ReleasedReassessment | None = None
    """Of a result that came of a light re-assessment: what was judged anew."""
    running: rounds.Running | None = None
    """On the page of a subject: the re-assessment of it that runs."""


@dataclass(frozen=True)
class Reader:
    """What pages of results say differently to whom."""

    is_municipal: bool
    vendor_id: uuid.UUID | None
    """The supplier the reader works for, if any."""
    can_claim: bool
    can_recall: bool
    knows_documents: bool


def reader_of(actor: Actor) -> Reader:
    """How results are shown to this actor; what may be read stands in the permissions."""
    return Reader(
        is_municipal=actor.is_municipal,
        vendor_id=next(iter(actor.vendor_ids), None),
        can_claim=not is_never(usage_policy.CLAIM(actor)),
        can_recall=not is_never(policy.RECALL(actor)),
        knows_documents=knows_documents(actor),
    )


@dataclass(frozen=True)
class SubjectPage:
    """Everything the page of a product (or of a supplier as a whole) says, in the reader's own layers."""

    vendor: Vendor
    product: Product | None
    releases: Sequence[ReleaseView]
    layer: Layer
    cited: ReleaseView | None
    usage: Usage | None
    outcome: Dossier | None
    """A later dossier that was refused or not delivered."""

    @property
    def latest(self) -> ReleaseView | None:
        """The newest released result."""
        return self.releases[0] if self.releases else None

    @property
    def previous(self) -> ReleaseView | None:
        """The result before that, when it was not recalled."""
        found = self.releases[1] if len(self.releases) > 1 else None
        return found if found and found.recall is None else None

    @property
    def changed_themes(self) -> list[tuple[str, int | None, int | None]]:
        """Themes whose score changed since the previous result: theme, before, now."""
        if self.latest is None or self.previous is None:
            return []
        before = {each["theme"]: each["score"] for each in self.previous.release.theme_scores}
        now = [(each["theme"], each["score"]) for each in self.latest.release.theme_scores]
        return [(theme, before[theme], score) for theme, score in now if theme in before and before[theme] != score]


def list_results(
    actor: Actor,
    search: str = "",
    category: Category | None = None,
    result: ResultCode | None = None,
    currency_is: Currency | None = None,
    sort: str = "product",
    is_descending: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
    is_ours: bool = False,
) -> Page:
    """Products with their newest released result, or with the outcome that there is none.

    Rows have: Product, vendor_name, Release (or None), currency, usage_state, open_findings, outcome. `is_ours`: only
    what the reader's own gemeente says it uses.
    """
    query, columns = _list_query(actor)
    if search:
        query = query.where(
            or_(Product.name.icontains(search, autoescape=True), Vendor.name.icontains(search, autoescape=True))
        )
    if category:
        query = query.where(Product.category == category)
    if result:
        query = query.where(Release.result == result)
    if currency_is:
        query = query.where(Release.id.is_not(None), columns["currency"] == currency_is.value)
    if is_ours:
        query = query.where(columns["usage_state"].in_((UsageState.CLAIMED, UsageState.CONFIRMED)))
    return page_of(query.order_by(*_order(sort, is_descending, columns)), page, size, whole=False)


def _list_query(actor: Actor) -> tuple[Select[Any], dict[str, ColumnElement[Any]]]:
    newest = aliased(Release)
    last = select(func.max(newest.number)).where(newest.product_id == Product.id).correlate(Product).scalar_subquery()
    columns: dict[str, ColumnElement[Any]] = {
        "currency": currency(),
        "usage_state": _own_usage(actor),
        "open_findings": _open_findings(actor),
        "outcome": _outcome(actor),
    }
    named = [column.label(name) for name, column in columns.items()]
    query = visible(
        actor, vendors_policy.PRODUCT_VIEW, columns=[Product, Vendor.name.label("vendor_name"), Release, *named]
    )
    joined = (
        query.join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(Release, and_(Release.product_id == Product.id, Release.number == last, policy.VIEW(actor)))
        .where(or_(Release.id.is_not(None), columns["outcome"].is_not(None)))
    )
    return joined, columns


def _own_usage(actor: Actor) -> ColumnElement[Any]:
    """The state of use by the reader's own gemeente; nothing for anybody else."""
    own = usage_policy.VIEW(actor)
    if is_never(own):
        return null()
    query = select(Usage.state).where(Usage.product_id == Product.id, own)
    return query.correlate(Product).scalar_subquery()


def _open_findings(actor: Actor) -> ColumnElement[Any]:
    """How many findings are open, for those who may read them; else NULL."""
    if is_never(policy.FINDING_VIEW(actor)):
        return null()
    counted = (
        select(func.count())
        .select_from(ReleasedFinding)
        .join(Finding, Finding.id == ReleasedFinding.finding_id)
        .where(
            ReleasedFinding.release_id == Release.id,
            Finding.state.in_(TO_SOLVE),
            policy.FINDING_VIEW(actor),
        )
        .correlate(Release)
        .scalar_subquery()
    )
    return case((Release.id.in_(policy.deep_releases(actor)), counted), else_=null())


def _outcome(actor: Actor) -> ColumnElement[Any]:
    """The state of the newest dossier that was refused or not delivered, when no result came after it."""
    later = aliased(Release)
    query = (
        select(Dossier.state)
        .where(
            Dossier.product_id == Product.id,
            _outcome_seen(actor),
            ~select(later.id)
            .where(later.product_id == Dossier.product_id, later.released_at > Dossier.state_since)
            .exists(),
        )
        .order_by(Dossier.state_since.desc())
        .limit(1)
    )
    return query.correlate(Product).scalar_subquery()


def _outcome_seen(actor: Actor) -> ColumnElement[bool]:
    """A refused or not delivered dossier that this actor may know of: gemeenten and VNG all, a supplier its own."""
    ended = Dossier.state.in_((DossierState.REFUSED, DossierState.NOT_DELIVERED))
    return or_(rounds_policy.OUTCOME(actor), and_(ended, rounds_policy.VIEW(actor)))


CATEGORY_ORDER = {each: place for place, each in enumerate(sorted(Category, key=lambda key: CATEGORY_LABELS[key]))}


def _order(sort: str, is_descending: bool, columns: Mapping[str, ColumnElement[Any]]) -> list[Any]:
    column: Any = {
        "leverancier": func.lower(Vendor.name),
        "categorie": case(CATEGORY_ORDER, value=Product.category),
        "bevindingen": func.coalesce(columns["open_findings"], -1),
        "resultaat": case({each: place for place, each in enumerate(ResultCode)}, value=Release.result, else_=9),
        "geldig": func.coalesce(Release.valid_until, literal(date(9999, 12, 31))),
    }.get(sort, func.lower(Product.name))
    first = column.desc() if is_descending else column.asc()
    return [first, func.lower(Product.name), Product.id]


def product_page(actor: Actor, product_id: uuid.UUID) -> SubjectPage:
    """The page of a product in the reader's own layers; one query per block."""
    product = fetch(actor, vendors_policy.PRODUCT_VIEW, product_id, options=(joinedload(Product.vendor),))
    views, cited = _views_with_cited(actor, product_id)
    return SubjectPage(
        vendor=product.vendor,
        product=product,
        releases=views,
        layer=_layer(actor, views),
        cited=cited,
        usage=usages.find_usage(actor, product_id) if usage_policy.reads_layers(actor) else None,
        outcome=_outcome_dossier(actor, Dossier.product_id == product_id, views),
    )


def vendor_page(actor: Actor, vendor_id: uuid.UUID) -> SubjectPage:
    """The page of a supplier as a whole, in the reader's own layers."""
    vendor = fetch(actor, vendors_policy.VIEW, vendor_id)
    views = _page_views(actor, (Release.vendor_id == vendor_id) & Release.product_id.is_(None))
    here = (Dossier.vendor_id == vendor_id) & Dossier.product_id.is_(None)
    return SubjectPage(vendor, None, views, _layer(actor, views), None, None, _outcome_dossier(actor, here, views))


def get_release(actor: Actor, release_id: uuid.UUID, permission: Permission[Release] = policy.VIEW) -> Release:
    """One released result with supplier and product. Raises NotFound, or Forbidden for a deeper permission."""
    options = (joinedload(Release.vendor), joinedload(Release.product))
    return fetch(actor, permission, release_id, view=policy.VIEW, options=options)


def get_view(actor: Actor, release_id: uuid.UUID) -> ReleaseView:
    """One released result with its currency and recall. Raises NotFound."""
    get_release(actor, release_id)
    return _views(actor, Release.id == release_id)[0]


def newest_results(actor: Actor, product_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ReleaseView]:
    """By product its newest result (one query); a product without one is left out."""
    newer = aliased(Release)
    last = select(func.max(newer.number)).where(newer.product_id == Release.product_id).correlate(Release)
    query = _views_query(actor).where(Release.product_id.in_(product_ids), Release.number == last.scalar_subquery())
    return {row.Release.product_id: _view(row) for row in session().execute(query)}


def results_of(actor: Actor, release_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ReleaseView]:
    """These results, by key (one query)."""
    return {view.release.id: view for view in _views(actor, Release.id.in_(release_ids))}


def list_releases(
    actor: Actor,
    product_id: uuid.UUID | None = None,
    currency_is: Currency | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """All released results as ReleaseViews, newest first (for the API and a supplier's own list)."""
    query = _views_query(actor)
    if product_id:
        query = query.where(Release.product_id == product_id)
    if currency_is:
        query = query.where(currency() == currency_is.value)
    found = page_of(query.order_by(Release.released_at.desc(), Release.id), page, size, whole=False)
    return Page([_view(row) for row in found.rows], found.total, found.number, found.size)


def _views_query(actor: Actor) -> Select[Any]:
    return (
        visible(actor, policy.VIEW, also=[policy.VERDICTS])
        .add_columns(currency().label("currency"), Recall, ReleasedReassessment)
        .outerjoin(Recall, Recall.release_id == Release.id)
        .outerjoin(ReleasedReassessment, ReleasedReassessment.release_id == Release.id)
        .join(Release.vendor)
        .outerjoin(Release.product)
        .options(contains_eager(Release.vendor), contains_eager(Release.product))
    )


def _views(actor: Actor, where: ColumnElement[bool]) -> list[ReleaseView]:
    query = _views_query(actor).where(where).order_by(Release.number.desc())
    return [_view(row) for row in session().execute(query)]


def _page_views(actor: Actor, where: ColumnElement[bool]) -> list[ReleaseView]:
    """The same for the page of a subject: with the re-assessment that runs."""
    query = rounds.with_running(actor, _views_query(actor), lambda dossier: is_same_subject(dossier, Release))
    rows = session().execute(query.where(where).order_by(Release.number.desc()))
    return [replace(_view(row), running=rounds.running_in(row)) for row in rows]


def _view(row: Any) -> ReleaseView:
    is_deep = bool(row.can_view_verdicts)
    return ReleaseView(row.Release, Currency(row.currency), row.Recall, is_deep, row.ReleasedReassessment)


def _views_with_cited(actor: Actor, product_id: uuid.UUID) -> tuple[list[ReleaseView], ReleaseView | None]:
    """The results of a product, the newest first, and the supplier's result the newest leans on (one query)."""
    own = aliased(Release)
    cited_ids = select(own.cites_id).where(own.product_id == product_id, own.cites_id.is_not(None))
    found = _page_views(actor, or_(Release.product_id == product_id, Release.id.in_(cited_ids)))
    views = [each for each in found if each.release.product_id == product_id]
    newest = views[0].release.cites_id if views else None
    return views, next((each for each in found if newest is not None and each.release.id == newest), None)


def _layer(actor: Actor, views: Sequence[ReleaseView]) -> Layer:
    """The layers below the newest result, each through its own permission."""
    if not views or not views[0].can_view_verdicts:
        return NO_LAYER
    return layer_of(actor, views[0].release)


def _outcome_dossier(actor: Actor, where: ColumnElement[bool], views: Sequence[ReleaseView]) -> Dossier | None:
    query = select(Dossier).options(joinedload(Dossier.round)).where(where, _outcome_seen(actor))
    if views:
        query = query.where(Dossier.state_since > views[0].release.released_at)
    return session().scalars(query.order_by(Dossier.state_since.desc()).limit(1)).one_or_none()
