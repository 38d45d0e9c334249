"""Takes one message of the callback form."""

from __future__ import annotations

import re
from dataclasses import replace

from admissions.booking.consent import take_consent
from admissions.booking.draft import CONSENT, NAME, PHONE, SAFE_TO_CALL, SKIPPED_NAME, WINDOW, ZONE, Draft
from admissions.booking.names import take_name
from admissions.booking.phones import take_phone
from admissions.booking.setting import Setting
from admissions.booking.stopping import LEAVING, take_stop
from admissions.booking.times import CHANGING, take_time
from admissions.booking.wording import Say, Turn, question
from admissions.reading.permissions import read_permissions
from admissions.reading.phone import read_phone
from admissions.reading.when import When, read_when

# What a visitor does with a message while the form runs; every other intent is answered elsewhere, then asked again.
ANSWERS = frozenset(
    {"callback", "change_callback", "safe_now", "inform", "affirm", "deny", "unsure", "skip", "correct", "nlu_fallback", *LEAVING}
)
TRIES_BEFORE_HELPLINE = 2
MEANWHILE = "utter_asked_meanwhile"
_EXPLAINED = {
    NAME: "utter_explain_name",
    PHONE: "utter_explain_phone",
    WINDOW: "utter_explain_window",
    ZONE: "utter_explain_zone",
    CONSENT: "utter_explain_consent",
}
_BOOKED_BEFORE = re.compile(
    r"\bbooked (?:an?other |a |one )?(?:call ?(?:back)? )?(?:before|already|earlier)\b"
    r"|\balready (?:have|had|made|booked|set up|got) (?:an?|one|my)\b.{0,12}?(?:\bcall ?back|\bcall|\bappointment|\bone)\b(?! (?:at|on|with|from|then|to)\b)"
    r"|\bmove (?:my|the) (?:first|other|earlier|old|previous) (?:call|one|callback)\b",
    re.I,
)
_NOT_SAFE = re.compile(r"^\W*(?:no|nope|nah|never)\b|\b(?:not|isn'?t|never|unsafe)\b", re.I)
_SAFE = re.compile(r"\W*(?:yes|yeah|yep|yup|sure|it'?s safe|it is safe)\b", re.I)
_NO_PHONE = re.compile(
    r"(?:n'?t|\bnot|\bwithout|\bno) (?:\w+ ){0,2}?(?:have|own|got|give|giving|share|sharing|leave|leaving)\b(?: \w+){0,3} (?:phone|number|cell)\b|\bno (?:phone|cell)\b",
    re.I,
)
_DETAIL = r"(?:name|number|phone|cell|time|day|date|hour)"
# Says which detail is wrong, and no more: "no, the number", "I have a new number".
_NAMES_WHAT_IS_WRONG = re.compile(
    rf"\W*(?:no|nope|wrong|not|change|fix)\W+(?:not )?(?:it'?s )?(?:the |my )?{_DETAIL}\W*"
    rf"|.{{0,20}}\b(?:new|different|another|changed|old) {_DETAIL}\b.{{0,12}}|.{{0,12}}\bmy {_DETAIL} changed\W*",
    re.I,
)
_KEEP = re.compile(r"\b(?:keep|leave) (?:it|that|the (?:time|call))\b", re.I)


def take_turn(
    draft: Draft,
    asked: str | None,
    text: str,
    intent: str,
    setting: Setting,
    message_id: str | None = None,
    unread: bool = False,
) -> Turn:
    """Read one message into the draft. `asked` is the slot that the visitor was asked for, None when the form begins. A message
    that has been read already is not read again. `unread`: it was written before that question was on the screen, so its yes or
    no answers something else."""
    if intent not in ANSWERS or (message_id and draft.read == message_id):
        return _asking(Turn(draft, None), setting)
    draft = replace(draft, read=message_id)
    if intent in LEAVING:
        if stopped := take_stop(draft, text, intent, setting):
            return stopped if stopped.ask is None else _asking(stopped, setting)
        intent = "correct"
    if draft.missing() == SAFE_TO_CALL:
        return _read_whether_safe(draft, asked, text, intent, setting, unread)
    if not draft.moves and _BOOKED_BEFORE.search(text):
        return Turn(replace(draft, booked_before=True), None)
    if draft.moves and asked == WINDOW and (intent == "deny" or _KEEP.search(text)):
        return Turn(Draft(), None, [Say("utter_change_stopped")])
    before = draft
    if intent in CHANGING or (asked == CONSENT and _NAMES_WHAT_IS_WRONG.fullmatch(text)):
        draft = _clear_what_is_wrong(draft, text, setting)
    turn = _read(draft, asked, text, intent, setting)
    if unread and asked == CONSENT:
        if turn.draft.details() == before.details():
            turn.say.append(Say(MEANWHILE))
    elif (
        asked == CONSENT
        and turn.draft.missing() == CONSENT
        and (decided := take_consent(turn.draft, before, text, intent, setting))
    ):
        turn.draft, turn.ask = decided.draft, decided.ask
        if turn.ask is None:
            return Turn(turn.draft, None, turn.say)
        if decided.say:  # it asks for the yes, or for what is wrong, itself
            return Turn(turn.draft, turn.ask, turn.say + decided.say)
    elif _is_wrong_try(turn, before, asked, intent):
        turn = _wrong_try(turn.draft, str(asked), text, intent)
    if turn.draft.missing() is None:
        return Turn(turn.draft, None)
    if turn.draft.details() != before.details():
        turn.draft = replace(turn.draft, tries=0, doubts=0, disputed=False)
    return _asking(turn, setting)


def _asking(turn: Turn, setting: Setting) -> Turn:
    turn.ask = turn.draft.missing()
    turn.say.append(question(turn.draft, setting))
    return turn


def _read_whether_safe(draft: Draft, asked: str | None, text: str, intent: str, setting: Setting, unread: bool) -> Turn:
    """Nothing else of the message is read: no number is taken before a yes. A no in any words is one."""
    if asked == SAFE_TO_CALL and (intent == "deny" or _NOT_SAFE.search(text)):
        return Turn(Draft(), None, [Say("utter_call_not_safe")])
    if asked == SAFE_TO_CALL and (intent in ("affirm", "safe_now") or _SAFE.match(text)):
        if unread:
            return _asking(Turn(draft, None, [Say(MEANWHILE)]), setting)
        draft = replace(draft, safe_to_call=True)
    return _asking(Turn(draft, None), setting)


def _clear_what_is_wrong(draft: Draft, text: str, setting: Setting) -> Draft:
    """Forget what the visitor says is wrong, unless the same message already gives the right digits or time."""
    low = text.lower()
    if re.search(r"\b(?:number|phone|digits?|cell)\b", low):
        if read_phone(text, draft.phone).status in ("none", "partial"):
            return replace(draft, phone=None, extension=None)
    elif re.search(r"\b(?:time|day|date|hour|when)\b", low) and draft.when and not draft.moves:
        if read_when(text, setting.now, setting.program, draft.when).status == "none":
            return replace(draft, when=When("none", zone=draft.when.zone))
    elif re.search(r"\bname\b", low):
        return replace(draft, name=None)
    return draft


def _read(draft: Draft, asked: str | None, text: str, intent: str, setting: Setting) -> Turn:
    before = draft
    draft, say = take_phone(draft, asked, text, intent, setting)
    draft = take_time(draft, asked, text, intent, setting)
    draft = take_name(draft, asked, text, intent)
    if asked == NAME and draft.name is None and (draft.number, draft.when) != (before.number, before.when):
        draft = replace(draft, name=SKIPPED_NAME)  # a number or a time instead of a name: the name is not needed
    if allowed := read_permissions(text):
        draft = replace(
            draft,
            voicemail=draft.voicemail if allowed.voicemail is None else allowed.voicemail,
            texts=draft.texts if allowed.texts is None else allowed.texts,
        )
        say += permissions_said(allowed.voicemail, allowed.texts)
    if draft.missing() in (CONSENT, None):  # the whole callback is shown anyway
        say = [one for one in say if one.response != "utter_noted_phone"]
    return Turn(draft, None, say)


def permissions_said(voicemail: bool | None, texts: bool | None) -> list[Say]:
    """What is said to a permission that was given or refused."""
    said = (("voicemail", voicemail), ("texts", texts))
    return [Say(f"utter_{kind}_{'yes' if allowed else 'no'}") for kind, allowed in said if allowed is not None]


def _is_wrong_try(turn: Turn, before: Draft, asked: str | None, intent: str) -> bool:
    """Whether nothing in the message answered the question."""
    same = replace(turn.draft, read=None) == replace(before, read=None)
    return asked is not None and same and intent != "correct" and not turn.say and turn.draft.missing() == asked


def _wrong_try(draft: Draft, asked: str, text: str, intent: str) -> Turn:
    """Explain once, then offer the helpline."""
    if asked == PHONE and _NO_PHONE.search(text.replace("’", "'")):
        return Turn(draft, None, [Say("utter_no_phone")])
    if asked == WINDOW and intent == "deny" and (draft.when is None or draft.when.status == "none"):
        return Turn(draft, None, [Say("utter_stop_or_go_on")])
    tries = draft.tries + 1
    if asked == NAME and tries >= TRIES_BEFORE_HELPLINE:
        return Turn(replace(draft, name=SKIPPED_NAME, tries=0), None, [Say("utter_name_not_needed")])
    response = "utter_offer_helpline_instead" if tries >= TRIES_BEFORE_HELPLINE else _EXPLAINED[asked]
    return Turn(replace(draft, tries=tries), None, [Say(response)])
