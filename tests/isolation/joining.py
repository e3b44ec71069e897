# SPDX-License-Identifier: EUPL-1.2
"""Canaries in how people come in and stay: invitations, log-ins, resets, reviews of rights, lists of administrators."""

import io
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from samencontroleren.accounts import clients, provider_calls
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.kinds import ClientProof
from samencontroleren.accounts.models import IdentityProvider, Membership, ProviderLink, User
from samencontroleren.admission import onboarding
from samencontroleren.admission import service as admission
from samencontroleren.admission.models import OnboardingRow
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.scopes import Scope
from samencontroleren.rights import reviews
from samencontroleren.rights import service as resets
from samencontroleren.rights.kinds import Decision
from samencontroleren.rights.models import AccessReviewLine
from samencontroleren.vendors.models import Contact
from tests.isolation.canaries import COORDINATORS, EVERYBODY, GEMEENTEN, NONE, VNG, Scene, gemeente, supplier
from tests.support import story


def plant(scene: Scene) -> None:
    """All of it."""
    _invitations(scene)
    _resets(scene)
    _reviews(scene)
    _onboarding(scene)


def _invitations(scene: Scene) -> None:
    """A contact of supplier 2 invited to the round, one of a round that is not open yet, a colleague at gemeente 2."""
    told = scene.told
    for label, vendor, number in (("sent", 1, 2), ("sent", 0, 1)):
        reads = COORDINATORS | {f"vendor-admin{number}"}
        name = scene.word(f"name of invited contact {number}", reads, supplier(number) | VNG)
        email = scene.word(f"address of invited contact {number}", reads, supplier(number) | VNG)
        row = story.invite(told, vendor, name, f"{email}@proef.example")
        scene.thing("vendor invitation", f"{label} {number}", COORDINATORS, row.id)
    own = frozenset(("admin2", "vng-admin"))
    name, email = scene.word("name of invited colleague 2", own), scene.word("address of invited colleague 2", own)
    administrator = scene.world["admin2"]
    address = f"{email}@proef.example"
    made, token = accounts.invite(administrator.actor, administrator.organisation_id, address, name, [Role.BUYER])
    scene.thing("invitation", "2", own, made.id)
    other, only = scene.word("name of the right colleague 2", frozenset(("admin2",))), frozenset(("admin2",))
    handed = admission.propose(token, other, f"{other}@proef.example", scene.word("note of a handover", only))
    scene.thing("handover", "of gemeente 2", only, handed.id)
    scene.things.setdefault("token", [])
    scene.thing("token", "of nothing", NONE, token=token[::-1])
    _api_client(scene)
    _log_in_of_organisation(scene)


def _log_in_of_organisation(scene: Scene) -> None:
    """Gemeente 2 has a log-in of its own, that nobody uses yet: its administrator and VNG see where it stands.

    That of gemeente 3 is in use: its people may join their account to it.
    """
    owners = frozenset(("admin2", "vng-admin"))
    place, client = scene.word("issuer of gemeente 2", owners), scene.word("client id of gemeente 2", {"admin2"})
    name = scene.word("short name of a log-in", {"admin2"})
    issuer, used = f"https://{place}.example", "https://inlog-in-gebruik.example"
    kept = {each: scene.word(f"{each} of gemeente 2", NONE, owners) for each in ("tenant", "kvk_claim", "acting_claim")}
    made = _log_in(
        scene.world.municipalities[1], short_name=name, issuer=issuer, client_id=client, tested_at=clock.now(), **kept
    )
    scene.thing("log-in to link", "switched off", NONE, made.id)
    scene.thing("log-in", "switched off", EVERYBODY, short_name="onbekende-naam")
    scene.thing("organisation with a log-in", "2", EVERYBODY, made.organisation_id)
    person = scene.world["admin3"]
    joined = _log_in(person.organisation_id, short_name="gebruikt", issuer=used, client_id="a")
    joined.active_from, joined.proof, joined.key_sealed = clock.now(), ClientProof.KEY, provider_calls.new_key()
    scene.thing("log-in to link", "of gemeente 3", gemeente(3), joined.id)
    subject = scene.word("subject at a log-in", NONE, {"admin3"})
    session().add(ProviderLink(provider_id=joined.id, issuer=used, subject=subject, user_id=person.user_id))
    session().flush()


def _log_in(organisation_id: uuid.UUID, **facts: Any) -> IdentityProvider:
    made = IdentityProvider(
        organisation_id=organisation_id,
        proof=ClientProof.SECRET,
        levels=[],
        authorization_endpoint="https://inlog.example/a",
        token_endpoint="https://inlog.example/t",
        jwks_uri="https://inlog.example/k",
        sends_issuer=False,
        posts_secret=False,
        **facts,
    )
    session().add(made)
    session().flush()
    return made


def _api_client(scene: Scene) -> None:
    """A client of gemeente 1; only its administrator knows that it is there."""
    only = frozenset(("admin1",))
    day, name = clock.today() + timedelta(days=90), scene.word("name of an API client", only)
    made, _secret = clients.add_client(scene.world["admin1"].also(Role.CISO), name, [Role.CISO], [Scope.READ], day)
    scene.thing("api client", "of gemeente 1", only, made.id)


def _resets(scene: Scene) -> None:
    """VNG asks a new administrator for suppliers 1 and 2; that of supplier 2 was approved, so its people may object."""
    of_vng = COORDINATORS | {"vng-admin"}
    for number, key in enumerate(scene.world.vendors, 1):
        scene.thing("supplier to reset", str(number), COORDINATORS, key, seen=supplier(number) | VNG | GEMEENTEN)
    for number in (1, 2):
        key, everybody = scene.world.vendors[number - 1], supplier(number) | of_vng
        phone = scene.word(f"number that was called {number}", of_vng)
        contact = session().scalars(select(Contact).where(Contact.vendor_id == key)).one()
        usual, contact.phone = contact.phone, f"030 {phone}"
        session().flush()
        made = resets.ask_reset(
            scene.world["coordinator"].actor,
            key,
            name=scene.word(f"name of new administrator {number}", everybody),
            email=f"{scene.word(f'address of new administrator {number}', everybody)}@proef.example",
            language="nl",
            reason=scene.word(f"reason of a reset {number}", of_vng),
            call_note=f"Bevestigd {phone}",
            contact_id=contact.id,
        )
        contact.phone = usual
        session().flush()
        scene.thing("reset", str(number), everybody, made.id)
        scene.thing("reset to stop", str(number), of_vng, made.id, seen=everybody)
        if number == 1:
            scene.thing("reset to approve", "1", of_vng - {"coordinator"}, made.id, seen=everybody)
        else:
            resets.approve_reset(scene.world["coordinator2"].actor, made.id)
            scene.thing("reset to object to", "2", supplier(2), made.id, seen=everybody)


def _reviews(scene: Scene) -> None:
    """Gemeente 2 goes through the rights of its people, gemeente 3 has done so; only their administrators do."""
    for number in (2, 3):
        town, only = scene.world.municipalities[number - 1], frozenset((f"admin{number}",))
        long_ago = clock.now() - timedelta(days=400)
        session().execute(update(Membership).where(Membership.organisation_id == town).values(created_at=long_ago))
        made = reviews.open_review(town)
        assert made is not None
        scene.thing("access review", f"of gemeente {number}", only, made.id)
        lines = session().scalars(select(AccessReviewLine.id).where(AccessReviewLine.review_id == made.id)).all()
        if number == 2:
            scene.thing("access review line", "of gemeente 2", only, lines[0])
        for line in lines if number == 3 else ():
            reviews.decide(scene.world["admin3"].actor, line, Decision.KEEP, [])
    session().get_one(User, scene.world["owner2"].user_id).blocked_at = clock.now()
    member = scene.world["owner2"].membership_id
    scene.thing("blocked member", "owner2", {"admin2"}, member, seen={"vng-admin"})
    session().flush()


def _onboarding(scene: Scene) -> None:
    """A list of first administrators: VNG's functional administrator works with it, nobody else."""
    only = frozenset(("vng-admin",))
    name, place = scene.word("name in a list", only), scene.word("organisation in a list", only)
    street, file = scene.word("street in a list", only), scene.word("file name of a list", only)
    unclear = f"{place};{name};{name}@proef.example;{street} 1"
    partnership = session().get_one(Organisation, scene.things["partnership"][0].args["key"])
    for label, rows in (("1", [unclear, f"GM9976;{name};{name}@proef.example;Weg 1"]), ("sent", [_row(partnership)])):
        body = "\n".join(("Organisatie;Naam;Mailadres;Adres", *rows))
        made = onboarding.start(scene.world["vng-admin"].actor, io.BytesIO(body.encode()), f"{file}.csv")
        scene.thing("onboarding list", label, only, made.id)
        query = select(OnboardingRow.id).where(OnboardingRow.list_id == made.id).order_by(OnboardingRow.number)
        scene.thing("onboarding row", label, only, session().scalars(query).first())
    onboarding.make_letters(scene.world["vng-admin"].actor, made.id)


def _row(organisation: Organisation) -> str:
    """Somebody of this organisation can be written to."""
    return f"{organisation.name};Eerste Beheerder;eerste@proef.example;Weg 2"
