# SPDX-License-Identifier: EUPL-1.2
"""Canaries in dossiers: supplier 1 released, supplier 2 in review and hearing, supplier 3 still answering."""

import hashlib
import io
import json
import uuid
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import select

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Assurance, Stance, Verdict
from samencontroleren.assessments.models import Hearing, Proposal
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence import uploads
from samencontroleren.evidence.kinds import DOWNLOADED, DocumentKind, Sensitivity, SharingClass
from samencontroleren.evidence.models import Document
from samencontroleren.offline.kinds import Reason
from samencontroleren.offline.layout import Cells
from samencontroleren.offline.models import WorkbookImport
from samencontroleren.offline.reading import Misread, Read, ReadRow
from samencontroleren.questionnaires.kinds import AddressedTo
from samencontroleren.responses import assigning, giving_back, guests
from samencontroleren.responses import service as responses
from samencontroleren.responses.kinds import GiveBackReason
from samencontroleren.responses.models import Answer, AnswerDocument
from samencontroleren.responses.sheet import same_subject
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.kinds import DossierState
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.kinds import RectificationOutcome
from samencontroleren.sharing.models import Release, ReleasedMeasure
from tests.isolation import mending, supplemented
from tests.isolation.canaries import (
    COORDINATORS,
    DESK,
    GEMEENTEN,
    GUESTS,
    NONE,
    RELEASERS,
    VNG,
    Names,
    Scene,
    readers,
    supplier,
)
from tests.support import story
from tests.support.story import Opinion, Place, subject

PAIR: Names = frozenset(("reviewer1", "reviewer2"))
"""The reviewers of supplier 1 and of the dossier of supplier 2 itself."""
BLIND: Names = frozenset(("reviewer1", "reviewer3"))
"""The reviewers of product 2a: the first is ready, the second is at work."""
ONE, ONE_WHOLE, TWO, TWO_WHOLE = subject(0, 0), subject(0), subject(1, 0), subject(1)
THREE, THREE_WHOLE = subject(2, 0), subject(2)
ANSWERING: Names = frozenset(("contributor3", "submitter3"))
"""Who answers for supplier 3."""

INSIDE: dict[Place, Names] = {
    ONE: supplier(1) | PAIR | DESK,
    ONE_WHOLE: supplier(1) | PAIR | DESK,
    TWO: supplier(2) | BLIND | DESK,
    TWO_WHOLE: supplier(2) | PAIR | DESK,
    THREE: supplier(3) | DESK,
    THREE_WHOLE: supplier(3) | DESK,
}
"""Who may open each dossier (product.md, 2.2)."""


def plant(scene: Scene) -> None:
    """Tell all dossiers; supplier 1 goes all the way."""
    _three(scene)
    _two(scene)
    _two_whole(scene)
    _one_whole(scene)
    _one(scene)
    for place, key in scene.told.dossiers.items():
        _addresses(scene, place, key)
    mending.plant(scene, INSIDE, ONE, PAIR)
    _half_sent(scene)
    _read_workbooks(scene)


def proof(
    scene: Scene,
    vendor: int,
    label: str,
    audience: Names,
    more: Mapping[str, Names] | None = None,
    met: Names = NONE,
    **facts: Any,
) -> Document:
    """A document with a canary in everything that is said of it and in the file itself.

    Those who read it meet its title and its text; issuer, scope and file name stand on its page. `more`: who else
    meets one of these words; `met`: who is told that it is there and not for them. What is
    AMBER gemeenten do not take away.
    """
    others = more or {}
    words = {
        name: scene.word(f"{label}: {name}", audience | others.get(name, NONE))
        for name in ("title", "issuer", "scope", "standard")
    }
    towns = readers(1) | readers(2) | readers(3)
    is_taken = facts.get("sensitivity", Sensitivity.AMBER) in DOWNLOADED
    taken = audience if is_taken else audience - towns
    inside, name = scene.word(f"{label}: file", taken, audience), scene.word(f"{label}: filename", audience)
    made = story.add_proof(
        scene.world, vendor, content=story.pdf(f"Verklaring {inside}"), filename=f"{name}.pdf", **{**words, **facts}
    )
    issuer = scene.word(f"{label}: who gave out the certificate", NONE, audience)
    signer: dict[str, Any] = {"signer": scene.word(f"{label}: signer", audience), "issuer": issuer, "signed_at": None}
    made.findings = {"met": {}, "signatures": [{**signer, "is_intact": True, "was_valid": True, "is_whole": True}]}
    own = supplier(vendor + 1)
    read = scene.word(f"{label}: read in its text", NONE if label.startswith("withdrawn") else own, own)
    suggested = {"told": "issuer", "value": read, "words": read, "page": 1, "is_doubtful": False}
    made.findings = {**made.findings, "suggestions": [suggested]}
    scene.thing("document", label, audience, made.id, seen=met)
    scene.thing("file of document", label, taken, made.id, seen=audience)
    scene.thing("page", label, audience, made.id, number=1)
    scene.thing("own document", label, supplier(vendor + 1), made.id, seen=audience)
    return made


def _half_sent(scene: Scene) -> None:
    """A file of each supplier that came in part: not even a colleague of its sender hears of it."""
    for number in (1, 2, 3):
        sender = f"submitter{number}"
        name = scene.word(f"name of a half sent file {number}", {sender})
        facts = {"kind": DocumentKind.OTHER, "sharing": SharingClass.USERS, "title": "", "filename": f"{name}.txt"}
        actor, whole = scene.world[sender].actor, hashlib.sha256(b"ab").hexdigest()
        upload = uploads.start_upload(actor, scene.world.vendors[number - 1], size=2, sha256=whole, **facts)
        uploads.add_part(actor, upload.id, 0, b"a", hashlib.sha256(b"a").hexdigest())
        scene.thing("upload", f"{number}", {sender}, upload.id)
        scene.thing("part of upload", f"{number}", {sender}, upload.id, offset=1)


def _read_workbooks(scene: Scene) -> None:
    """A workbook that waits, of each supplier: not even a colleague of its sender hears of it."""
    for number, place in enumerate((ONE, TWO, THREE), 1):
        sender = f"submitter{number}"
        typed = scene.word(f"what a workbook {number} says", {sender})
        cells = Cells("Voldoet", scene.word(f"answer in a workbook {number}", {sender}))
        row = ReadRow("Blad", 3, scene.world.requirement_versions["P-3"], 0, "", cells)
        read = Read(scene.told[place], "nl", [row], [Misread("Blad", 4, Reason.NO_KEY, typed)])
        made = WorkbookImport(dossier_id=scene.told[place], user_id=scene.world[sender].user_id, revision=1, outcome={})
        made.filename = f"{scene.word(f'name of a workbook {number}', {sender})}.xlsx"
        entry = scene.word(f"file in a zip beside a workbook {number}", {sender})
        made.entries, held = [f"{entry}.pdf"], json.dumps(read.to_json()).encode()
        made.read_key = evidence.files().put(io.BytesIO(held), len(held)).key
        session().add(made)
        session().flush()
        scene.thing("workbook import", f"{number}", {sender}, made.id)


def _three(scene: Scene) -> None:
    """Still answering: what is typed or confirmed is the supplier's own; with P-1 a guest helps, and sees just that."""
    told, own = scene.told, supplier(3)
    typed, sure = scene.word("working answer 3 P-1", own | GUESTS), scene.word("confirmed answer 3 P-2", own)
    story.type_answer(told, THREE, "P-1", {"choice": "partly", "explanation": typed})
    story.confirm(told, THREE, "P-2", {"choice": "yes", "explanation": sure})
    place = scene.word("place of unsubmitted proof 3", own | GUESTS)
    lent = proof(scene, 2, "unsubmitted proof 3", own, {"title": GUESTS})
    story.link_proof(told, THREE, "P-1", lent, place)
    kept = proof(scene, 2, "proof beside the question of a guest 3", own)
    story.link_proof(told, THREE, "P-2", kept)
    _helped(scene)
    task = next(each.args["key"] for each in scene.things["task of guest"] if each.audience)
    for label, paper, reads in (("3 P-1", lent, GUESTS), ("3 P-2, with a colleague", kept, NONE)):
        scene.thing("proof for guest", label, reads, task, document=paper.id)
        scene.thing("page for guest", label, reads, task, document=paper.id, number=1)


def _helped(scene: Scene) -> None:
    """A guest of supplier 3 adds a file at P-1 and talks about it; of P-2, with a colleague, it sees nothing."""
    world, own, key = scene.world, supplier(3), scene.told[THREE]
    contributor, due, asked = world["contributor3"].actor, clock.today(), world.requirement_versions
    said = scene.word("message with the question of a guest 3", GUESTS | ANSWERING, own)
    assigning.assign_questions(contributor, key, [asked["P-1"]], world["guest3"].membership_id, due, said)
    assigning.assign_questions(contributor, key, [asked["P-2"]], world["submitter3"].membership_id, due)
    assigning.assign_questions(contributor, key, [asked["P-4"]], world["submitter3"].membership_id, due)
    why = scene.word("why P-4 is given back 3", ANSWERING, own)
    giving_back.give_back(world["submitter3"].actor, key, asked["P-4"], GiveBackReason.OTHER, why)
    (task,) = responses.entrusted_tasks(world["guest3"].actor)
    revision = responses.overview(contributor, key).question(asked["P-1"]).revision
    scene.thing("task of guest", "3 P-1", GUESTS, task.id, revision=revision)
    _invited(scene, key)
    other = responses.tasks_of(contributor, key)[asked["P-2"]].task
    scene.thing("task of guest", "3 P-2, with a colleague", NONE, other.id)
    title = scene.word("proof of a guest 3: title", own | GUESTS)
    facts = {"title": title, "kind": DocumentKind.OTHER, "sharing": SharingClass.REVIEWERS}
    paper = guests.add_proof(world["guest3"].actor, task.id, BytesIO(story.pdf("Bewijs")), "bewijs.pdf", "", facts)
    scene.thing("document of guest", "3", GUESTS, task.id, document=paper.id)
    scene.thing("own document", "of a guest 3", own, paper.id)


def _invited(scene: Scene, key: uuid.UUID) -> None:
    """P-3 is with somebody outside who has not come yet.

    Who was let in is known to VNG as well; with whom a question is, only to the supplier's own people.
    """
    asked = scene.world.requirement_versions["P-3"]
    name, email = (scene.word(f"{each} of a guest let in 3", NONE, supplier(3) | VNG) for each in ("name", "address"))
    actor = scene.world["contributor3"].actor
    mail = f"{email}@proef.example"
    assigning.assign_to_guest(actor, key, [asked], email=mail, name=name, due_on=clock.today())
    task = responses.tasks_of(actor, key)[asked].task
    task.invited_name = scene.word("with whom a question is 3", ANSWERING, supplier(3))
    task.invited_email = f"{scene.word('address of whom a question is with 3', NONE, supplier(3))}@proef.example"
    session().flush()


def _two(scene: Scene) -> None:
    """In review: one reviewer ready, one at work, one who handed the dossier back."""
    told, own = scene.told, supplier(2)
    older = scene.word("older answer 2 P-1", own)
    story.confirm(told, TWO, "P-1", {"choice": "partly", "explanation": older})
    answered = scene.word("submitted answer 2 P-1", own | BLIND, DESK)
    secret = scene.word("confidential answer 2 P-2", own | BLIND, DESK)
    values = {"P-1": {"choice": "meets", "explanation": answered}, "P-2": {"choice": "no", "explanation": secret}}
    paper = proof(scene, 1, "submitted proof 2", INSIDE[TWO], days=20)
    story.link_proof(told, TWO, "P-1", paper, scene.word("place of submitted proof 2", own | BLIND, DESK))
    story.answer(told, TWO, values, confidential=["P-2"])
    story.submit(told, TWO)
    story.assign(told, TWO, ["reviewer1", "handed"])
    story.opine(told, TWO, "handed", "P-1", opinion(scene, "verdict of who handed back", NONE))
    kept = opinion(scene, "verdict that waits for a successor", {"reviewer3"})
    story.opine(told, TWO, "handed", "P-2", kept)
    reason = scene.word("reason to hand back", COORDINATORS, DESK)
    rounds.hand_back(scene.world["handed"].actor, told[TWO], reason)
    rounds.add_reviewer(scene.world["coordinator"].actor, told[TWO], scene.world["reviewer3"].membership_id)
    supplemented.noted(scene, told[TWO])
    story.judge(told, TWO, "reviewer1", {"P-1": opinion(scene, "blind verdict, ready", {"reviewer1"})})
    story.ready(told, TWO, "reviewer1")
    story.opine(told, TWO, "reviewer3", "P-1", opinion(scene, "blind verdict, at work", {"reviewer3"}))


def opinion(
    scene: Scene,
    where: str,
    must: Any,
    also: Names = NONE,
    *,
    code: Verdict = Verdict.PARTLY,
    deep: Names | None = None,
) -> Opinion:
    """An opinion with a canary in each part of its reason; `deep` reads the confidential part, when not the same."""
    public = scene.word(f"{where}: public reason", must, also)
    return Opinion(code, public, scene.word(f"{where}: confidential reason", must if deep is None else deep, also))


def _two_whole(scene: Scene) -> None:
    """In the hearing: the supplier reads the draft verdict and is writing its reply."""
    told, inside = scene.told, INSIDE[TWO_WHOLE]
    story.answer(told, TWO_WHOLE, {"V-2": {"text": scene.word("submitted answer 2 V-2", inside - DESK, DESK)}})
    story.submit(told, TWO_WHOLE)
    story.assign(told, TWO_WHOLE)
    supplemented.sent(scene, TWO_WHOLE, inside)
    same = opinion(scene, "draft verdict 2 V-1", inside)
    for each in sorted(PAIR):
        story.judge(told, TWO_WHOLE, each, {"V-1": same})
    story.ready(told, TWO_WHOLE)
    draft = scene.word("unsent reply 2", {"submitter2", "double"}, supplier(2))
    hearing = session().scalars(select(Hearing).where(Hearing.dossier_id == told[TWO_WHOLE])).one()
    assessments.save_reply_draft(scene.world["submitter2"].actor, told[TWO_WHOLE], draft, hearing.revision)
    _said(scene, TWO_WHOLE, "V-1", "unsent", supplier(2))


def _said(scene: Scene, place: Place, code: str, label: str, reads: Names) -> None:
    """What a supplier says of one verdict, with proof."""
    number = place.vendor + 1
    actor, key, asked = (
        scene.world[f"submitter{number}"].actor,
        scene.told[place],
        scene.world.requirement_versions[code],
    )
    words = scene.word(f"{label} words on a verdict {number}", reads)
    assessments.save_point(actor, key, asked, Stance.CORRECT, words, 0)
    paper = next(each for each in scene.things["own document"] if each.label.endswith(f"submitted proof {number}"))
    where = scene.word(f"{label} place of proof of a reply {number}", reads)
    assessments.link_proof(actor, key, asked, paper.args["key"], where)


def _one_whole(scene: Scene) -> None:
    """Released, with a document that the supplier has withdrawn since."""
    told, deep = scene.told, readers(1) | INSIDE[ONE_WHOLE]
    paper = proof(scene, 0, "withdrawn proof 1", supplier(1))
    answer = scene.word("released answer 1 V-2", readers(1) | PAIR | supplier(1), DESK)
    story.answer(told, ONE_WHOLE, {"V-2": {"text": answer}}, proofs={"V-1": paper})
    story.submit(told, ONE_WHOLE)
    story.assign(told, ONE_WHOLE)
    same = opinion(scene, "released verdict 1 V-2", deep, code=Verdict.MEETS)
    for each in sorted(PAIR):
        story.judge(told, ONE_WHOLE, each, {"V-2": same})
    story.ready(told, ONE_WHOLE)
    reply = scene.word("reply in hearing 1 whole", supplier(1) | PAIR, DESK)
    story.reply(told, ONE_WHOLE, reply)
    _released(scene, story.release(told, ONE_WHOLE), "vendor")
    evidence.withdraw_document(scene.world["submitter1"].actor, paper.id)


def _one(scene: Scene) -> None:
    """Released after differences, an objection, a reconsideration and a return by the releasing officer."""
    told = scene.told
    _answered(scene)
    story.assign(told, ONE)
    _judged(scene)
    supplemented.dropped(scene, told[ONE], PAIR | DESK)
    story.ready(told, ONE)
    _settled(scene)
    _said(scene, ONE, "P-3", "sent", INSIDE[ONE])
    reply = scene.word("objection 1", supplier(1) | PAIR, DESK)
    story.reply(told, ONE, reply, has_objection=True)
    _reconsidered(scene)
    story.finish_reconsidering(told, ONE)
    reason = scene.word("reason to send back 1", PAIR | DESK)
    sharing.send_back(scene.world["releaser"].actor, told[ONE], DossierState.RECONSIDERING, reason)
    story.finish_reconsidering(told, ONE)
    _released(scene, story.release(told, ONE), "product")


def _answered(scene: Scene) -> None:
    inside, deep = INSIDE[ONE], readers(1) | supplier(1) | PAIR
    told = scene.told
    values = {
        "P-1": {"choice": "meets", "explanation": scene.word("released answer 1 P-1", deep, DESK)},
        "P-2": {"choice": "no", "explanation": scene.word("confidential answer 1 P-2", inside - DESK, DESK)},
    }
    paper = proof(scene, 0, "submitted proof 1", inside | readers(1), days=20)
    proof(scene, 0, "proof in the library 1", supplier(1))
    asked = proof(scene, 0, "proof on request 1", inside | readers(1), sharing=SharingClass.ON_REQUEST)
    other = proof(scene, 0, "other proof on request 1", inside, {"title": readers(1)}, sharing=SharingClass.ON_REQUEST)
    scene.thing("document asked for", "1", readers(1), asked.id)
    scene.thing("document to ask for", "1", readers(1), other.id)
    proofs = {"P-1": paper, "P-3": asked, "P-4": other}
    story.answer(told, ONE, values, confidential=["P-2"], proofs=proofs)
    _of_each_class(scene, inside)
    story.submit(told, ONE)


def _of_each_class(scene: Scene, inside: Names) -> None:
    """All else here is TLP:AMBER; one document of each other class. RED is for those who assess alone."""
    close = supplier(1) | PAIR | {"coordinator"}
    red = proof(scene, 0, "red proof 1", close, met=DESK - close, sensitivity=Sensitivity.RED)
    green = proof(scene, 0, "green proof 1", inside | readers(1), sensitivity=Sensitivity.GREEN)
    clear = proof(scene, 0, "clear proof 1", inside | readers(1), sensitivity=Sensitivity.CLEAR)
    for code, document in (("P-1", red), ("P-3", green), ("P-4", clear)):
        story.link_proof(scene.told, ONE, code, document)


def _judged(scene: Scene) -> None:
    """Equal on P-1 and P-2 (the two reasons are joined), different on P-3 and P-4."""
    told, inside = scene.told, INSIDE[ONE]
    deep = inside | readers(1)
    notes = PAIR | DESK
    for reviewer, code in (("reviewer1", Verdict.MEETS), ("reviewer2", Verdict.PARTLY)):
        opinions = {
            "P-1": opinion(scene, f"verdict 1 P-1 of {reviewer}", deep, code=Verdict.MEETS),
            "P-2": opinion(scene, f"verdict 1 P-2 of {reviewer}", deep, deep=inside),
            "P-3": opinion(scene, f"differing verdict 1 P-3 of {reviewer}", notes, code=code),
            "P-4": opinion(scene, f"differing verdict 1 P-4 of {reviewer}", notes, code=code),
        }
        story.judge(told, ONE, reviewer, opinions)


def _settled(scene: Scene) -> None:
    told, inside = scene.told, INSIDE[ONE]
    first = opinion(scene, "overtaken proposal 1 P-3", NONE, PAIR | DESK)
    story.propose(told, ONE, "P-3", first)
    second = opinion(scene, "agreed proposal 1 P-3, reconsidered later", NONE, inside)
    agreed = story.propose(told, ONE, "P-3", second, by="reviewer2")
    _proposal(scene, agreed)
    story.agree(told, ONE, agreed, by="reviewer1")
    decided = opinion(scene, "decided verdict 1 P-4", inside | readers(1))
    story.decide(told, ONE, "P-4", decided, scene.word("reason of the co-ordinator 1", PAIR | DESK))


def _proposal(scene: Scene, made: Proposal) -> None:
    scene.thing("proposal", "1", PAIR, scene.told[ONE], proposal=made.id, seen=INSIDE[ONE])
    other = scene.told[TWO_WHOLE]
    scene.thing("proposal", "1 through another dossier", NONE, other, proposal=made.id, seen=PAIR | DESK)


def _reconsidered(scene: Scene) -> None:
    told, inside = scene.told, INSIDE[ONE]
    changed = opinion(scene, "reconsidered verdict 1 P-3", inside | readers(1))
    basis = scene.word("what the reply changes 1", inside)
    weighed = Opinion(Verdict.PARTLY, changed.public, changed.confidential, Assurance.AUDITED)
    made = story.propose(told, ONE, "P-3", weighed, basis=basis)
    story.agree(told, ONE, made)


def _released(scene: Scene, made: Release, kind: str) -> None:
    everyone = GEMEENTEN | VNG | supplier(1)
    scene.thing("release", f"1 {kind}", everyone, made.id)
    scene.thing("layers of release", f"1 {kind}", readers(1) | supplier(1) | DESK, made.id, seen=everyone)
    for layer in ("resultaat", "oordelen", "antwoorden"):
        audience = everyone if layer == "resultaat" else readers(1) | supplier(1) | DESK
        scene.thing("layer of release", f"1 {kind} {layer}", audience, made.id, seen=everyone, layer=layer)
    scene.thing("evidence of release", f"1 {kind}", readers(1), made.id, seen=everyone)
    scene.thing("release to recall", f"1 {kind}", RELEASERS, made.id, seen=everyone)
    scene.thing("release to assess again", f"1 {kind}", COORDINATORS, made.id, seen=everyone)
    scene.thing("own release", f"1 {kind}", supplier(1), made.id, seen=everyone)
    words = scene.word(f"what is wrong in result 1 {kind}", readers(1) | supplier(1), DESK)
    asked = sharing.ask_rectification(scene.world["submitter1"].actor, made.id, words)
    is_ready = kind == "product"
    scene.thing("rectification", f"1 {kind}", DESK, asked.id, seen=readers(1) | supplier(1), is_ready=is_ready)
    if not is_ready:
        reads = readers(1) | supplier(1) | DESK
        reason, instead = (
            scene.word("why a result was corrected", reads),
            scene.word("what readers read instead", reads),
        )
        decides = scene.world["coordinator2"].actor
        sharing.decide_rectification(decides, asked.id, RectificationOutcome.GRANTED, reason, instead)
    word = scene.word(f"measure with result 1 {kind}", readers(1) | supplier(1) | DESK)
    words = {"nl": word, "en": word}
    measure = ReleasedMeasure(
        release_id=made.id,
        position=90,
        requirement_code="G-1",
        theme=word,
        addressed_to=AddressedTo.CLIENT,
        titles=words,
        texts=words,
        norms=[],
    )
    session().add(measure)
    session().flush()


def _addresses(scene: Scene, place: Place, key: uuid.UUID) -> None:
    """The pages below a dossier; what a page holds decides who may open it at most."""
    label = f"{place.vendor + 1}{'' if place.product is None else 'ab'[place.product]}"
    own, inside = supplier(place.vendor + 1), INSIDE[place]
    reviewers = (PAIR | BLIND) & inside
    for kind, audience in (
        ("dossier", inside),
        ("dossier of supplier", own),
        ("dossier of reviewers", reviewers),
        ("dossier of VNG", DESK),
        ("dossier to talk about", (own - {f"vendor-admin{place.vendor + 1}"}) | reviewers | COORDINATORS),
        ("dossier to release", RELEASERS),
        ("dossier to coordinate", COORDINATORS),
        ("dossier to supplement", reviewers | COORDINATORS),
        ("assessment", inside - own),
        ("hearing", inside),
    ):
        scene.thing(kind, label, audience, key, seen=inside, is_ready=kind == "dossier of VNG" and place == THREE_WHOLE)
    for theme in ("organisatie", "incidenten") if place.product is None else ("toegang", "continuiteit"):
        scene.thing("theme", f"{label} {theme}", own, key, theme=theme, seen=inside)
    for code in place.codes[:2]:
        asked = scene.world.requirement_versions[code]
        scene.thing("answer", f"{label} {code}", own, key, asked=asked, seen=inside)
        scene.thing("verdict", f"{label} {code}", reviewers, key, requirement=asked, seen=inside)
        scene.thing("reply to a verdict", f"{label} {code}", own, key, requirement=asked, seen=inside)
        scene.thing("draft verdict", f"{label} {code}", inside, key, requirement=asked, seen=inside)
        scene.thing("decision", f"{label} {code}", DESK, key, requirement=asked, seen=inside)
    first = scene.world.requirement_versions[place.codes[0]]
    for each in scene.things["own document"]:
        if each.label.endswith(f"proof {place.vendor + 1}"):
            both = {"asked": first, "document": each.args["key"]}
            scene.thing("linked document", label, own, key, seen=inside, **both)
            under = {"requirement": first, "document": each.args["key"]}
            scene.thing("proof of a reply", label, own, key, seen=inside, **under)
    dossier = session().get_one(Dossier, key)
    for answer in session().scalars(select(Answer).where(same_subject(dossier)).order_by(Answer.id)):
        scene.thing("working answer", label, own, answer.id)
        for link in session().scalars(select(AnswerDocument).where(AnswerDocument.answer_id == answer.id)):
            scene.thing("document under answer", label, own, answer.id, document=link.document_id)
