"""What can go wrong with people, their keys, and the requests they repeat."""

from __future__ import annotations

from service.problems import Problem


class IdempotencyInProgress(Problem):
    """The first request with this Idempotency-Key is still running.

    Wait for as long as `Retry-After` says, then send the same request with the same key: you receive the answer of
    the first one. Nothing was done twice.
    """

    status, slug, title = 409, "idempotency-in-progress", "The same request is still running"


class IdempotencyKeyReused(Problem):
    """This Idempotency-Key was already used for a different request (another address, or another body).

    Nothing was changed. Make a new key for each request that is meant to do something; repeat a key only to repeat
    exactly the same request.
    """

    status, slug, title = 422, "idempotency-key-reused", "The idempotency key belongs to another request"


class WrongPassword(Problem):
    """The e-mail address and the password do not belong together.

    Cutdown does not say which of the two is wrong. Check both; an administrator of your organization can set a new
    password.
    """

    status, slug, title = 401, "wrong-password", "E-mail address or password is wrong"


class TooManyAttempts(Problem):
    """There were too many failed sign-ins with this e-mail address or from this network.

    Wait for as long as `Retry-After` says. Nobody is locked out: who is signed in stays signed in, and an address from
    which the account was entered before is not held to the failures of others.
    """

    status, slug, title = 429, "too-many-attempts", "Too many failed sign-ins"


class CrossSite(Problem):
    """A page of another site tried to use your sign-in.

    A change that is authorised by the session cookie must come from a page of this Cutdown: the browser says so with
    `Sec-Fetch-Site` or `Origin`. Programs use an API key instead, which is not bound to a site.
    """

    status, slug, title = 403, "cross-site", "The request comes from another site"


class EmailTaken(Problem):
    """Somebody already signs in with this e-mail address. Use another one, or give that person a role."""

    status, slug, title = 409, "email-taken", "The e-mail address is taken"


class LastAdmin(Problem):
    """This is the only administrator of the whole organization, and there must be one.

    Give somebody else the role `admin` on every brand and market first.
    """

    status, slug, title = 409, "last-admin", "An organization needs an administrator"


class LinkEnded(Problem):
    """This link lets nobody in.

    A link works once and not for long: an invitation for seven days, a reset of a password for an hour, and only the
    last one that was made. Cutdown does not say which of these it is. Ask whoever gave it to you for a new one.
    """

    status, slug, title = 404, "link-ended", "This link does not work any more"


class TwoKeysActive(Problem):
    """Two keys of this name are active, which is what a rotation needs and no more.

    `active` lists them. Revoke the one that is no longer used (`DELETE /v1/keys/{id}`), or choose another name.
    """

    status, slug, title = 409, "two-keys-active", "Two keys of this name are active"
