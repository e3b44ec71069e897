# SPDX-License-Identifier: EUPL-1.2
"""Where somebody who finds a weak spot turns: security.txt (RFC 9116) and the page with our promises.

Co-ordinated vulnerability disclosure (CVD), as the Dutch guideline of the NCSC describes it: BIO2 5.05.02, 8.08.01.
"""

from datetime import timedelta

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from samencontroleren.core import clock

blueprint = Blueprint("disclosure", __name__)

HOLDS = timedelta(days=180)
"""How long what the file says may be relied on; RFC 9116 asks for less than a year."""


@blueprint.get("/.well-known/security.txt")
def security_txt() -> ResponseReturnValue:
    """The file that machines and researchers look for."""
    base = current_app.config["BASE_URL"]
    expires = (clock.now() + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {current_app.config['SECURITY_CONTACT']}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {base}{url_for('disclosure.security_txt')}",
        f"Policy: {base}{url_for('disclosure.policy')}",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/kwetsbaarheid-melden")
def policy() -> ResponseReturnValue:
    """What we ask of somebody who found a weak spot, and what we promise."""
    contact: str = current_app.config["SECURITY_CONTACT"]
    return render_template("core/disclosure.html", contact=contact, address=contact.removeprefix("mailto:"))
