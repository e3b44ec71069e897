# SPDX-License-Identifier: EUPL-1.2
"""A dossier on its way, by the services only: from round to release, with words that can be found back."""

import io
import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Assurance, Axis, Verdict
from samencontroleren.core import clock
from samencontroleren.core.db import session
from samencontroleren.evidence import checking
from samencontroleren.evidence import service as evidence
from samencontroleren.evidence.kinds import DocumentKind
from samencontroleren.responses import service as responses
from samencontroleren.rounds import service as rounds
from samencontroleren.rounds.models import Dossier, Round
from samencontroleren.sharing import service as sharing
from samencontroleren.sharing.models import Release
from tests.support.world import Person, World

VALUES: dict[str, dict[str, object]] = {
    "V-1": {"choice": "meets", "explanation": "ANTWOORD-V1"},
    "V-2": {"text": "ANTWOORD-V2"},
    "P-1": {"choice": "meets", "explanation": "ANTWOORD-P1"},
    "P-2": {"choice": "yes", "explanation": "ANTWOORD-P2"},
    "P-3": {"choice": "meets", "explanation": "ANTWOORD-P3"},
    "P-4": {"number": "4", "explanation": "ANTWOORD-P4"},
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)

Verdicts = Mapping[str, Verdict]


class Flow:
    """The way of the dossiers of supplier 1 in one round: its product 1a and the supplier itself.

    `round_id`: a round that an earlier flow began, to go on with; without it a round opens.
    """

    def __init__(self, world: World, round_id: uuid.UUID | None = None) -> None:
        self.world = world
        self.round = session().get_one(Round, round_id) if round_id else self._open()
        made = list(session().scalars(select(Dossier).where(Dossier.round_id == self.round.id)))
        self.product_dossier = next(each for each in made if each.product_id)
        self.vendor_dossier = next(each for each in made if not each.product_id)

    def _open(self) -> Round:
        coordinator = self.world["coordinator"].actor
        today = clock.today()
        made = rounds.add_round(
            coordinator,
            f"Proefronde {uuid.uuid4().hex[:6]}",
            self.world.questionnaire,
            today,
            today + timedelta(days=30),
            today + timedelta(days=60),
        )
        rounds.add_products(coordinator, made.id, [self.world.products[0][0]])
        rounds.open_round(coordinator, made.id)
        return made

    def codes(self, dossier: Dossier) -> list[str]:
        """The codes of what this dossier asks."""
        first = "P" if dossier.product_id else "V"
        return [code for code in self.world.requirement_versions if code.startswith(first)]

    def version(self, code: str) -> uuid.UUID:
        """The key of a requirement's wording."""
        return self.world.requirement_versions[code]

    def submit(
        self, dossier: Dossier, confidential: tuple[str, ...] = (), proof: Mapping[str, date | None] | None = None
    ) -> None:
        """The supplier answers all and submits; `proof` gives requirements a document with its last day."""
        actor = self.world["submitter1"].actor
        responses.begin(actor, dossier.id)
        for code in self.codes(dossier):
            hidden = code in confidential
            key = self.version(code)
            answer = responses.save_draft(actor, dossier.id, key, VALUES[code], 0, is_confidential=hidden)
            if proof and code in proof:
                document = self.document(f"Bewijs {code}", proof[code])
                responses.link_document(actor, dossier.id, key, document, "pagina 1")
            session().refresh(answer)
            responses.confirm_answer(actor, dossier.id, key, VALUES[code], answer.revision, is_confidential=hidden)
        responses.submit(actor, dossier.id)

    def submit_standing(self, dossier: Dossier) -> None:
        """In a later round: confirm the answers as they stand and submit."""
        actor = self.world["submitter1"].actor
        responses.begin(actor, dossier.id)
        for question in responses.overview(actor, dossier.id).questions:
            revision = question.answer.revision if question.answer else 0
            responses.confirm_answer(actor, dossier.id, question.version.id, revision=revision)
        responses.submit(actor, dossier.id)

    def document(self, title: str, valid_until: date | None) -> uuid.UUID:
        """A document of supplier 1; each with bytes of its own."""
        actor = self.world["submitter1"].actor
        stream = io.BytesIO(title.encode() + uuid.uuid4().hex.encode())
        made = evidence.add_document(
            actor,
            self.world.vendors[0],
            stream,
            "bewijs.txt",
            title,
            DocumentKind.ISO_27001,
            valid_until=valid_until,
        )
        checking.check(made.id)
        return made.id

    def assign(self, dossier: Dossier) -> None:
        """The co-ordinator assigns the reviewers of gemeente 1 and 2."""
        members = [self.world["reviewer1"].membership_id, self.world["reviewer2"].membership_id]
        rounds.assign_reviewers(self.world["coordinator"].actor, dossier.id, members)

    def judge(self, person: Person, dossier: Dossier, verdicts: Verdicts | None = None) -> None:
        """A reviewer gives a verdict on everything; what is not in `verdicts` meets."""
        for code in self.codes(dossier):
            self.give(person, dossier, code, (verdicts or {}).get(code, Verdict.MEETS))

    def give(self, person: Person, dossier: Dossier, code: str, verdict: Verdict, revision: int = 0) -> None:
        """One verdict, with reasons in which its author can be found back."""
        axes = {Axis.DESIGN: Verdict.MEETS, Axis.EXISTENCE: verdict} if code == "P-3" else {}
        assessments.save_verdict(
            person.actor,
            dossier.id,
            self.version(code),
            code=verdict,
            axes=axes,
            assurance=Assurance.CHECKED,
            public_reason=f"OPENBAAR-{code}-{person.key}",
            confidential_reason=f"GEHEIM-{code}-{person.key}",
            revision=revision,
        )

    def review(self, dossier: Dossier, first: Verdicts | None = None, second: Verdicts | None = None) -> None:
        """Both reviewers judge and say that they are ready."""
        for name, verdicts in (("reviewer1", first), ("reviewer2", second)):
            self.judge(self.world[name], dossier, verdicts)
            assessments.mark_ready(self.world[name].actor, dossier.id)

    def to_hearing(self, dossier: Dossier, verdicts: Verdicts | None = None, **submitted: object) -> None:
        """From invitation to hearing, both reviewers of one mind."""
        self.submit(dossier, **submitted)  # type: ignore[arg-type]  # what submit takes
        self.assign(dossier)
        self.review(dossier, verdicts, verdicts)

    def to_release_desk(self, dossier: Dossier, verdicts: Verdicts | None = None, **submitted: object) -> None:
        """On to the releasing officer: the supplier agrees."""
        self.to_hearing(dossier, verdicts, **submitted)
        assessments.reply_to_hearing(self.world["submitter1"].actor, dossier.id, has_objection=False)

    def publish(self, dossier: Dossier, verdicts: Verdicts | None = None, **submitted: object) -> Release:
        """All the way to a released result."""
        self.to_release_desk(dossier, verdicts, **submitted)
        return sharing.release(self.world["releaser"].actor, dossier.id)

    def publish_both(self, verdicts: Verdicts | None = None, **submitted: object) -> Release:
        """The supplier's result first, then the product's; gives that of the product."""
        self.publish(self.vendor_dossier)
        return self.publish(self.product_dossier, verdicts, **submitted)

    @property
    def vendor_release(self) -> Release:
        """The result of the supplier that is there."""
        return self._released(self.vendor_dossier)

    @property
    def product_release(self) -> Release:
        """The result of the product that is there."""
        return self._released(self.product_dossier)

    def _released(self, dossier: Dossier) -> Release:
        return session().scalars(select(Release).where(Release.dossier_id == dossier.id)).one()
