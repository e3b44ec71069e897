# SPDX-License-Identifier: EUPL-1.2
"""Use cases of the agreement: read, sign, publish the next text, and see how an organisation stands to it."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from samencontroleren.accounts import service as accounts
from samencontroleren.agreements import policy
from samencontroleren.agreements.kinds import SIGNERS, Standing
from samencontroleren.agreements.models import AgreementSignature, AgreementVersion
from samencontroleren.agreements.wording import first_texts
from samencontroleren.core import clock, trail
from samencontroleren.core.access import fetch, is_never, require, require_any, require_present, visible
from samencontroleren.core.db import session
from samencontroleren.core.errors import Conflict, Invalid
from samencontroleren.core.messages import N_
from samencontroleren.core.rest import Page, page_of
from samencontroleren.notifications import service as notifications
from samencontroleren.organisations.actor import Actor
from samencontroleren.organisations.kinds import OrganisationKind
from samencontroleren.organisations.models import Organisation

LANGUAGES = ("nl", "en")
TASK = "agreement_to_sign"
NEWER = "Er is intussen een nieuwere tekst. Lees die eerst."


@dataclass(frozen=True)
class OwnStanding:
    """How the reader's organisation stands to the agreement today."""

    newest: AgreementVersion | None
    signature: AgreementSignature | None
    """Its signature under the newest text it signed, with that text."""
    signer: str
    standing: Standing
    takes_part: bool
    """Whether the reader's organisation is one that signs."""
    can_sign: bool

    @property
    def asks(self) -> bool:
        """Whether this reader can sign something now."""
        return self.can_sign and self.standing in (Standing.RENEW, Standing.MISSING)


def own_standing(actor: Actor) -> OwnStanding:
    """How the actor's organisation stands to the agreement today."""
    newest, signature = find_newest(actor), _own_signature(actor)
    signer = accounts.get_user_names([signature.signed_by_id]).get(signature.signed_by_id, "") if signature else ""
    takes_part = actor.kind in SIGNERS
    return OwnStanding(
        newest, signature, signer, _standing(newest, signature), takes_part, not is_never(policy.SIGN(actor))
    )


def _own_signature(actor: Actor) -> AgreementSignature | None:
    own = visible(actor, policy.SIGNATURE_VIEW).join(AgreementSignature.version)
    mine = own.where(AgreementSignature.organisation_id == actor.organisation_id)
    whole = mine.options(joinedload(AgreementSignature.version)).order_by(AgreementVersion.number.desc())
    return session().scalars(whole.limit(1)).first()


def _standing(newest: AgreementVersion | None, signature: AgreementSignature | None) -> Standing:
    if newest is None:
        return Standing.NONE
    if signature is None:
        return Standing.MISSING
    if signature.version_id == newest.id:
        return Standing.ACCEPTED
    least = session().scalar(select(policy.least_number(clock.today()))) or 1
    return Standing.RENEW if signature.version.number >= least else Standing.MISSING


def find_newest(actor: Actor) -> AgreementVersion | None:
    """The newest text, also one that counts from a day to come; None when there is none."""
    query = visible(actor, policy.VIEW).order_by(AgreementVersion.number.desc()).limit(1)
    return session().scalars(query).first()


def list_versions(actor: Actor) -> list[AgreementVersion]:
    """All texts, the newest first."""
    return list(session().scalars(visible(actor, policy.VIEW).order_by(AgreementVersion.number.desc())))


def get_version(actor: Actor, key: uuid.UUID) -> AgreementVersion:
    """One text. Raises NotFound."""
    return fetch(actor, policy.VIEW, key)


def page_of_signatures(actor: Actor, page: int, size: int) -> Page:
    """Signatures this actor may see, the newest first: of the own organisation, for VNG of all."""
    query = visible(actor, policy.SIGNATURE_VIEW).options(joinedload(AgreementSignature.version))
    return page_of(query.order_by(AgreementSignature.signed_at.desc(), AgreementSignature.id), page, size)


def coverage(actor: Actor) -> Mapping[OrganisationKind, tuple[int, int]] | None:
    """For VNG: by kind of organisation how many signed a text that is enough today, and how many there are."""
    if is_never(policy.PUBLISH(actor)):
        return None
    enough = select(AgreementSignature.organisation_id).join(AgreementSignature.version)
    enough = enough.where(AgreementVersion.number >= policy.least_number(clock.today()))
    signed = func.count().filter(Organisation.id.in_(enough))
    query = select(Organisation.kind, signed, func.count()).where(
        Organisation.ended_on.is_(None), Organisation.kind.in_(SIGNERS)
    )
    return {kind: (done, total) for kind, done, total in session().execute(query.group_by(Organisation.kind))}


def sign(actor: Actor, key: uuid.UUID) -> AgreementSignature:
    """Sign the newest text for one's organisation. A second click gives the same signature.

    Raises ConfirmationRequired without a fresh second factor, Conflict when a newer text was published meanwhile.
    """
    organisation = require(actor, policy.SIGN, actor.organisation_id or uuid.UUID(int=0))
    require_present(actor)
    version = fetch(actor, policy.VIEW, key)
    same = {"organisation_id": organisation.id, "version_id": version.id}
    done = session().scalars(select(AgreementSignature).filter_by(**same)).one_or_none()
    if done is not None:
        return done
    newest = find_newest(actor)
    if newest is None or newest.id != version.id:
        raise Conflict(NEWER)
    made = AgreementSignature(**same, digest=version.digest, signed_by_id=actor.user_id, signed_at=clock.now())
    session().add(made)
    session().flush()
    trail.record(actor, "agreement.signed", "agreement", version.id, reader=organisation.id, number=version.number)
    members = accounts.members_with_roles(organisation.id, *SIGNERS[organisation.kind])
    notifications.finish(TASK, version.id, [each.id for each in members])
    return made


def proposed_texts(actor: Actor) -> Mapping[str, str]:
    """What the form of a next text begins with: the newest one, or our own first one."""
    require_any(actor, policy.PUBLISH)
    newest = find_newest(actor)
    return newest.texts if newest else first_texts()


def publish(actor: Actor, texts: Mapping[str, str], counts_from: date, earlier_until: date) -> AgreementVersion:
    """Publish the next text, by language. It never changes any more.

    Raises Invalid for days that make no sense or a text that is the same, ConfirmationRequired without a fresh second
    factor.
    """
    require_any(actor, policy.PUBLISH)
    require_present(actor)
    newest, kept = find_newest(actor), {language: texts[language] for language in LANGUAGES}
    _check(newest, kept, counts_from, earlier_until)
    made = AgreementVersion(
        number=newest.number + 1 if newest else 1,
        texts=kept,
        digest=digest_of(kept),
        counts_from=counts_from,
        earlier_until=earlier_until,
        published_by_id=actor.user_id,
        published_at=clock.now(),
    )
    session().add(made)
    session().flush()
    if newest is not None:
        notifications.finish(TASK, newest.id)
    trail.record(actor, "agreement.published", "agreement", made.id, number=made.number)
    return made


def digest_of(texts: Mapping[str, str]) -> str:
    """SHA-256 (hex) over the canonical JSON of the texts by language."""
    plain = json.dumps(dict(texts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _check(newest: AgreementVersion | None, texts: Mapping[str, str], counts_from: date, earlier_until: date) -> None:
    wrong: dict[str, list[str]] = {}
    if counts_from < clock.today():
        wrong["counts_from"] = [N_("Kies vandaag of een latere dag.")]
    if newest is not None and counts_from < newest.counts_from:
        wrong["counts_from"] = [N_("Kies een dag na het begin van de vorige tekst.")]
    if earlier_until < counts_from:
        wrong["earlier_until"] = [N_("Kies een dag op of na het begin van de nieuwe tekst.")]
    if newest is not None and newest.texts == texts:
        wrong["text_nl"] = [N_("Deze tekst is gelijk aan de vorige versie.")]
    if wrong:
        raise Invalid(wrong)
