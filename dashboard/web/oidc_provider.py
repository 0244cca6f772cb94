"""A city's own sign-on (OpenID Connect), as its client: where to send somebody, and what the answer is worth.

Authorization code with PKCE (RFC 7636); the ID token's signature is verified with joserfc, its claims with
Authlib. Imported only where a sign-on is configured: the extra ``oidc`` brings both.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard.web.hosts import LOOPBACK
from feeds.errors import BadInput, WanglouError
from feeds.model import Utc
from feeds.untrusted import decode_untrusted

DEADLINE_S: Final = 5.0
"""For each of the three questions, from its first byte to its last."""
ANSWER_BYTES: Final = 256 * 1024
DISCOVERY_S: Final = 3600
"""How long the provider's description of itself is believed."""
LEEWAY_S: Final = 30
"""By which clocks may differ."""
SCOPE: Final = "openid profile email"
ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
)
"""Of the provider's own key. Never "none", and never one that the client's secret would verify."""
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotVouched(WanglouError):  # noqa: N818 - it is an answer
    """The sign-on did not vouch for anybody; ``str()`` says why, without what is secret."""


class Provider:
    """One provider. ``transport`` is for tests; requests follow no redirect and ask no proxy."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._issuer = issuer
        self._id = client_id
        self._secret = client_secret
        self._transport = transport
        self._known: tuple[Utc, Mapping[str, Any]] | None = None

    async def address(self, redirect: str, state: str, nonce: str, verifier: str, now: Utc) -> str:
        """Where to send a browser. Raises NotVouched when the provider does not say."""
        known = await self._description(now)
        address: str = prepare_grant_uri(
            known["authorization_endpoint"], self._id, "code", redirect, SCOPE, state, nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier), code_challenge_method="S256",
        )  # fmt: skip
        return address

    async def claims(
        self, code: str, redirect: str, nonce: str, verifier: str, now: Utc
    ) -> Mapping[str, Any]:
        """What the provider says of whoever came back with ``code``, verified. Raises NotVouched."""
        known = await self._description(now)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect,
                "code_verifier": verifier}  # fmt: skip
        answer = await self._asked("token_endpoint", known["token_endpoint"], **self._as_client(known, form))
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise NotVouched("the sign-on's answer holds no id_token")
        keys = await self._asked("jwks_uri", known["jwks_uri"])
        return self._verified(token, keys, known, {"nonce": nonce, "access_token": access}, now)

    def _verified(
        self,
        token: str,
        keys: Any,
        known: Mapping[str, Any],
        params: dict[str, Any],
        now: Utc,
    ) -> Mapping[str, Any]:
        offered = known.get("id_token_signing_alg_values_supported", ["RS256"])
        allowed = [name for name in ALGORITHMS if isinstance(offered, list) and name in offered]
        options: Any = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._id},
        }
        try:
            trusted = KeySet.import_key_set(keys)
            decoded = jwt.decode(token, trusted, allowed, registry=jws.JWSRegistry(algorithms=allowed))
            params["client_id"] = self._id
            claims = CodeIDToken(decoded.claims, decoded.header, options, params)
            claims.validate(int(now), LEEWAY_S)
        except (JoseError, ValueError, TypeError, KeyError) as exc:
            raise NotVouched(f"the sign-on's id_token is refused: {_named(exc)}") from exc
        return dict(claims)

    def _as_client(self, known: Mapping[str, Any], form: dict[str, str]) -> dict[str, Any]:
        """Who asks: by basic authentication, in the form where only that is offered, by name without a
        secret.
        """
        if not self._secret:
            return {"form": {**form, "client_id": self._id}}
        methods = known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if isinstance(methods, list) and "client_secret_basic" not in methods:
            return {"form": {**form, "client_id": self._id, "client_secret": self._secret}}
        return {"form": form, "auth": httpx.BasicAuth(self._id, self._secret)}

    async def _description(self, now: Utc) -> Mapping[str, Any]:
        if self._known is not None and 0 <= now - self._known[0] < DISCOVERY_S:
            return self._known[1]
        address = get_well_known_url(self._issuer, external=True)
        found = await self._asked("oidc_issuer", address)
        if found.get("issuer") != self._issuer:
            raise NotVouched("the sign-on describes itself under another name than oidc_issuer")
        for name in ENDPOINTS:
            require_safe(name, found.get(name))
        self._known = now, found
        return found

    async def _asked(
        self, what: str, address: str, form: dict[str, str] | None = None, auth: httpx.Auth | None = None
    ) -> Mapping[str, Any]:
        """A JSON object from there. Raises NotVouched for anything else."""
        method = "GET" if form is None else "POST"
        client = httpx.AsyncClient(
            transport=self._transport, timeout=DEADLINE_S, follow_redirects=False, trust_env=False
        )
        body = bytearray()
        try:
            async with client, client.stream(method, address, data=form, auth=auth) as answer:
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > ANSWER_BYTES:
                        raise NotVouched(f"the sign-on's {what} answers more than {ANSWER_BYTES} bytes")
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise NotVouched(f"the sign-on's {what} does not answer: {type(exc).__name__}") from exc
        if answer.status_code != 200:
            raise NotVouched(f"the sign-on's {what} answers {answer.status_code}")
        return _object(what, bytes(body))


def require_safe(name: str, address: object) -> None:
    """Raises NotVouched unless it is https, or http on this very machine."""
    parts = urlsplit(address) if isinstance(address, str) else None
    safe = parts is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )
    if not safe:
        raise NotVouched(f"the sign-on's {name} is no https address")


def _object(what: str, body: bytes) -> Mapping[str, Any]:
    try:
        value = decode_untrusted(body, longest=ANSWER_BYTES)
    except BadInput as exc:
        raise NotVouched(f"the sign-on's {what} answers no JSON") from exc
    if not isinstance(value, dict):
        raise NotVouched(f"the sign-on's {what} answers no JSON object")
    return value


def _named(exc: Exception) -> str:
    """A word or two; never what stood in the token."""
    return str(getattr(exc, "error", "")) or type(exc).__name__
