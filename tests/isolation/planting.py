# SPDX-License-Identifier: EUPL-1.2
"""Builds the scene: canaries in everything that is not in a dossier, then those of `assessed`."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from samencontroleren.accounts.models import Membership, MembershipRole, User
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.organisations import mergers, partnerships
from samencontroleren.organisations import service as organisations
from samencontroleren.organisations.kinds import OrganisationKind, Role
from samencontroleren.organisations.models import Mandate, Organisation
from samencontroleren.procurement import service as procurement
from samencontroleren.procurement.kinds import Weight
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.models import Dossier
from samencontroleren.supplychain import raising
from samencontroleren.supplychain import service as supplychain
from samencontroleren.supplychain.kinds import FlagRule
from samencontroleren.supplychain.models import Flag
from samencontroleren.takeout import service as takeout
from samencontroleren.usage import service as usages
from samencontroleren.vendors import changes
from samencontroleren.vendors.kinds import ChangeKind
from samencontroleren.vendors.models import Contact, Product, ProductVersion, Vendor
from tests.isolation import agreed, assessed, joining, later, offices, reported, talks
from tests.isolation.canaries import (
    COORDINATORS,
    DESK,
    GEMEENTEN,
    GUESTS,
    NONE,
    POOL,
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
        ("guest3", world.vendors[2], OrganisationKind.VENDOR, Role.GUEST),
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
    agreed.plant(scene)
    assessed.plant(scene)
    agreed.plant_requests(scene)
    later.plant(scene)
    joining.plant(scene)
    _other_rounds(scene)
    _ends(scene)
    _conflicts(scene)
    reported.plant(scene)
    _take_out(scene)
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
        if key in GUESTS:  # who manages the supplier's people lets guests in too
            also |= supplier(3)
            managed |= {"vendor-admin3"}
        if key in supplier(3):  # a guest talks with them
            also |= GUESTS
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
        own = supplier(number) | (
            GUESTS if number == 3 else NONE
        )  # led on to the page of their own, which asks a right
        scene.thing("people of", f"supplier {number}", own | {"vng-admin"} | COORDINATORS, key, seen=VNG)


def _vendors(scene: Scene) -> None:
    """Suppliers and products are known to gemeenten and VNG, never to another supplier; contacts to few."""
    for number, key in enumerate(scene.world.vendors, 1):
        own, seen = supplier(number), supplier(number) | GEMEENTEN | VNG
        helping = GUESTS if number == 3 else NONE  # who helps knows whom, and on which product
        name = scene.word(f"name of supplier {number}", seen | helping)
        for row in (session().get_one(Vendor, key), session().get_one(Organisation, key)):
            row.name = f"{row.name} {name}"
        vendor = session().get_one(Vendor, key)
        vendor.website = f"https://{scene.word(f'website of supplier {number}', NONE, seen)}.example"
        vendor.register_number = scene.word(f"register number of supplier {number}", NONE, seen)
        scene.thing("vendor", str(number), seen, key)
        scene.thing("vendor to edit", str(number), own | COORDINATORS, key, seen=seen)
        scene.thing("subject of supplier", str(number), own, key, seen=seen)
        _contact(scene, number, key)
        for letter, product in zip("ab", scene.world.products[number - 1], strict=True):
            found = session().get_one(Product, product)
            also = helping if letter == "a" else NONE
            found.name += f" {scene.word(f'name of product {number}{letter}', seen | also)}"
            found.description = scene.word(f"description of product {number}{letter}", seen)
            scene.thing("product", f"{number}{letter}", seen, product)
            scene.thing("subject of supplier", f"{number}{letter}", own, product, seen=seen)
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
    alone = scene.word("name of a gemeente without people", only, VNG)
    spare = organisations.add_organisation(administrator, OrganisationKind.MUNICIPALITY, alone, "GM9976")
    scene.thing("organisation", "without people", VNG, spare.id)
    reason = scene.word("reason of a takeover", only)
    into = scene.world.vendors[1]
    kind = ChangeKind.TAKEOVER
    change = changes.plan_change(
        administrator, scene.world.vendors[2], kind=kind, into_vendor_id=into, happens_on=clock.today(), reason=reason
    )
    scene.thing("supplier change", "planned", only, change.id)
    reads = gemeente(3) | only
    name = scene.word("name of a partnership", reads, VNG)
    partnership = organisations.add_organisation(administrator, OrganisationKind.PARTNERSHIP, f"Verband {name}")
    scene.thing("partnership", "one", only, partnership.id, seen=VNG)
    past, agreement = _mandate(scene, partnership.id, "ended", NONE), "agreement of a mandate"
    partnerships.end_mandate(administrator, past.id, scene.word("why a mandate ended", NONE, reads))
    mandate = _mandate(scene, partnership.id, agreement, reads)
    scene.thing("mandate", "of gemeente 3", only, mandate.id, seen=reads)


def _mandate(scene: Scene, partnership_id: uuid.UUID, label: str, must: Names) -> Mandate:
    """Gemeente 3 lets a partnership act for it."""
    return partnerships.add_mandate(
        scene.world["vng-admin"].actor,
        partnership_id,
        municipality_id=scene.world.municipalities[2],
        valid_from=clock.today(),
        agreement=scene.word(label, must, gemeente(3) | {"vng-admin"}),
        covers_results=True,
    )


def _contact(scene: Scene, number: int, vendor_id: uuid.UUID) -> None:
    contact = session().scalars(select(Contact).where(Contact.vendor_id == vendor_id)).one()
    reads = supplier(number) | COORDINATORS
    contact.name = scene.word(f"name of contact {number}", reads, VNG)
    contact.email = f"{scene.word(f'address of contact {number}', reads, VNG)}@proef.example"
    contact.phone = f"030 {scene.word(f'phone of contact {number}', reads, VNG)}"
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
        scene.thing("round of reviewers", label, POOL, told.round_id, seen=POOL)
        scene.thing("supplier of round", label, COORDINATORS, told.round_id, vendor_id=world.vendors[2], seen=audience)
    _refused_and_missing(scene, second)


def _refused_and_missing(scene: Scene, second: story.Told) -> None:
    """A refusal is for every gemeente; a proposal to record nothing delivered is VNG's until a second person agrees.

    What is left of the round is cancelled, so that it can be closed.
    """
    world = scene.world
    refused = scene.word("reason to refuse 2b", supplier(2) | DESK, GEMEENTEN | VNG)
    rounds.refuse_dossier(world["submitter2"].actor, second[story.subject(1, 1)], refused)
    missing = scene.word("reason of not delivered 3b", DESK, supplier(3) | GEMEENTEN | VNG)
    rounds.propose_not_delivered(world["coordinator"].actor, second[story.subject(2, 1)], missing)
    rounds.approve_not_delivered(world["coordinator2"].actor, second[story.subject(2, 1)])
    for vendor in (1, 2):
        rounds.cancel_dossier(world["coordinator"].actor, second[story.subject(vendor)], "Proef")
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
    out = scene.word("reason to leave out of a round", COORDINATORS | {"handed"})
    member = scene.world["handed"].membership_id
    rounds.leave_out(scene.world["coordinator"].actor, scene.told.round_id, member, out)


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


def _take_out(scene: Scene) -> None:
    """The vrijgevers of two suppliers took out everything their supplier has; nobody else may have it."""
    for number in (1, 2):
        made = takeout.ask(scene.world[f"submitter{number}"].actor)
        takeout.build(made.id)
        scene.thing("own export", f"{number}", (f"submitter{number}",), made.id)
