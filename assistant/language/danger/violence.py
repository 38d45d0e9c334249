"""What speaks of violence, at home or meant for someone else."""

from __future__ import annotations

from assistant.language.danger.calm import NEGATED, PAST, SPANISH_CALM, TOLD
from assistant.language.danger.rule import rule
from assistant.language.danger.words import KIN

KIND = "violence"
RULES = (
    rule(
        rf"\b(?:he|she|they|{KIN}|who) (?:\w+ )?(?:hits?|beats?|punch(?:ed|es)|slap(?:ped|s)|chok(?:ed|es|ing)|strangl(?:ed|es)|kick(?:ed|s)|attack(?:ed|s)|hurts?|shov(?:ed|es)|bit|burned|raped|molested|abuses?|threatens?|threatened|hitting|beating|hurting|threatening) (?:on )?(?:me|us|her|him|my (?:kids?|mom|sister|son|daughter))\b",
        r"\b(?:used to|over now|years? ago|hits? me up|hit me with (?:a |the )?bill|(?:hurts|beats) me (?:to see|how|why)|checkers|at (?:chess|cards)|hits? (?:up|bottom|a new)|kicked (?:me|us|him|her) (?:out|off)|when i was (?:a )?(?:kid|little|young|child))\b",
    ),
    rule(
        r"\b(?:beaten|hit|punched|slapped|choked|strangled|attacked|abused|raped|assaulted|threatened|stalked|beat up)\b(?: \w+){0,6} by (?:my|her|his|a|the|him|someone|their)\b|\bi (?:was|am|got) (?:being )?(?:raped|assaulted|abused|beaten|strangled)\b",
        r"\bused to\b|\byears? ago\b|\bas a (?:kid|child)\b|\bchildhood\b",
    ),
    rule(
        rf"\b(?:going to|will|about to|want to|might|gonna|swear i) (?:\w+ )?(?:hurt|kill|beat|shoot|stab|strangle|murder|choke) (?:me|us|him|her|them|you all|someone|somebody|people|my {KIN}|his|everyone)\b(?! (?:feelings|in|at|to it|credit|chances|appetite|record|job))",
        r"\bif (?:he|she) uses\b|\bkill me if i (?:eat|drink|take|miss|am|do not|mix|spend)\b|\b(?:boss|wife|mom|husband|dad) (?:is |will |s )?(?:going to |gonna )?(?:kill|murder) me (?:if|for|when)\b|\b(?:will|would|can|could|does|is) (?:it|this|that|withdrawal|drinking|detox) (?:going to )?kill (?:me|him|her|them)\b",
        NEGATED,
        r"\b(?:drugs?|addiction|drinking|alcohol|this|it|fent\w*|fentanyl|heroin|meth|dope|booze|vodka|pills|coke|crack|needle) (?:is |are )?(?:going to|will) kill\b|\bgoing to kill me\b(?<=price is going to kill me)",
        TOLD,
    ),
    rule(
        rf"\b(?:afraid|scared|terrified|frightened|fear) (?:of|for my (?:life|safety)) ?(?:(?:my|his|her|the) )?(?:{KIN}|him|her|what he|what she|$)\b",
        r"\b(?:losing|relaps\w*|will (?:die|relapse|overdose)|disappoint\w*|telling|what (?:he|she) (?:will|would) (?:say|think))\b",
    ),
    rule(
        r"\b(?:i|im|i am|he|she|they) (?:\w+ ){0,2}?(?:going to|about to|will|might|want to|could|gonna|almost|nearly) (?:\w+ )?(?:shake|shook|hit|throw|hurt|smack|slap|smother|drop) (?:this|the|my|her|his|our|that) (?:\w+ )?(?:baby|newborn|infant|kids?|child|children|toddler|son|daughter)\b",
        r"\b(?:party|shower|hit the road|hand|hands|head)\b",
        TOLD,
    ),
    rule(
        r"\b(?:going to|about to|might|will|afraid i|scared i|almost|nearly|close to) (?:\w+ )?(?:los(?:e|ing) it|snap(?:ping|ped)?|go(?:ing)? off|explod(?:e|ing)) (?:on|at) (?:this|the|my|her|his|our) (?:\w+ )?(?:baby|newborn|infant|kids?|child|children|toddler|son|daughter)\b",
        TOLD,
        PAST,
    ),
    rule(r"\bthreaten(?:ed|s|ing)? (?:to )?(?:kill|hurt|shoot|stab|beat|me|us)\b", PAST),
    rule(
        r"\b(?:came|come|coming) at (?:me|us|her|him)\b|\b(?:pulled|pointed|held|put|has|with|grabbed) (?:a |the |his |her )?(?:knife|gun|bat|machete)\b(?: (?:on|at|to) (?:me|us|my))?",
        TOLD,
        r"\bon myself\b|\b(?:gun|knife) (?:license|owner|set|charges?|possession|show|safe)\b|\bweapons? charges?\b",
        r"^(?!.*\b(?:scared|afraid|threat\w*|hurt\w*|kill\w*|hit\w*|drunk|high|yell\w*|mad|angry|at|on me|us|pulled|pointed|held|grabbed|locked|home)\b).*\b(?:cop|police ?(?:man|officer)?|officer|sheriff|deputy|soldier|marine|army|military|security guard|hunter|hunts|hunting)\b",
    ),
    rule(
        rf"\b(?:kill|murder|do away with|get rid of|poison|hurt|make) (?:my|the) (?:ex )?{KIN}\b(?: disappear)?",
        r"\b(?:make|hurt) (?:my|the) (?!.*disappear)",
        TOLD,
        r"\bget rid of my (?:kid|baby|boss|friend)\b|\bat \w+\b$|\bin \w+\b$",
    ),
    rule(
        r"\bmake (?:her|him|them|that \w+) (?:pay|suffer|sorry|regret)\b|\b(?:she|he|they) will pay for\b|\b(?:says?|said|swears?|told me|texts?|texted) (?:that )?i (?:will|am going to) (?:pay for|regret|be sorry)\b",
        TOLD.replace("|costs?", ""),
        r"\bpay for (?:rehab|treatment|the program|half|his|her own|counseling|insurance)\b",
    ),
    rule(
        r"\bdomestic (?:violence|abuse)\b|\babusive (?:relationship|husband|boyfriend|partner|marriage|home|wife)\b|\b(?:leav\w+|liv(?:e|ing) with|escap\w+) (?:\w+ ){0,2}(?:violent|abusive)\b|\b(?:not|never|do not feel) safe (?:at home|here|with him|with her|in my (?:own )?(?:home|house))\b|\bhiding (?:in|from)\b.*\b(?:him|her|bathroom|closet)\b|\bwill not let me leave\b",
        PAST,
        r"\bclass(?:es)?\b|\bcharge\b|\bcourt\b|\bnot safe at home to be sober\b|\b(?:was|been) in an abusive\b|\b(?:left|divorced|escaped|got (?:out|away)|since)\b",
    ),
    rule(
        r"\bme (?:pega|golpea|amenaza)\b|\btengo miedo de mi\b|\b(?:me quiere|lo voy a|la voy a) matar\b",
        SPANISH_CALM,
    ),
)
