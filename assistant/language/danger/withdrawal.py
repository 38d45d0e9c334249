"""What speaks of withdrawal that is dangerous, and of being out of one's mind on a stimulant."""

from __future__ import annotations

from assistant.language.danger.calm import ASKS_AHEAD, PAST, TOLD
from assistant.language.danger.rule import rule
from assistant.language.danger.words import STOPPED

SYMPTOM = (
    r"(?:shak\w*|sweat\w*|seizures?|seizing|hallucinat\w*|see(?:s|ing)? (?:things|bugs|spiders|shadows|people|stuff)|hear(?:s|ing)? (?:voices|things)|"
    r"confus\w*|twitch\w*|trembl\w*|tremors?|fever|bugs (?:under|on|crawling)|crawling|does not know (?:what|where|who)|nause\w*|throwing up|"
    r"vomit\w*|feels? (?:terrible|horrible|like (?:i am )?dying)|heart (?:is )?(?:racing|pounding)|people who are not|can not sleep)"
)
WATCHED = (
    r"(?:(?:watching|following|tracking|listening to|spying on|recording|filming|out to get|coming for|plotting against) (?:me|us|him|her)|"
    r"(?:people|men|cops|feds|fbi|somebody|someone|they|theyre|cameras) (?:\w+ ){0,2}?(?:in|outside|behind) (?:\w+ ){0,2}?(?:walls?|vents?|attic|window|trees|tv|phone))"
)
KIND = "withdrawal"
RULES = (
    rule(
        rf"\b{STOPPED}\b.*\b{SYMPTOM}|\b{SYMPTOM}.*\b{STOPPED}\b",
        r"\b(?:years? ago|months? ago|used to)\b",
        r"\bhow (?:long|do) .*\blast\b$|\bshak\w+ off\b",
        ASKS_AHEAD,
    ),
    rule(r"\b(?:dts|d\.t\.s|delirium tremens)\b", ASKS_AHEAD, r"\bwhat (?:are|is)\b", PAST),
    rule(
        r"\b(?:having|have|in|going through|through|got|suffer\w*|bad|terrible|terrifying|severe|horrible|awful|precipitated) (?:\w+ ){0,2}?withdraw(?:al|als|ls|els|ing)?\b(?! (?:a|my|from (?:school|college|the program|class)))",
        ASKS_AHEAD,
        r"\b(?:school|college|semester|bank|money|request|medical withdrawal|years? ago|how bad|in case|help with|what happens|if i (?:have|get)|stages|handle|afraid of|period|in (?:mild )?withdrawal (?:to|before)|need to be|do i have to|rapid)\b",
        r"\b(?:scared|afraid|terrified|worried|fear\w*|avoid\w*|prevent\w*) (?:of |about )?(?:\w+ )?precipitated\b",
    ),
    rule(
        r"\b(?:am|is|are|still) (?:\w+ )?(?:withdrawing|detoxing (?:at home|alone|by))\b|\bdope ?sick\b|\bdetoxing (?:myself|alone|at home)\b",
        PAST,
        r"\b(?:show|series|book|episodes?|watch\w*|read\w*) (?:\w+ )?dope ?sick\b",
    ),
    rule(
        r"\bhands? (?:will not stop |can not stop |are |is |keep )?(?:\w+ )?shak\w*|\b(?:i|he|she) shakes? (?:if|when|unless|until)\b|\bgot the shakes\b|\b(?:have|bad) (?:the )?shakes\b",
        TOLD,
        r"\bshake (?:hands|shack)\b|\bmilk|\bshaking off\b",
    ),
    rule(
        r"\bran out of (?:my |her |his |our )?(?:xanax|klonopin|ativan|valium|benzos?|clonazepam|alprazolam|lorazepam|methadone|subs|suboxone|phenibut|gabapentin|bars)\b",
        PAST,
    ),
    rule(
        r"\b(?:binge|bender|drinking|drunk)\b.*\b\d+ (?:days|weeks)\b.*\b(?:drunk|still drinking|stop)\b|\bon a bender\b.*\b(?:stop|scared|days|weeks)\b|\bdrunk (?:atm|right now|rn|now)\b.*\b(?:stop|quit)\b",
        PAST,
    ),
    rule(
        r"\bseizures?\b.*\b(?:quit|off|stopp|without|withdraw|detox)|\b(?:quit|off|stopp\w+|without|detox\w*)\b.*\bseizures?\b",
        ASKS_AHEAD,
        PAST,
    ),
    rule(r"\btembl(?:ando|or)\b|\bve cosas\b|\b(?:tengo|estoy con|en) (?:\w+ )?abstinencia\b"),
    # out of one's mind on a stimulant: seeing or hearing what is not there belongs to an emergency room
    rule(
        rf"\b(?:up|awake|no sleep|not slept|without sleep|have not slept)\b(?: \w+){{0,4}} (?:\d+|two|three|four|five|six|seven|eight|several|many|a few) (?:days|nights)\b.*\b{WATCHED}|\b(?:meth|ice|speed|coke|cocaine|crack|adderall|tweak\w*|uppers|flakka|bath salts|crystal|tina)\b.*\b{WATCHED}"
        rf"|\b{WATCHED}\b.*\b(?:meth|speed|coke|cocaine|crack|adderall|tweak\w*|crystal|bath salts|not slept|no sleep|awake)\b",
        PAST,
        TOLD,
        ASKS_AHEAD,
        r"\b(?:probation|court|custody|drug test|kids watching)\b",
    ),
)
