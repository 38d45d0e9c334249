"""Writes down what a visitor allows beside the call itself."""

from __future__ import annotations

from datetime import datetime

from admissions import audit, outbox
from admissions.callbacks.record import LIVE, Callback
from admissions.callbacks.store import Conflict, get, proof_of
from admissions.database import transaction


def permit(
    reference: str, now: datetime, wording_version: str, voicemail_ok: bool | None = None, texts_ok: bool | None = None
) -> Callback:
    """Note what the visitor answered about voicemail and texts (None: nothing), with a proof of it, and tell the webhook; the
    e-mail holds neither. Raises `NotFound`, `Conflict`."""
    with transaction(alone=True) as session:
        callback = get(session, reference)
        if callback.status not in LIVE:
            raise Conflict(f"The callback {callback.reference} is {callback.status}.")
        before = (callback.voicemail_ok, callback.texts_ok)
        callback.voicemail_ok = callback.voicemail_ok if voicemail_ok is None else voicemail_ok
        callback.texts_ok = callback.texts_ok if texts_ok is None else texts_ok
        if before == (callback.voicemail_ok, callback.texts_ok):
            return callback
        callback.updated_at, callback.sequence = now.isoformat(), callback.sequence + 1
        proof = proof_of(callback)
        proof.wording_version, proof.consented_at = wording_version, now.isoformat()
        session.add(proof)
        outbox.announce(session, callback, outbox.CHANGED, now, besides=outbox.EMAIL)
        audit.record(session, now, audit.VISITOR, "permitted", [callback.reference])
        return callback
