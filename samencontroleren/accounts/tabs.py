# SPDX-License-Identifier: EUPL-1.2
"""Open tabs belong to a membership: what was opened for one organisation is not sent for another (ASVS 5, 7.2).

Each membership of a session has a CSRF secret of its own, so that a form that was opened for another organisation
does not fit. Who switches back can go on in the tabs that were open. The secrets are in the signed cookie.
"""

import uuid

from flask import current_app, g, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

from samencontroleren.core.errors import Refusal

SECRET = "csrf_token"
"""Where Flask-WTF keeps the secret of the present forms."""
OTHERS = "tabs"
"""The secrets of the memberships one switched away from, by key."""

ELSEWHERE = (
    "U opende deze pagina voor %(then)s. U werkt nu voor %(now)s. Er is niets gewijzigd. Kies rechtsboven weer "
    "%(then)s, of ga verder voor %(now)s."
)


class OtherOrganisation(Refusal):
    """The form was opened for another organisation than the one the person works for now."""

    status = 409
    code = "andere-organisatie"
    title = "Deze pagina hoort bij een andere organisatie"


def change(new: uuid.UUID) -> None:
    """Forms opened from now on belong to another membership; those of the present one rest."""
    others = dict(session.get(OTHERS, {}))
    present = _present()
    if present is not None and SECRET in session:
        others[present] = session.pop(SECRET)
    own = others.pop(str(new), None)
    if own is not None:
        session[SECRET] = own
    session[OTHERS] = others
    g.pop(SECRET, None)


def check() -> None:
    """Raise OtherOrganisation for a form that was opened for another membership of this session.

    A token that fits nothing is left to the CSRF check.
    """
    others = session.get(OTHERS)
    secret = _secret_sent() if others else None
    owner = next((key for key, each in (others or {}).items() if each == secret), None)
    if secret is None or owner is None:
        return
    names = {str(each.id): each.organisation_name for each in g.viewer.memberships}
    raise OtherOrganisation(ELSEWHERE, then=names.get(owner, "…"), now=g.viewer.organisation_name)


def _present() -> str | None:
    viewer = g.get("viewer")
    return next((str(each.id) for each in viewer.memberships if each.is_active), None) if viewer else None


def _secret_sent() -> object:
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        return signer.loads(request.form.get(SECRET, ""))
    except BadData:
        return None
