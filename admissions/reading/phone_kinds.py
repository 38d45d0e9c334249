"""What a run of figures is as a phone number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType

REGION = "US"
# Domestic calls from the United States: its territories have country codes of their own in the library.
_DOMESTIC = {"US": frozenset({"US", "PR", "VI", "GU", "AS", "MP"})}

Status = Literal["number", "several", "same", "partial", "impossible", "premium", "toll_free", "foreign", "none"]


@dataclass(frozen=True)
class Phone:
    """What a message says of the visitor's number.

    "number": `e164` is set, with `extension` when one was told. "several": more than one, in `numbers`; which is to be asked.
    "same": the one given before, which is `e164` where it is known. "partial": too few digits, kept in `digits`, or a change
    that is not clear. "impossible": nobody can be called there. "premium" numbers cost the caller, "toll_free" ones belong to
    firms and help lines and never to a visitor, "foreign" ones are outside the region that the centre calls.
    """

    status: Status
    e164: str | None = None
    digits: str = ""
    extension: str | None = None
    numbers: tuple[str, ...] = ()


def classify(figures: str, region: str = REGION) -> Phone:
    """What one run of figures is as a phone number; fewer than ten digits are "partial"."""
    digits = re.sub(r"\D", "", figures)
    if len(digits) < 10 and not figures.startswith("+"):
        return Phone("partial", digits=digits)
    try:
        number = phonenumbers.parse(re.sub(r"[^\d+]", " ", figures), region)
    except phonenumbers.NumberParseException:
        return Phone("impossible", digits=digits)
    if not phonenumbers.is_valid_number(number):
        abroad = number.country_code != phonenumbers.country_code_for_region(region) and phonenumbers.is_possible_number(number)
        return Phone("foreign" if abroad else "impossible", digits=digits)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.PREMIUM_RATE:
        return Phone("premium", digits=digits)
    if kind == PhoneNumberType.TOLL_FREE:
        return Phone("toll_free", digits=digits)
    if phonenumbers.region_code_for_number(number) not in _DOMESTIC.get(region, {region}):
        return Phone("foreign", digits=digits)
    if kind in (PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER, PhoneNumberType.UAN, PhoneNumberType.SHARED_COST):
        return Phone("impossible", digits=digits)
    return Phone("number", e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), digits=digits)


def readable(e164: str) -> str:
    """The number as people write it: `(614) 555-0135`."""
    return phonenumbers.format_number(phonenumbers.parse(e164, None), phonenumbers.PhoneNumberFormat.NATIONAL)
