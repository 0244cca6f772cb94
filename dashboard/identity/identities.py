"""Who may use this installation: the one place to ask and to change it.

All calls block (a millisecond; those with a password some 100): not on an event loop. Each change is one
transaction with its row in the log. ``by`` is the id of the account that does it, or ``COMMAND_LINE``. All
raise StoreUnavailable and StoreBusy, those that change something BadInput naming field and value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from dashboard.identity import accounts as valid
from dashboard.identity import store_accounts as account_rows
from dashboard.identity import store_bearers as bearer_rows
from dashboard.identity.errors import Refused, TooManyTries, Unfit
from dashboard.identity.guesses import prove, succeeded
from dashboard.identity.passwords import Passwords, acceptable
from dashboard.identity.people import (
    COMMAND_LINE,
    Account,
    AuditRow,
    IntakeToken,
    Screen,
    Session,
    SignedIn,
    SignInTry,
)
from dashboard.identity.sessions import ABSOLUTE_S, SESSIONS_MOST, counts, new_id, new_secret, to_be_noted
from dashboard.identity.store import IdentityStore, Writing
from dashboard.identity.store_retention import counted, past, removed
from dashboard.identity.store_states import state, verified
from dashboard.incidents.chain import Verdict
from feeds.model import Utc

__all__ = ["COMMAND_LINE", "Identities", "Refused", "TooManyTries", "identity_url"]

FILE: Final = "identity.sqlite"
CLOCK: Final = "clock"
"""Who ended what nobody ended."""


def identity_url(data: Path, database_url: str) -> str:
    """Where accounts are: in PostgreSQL where the store is, else in a file of their own in the folder."""
    return database_url if database_url.startswith("postgresql") else f"sqlite:///{data / FILE}"


class Identities:
    """Accounts, sessions, screens and tokens of the installation whose identity is at ``url``. Safe from
    several threads and processes. Raises BadSetting where another version made it.
    """

    def __init__(self, url: str) -> None:
        self._store = IdentityStore(url)
        self._passwords = Passwords()

    def close(self) -> None:
        """Give the connections back to the system."""
        self._store.close()

    # Signing in

    def sign_in(self, name: object, password: object, address: str, now: Utc) -> SignedIn:
        """A session for whoever knows name and password. Raises Refused, one sentence for every cause, and
        TooManyTries.
        """
        tried = prove(self._store, self._passwords, name, password, address, now)
        with self._store.writing() as writing:
            succeeded(writing, tried)
            return self._begin(writing, tried.account, now, tried.account)

    def confirm(self, account_id: str, password: object, address: str, now: Utc) -> None:
        """Ask somebody who is signed in for the password again. Raises as ``sign_in`` does."""
        tried = prove(self._store, self._passwords, account_id, password, address, now)
        with self._store.writing() as writing:
            succeeded(writing, tried)

    def begin(self, account_id: str, now: Utc, by: str) -> SignedIn:
        """A session without a password: somebody else vouches, such as the city's own sign-on. Raises Refused
        for an account that is disabled or not there.
        """
        with self._store.writing() as writing:
            return self._begin(writing, account_id, now, by)

    def session(self, secret: str, now: Utc) -> tuple[Session, Account] | None:
        """Whose session this is; None where it does not count. Writes the use down once a minute."""
        with self._store.reading() as connection:
            session = bearer_rows.session_by_secret(connection, secret)
            found = None if session is None else account_rows.account(connection, session.account)
        if session is None or found is None or found[0].disabled or not counts(session, now):
            return None
        if to_be_noted(session.seen_at, now):
            session = replace(session, seen_at=now)
            with self._store.writing() as writing:
                bearer_rows.session_seen(writing.connection, session.id, now)
        return session, found[0]

    def end(self, session_id: str, by: str, now: Utc) -> None:
        """Sign out. Raises BadInput where no such session is open."""
        with self._store.writing() as writing:
            session = bearer_rows.open_session(writing.connection, session_id)
            if session is None:
                raise Unfit("session", session_id, "is no open session", "没有这个会话，或已结束")
            _end(writing, session, "ended", by, now)

    def sessions(self, now: Utc) -> list[Session]:
        """Those that count, used last first."""
        with self._store.reading() as connection:
            return [each for each in bearer_rows.open_sessions(connection) if counts(each, now)]

    def end_sessions_of(self, account_id: str, by: str, now: Utc, keep: str | None = None) -> int:
        """Sign an account out everywhere, except in the session ``keep``; returns how many it was."""
        with self._store.writing() as writing:
            return _end_all(writing, account_id, by, now, keep)

    def end_expired(self, now: Utc) -> int:
        """Write down what is over by the clock, so that ``revocations_after`` tells of it; cheap when there
        is nothing.
        """
        with self._store.reading() as connection:
            if all(counts(each, now) for each in bearer_rows.open_sessions(connection)):
                return 0
        with self._store.writing() as writing:
            over = [each for each in bearer_rows.open_sessions(writing.connection) if not counts(each, now)]
            for session in over:
                _end(writing, session, "expired", CLOCK, now)
            return len(over)

    # Other bearers

    def screen(self, secret: str, now: Utc | None = None) -> Screen | None:
        """Which screen shows this. With ``now`` the use is written down, once a minute."""
        with self._store.reading() as connection:
            screen = bearer_rows.screen_by_secret(connection, secret)
        if screen is not None and now is not None and to_be_noted(screen.seen_at, now):
            with self._store.writing() as writing:
                bearer_rows.screen_seen(writing.connection, screen.id, now)
            return replace(screen, seen_at=now)
        return screen

    def intake_token(self, secret: str) -> IntakeToken | None:
        """What a source that shows this may do."""
        with self._store.reading() as connection:
            return bearer_rows.token_by_secret(connection, secret)

    def revocations_after(self, seq: int) -> tuple[int, frozenset[str]]:
        """Where the log ends, and what was taken back after ``seq``: "session:<id>", "screen:<id>",
        "token:<id>". Cheap; ask again from the end that was returned.
        """
        return self._store.revocations_after(seq)

    # Accounts

    def accounts(self) -> list[Account]:
        """All, by id."""
        with self._store.reading() as connection:
            return account_rows.accounts(connection)

    def account(self, id: str) -> Account | None:
        """One."""
        with self._store.reading() as connection:
            found = account_rows.account(connection, id)
            return None if found is None else found[0]

    def add_account(
        self,
        id: object,
        *,
        by: str,
        now: Utc,
        name: object = "",
        roles: object = (),
        unit: object = None,
        scope: object = "",
        admin: object = False,
        password: object = None,
        must_change: bool = True,
    ) -> Account:
        """A new account. ``password`` None: only ``begin`` opens it, until one is set."""
        account = Account(
            id=valid.account_id(id),
            name=valid.person_name(name or id),
            roles=valid.roles(roles),
            unit=valid.unit(unit),
            scope=valid.scope(scope),
            disabled=False,
            admin=valid.yes_no(admin, "admin"),
            must_change=must_change and password is not None,
            created_at=now,
        )
        hashed = None if password is None else self._hashed(password, account)
        with self._store.writing() as writing:
            if account_rows.account(writing.connection, account.id) is not None:
                raise Unfit("id", account.id, "is taken", "已有此账号")
            account_rows.insert_account(writing.connection, account, hashed)
            _note(writing, "account", account.id, "added", by, now)
        return account

    def change_account(
        self,
        id: str,
        *,
        by: str,
        now: Utc,
        name: object = None,
        roles: object = None,
        unit: object = None,
        scope: object = None,
        disabled: object = None,
        admin: object = None,
    ) -> Account:
        """Change what is given; None leaves it, ``unit`` "" takes it away. What takes a right away ends the
        account's sessions. Raises BadInput, also where nobody would be left who manages accounts.
        """
        with self._store.writing() as writing:
            before, _ = _known(writing, id)
            after = replace(
                before,
                name=before.name if name is None else valid.person_name(name),
                roles=before.roles if roles is None else valid.roles(roles),
                unit=before.unit if unit is None else valid.unit(unit),
                scope=before.scope if scope is None else valid.scope(scope),
                disabled=before.disabled if disabled is None else valid.yes_no(disabled, "disabled"),
                admin=before.admin if admin is None else valid.yes_no(admin, "admin"),
            )
            _keep_an_admin(writing, before, after)
            if after != before:
                account_rows.update_account(writing.connection, after)
                _note(writing, "account", id, "changed", by, now)
            if valid.takes_away(before, after):
                _end_all(writing, id, by, now)
            return after

    def set_password(
        self, id: str, new: object, *, by: str, now: Utc, must_change: bool = False, keep: str | None = None
    ) -> None:
        """Another password. Ends the account's sessions, except ``keep``. ``must_change``: somebody else
        chose it.
        """
        account = self.account(id)
        if account is None:
            raise Unfit("id", id, "is the id of no account", "没有此账号")
        hashed = self._hashed(new, account)
        with self._store.writing() as writing:
            account_rows.update_password(writing.connection, id, hashed, must_change=must_change)
            _note(writing, "account", id, "password set", by, now)
            _end_all(writing, id, by, now, keep)

    # Screens and tokens

    def enrol_screen(self, name: object, scope: object, *, by: str, now: Utc) -> tuple[Screen, str]:
        """A new screen, and its secret, which is never shown again."""
        screen = Screen(new_id(), valid.person_name(name), valid.scope(scope), now, None, None)
        secret = new_secret()
        with self._store.writing() as writing:
            bearer_rows.insert_screen(writing.connection, screen, secret)
            _note(writing, "screen", screen.id, "enrolled", by, now)
        return screen, secret

    def screens(self) -> list[Screen]:
        """All, newest first, revoked ones too."""
        with self._store.reading() as connection:
            return bearer_rows.screens(connection)

    def revoke_screen(self, id: str, *, by: str, now: Utc) -> None:
        """It opens nothing any more. Raises BadInput where no such screen is enrolled."""
        with self._store.writing() as writing:
            if id not in {each.id for each in bearer_rows.screens(writing.connection) if not each.revoked_at}:
                raise Unfit("id", id, "is the id of no enrolled screen", "没有这块大屏，或已撤销")
            bearer_rows.revoke_screen(writing.connection, id, now)
            _note(writing, "screen", id, "revoked", by, now)
            writing.revoke(f"screen:{id}", now)

    def issue_token(
        self, source: object, entities: Sequence[object] = (), *, by: str, now: Utc
    ) -> tuple[IntakeToken, str]:
        """A new token for a source, and its secret, which is never shown again."""
        token = IntakeToken(new_id(), valid.source_name(source), valid.patterns(entities), now, None)
        secret = new_secret()
        with self._store.writing() as writing:
            bearer_rows.insert_token(writing.connection, token, secret)
            _note(writing, "token", token.id, "issued", by, now)
        return token, secret

    def tokens(self) -> list[IntakeToken]:
        """All, newest first, revoked ones too."""
        with self._store.reading() as connection:
            return bearer_rows.tokens(connection)

    def revoke_token(self, id: str, *, by: str, now: Utc) -> None:
        """It opens nothing any more. Raises BadInput where no such token is issued."""
        with self._store.writing() as writing:
            if id not in {each.id for each in bearer_rows.tokens(writing.connection) if not each.revoked_at}:
                raise Unfit("id", id, "is the id of no token that counts", "没有这个令牌，或已撤销")
            bearer_rows.revoke_token(writing.connection, id, now)
            _note(writing, "token", id, "revoked", by, now)
            writing.revoke(f"token:{id}", now)

    # The log

    def note(
        self, kind: str, subject: str, did: str, *, by: str, now: Utc, facts: Mapping[str, Any] | None = None
    ) -> None:
        """A row about something that is not kept here: a look at somebody's track, a purge."""
        with self._store.writing() as writing:
            writing.note(kind, subject, did, by=by, now=now, facts=facts)

    def audit(self, before: int | None = None, most: int = 100) -> list[AuditRow]:
        """Rows of the log, newest first, before a sequence."""
        return self._store.audit(before, most)

    def sign_ins(self, most: int = 100) -> list[SignInTry]:
        """The last tries to sign in, newest first."""
        with self._store.reading() as connection:
            return account_rows.tries(connection, most)

    def past(self, sessions_s: float, sign_ins_s: float, now: Utc) -> dict[str, int]:
        """How much ``purge`` would remove."""
        with self._store.reading() as connection:
            return counted(connection, past(now, sessions_s, sign_ins_s))

    def purge(
        self, *, sessions_s: float, sign_ins_s: float, files: Mapping[str, int], by: str, now: Utc
    ) -> dict[str, int]:
        """Forget sessions and tries that are over for so long. One row of the log says how many, and how many
        ``files`` were removed with them.
        """
        with self._store.writing(purging=True) as writing:
            gone = removed(writing.connection, past(now, sessions_s, sign_ins_s)) | dict(files)
            writing.note("purge", "", "purged", by=by, now=now, facts={"removed": gone})
            return gone

    def verify(self) -> Verdict:
        """Walk the log, compare accounts, sessions, screens and tokens with it, name the first bad row."""
        return verified(self._store)

    def _begin(self, writing: Writing, account_id: str, now: Utc, by: str) -> SignedIn:
        found = account_rows.account(writing.connection, account_id)
        if found is None or found[0].disabled:
            raise Refused
        for oldest in bearer_rows.open_sessions(writing.connection, account_id)[SESSIONS_MOST - 1 :]:
            _end(writing, oldest, "ended for a newer one", by, now)
        session = Session(new_id(), account_id, now, now, Utc(now + ABSOLUTE_S))
        secret = new_secret()
        bearer_rows.insert_session(writing.connection, session, secret)
        _note(writing, "session", session.id, "begun", by, now)
        return SignedIn(session, found[0], secret)

    def _hashed(self, password: object, account: Account) -> str:
        return self._passwords.hashed(acceptable(password, account.id, account.name))


def _note(writing: Writing, kind: str, id: str, did: str, by: str, now: Utc) -> None:
    writing.note(kind, id, did, by=by, now=now, facts={"is": state(writing.connection, kind, id)})


def _end(writing: Writing, session: Session, did: str, by: str, now: Utc) -> None:
    bearer_rows.end_session(writing.connection, session.id, now)
    _note(writing, "session", session.id, did, by, now)
    writing.revoke(f"session:{session.id}", now)


def _end_all(writing: Writing, account_id: str, by: str, now: Utc, keep: str | None = None) -> int:
    open_now: Iterable[Session] = bearer_rows.open_sessions(writing.connection, account_id)
    ended = [session for session in open_now if session.id != keep]
    for session in ended:
        _end(writing, session, "ended", by, now)
    return len(ended)


def _known(writing: Writing, id: str) -> tuple[Account, str | None]:
    found = account_rows.account(writing.connection, id)
    if found is None:
        raise Unfit("id", id, "is the id of no account", "没有此账号")
    return found


def _keep_an_admin(writing: Writing, before: Account, after: Account) -> None:
    if not before.admin or before.disabled or (after.admin and not after.disabled):
        return
    others = (each for each in account_rows.accounts(writing.connection) if each.id != before.id)
    if not any(each.admin and not each.disabled for each in others):
        field = "admin" if before.admin != after.admin else "disabled"
        why, why_zh = f"{before.id} is the last who manages accounts", f"{before.id} 是最后一名管理员"
        raise Unfit(field, getattr(after, field), why, why_zh)
