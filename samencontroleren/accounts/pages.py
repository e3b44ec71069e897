# SPDX-License-Identifier: EUPL-1.2
"""The blueprint of accounts and what its pages share; the views stand in the modules `*_pages`."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samencontroleren.accounts import log_in
from samencontroleren.core.web import local_path

blueprint = Blueprint("accounts", __name__)


def wanted() -> str:
    """Where the person was going, when that is on this host."""
    return local_path(request.values.get("next"))


def go_on(start: log_in.Start) -> ResponseReturnValue:
    """To what follows after the password."""
    if start == log_in.IN:
        return redirect(wanted())
    step = "accounts.factor" if start == log_in.SHOW else "accounts.enroll"
    return redirect(url_for(step, next=wanted()))


def device() -> str:
    """What the browser says it is."""
    return request.user_agent.string


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""
