# SPDX-License-Identifier: EUPL-1.2
"""Who acts: a person in one membership, an API client, or the system itself. Pure."""

import uuid
from dataclasses import dataclass, field

from samencontroleren.core import sides
from samencontroleren.organisations.kinds import OrganisationKind, Role

MUNICIPAL = (OrganisationKind.MUNICIPALITY, OrganisationKind.PARTNERSHIP)


@dataclass(frozen=True)
class Mandated:
    """The gemeenten a partnership acts for on one day, per matter."""

    register: tuple[uuid.UUID, ...] = ()
    results: tuple[uuid.UUID, ...] = ()
    decisions: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Who acts, for whom, in which roles. Built by `accounts` for a request, never from what a client sends."""

    user_id: uuid.UUID | None
    membership_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    kind: OrganisationKind | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    via: str = "page"
    is_present: bool = False
    mandated: Mandated = field(default_factory=Mandated)
    """For a partnership: the gemeenten it acts for today."""
    scopes: frozenset[str] | None = None
    """What an API client may do at most; None: no client, so nothing is taken away."""
    level: str = ""
    """At which level (`acr`) the organisation's own log-in saw the person; empty: came in another way."""
    acting_subject: str = ""
    """Who acts, as an eHerkenning broker names the person."""
    held_by_id: uuid.UUID | None = None
    """For an API client: the person who was shown its secret. What the client does, this person did too."""
    duplicate_ids: tuple[uuid.UUID, ...] = ()
    """For a supplier: earlier registrations of the same supplier that went on in this one."""

    @property
    def vendor_ids(self) -> list[uuid.UUID]:
        """The supplier this actor works for, if any (a supplier is an organisation with the same key)."""
        return self.supplier_ids if self.is_vendor else []

    @property
    def supplier_ids(self) -> list[uuid.UUID]:
        """The same, also for a guest of the supplier: whose rights come from assigned questions alone."""
        if self.kind is not OrganisationKind.VENDOR or self.organisation_id is None:
            return []
        return [self.organisation_id, *self.duplicate_ids]

    @property
    def municipality_ids(self) -> list[uuid.UUID]:
        """The gemeente or partnership this actor works for, and those whose register it keeps by mandate."""
        return self._acting_for(self.mandated.register)

    @property
    def reading_ids(self) -> list[uuid.UUID]:
        """The same for reading: those whose confirmed use opens the layers of results."""
        return self._acting_for(self.mandated.results)

    @property
    def deciding_ids(self) -> list[uuid.UUID]:
        """The same for decisions."""
        return self._acting_for(self.mandated.decisions)

    def _acting_for(self, mandated: tuple[uuid.UUID, ...]) -> list[uuid.UUID]:
        return [self.organisation_id, *mandated] if self.is_municipal and self.organisation_id else []

    @property
    def side(self) -> sides.Side:
        """On whose side of the walls this actor stands (ADR 17). The system's own transactions do not ask."""
        if self.supplier_ids:
            return sides.Side("vendor", tuple(self.supplier_ids))
        if self.is_municipal:
            own = (*self.municipality_ids, *self.reading_ids, *self.deciding_ids)
            return sides.Side("municipal", tuple(dict.fromkeys(own)))
        return sides.Side("vng") if self.is_vng else sides.NOBODY

    @property
    def user_ids(self) -> list[uuid.UUID]:
        """The person, as a list for SQL conditions (empty for the system)."""
        return [self.user_id] if self.user_id else []

    @property
    def person_ids(self) -> list[uuid.UUID]:
        """Whose act it is: the person; of an API client its account, and the person who holds its secret."""
        return [*self.user_ids, self.held_by_id] if self.held_by_id else self.user_ids

    @property
    def is_guest(self) -> bool:
        """Whether somebody helps a supplier with assigned questions and does nothing else for it.

        A guest is not of the supplier: what is for the supplier's own people is not for guests unless it says so.
        """
        return self.kind is OrganisationKind.VENDOR and self.roles == frozenset((Role.GUEST,))

    @property
    def is_vendor(self) -> bool:
        """Whether this is one of a supplier's own people."""
        return self.kind is OrganisationKind.VENDOR and not self.is_guest

    @property
    def is_municipal(self) -> bool:
        return self.kind in MUNICIPAL

    @property
    def is_vng(self) -> bool:
        return self.kind is OrganisationKind.VNG

    @property
    def is_coordinator(self) -> bool:
        return self.is_vng and Role.COORDINATOR in self.roles

    @property
    def is_releaser(self) -> bool:
        return self.is_vng and Role.RELEASER in self.roles

    @property
    def is_functional_administrator(self) -> bool:
        return self.is_vng and Role.FUNCTIONAL_ADMINISTRATOR in self.roles

    def has(self, *roles: Role) -> bool:
        """Whether the actor has one of these roles in the present membership."""
        return bool(self.roles.intersection(roles))


SYSTEM = Actor(user_id=None, via="system")
"""The scheduler and commands: selects keys and moves states, reads nothing for a person."""

NOBODY = Actor(user_id=None, via="anonymous")
"""A visitor who has not logged in."""
