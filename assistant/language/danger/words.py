"""Words that the rules for several kinds of danger share, as parts of patterns."""

from __future__ import annotations

KIN = (
    r"(?:husband|wife|spouse|partner|boyfriend|bf|girlfriend|gf|ex(?: \w+)?|dad|father|stepdad|mom|mother|stepmom|son|daughter|"
    r"brother|sister|uncle|cousin|roommate|dealer|neighbor|friend|kids?|family|grandson|baby|boss)"
)
DRUG = (
    r"(?:drink\w*|alcohol|booze|vodka|beer|liquor|xanax|klonopin|ativan|valium|benzos?|pills?|meds|clonazepam|alprazolam|lorazepam|"
    r"gabapentin|phenibut|cold turkey)"
)
STOPPED = rf"(?:stop(?:ped|ping)?|quit(?:ting)?|ran out|been off|coming off|off of|cut off|no|without|last|hasn?t? (?:had|drunk)|not (?:had|drunk)|off)\b(?: \w+){{0,4}} {DRUG}"
WISHED = r"\b(?:(?:i|we|am) (?:\w+ ){0,2}?|^|^just )(?:hope|hoping|wish|pray|praying|want to|would like to|going to|plan to|planning to)(?: (?:i|to|just|will|that|go|and|finally|can|accidentally|could))* (?:od|overdose|oding)\b"
HARD = (
    r"(?:heroin|dope|fent\w*|oxy\w*|percs?|percocet\w*|morphine|methadone|xanax|benzos?|klonopin|valium|ativan|ambien|pills?|tylenol|acetaminophen|benadryl|"
    r"norcos?|vicodins?|hydros?|lortabs?|roxies|roxys?|xannies|insulin|sleeping pills|coke|cocaine|meth|tramadol|gabapentin|opioids?|tranq|tablets|meds)"
)
