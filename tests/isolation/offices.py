# SPDX-License-Identifier: EUPL-1.2
"""Canaries in VNG's own work and on the platform itself; and the keys with which everybody comes in."""

import io
import uuid
from datetime import timedelta

from sqlalchemy import select

from samencontroleren.accounts.models import LoginSession, Passkey, PersonalToken, User
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.core.scheduler import JobRun, RunState
from samencontroleren.core.security import digest, new_token
from samencontroleren.evidence import service as evidence
from samencontroleren.notifications import service as notifications
from samencontroleren.notifications.models import Notice
from samencontroleren.parameters import service as parameters
from samencontroleren.parameters.kinds import Code
from samencontroleren.questionnaires import service as questionnaires
from samencontroleren.questionnaires.kinds import AddressedTo, AnswerKind, Severity, Subject
from samencontroleren.questionnaires.models import CatalogueImport, ImportProfile, Requirement, RequirementVersion
from samencontroleren.questionnaires.sheet_mapping import fingerprint
from samencontroleren.questionnaires.sheets import Mapping
from tests.isolation.canaries import COORDINATORS, GEMEENTEN, NONE, VNG, Scene


def plant(scene: Scene) -> None:
    """The catalogue, the start page, jobs, sessions and tokens."""
    _profile(scene)
    _catalogue(scene)
    _platform(scene)
    _settings(scene)
    _keys(scene)


def _catalogue(scene: Scene) -> None:
    """A draft questionnaire, a requirement that only it has, an import: VNG's own work."""
    actor = scene.world["coordinator"].actor
    draft = questionnaires.add_questionnaire(actor, scene.word("name of draft questionnaire", VNG))
    scene.thing("questionnaire", "draft", VNG, draft.id)
    scene.thing("questionnaire", "published", VNG | GEMEENTEN, scene.world.questionnaire)
    scene.thing("questionnaire to edit", "draft", COORDINATORS, draft.id, seen=VNG)
    known = session().scalars(select(Requirement.id).where(Requirement.code == "P-1")).one()
    questionnaires.set_items(actor, draft.id, [_requirement(scene), known], draft.revision)
    inside, name = scene.word("cell of import", COORDINATORS), scene.word("file name of import", COORDINATORS)
    sheet = io.BytesIO(f"Nummer;Eis\n1;Toegang is geregeld {inside}\n2;Nog een eis\n".encode())
    made = questionnaires.start_import(actor, evidence.files(), sheet, f"{name}.csv")
    _recognised(scene, made)
    scene.thing("import", "1", COORDINATORS, made.id, revision=made.revision, sheet=made.sheet)
    other = _mapped(scene, "1;Een eis")
    done = _mapped(scene, f"2;Nog een eis\n{scene.word('row that can not be used', COORDINATORS)};")
    scene.thing("import", "mapped", COORDINATORS, other.id, revision=other.revision, sheet=other.sheet)
    questionnaires.confirm_import(actor, evidence.files(), done.id, done.revision)
    scene.thing("import", "done", COORDINATORS, done.id, revision=done.revision, sheet=done.sheet)


def _mapped(scene: Scene, rows: str) -> CatalogueImport:
    """An import of which it is said what each column holds."""
    actor, store = scene.world["coordinator"].actor, evidence.files()
    made = questionnaires.start_import(actor, store, io.BytesIO(f"Nummer;Eis\n{rows}\n".encode()), "proef.csv")
    _recognised(scene, made)
    mapping = Mapping({"external_id": 0, "text": 1}, frozenset(), False)
    return questionnaires.set_mapping(actor, store, made.id, made.revision, mapping=mapping, prefix="Y")


def _recognised(scene: Scene, made: CatalogueImport) -> None:
    """The header is pointed out."""
    actor, store = scene.world["coordinator"].actor, evidence.files()
    sheet = questionnaires.header_step(actor, store, made.id).sheet
    questionnaires.set_header(actor, store, made.id, made.revision, sheet=sheet, header_row=1, header_rows=1)


def _profile(scene: Scene) -> None:
    """The columns of these sheets are known."""
    name = scene.word("name of an import profile", {"coordinator"}, COORDINATORS)
    columns = {"columns": {"external_id": 0, "text": 1}, "fill_down": [], "headings_as_theme": False}
    known = fingerprint(["Nummer", "Eis"])
    session().add(ImportProfile(name=name, fingerprint=known, mapping=columns, header_rows=1))
    session().flush()


def _settings(scene: Scene) -> None:
    """A value that is planned: VNG reads why, nobody else that there are settings."""
    actor, code = scene.world["vng-admin"].actor, Code.SUPPLEMENT_DAYS.value
    day = clock.today() + timedelta(days=40)
    reason = scene.word("reason of setting", VNG)
    parameters.set_value(actor, code, fields={"value": "15"}, counts_from=day, reason=reason, revision=0)
    scene.thing("parameter", code, VNG, code=code)
    scene.thing("parameter to edit", code, {"vng-admin"}, code=code, seen=VNG)


def _requirement(scene: Scene) -> uuid.UUID:
    row = Requirement(code="X-1", source="proef")
    session().add(row)
    session().flush()
    title = scene.word("title of unpublished requirement", VNG)
    text = {"title": title, "text": title, "why": "", "explanation": ""}
    wording = RequirementVersion(
        requirement_id=row.id,
        number=1,
        made_at=clock.now(),
        subject=Subject.PRODUCT,
        addressed_to=AddressedTo.SUPPLIER,
        answer_kind=AnswerKind.TEXT,
        theme=scene.word("theme of unpublished requirement", VNG),
        segment=scene.word("segment of unpublished requirement", NONE, VNG),
        texts={"nl": text},
        options=[],
        aspects=[],
        proof=[],
        norms=[],
        is_key=False,
        weight=1,
        severity=Severity.LOW,
        digest="1" * 64,
    )
    session().add(wording)
    session().flush()
    scene.thing("requirement", "unpublished", VNG, row.id)
    scene.thing("requirement to edit", "unpublished", COORDINATORS, row.id, seen=VNG)
    return row.id


def _platform(scene: Scene) -> None:
    """The start page and the pages of the platform itself."""
    reviewer = scene.world["reviewer1"]
    link = f"/dossiers?zoek={scene.word('link of a notice', {'reviewer1'})}"
    notifications.notify("canary", reviewer.membership_id, "reminder", link=link)
    notifications.notify("told", reviewer.membership_id, "invitation_accepted", link="/dossiers")
    for notice in session().scalars(select(Notice).where(Notice.key.in_(("canary", "told")))):
        scene.thing("notice", notice.key, {"reviewer1"}, notice.id)
    error = scene.word("error of a job", COORDINATORS | {"vng-admin"})
    moment = clock.now()
    run = JobRun(job="flags", period="2026-01-01", state=RunState.FAILED, lease_until=moment, last_error=error)
    session().add(run)
    session().flush()


def _keys(scene: Scene) -> None:
    """A session for everybody whose account is not blocked, a personal token for every membership of theirs.

    The second factor stays fresh however long is asked: those acts are to be refused for want of a right alone. And
    the session counts as seen just now: what a request writes for its session once a minute is undone with the
    request here, so that each would write it anew (tests/accounts look at that).
    """
    blocked = set(session().scalars(select(User.id).where(User.blocked_at.is_not(None))))
    for key, person in scene.world.people.items():
        if person.user_id in blocked:
            continue
        scene.sessions[key], scene.tokens[key] = new_token(), new_token()
        device = scene.word(f"device of {key}", NONE, {key})
        row = LoginSession(
            token_digest=digest(scene.sessions[key]),
            user_id=person.user_id,
            membership_id=person.membership_id,
            factor_at=clock.now() + timedelta(hours=12),
            seen_at=clock.now() + timedelta(hours=12),
            device=device,
            address=scene.word(f"computer of {key}", NONE, {key}),
            acting_subject=scene.word(f"who acts for {key}", NONE, {key}),
        )
        session().add(row)
        session().add(PersonalToken(membership_id=person.membership_id, token_digest=digest(scene.tokens[key])))
        session().flush()
        if key in ("submitter1", "buyer1"):
            scene.thing("session", f"of {key}", {key}, row.id)
            _passkeys(scene, key, person.user_id)


def _passkeys(scene: Scene, key: str, user_id: uuid.UUID) -> None:
    """Two, so that one can be taken away."""
    for number in (1, 2):
        name = scene.word(f"name of passkey {number} of {key}", {key})
        row = Passkey(user_id=user_id, credential_id=name, public_key=b"", transports=[], name=name)
        session().add(row)
        session().flush()
        if number == 1:
            scene.thing("passkey", f"of {key}", {key}, row.id)
