# SPDX-License-Identifier: EUPL-1.2
"""The way of a light re-assessment by the services, after a released result."""

from datetime import timedelta

from samencontroleren.assessments import service as assessments
from samencontroleren.assessments.kinds import Verdict
from samencontroleren.core import clock
from samencontroleren.responses import service as responses
from samencontroleren.rounds.kinds import ReassessmentCause
from samencontroleren.rounds.models import Dossier
from samencontroleren.sharing import service
from samencontroleren.sharing.models import Release
from tests.assessments.flow import Flow

CAUSE = ReassessmentCause.NEWER_DOCUMENT


class Again(Flow):
    """A released result, and a part of it again."""

    def begin(self, release: Release, *codes: str) -> Dossier:
        """The co-ordinator has these requirements judged anew."""
        return service.start_reassessment(
            self.world["coordinator"].actor,
            release.id,
            cause=CAUSE,
            explanation="Er is een nieuw certificaat.",
            answers_due_on=clock.today() + timedelta(days=14),
            requirements=[self.version(code) for code in codes],
        )

    def confirm(self, dossier: Dossier, *codes: str) -> None:
        """The supplier confirms the answers that are open, and submits."""
        actor = self.world["submitter1"].actor
        for code in codes:
            answer = responses.overview(actor, dossier.id).question(self.version(code)).answer
            assert answer is not None
            responses.confirm_answer(actor, dossier.id, self.version(code), revision=answer.revision)
        responses.submit(actor, dossier.id)

    def judge_again(self, dossier: Dossier, code: str, verdict: Verdict) -> None:
        """Two reviewers judge what is open, up to the hearing."""
        for name in ("reviewer1", "reviewer2"):
            self.give(self.world[name], dossier, code, verdict)
            assessments.mark_ready(self.world[name].actor, dossier.id)

    def to_desk(self, dossier: Dossier, code: str, verdict: Verdict = Verdict.MEETS) -> Dossier:
        """On to the releasing officer: the supplier agrees."""
        self.confirm(dossier, code)
        self.assign(dossier)
        self.judge_again(dossier, code, verdict)
        assessments.reply_to_hearing(self.world["submitter1"].actor, dossier.id, has_objection=False)
        return dossier

    def finish(self, dossier: Dossier, code: str, verdict: Verdict) -> Release:
        """The whole way: the releasing officer releases."""
        self.to_desk(dossier, code, verdict)
        return service.release(self.world["releaser"].actor, dossier.id)
