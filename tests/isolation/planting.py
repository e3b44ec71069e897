# SPDX-License-Identifier: EUPL-1.2
"""Builds the scene: canaries in everything that is not in a dossier, then those of `assessed`."""

import io
import uuid
from datetime import timedelta

from sqlalchemy import select, update

from samencontroleren.accounts import clients
from samencontroleren.accounts import service as accounts
from samencontroleren.accounts.kinds import ClientProof
from samencontroleren.accounts.models import IdentityProvider, Membership, MembershipRole, User
from samencontroleren.admission import onboarding
from samencontroleren.admission import service as admission
from samencontroleren.admission.models import OnboardingRow
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.organisations import mergers, partnerships
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Organisation
from samencontroleren.organisations.scopes import Scope
from samencontroleren.procurement import service as procurement
from samencontroleren.procurement.kinds import Weight
from samencontroleren.rights import reviews
from samencontroleren.rights import service as resets
from samencontroleren.rights.models import AccessReviewLine
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.models import Dossier
from samencontroleren.supplychain import raising
from samencontroleren.supplychain import service as supplychain
from samencontroleren.supplychain.kinds import FlagRule
from samencontroleren.supplychain.models import Flag
from samencontroleren.usage import service as usages
from samencontroleren.vendors import changes
from samencontroleren.vendors.kinds import ChangeKind
from samencontroleren.vendors.models import Contact, Product, ProductVersion, Vendor
from tests.isolation import assessed, offices, talks
from tests.isolation.canaries import (
    COORDINATORS,
    DESK,
    EVERYBODY,
    GEMEENTEN,
    NONE,
    VNG,
    Names,
    Scene,
    gemeente,
    readers,
    supplier,
)
from tests.support import story
from tests.support.world import Person, World, add_person


def add_people(world: World) -> None:
    """People at the edges: without membership, revoked, handed back, in two organisations, an auditor."""
    auditors = Organisation(kind=OrganisationKind.AUDITOR, name="Auditbureau Verzonnen")
    session().add(auditors)
    session().flush()
    one, three = world.municipalities[0], world.municipalities[2]
    edge: tuple[tuple[str, uuid.UUID, OrganisationKind, *tuple[Role, ...]], ...] = (
        ("nobody", auditors.id, OrganisationKind.AUDITOR, Role.AUDITOR),
        ("auditor", auditors.id, OrganisationKind.AUDITOR, Role.AUDITOR),
        ("former", one, OrganisationKind.MUNICIPALITY, Role.CISO),
        ("handed", three, OrganisationKind.MUNICIPALITY, Role.REVIEWER),
        ("double", world.vendors[1], OrganisationKind.VENDOR, Role.CONTRIBUTOR, Role.SUBMITTER),
    )
    for key, organisation, kind, *roles in edge:
        world.people[key] = add_person(key, organisation, kind, roles)
    for key in ("nobody", "former"):
        session().get_one(Membership, world[key].membership_id).ended_at = clock.now()
    second = Membership(user_id=world["double"].user_id, organisation_id=one)
    second.roles = [MembershipRole(role=Role.CISO)]
    session().add(second)
    session().flush()


def plant(scene: Scene) -> None:
    """Everything, in the order in which it can happen."""
    _people(scene)
    _organisations(scene)
    _vendors(scene)
    _plans(scene)
    _usage(scene)
    assessed.plant(scene)
    _invitations(scene)
    _resets(scene)
    _reviews(scene)
    _onboarding(scene)
    _other_rounds(scene)
    _ends(scene)
    _conflicts(scene)
    _flags(scene)
    talks.plant(scene)
    offices.plant(scene)
    _sets(scene)


def colleagues(person: Person) -> Names:
    """The people of the organisation somebody belongs to."""
    for number in (1, 2, 3):
        for names in (supplier(number), gemeente(number)):
            if person.key in names:
                return names
    return VNG if person.kind is OrganisationKind.VNG else frozenset((person.key,))


def _people(scene: Scene) -> None:
    """Names and addresses: oneself, the own administrator; VNG where it must know, a co-reviewer after the reveal."""
    for key, person in scene.world.people.items():
        user = session().get_one(User, person.user_id)
        own = colleagues(person)
        managed = {each for each in own if each.startswith(("vendor-admin", "admin", "vng-admin"))}
        also = own | VNG if key not in ("nobody", "former", "auditor") else frozenset(("vng-admin",))
        if person.kind is OrganisationKind.VNG:  # who published a questionnaire is no secret among governments
            also |= GEMEENTEN
        if key == "double":  # belongs to gemeente 1 too
            also |= {"admin1"}
            managed |= {"admin1"}
        if key in assessed.PAIR:
            also |= assessed.PAIR
        if key in supplier(1) | supplier(2):  # a supplier talks with its reviewers under its own name
            also |= assessed.PAIR | assessed.BLIND
        living = {key, *(managed if key not in ("former", "nobody") else ())}
        user.name = f"Proef {scene.word(f'name of {key}', living, also)}"
        user.email = f"{scene.word(f'address of {key}', living, also)}@proef.example"
        if key in ("contributor1", "contributor2", "buyer1", "reviewer2", "coordinator"):
            scene.thing("member", key, managed | {"vng-admin"}, person.membership_id)
            scene.thing("own membership", key, {key}, person.membership_id)
    session().flush()


def _organisations(scene: Scene) -> None:
    """A gemeente is known to its own people and VNG; a supplier never meets its name (product.md, 2.1)."""
    for number, key in enumerate(scene.world.municipalities, 1):
        own = gemeente(number) | ({"double"} if number == 1 else NONE)
        row = session().get_one(Organisation, key)
        row.name = f"Gemeente {scene.word(f'name of gemeente {number}', own, VNG)}"
        scene.thing("organisation", f"gemeente {number}", own | VNG, key)
        scene.thing("people of", f"gemeente {number}", own | {"vng-admin"}, key, seen=VNG)
        scene.thing("organisation to edit", f"gemeente {number}", {"vng-admin"}, key, seen=own | VNG)
    for number, key in enumerate(scene.world.vendors, 1):
        scene.thing("organisation", f"supplier {number}", supplier(number) | VNG, key)
        scene.thing("people of", f"supplier {number}", supplier(number) | {"vng-admin"} | COORDINATORS, key, seen=VNG)


def _vendors(scene: Scene) -> None:
    """Suppliers and products are known to gemeenten and VNG, never to another supplier; contacts to few."""
    for number, key in enumerate(scene.world.vendors, 1):
        own, seen = supplier(number), supplier(number) | GEMEENTEN | VNG
        name = scene.word(f"name of supplier {number}", seen)
        for row in (session().get_one(Vendor, key), session().get_one(Organisation, key)):
            row.name = f"{row.name} {name}"
        scene.thing("vendor", str(number), seen, key)
        scene.thing("vendor to edit", str(number), own | COORDINATORS, key, seen=seen)
        _contact(scene, number, key)
        for letter, product in zip("ab", scene.world.products[number - 1], strict=True):
            found = session().get_one(Product, product)
            found.name += f" {scene.word(f'name of product {number}{letter}', seen)}"
            found.description = scene.word(f"description of product {number}{letter}", seen)
            scene.thing("product", f"{number}{letter}", seen, product)
            scene.thing("product to edit", f"{number}{letter}", own | COORDINATORS, product, seen=seen)
            scene.thing("product to use", f"{number}{letter}", GEMEENTEN, product, seen=seen)
            keeps = own | COORDINATORS | {"vng-admin"}
            scene.thing("product to keep", f"{number}{letter}", keeps, product, seen=seen)
            version = ProductVersion(product_id=product, name=scene.word(f"version of product {number}{letter}", seen))
            session().add(version)
            session().flush()
            scene.thing("version", f"{number}{letter}", keeps, version.id, seen=seen)
        scene.thing("vendor to change", str(number), {"vng-admin"}, key, seen=seen)
    session().flush()


def _plans(scene: Scene) -> None:
    """What VNG's functional administrator prepares: a merger, a takeover; a mandate, known to both its sides."""
    administrator, day = scene.world["vng-admin"].actor, clock.today() + timedelta(days=90)
    only: Names = frozenset(("vng-admin",))
    ground = scene.word("ground of a merger", only)
    code = {"new_name": scene.word("name of a gemeente to come", only), "new_code": "GM9990"}
    merger = mergers.plan_merger(
        administrator, part_ids=scene.world.municipalities[:2], happens_on=day, ground=ground, **code
    )
    scene.thing("merger", "planned", only, merger.id)
    reason = scene.word("reason of a takeover", only)
    into = scene.world.vendors[1]
    kind = ChangeKind.TAKEOVER
    change = changes.plan_change(
        administrator, scene.world.vendors[2], kind=kind, into_vendor_id=into, happens_on=day, reason=reason
    )
    scene.thing("supplier change", "planned", only, change.id)
    reads = gemeente(3) | only
    name = scene.word("name of a partnership", reads, VNG)
    partnership = organisations.add_organisation(administrator, OrganisationKind.PARTNERSHIP, f"Verband {name}")
    scene.thing("partnership", "one", only, partnership.id, seen=VNG)
    agreement = scene.word("agreement of a mandate", reads)
    mandate = partnerships.add_mandate(
        administrator,
        partnership.id,
        municipality_id=scene.world.municipalities[2],
        valid_from=clock.today(),
        agreement=agreement,
        covers_results=True,
    )
    scene.thing("mandate", "of gemeente 3", only, mandate.id, seen=reads)


def _contact(scene: Scene, number: int, vendor_id: uuid.UUID) -> None:
    contact = session().scalars(select(Contact).where(Contact.vendor_id == vendor_id)).one()
    reads = supplier(number) | COORDINATORS
    contact.name = scene.word(f"name of contact {number}", reads, VNG)
    contact.email = f"{scene.word(f'address of contact {number}', reads, VNG)}@proef.example"
    scene.thing("contact", str(number), reads, contact.id)


def _usage(scene: Scene) -> None:
    """Gemeente 1 uses product 1a (confirmed), 2 only claims it, 3 uses product 2a whose result is not there yet;
    a claim of 1 was rejected."""
    for number, product, is_confirmed in ((1, 0, True), (2, 0, False), (3, 1, True)):
        words = {
            name: scene.word(f"{name} of use {number}", readers(number)) for name in ("process", "contract_number")
        }
        made = story.use(scene.world, product, 0, number, is_confirmed, **words)
        scene.thing("usage", str(number), readers(number), made.id)
        second = readers(number) - {f"buyer{number}"}
        scene.thing("usage to confirm", str(number), second, made.id, seen=readers(number))
    rejected = story.use(scene.world, 2, 1, 1, is_confirmed=False)
    reason = scene.word("reason of rejected use", readers(1))
    usages.reject_usage(scene.world["owner1"].actor, rejected.id, reason)
    scene.thing("usage", "rejected", readers(1), rejected.id)


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
    """Gemeente 2 has a log-in of its own, that nobody uses yet: its administrator and VNG see where it stands."""
    owners = frozenset(("admin2", "vng-admin"))
    place, client = scene.word("issuer of gemeente 2", owners), scene.word("client id of gemeente 2", {"admin2"})
    name = scene.word("short name of a log-in", {"admin2"})
    made = IdentityProvider(
        organisation_id=scene.world.municipalities[1],
        short_name=name,
        issuer=f"https://{place}.example",
        client_id=client,
        proof=ClientProof.SECRET,
        levels=[],
        authorization_endpoint="https://inlog.example/a",
        token_endpoint="https://inlog.example/t",
        jwks_uri="https://inlog.example/k",
        sends_issuer=False,
        posts_secret=False,
    )
    session().add(made)
    session().flush()
    scene.thing("log-in to link", "switched off", NONE, made.id)
    scene.thing("log-in", "switched off", EVERYBODY, short_name="onbekende-naam")
    scene.thing("organisation with a log-in", "2", EVERYBODY, made.organisation_id)


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
        session().execute(update(Contact).where(Contact.vendor_id == key).values(phone="030 1234567"))
        contact = session().scalars(select(Contact.id).where(Contact.vendor_id == key)).first()
        made = resets.ask_reset(
            scene.world["coordinator"].actor,
            key,
            name=scene.word(f"name of new administrator {number}", everybody),
            email=f"{scene.word(f'address of new administrator {number}', everybody)}@proef.example",
            language="nl",
            reason=scene.word(f"reason of a reset {number}", of_vng),
            call_note=f"Bevestigd {phone}",
            contact_id=contact,
        )
        scene.thing("reset", str(number), everybody, made.id)
        scene.thing("reset to stop", str(number), of_vng, made.id, seen=everybody)
        if number == 1:
            scene.thing("reset to approve", "1", of_vng - {"coordinator"}, made.id, seen=everybody)
        else:
            resets.approve_reset(scene.world["coordinator2"].actor, made.id)
            scene.thing("reset to object to", "2", supplier(2), made.id, seen=everybody)


def _reviews(scene: Scene) -> None:
    """Gemeente 2 goes through the rights of its people; only its administrator does."""
    town, only = scene.world.municipalities[1], frozenset(("admin2",))
    long_ago = clock.now() - timedelta(days=400)
    session().execute(update(Membership).where(Membership.organisation_id == town).values(created_at=long_ago))
    made = reviews.open_review(town)
    assert made is not None
    scene.thing("access review", "of gemeente 2", only, made.id)
    line = session().scalars(select(AccessReviewLine.id).where(AccessReviewLine.review_id == made.id)).first()
    scene.thing("access review line", "of gemeente 2", only, line)
    member = scene.world["contributor1"].membership_id
    scene.thing("blocked member", "contributor1", {"vendor-admin1"}, member, seen={"vng-admin"})


def _onboarding(scene: Scene) -> None:
    """A list of first administrators: VNG's functional administrator works with it, nobody else."""
    only = frozenset(("vng-admin",))
    name, place = scene.word("name in a list", only), scene.word("organisation in a list", only)
    body = f"Organisatie;Naam;Mailadres;Adres\n{place};{name};{name}@proef.example;Weg 1\n"
    made = onboarding.start(scene.world["vng-admin"].actor, io.BytesIO(body.encode()), "lijst.csv")
    scene.thing("onboarding list", "1", only, made.id)
    row = session().scalars(select(OnboardingRow.id).where(OnboardingRow.list_id == made.id)).one()
    scene.thing("onboarding row", "1", only, row)


def _other_rounds(scene: Scene) -> None:
    """A second round of suppliers 2 and 3, and one in preparation for supplier 3."""
    world, due = scene.world, clock.today() - timedelta(days=5)
    seen = GEMEENTEN | VNG
    name = scene.word("name of round 2", supplier(2) | supplier(3) | seen)
    second = story.start_round(world, [story.subject(1, 1), story.subject(2, 1)], f"Ronde {name}", answers_due_on=due)
    third = story.start_round(world, [story.subject(2, 0)], "Ronde drie", is_open=False)
    waiting = scene.word("name of prepared contact 3", COORDINATORS, VNG)
    address = scene.word("address of prepared contact 3", COORDINATORS, VNG)
    row = story.invite(third, 2, waiting, f"{address}@proef.example")
    scene.thing("vendor invitation", "prepared 3", COORDINATORS, row.id)
    everyone = seen | supplier(2) | supplier(3)
    for told, label, audience in (
        (scene.told, "1", everyone | supplier(1)),
        (second, "2", everyone),
        (third, "3", seen | supplier(3)),
    ):
        scene.thing("round", label, audience, told.round_id)
        scene.thing("round to plan", label, COORDINATORS, told.round_id, seen=audience)
        scene.thing("supplier of round", label, COORDINATORS, told.round_id, vendor_id=world.vendors[2], seen=audience)
    _refused_and_missing(scene, second)


def _refused_and_missing(scene: Scene, second: story.Told) -> None:
    """A refusal is for every gemeente; a proposal to record nothing delivered is VNG's until a second person agrees."""
    world = scene.world
    refused = scene.word("reason to refuse 2b", supplier(2) | DESK, GEMEENTEN | VNG)
    rounds.refuse_dossier(world["submitter2"].actor, second[story.subject(1, 1)], refused)
    missing = scene.word("reason of not delivered 3b", DESK, supplier(3) | GEMEENTEN | VNG)
    rounds.propose_not_delivered(world["coordinator"].actor, second[story.subject(2, 1)], missing)
    rounds.approve_not_delivered(world["coordinator2"].actor, second[story.subject(2, 1)])
    for place, own in ((story.subject(1, 1), supplier(2)), (story.subject(2, 1), supplier(3))):
        scene.thing("dossier", f"ended {place.vendor + 1}b", own | DESK, second[place])


def _ends(scene: Scene) -> None:
    """VNG proposes to record that supplier 3 did not deliver its own dossier."""
    key = scene.told[assessed.THREE_WHOLE]
    session().get_one(Dossier, key).due_on = clock.today() - timedelta(days=3)
    session().flush()
    reason = scene.word("proposal of not delivered 3", DESK)
    rounds.propose_not_delivered(scene.world["coordinator"].actor, key, reason)


def _conflicts(scene: Scene) -> None:
    reads = COORDINATORS | {"reviewer3"}
    reason = scene.word("reason of a conflict", reads)
    made = rounds.declare_conflict(scene.world["reviewer3"].actor, scene.world.vendors[2], reason)
    scene.thing("conflict", "of reviewer3", reads, made.id)


def _sets(scene: Scene) -> None:
    """Gemeente 1 and 2 each buy with a set of their own; which products they think of is theirs alone."""
    for number in (1, 2):
        own, only = readers(number), frozenset((f"buyer{number}",))
        buyer = scene.world[f"buyer{number}"].actor
        name, reference = scene.word(f"name of set {number}", own), scene.word(f"reference of set {number}", own)
        made = procurement.add_set(buyer, name, scene.world.questionnaire, reference)
        page = procurement.get_set(buyer, made.id)
        reason = scene.word(f"reason in set {number}", own)
        first = {page.lines[0].id: procurement.Weighed(Weight.OUT, reason)}
        procurement.adjust_lines(buyer, made.id, page.shown.revision, first)
        procurement.add_candidate(buyer, made.id, scene.world.products[0][0])
        scene.thing("set", str(number), own, made.id)
        scene.thing("set to edit", str(number), only, made.id, seen=own)
        scene.thing("theme of set", str(number), only, made.id, theme="toegang", seen=own)


def _flags(scene: Scene) -> None:
    """Proof that ends: of supplier 1 for whoever uses the released product, of supplier 2 for VNG alone."""
    for change in raising.due_changes():
        raising.apply(change)
    for flag in session().scalars(select(Flag).where(Flag.rule == FlagRule.PROOF_ENDING)):
        number = scene.world.vendors.index(flag.vendor_id) + 1
        audience = COORDINATORS | (readers(1) if number == 1 else NONE)
        reason = scene.word(f"reason at flag {number}", COORDINATORS)
        supplychain.triage_flag(scene.world["coordinator"].actor, flag.id, reason, flag.revision)
        scene.thing("flag", str(number), audience, flag.id)
        scene.thing("flag to triage", str(number), COORDINATORS, flag.id, seen=audience)
