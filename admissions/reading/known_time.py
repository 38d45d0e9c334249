"""What is known of the time that a visitor wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from admissions.reading.hour_words import Span

Status = Literal[
    "window",
    "which_hour",
    "which_day",
    "hour_and_day",
    "which_half",
    "which_zone",
    "past",
    "closed",
    "too_far",
    "full",
    "none",
]

Unclear = Literal["day", "half", "zone"]


@dataclass(frozen=True)
class When:
    """What is known of the time: a whole window (`start`, `end` set), or pieces of it that later words complete.

    "which_day": one of `days` is meant. "which_half": `hours` are told, but not whether of the morning or the evening (they
    stand as in the morning). "none": no time; a zone may have been named. "which_zone": the visitor speaks in another time
    zone, and did not say which. For "past", "closed", "too_far" and "full" (which the one who counts the calls says), `days`
    and `hours` hold what was wanted. `hours` are the visitor's; `point` marks "at 9" from "9 to 10".
    `unclear` names all that is still to be told apart, of which the status asks one.
    """

    status: Status
    start: datetime | None = None
    end: datetime | None = None
    days: tuple[date, ...] = ()
    part: str | None = None
    zone: str | None = None
    hours: Span | None = None
    point: bool = False
    unclear: tuple[Unclear, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "days": [day.isoformat() for day in self.days],
            "part": self.part,
            "zone": self.zone,
            "hours": [f"{moment:%H:%M}" for moment in self.hours] if self.hours else None,
            "point": self.point,
            "unclear": list(self.unclear),
        }

    @classmethod
    def from_json(cls, raw: dict[str, Any] | None) -> When | None:
        if not raw:
            return None
        moments = [datetime.fromisoformat(str(raw[key])) if raw.get(key) else None for key in ("start", "end")]
        hours = [time.fromisoformat(str(moment)) for moment in raw.get("hours") or []]
        return cls(
            status=raw["status"],
            start=moments[0],
            end=moments[1],
            days=tuple(date.fromisoformat(str(day)) for day in raw.get("days") or []),
            part=str(raw["part"]) if raw.get("part") else None,
            zone=str(raw["zone"]) if raw.get("zone") else None,
            hours=(hours[0], hours[1]) if len(hours) == 2 else None,
            point=bool(raw.get("point")),
            unclear=tuple(raw.get("unclear") or ()),
        )

    def wanted_hours(self) -> Span | None:
        """The hours that were told, of a window those it lies in."""
        if self.hours or not (self.start and self.end):
            return self.hours
        return self.start.time(), self.end.time()
