"""What the stand-in answers: enough to meet every kind of event the widget shows."""

from __future__ import annotations

from typing import Any

Answer = dict[str, Any]

GREETING: Answer = {
    "text": "Hello. I can tell you how an intensive outpatient program (IOP) works, when it meets and what it costs, "
    "or set up a call for you.",
    "replies": [
        {"title": "How does an IOP work?", "payload": "How does an IOP work?"},
        {"title": "What does it cost?", "payload": "What does it cost?"},
        {"title": "Set up a call", "payload": "Set up a call"},
    ],
}
COST: Answer = {
    "text": "An IOP is not cheap, but it costs less than inpatient care. It varies: from a few thousand dollars up to **$5,000** "
    "for a program with housing. Staff can say what it would be for you: 1-888-224-7312.",
    "replies": [{"title": "Is insurance accepted?", "payload": "is insurance accepted"}, GREETING["replies"][2]],
}
WORKS: Answer = {
    "text": "In an IOP you live at home and come in for treatment.\n\n- It meets at least 3 days a week\n- Each visit is 2 to 4 hours\n"
    "- Much of it is in groups",
    "replies": [GREETING["replies"][1]],
}
SUICIDE: Answer = {
    "type": "crisis",
    "custom": {"kind": "crisis", "crisis": "suicide"},
    "announce": "assertive",
    "text": "Please call or text 988 now. It is free and open day and night. You can also chat at 988lifeline.org.\n"
    "If you are in danger right now, call 911.\nI am glad you told me. You do not have to carry this alone. Are you safe right now?",
    "replies": [{"title": "I am safe", "payload": "I am safe now"}],
}
VIOLENCE: Answer = {
    "type": "crisis",
    "custom": {"kind": "crisis", "crisis": "violence"},
    "announce": "assertive",
    "text": "If anyone is in danger, call 911 now.\nThe domestic violence hotline listens, day and night: 1-800-799-7233, or text "
    "START to 88788. This device and this chat may be seen by others.",
}
NAME: Answer = {
    "text": 'What first name should they ask for? A nickname is fine, or say "skip".',
    "replies": [{"title": "Skip", "payload": "skip"}],
}
PHONE: Answer = {"text": "What is your phone number, with area code?", "custom": {"kind": "ask_phone"}}
TIMES: Answer = {
    "text": "When is a good time?",
    "custom": {"kind": "choose_time"},
    "replies": [
        {"title": hour, "payload": f"{day} at {hour}", "group": day}
        for day in ("Wednesday, March 11", "Thursday, March 12")
        for hour in ("10 to 11 am", "1 to 2 pm", "4 to 5 pm")
    ],
}
BOOKED: Answer = {
    "text": "Your call is booked.",
    "custom": {
        "kind": "reference",
        "reference": "K7WMQ2",
        "start": "2026-03-11T10:00:00-04:00",
        "end": "2026-03-11T11:00:00-04:00",
    },
}

SLOWLY = "take your time"
SLOW: Answer = {"text": "I am still working on it.", "custom": {"kind": "slow"}}


def read_back(name: str, phone: str, when: str) -> Answer:
    return {
        "text": "May Forge call you at that number about treatment? It is a voice call made by a person. You do not have to agree "
        "to get help. Yes or no?",
        "custom": {
            "kind": "read_back",
            "lines": [
                {"label": "Name", "value": name, "change": {"title": "Change the name", "payload": "change the name"}},
                {"label": "Phone", "value": phone, "change": {"title": "Change the number", "payload": "change the number"}},
                {"label": "Time", "value": when, "change": {"title": "Change the time", "payload": "change the time"}},
            ],
        },
        "replies": [{"title": "Yes, call me", "payload": "Yes, call me"}, {"title": "No", "payload": "No"}],
    }


class Talk:
    """Where one conversation stands."""

    def __init__(self) -> None:
        self.asking = ""
        self.kept = {"name": "no name", "phone": "", "when": ""}

    def answer(self, said: str) -> list[Answer]:
        """The events that answer one message."""
        low = said.lower()
        if "kill myself" in low:
            return [SUICIDE]
        if "hits me" in low:
            return [VIOLENCE]
        if "set up a call" in low:
            return self._ask("name")
        if low.startswith("change the "):
            return self._ask({"number": "phone", "time": "when"}.get(low[11:], "name"))
        if self.asking:
            return self._form(said)
        if "cost" in low or "how much" in low:
            return [COST]
        if "work" in low:
            return [WORKS]
        return [{"text": f"That is outside what I can help with: {said}"}]

    def _form(self, said: str) -> list[Answer]:
        if self.asking == "consent":
            self.asking = ""
            return [BOOKED] if said.lower().startswith("yes") else [{"text": "All right, no call, and I keep nothing."}]
        self.kept[self.asking] = "no name" if said == "skip" else said
        missing = [slot for slot in ("phone", "when") if not self.kept[slot]]
        return self._ask(missing[0] if missing else "consent")

    def _ask(self, slot: str) -> list[Answer]:
        self.asking = slot
        return [{"name": NAME, "phone": PHONE, "when": TIMES}.get(slot) or read_back(*self.kept.values())]
