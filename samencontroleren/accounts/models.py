# SPDX-License-Identifier: EUPL-1.2
"""Tables of people: users, memberships with roles, factors, sessions, invitations, password resets, tokens."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from samencontroleren.accounts.kinds import ClientProof, LoginMethod, Purpose
from samencontroleren.core import clock
from samencontroleren.core.db import Base, Identified, Stamped, enum_type
from samencontroleren.organisations.kinds import Role
from samencontroleren.organisations.models import Organisation

NO_SECRET = ""
"""In place of the digest of a secret: no secret has it."""


class User(Identified, Stamped, Base):
    """A person. The address is stored in lower case. The TOTP secret is encrypted under the platform's key."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(300))
    totp_last_step: Mapped[int] = mapped_column(default=0)
    is_factor_exempt: Mapped[bool] = mapped_column(default=False)
    """Second factor off: only for the invented people of the demonstration and of tests, ignored in production."""
    blocked_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    """When a mail last warned that the account will be blocked because nobody uses it."""
    let_in_at: Mapped[datetime | None]
    """When a block was last undone: from then on the days without log-in are counted anew."""
    is_machine: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The account of an API client: no person, so it has no password, no mail and no place in lists of people."""

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="raise")


class Membership(Identified, Stamped, Base):
    """A person in an organisation, with roles; ended memberships stay."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), index=True)
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="memberships", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    roles: Mapped[list["MembershipRole"]] = relationship(cascade="all, delete-orphan", lazy="raise")


class MembershipRole(Base):
    """One role in a membership."""

    __tablename__ = "membership_roles"

    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(enum_type(Role, "role"), primary_key=True)


class Passkey(Identified, Base):
    """A passkey of a person (WebAuthn): the public half of a key that lives in a phone, computer or security key."""

    __tablename__ = "passkeys"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    """base64url; at most 1023 bytes (WebAuthn 3, 4)."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    """How often the device says the key was used (unsigned 32 bits; always 0 for keys that are synchronised)."""
    transports: Mapped[list[str]]
    name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]
    doubted_at: Mapped[datetime | None]
    """When its counter ran back: there may be a copy, so the key opens nothing any more."""

    user: Mapped[User] = relationship(lazy="raise")


class PasskeyChallenge(Identified, Base):
    """A random number that a passkey must sign: for one purpose, once, within minutes."""

    __tablename__ = "passkey_challenges"

    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose, "passkey_challenge_purpose"))
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """Whose passkey is asked; None at the log-in, where the passkey says who it is."""
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryCode(Identified, Base):
    """A code on paper for somebody without the device of the second factor. Only its keyed digest is here."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]


class IdentityProvider(Identified, Stamped, Base):
    """The log-in of an organisation (OpenID Connect). This row decides the organisation, never a mail address."""

    __tablename__ = "identity_providers"

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), unique=True)
    short_name: Mapped[str] = mapped_column(String(60), unique=True)
    """What people type or have in their bookmarks to come here."""
    issuer: Mapped[str] = mapped_column(String(300))
    client_id: Mapped[str] = mapped_column(String(200))
    proof: Mapped[ClientProof] = mapped_column(enum_type(ClientProof, "identity_provider_proof"))
    secret_sealed: Mapped[str | None] = mapped_column(String(2000))
    key_sealed: Mapped[str | None] = mapped_column(String(8000))
    levels: Mapped[list[str]]
    """The levels (`acr`) that are asked and accepted; none: any."""
    counts_as_factor: Mapped[bool] = mapped_column(default=False)
    """Whether these levels hold a second factor, so that ours is not asked too."""
    tenant: Mapped[str] = mapped_column(String(100), default="")
    kvk_claim: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Where an eHerkenning broker names the KvK number of the organisation; it must be that of ours."""
    acting_claim: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Where it names who acts: kept with what is done in the name of the organisation."""
    authorization_endpoint: Mapped[str] = mapped_column(String(500))
    token_endpoint: Mapped[str] = mapped_column(String(500))
    jwks_uri: Mapped[str] = mapped_column(String(500))
    sends_issuer: Mapped[bool]
    """The provider promises to name itself when it sends somebody back (RFC 9207)."""
    posts_secret: Mapped[bool]
    tested_at: Mapped[datetime | None]
    """When an administrator came back through it, since the last change."""
    active_from: Mapped[datetime | None]
    """None: nobody can log in through it."""
    is_obligatory: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def is_active(self) -> bool:
        return self.active_from is not None


class ProviderLink(Identified, Base):
    """Which person somebody at a provider is; made with an invitation, or by the person while logged in."""

    __tablename__ = "provider_links"
    __table_args__ = (UniqueConstraint("provider_id", "issuer", "subject"), UniqueConstraint("provider_id", "user_id"))

    provider_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_providers.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")


class LoginSession(Identified, Base):
    """A session on the server; the cookie holds a token of which only the digest is here."""

    __tablename__ = "login_sessions"

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    factor_at: Mapped[datetime | None]
    """When the second factor was last shown; None: log-in is not finished."""
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="", server_default="")
    """Where the log-in came from."""
    method: Mapped[LoginMethod] = mapped_column(
        enum_type(LoginMethod, "login_session_method"),
        default=LoginMethod.PASSWORD,
        server_default=LoginMethod.PASSWORD.value,
    )
    """How the person logged in, at `started_at`."""
    provider_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("identity_providers.id", ondelete="CASCADE"))
    """The log-in of an organisation through which the person came: the session covers that organisation only."""
    level: Mapped[str | None] = mapped_column(String(100))
    """At which level (`acr`) the provider saw the person."""
    acting_subject: Mapped[str | None] = mapped_column(String(255))
    """Who acts, as an eHerkenning broker names the person."""

    user: Mapped[User] = relationship(lazy="raise")


class Invitation(Identified, Stamped, Base):
    """An invitation to join an organisation: single use, expiring, revocable. Only the token's digest is here."""

    __tablename__ = "invitations"

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    roles: Mapped[list[str]]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    lets_in_first: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Made by VNG for an organisation without administrator: gives that role only while there still is none."""
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    """When a browser first showed the page of the link: a sign for who invited, never a ground for a right."""
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class PasswordReset(Identified, Base):
    """A link to choose another password, used once. Only the token's digest is here."""

    __tablename__ = "password_resets"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")


class PersonalToken(Identified, Base):
    """A bearer token of one membership for the API; made in demonstration and test mode only, for now."""

    __tablename__ = "personal_tokens"

    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    revoked_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship(lazy="raise")


class ApiClient(Identified, Stamped, Base):
    """A system of an organisation that uses the API, with an account, a membership and roles of its own."""

    __tablename__ = "api_clients"

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id", ondelete="RESTRICT"), index=True)
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("memberships.id", ondelete="RESTRICT"), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[list[str]]
    secret_digest: Mapped[str] = mapped_column(String(64))
    """NO_SECRET after the person who knew it left: nothing fits until an administrator gives it another one."""
    secret_held_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    """Who was shown the present secret: what the client does counts as done by this person too."""
    secret_made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_on: Mapped[date]
    """The last day it works."""
    last_used_at: Mapped[datetime | None]
    minute_began_at: Mapped[datetime | None]
    minute_calls: Mapped[int] = mapped_column(default=0, server_default="0")
    """Calls in the present minute, for the limit."""
    revoked_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship(lazy="raise")

    @property
    def is_stopped(self) -> bool:
        """Whether it waits for another secret."""
        return self.secret_digest == NO_SECRET


class ApiToken(Identified, Base):
    """A short-lived bearer token of a client. Only its digest is here."""

    __tablename__ = "api_tokens"

    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_clients.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    client: Mapped[ApiClient] = relationship(lazy="raise")
