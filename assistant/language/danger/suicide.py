"""What speaks of suicide and self-harm."""

from __future__ import annotations

from assistant.language.danger.calm import CALM_WORDS, DENIAL_UNDONE, NEGATED, NEVER_CALM, OVER_NOW, PAST, SPANISH_CALM, TOLD
from assistant.language.danger.rule import rule
from assistant.language.danger.words import HARD, KIN, WISHED

SELF = r"(?:myself|himself|herself|themsel(?:f|ves))"
MEANS = r"(?:gun|pistol|handgun|revolver|shotgun|rifle|glock|rope|noose|razor ?blades?|razors?|blade)"
PILLS = r"(?:pills|pill bottle|tablets|meds|bottle of (?:pills|meds|tylenol|xanax|oxy\w*|ambien|sleeping pills)|whole bottle|full bottle|stash)"
LIQUOR = r"\b(?:vodka|wine|beers?|whisk\w+|liquor|booze|rum|tequila|gin|drinks?|drinking|sober|relaps\w*|pour\w*|flush\w*|prescri\w*|refill\w*|pharmacy|bring|allowed|cabinet|list|schedule|label|urge|craving\w*|tempt\w*)\b"
KIND = "suicide"
RULES = (
    rule(
        r"\b(?:he|husband|dad|father|son|brother|boyfriend|uncle|grandson|nephew)\b.{0,40}\b(?:gun|pistol|rifle|shotgun|knife|blade|razor)\b.{0,12}\b(?:to|in|against|at) his (?:own )?(?:head|mouth|throat|neck|temple|chest|wrists?)\b"
        r"|\b(?:she|wife|mom|mother|daughter|sister|girlfriend|aunt|niece)\b.{0,40}\b(?:gun|pistol|rifle|shotgun|knife|blade|razor)\b.{0,12}\b(?:to|in|against|at) her (?:own )?(?:head|mouth|throat|neck|temple|chest|wrists?)\b",
        r"\b(?:he|husband|dad|father|son|brother|boyfriend)\b.*\bto her\b|\b(?:she|wife|mom|mother|daughter|sister)\b.*\bto his\b",
        PAST,
        TOLD,
    ),
    rule(
        r"\b(?:i am|im|we are) (?:\w+ )?(?:safe|ok|okay|fine) but (?:he|she|they|my (?:\w+ )?\w+) (?:is|are) not(?: (?:safe|ok|okay|fine|well))?$",
        TOLD,
    ),
    rule(
        rf"\b(?:kill\w*|hang\w*|shoot\w*|drown\w*|unaliv\w*|hurt(?:ing)?|harm(?:ing)?|cut(?:s|ting)?|stab\w*|burn\w*|off(?:ing)?) {SELF}\b",
        *CALM_WORDS,
        r"\bhow do you (?:treat|handle|help)\b|\b(?:it is|is|drinking \w+ \w+ it is|that is) harming myself\b|\bmyself and others\b",
        r"\bslowly killing (?:him|her)self\b|\bkilling (?:him|her)self (?:slowly|little by little|bit by bit|with (?:the |all that |that )?(?:drink\w*|booze|alcohol|beer|wine|vodka))\b",
    ),
    rule(r"\bend(?:ing|ed)? (?:my|his|her|their|ones) (?:own )?(?:life|lives)\b", *CALM_WORDS),
    rule(
        r"\bend(?:ing)? it(?: all)?(?= ?$| (?:all|now|tonight|today|soon|tomorrow|this|for good|here|because|and|but|i)\b)",
        r"\bdealer\b|\brelationship\b|\bcycle\b|\bwith (?:my|him|her|the)\b",
        PAST,
        NEGATED,
    ),
    rule(
        r"\bsuicid(?:e|al)\b|\bsuicidal\b",
        *CALM_WORDS,
        OVER_NOW,
        r"\battempted suicide a\b|\bmission\b|\bassisted\b|\bwarning label\b|\blabel\b|\bsqueeze\b|\bessay\b|\bpaper\b|\bdurkheim\b|\bpractically\b|\bpatients\b|\bsuicidal people\b|\bnurse\b|\bcommit suicide\?|\bloved one\b|\battempt suicide or\b|\bhave to attempt\b|\bsuicide (?:risk|screen\w*|watch|monologue|rates?|scene|song|squad|doors?|survivors?|loss|awareness)\b|\b(?:after|since) (?:a|the|his|her|my|our|their) (?:\w+ )?suicide\b|\b(?:screen\w*|policy|protocol|hamlet|student|training|trained)\b",
        r"\b(?:(?:was|be|been|is|it s|s) (?:like |just |pure |basically )?suicide to (?:try|quit|stop|drive|go|do|start)|(?:career|social|political|financial) suicide)\b",
    ),
    rule(
        r"\b(?:want(?:s|ed|ing)?|wish\w*|hop(?:es?|ing)|ready|deserve|rather|trying|going|need) (?:\w+ ){0,5}?(?:to die|dead|died|to be gone|to disappear (?:forever|for good))\b",
        *CALM_WORDS,
        r"\bready to (?:change|stop)\b|\blived? or\b|\b(?:is|will) (?:he|she|they|my (?:\w+ )?\w+) (?:going to |just )?die\b|\bdie (?:of|from) (?:embarrassment|boredom|laughter|curiosity)\b",
    ),
    rule(
        r"\b(?:not|never) wak(?:e|ing) up(?: again| tomorrow)?\b(?<!will not wake up)",
        r"\b(?:he|she|they|grandma|mom|dad|friend|son|wife|husband)\b.*\bnot wak",
        *CALM_WORDS,
    ),
    rule(
        r"\b(?:fall asleep|go to (?:sleep|bed)|drift off|sleep tonight)\b.{0,15}\b(?:do not|never|not) (?:get|wake) up\b",
        r"\b(?:he|she|they|alarms?|late|work|class|group|miss|snooze|until|till|before|early)\b",
        *CALM_WORDS,
    ),
    rule(
        r"\bdo not (?:want to|feel like) (?:live|living|be alive|being alive|be here|being here|exist|existing|go on living|wake up)\b(?! (?:the way|like (?:this|that)) .*\b(?:change|better|differently|different|sober|stop|quit)\b)",
        PAST,
    ),
    rule(
        r"\b(?:can not|unable to) (?:go on|keep going|keep living|live) (?:like this |this way )?(?:any ?more|any longer)\b|\bcan not go on(?! (?:vacation|leave|a|the|trips?|with)\b)\b|\b(?:can not|do not) (?:\w+ )?(?:afford|bear|stand) (?:to live|living|to be alive)\b",
        TOLD.replace("|costs?", ""),
    ),
    rule(
        r"\bclose(?:r|st)? to (?:killing|ending|hanging|shooting|cutting) (?:myself|it|my life)\b|\bhelp me (?:\w+ ){0,4}(?:not|do not|stop) (?:\w+ ){0,3}(?:kill|die|dying|hurt|harm|cut|end)\w*\b",
    ),
    rule(
        r"\bthere (?:will|is|are) not (?:going to )?be (?:a next \w+ for (?:me|him|her)|any(?:one|body) (?:left |here )?to call)\b"
        r"|\b(?:do|will|did) not (?:plan|intend|expect) (?:on|to) (?:be|being|stay|staying) (?:around|here|alive)\b(?! (?:this|next|for|on|at|in)\b)"
        r"|\bno more me\b|\b(?:somebody|someone)(?: else)? who (?:actually |really )?wants to live\b"
        r"|\btell (?:my|him|her|them)(?: \w+){0,2} (?:that )?i (?:loved|always loved) (?:him|her|them)\b"
        r"|\bhope the next (?:one|time|hit|shot|dose) (?:does it|takes me|kills me|is the last|ends it)\b|\b(?:it is |its )?too late for me(?: now)? goodbye\b",
        PAST,
    ),
    rule(
        r"\bdone living\b(?! (?:like|this|that|in|with|at|under|off|on|from|out|two|a|my|here|there)\b)|\b(?:tired|sick|done) (?:of|with) (?:living(?! (?:like|this|that|in|with|at|under|off|on|from|out|two|a|my)\b)|life|being alive|this life(?! of (?:drink|booz|alcohol|wine|using|drugs?|addiction|hangovers|getting (?:high|drunk))))\b",
        PAST,
    ),
    rule(
        r"\bbetter off (?:dead|without me|if i (?:was|were) (?:gone|dead))\b|\b(?:nobody|no ?one|(?:would|will|does) any ?(?:one|body)) (?:would |will )?(?:even |really |ever )?(?:care|miss me|notice) if i (?:\w+ )?(?:die|died|od|overdose|overdosed|od'?e?d|was gone|disappeared|were gone|am gone)\b",
    ),
    rule(
        r"\b(?:no|any|a|one) (?:reason|point) (?:not )?(?:to|in) (?:liv\w+|stay alive|be alive|go on|end my)\b|\bpoint (?:of|in) (?:living|being alive|life|going on)\b|\bnothing (?:left )?to live for\b",
    ),
    rule(
        r"\b(?:my|his|her) last (?:night|day)\b(?! (?:at|of|in) (?:work|rehab|detox|the program|treatment|iop|class|school|my))",
        r"\b(?:first|rehab|detox|iop|program|work)\b",
        TOLD,
    ),
    rule(
        r"\b(?:wrote|write|writing|written|left|leaving|found) (?:\w+ )?(?:\w+ )?(?:suicide |goodbye )(?:note|letters?)\b|\bto write the note\b|\bwrote the note\b|\bwriting (?:my|the) note\b",
    ),
    rule(
        r"\b(?:check(?:ing)?|tap(?:ping)?) out (?:for good|permanently|of (?:this )?life|forever)\b|\bnot be (?:here|around) (?:tomorrow|much longer|next week|anymore)\b|\bgoodbye (?:forever|everyone|cruel)\b",
    ),
    rule(
        r"\bnooses?\b|\b(?:i|he|she) (?:\w+ ){0,3}?(?:six feet under|in the ground next to)\b|\b(?:flowers to|sing at|come to|at|plan|planning|pay for) my (?:own )?funeral\b"
        r"|\b(?:bought|got|getting|buying|loaded) (?:\w+ )?(?:shells|bullets|ammo|one bullet)\b",
        PAST,
        TOLD,
        r"\b(?:hunt\w*|range|skeet|ducks?|deer|target|neck of my|job|debt|insurance|list|people|kill\w*|shoot\w*|boss|them|everyone)\b",
    ),
    rule(
        r"\bwant(?:ed|ing)? to (?:be|lie|lay|get put) (?:in the (?:ground|dirt)|in (?:a|my|the) (?:grave|coffin)|buried (?:next to|beside|with))\b",
        PAST,
        TOLD,
    ),
    rule(
        r"\bknow (?:exactly )?(?:how many (?:\w+ )?it (?:would|will|takes?)(?: take)?|how (?:i (?:would|will|had|am going to)|i'?d) do it)\b"
        r"|\binsurance\b.{0,40}\bif i (?:did|do) it\b|\b(?:do not|no need to) worry about me (?:after|any ?more|soon)\b"
        r"|\b(?:saved|saving|stashed|stashing|hoarded|hoarding) (?:up )?(?:my|all my|enough|his|her|their) (?:\w+ )?(?:pills|meds|tablets|norcos?|percs?|oxys?|xanax)\b"
        r"|\b(?:\d+|twenty|thirty|forty|fifty|enough|a bunch of) (?:pills|meds|tablets|norcos?|percs?|oxys?|xanax) (?:saved|stashed|hoarded|put away)\b",
        PAST,
        TOLD.replace("(?<!life )insurance|", ""),
        r"\b(?:found|hid|hidden|throw|threw|flush\w*|get rid|pay|cash|afford)\b",
    ),
    rule(
        r"\b(?:gave|given|giving) away (?:all |most |some )?(?:of )?(?:my|his|her) (?:\w+ )?(?:guitars?|drums?|records?|tools|clothes|stuff|things|belongings|possessions|watch(?:es)?|jewel\w+|rings?|collection|books|"
        r"bikes?|camera|furniture|savings|favou?rite \w+|everything|dogs?|cats?)\b",
        r"\b(?:goodwill|donat\w*|charity|yard sale|mov(?:e|ing|ed)|downsiz\w*|clean(?:ing|ed)? out|declutter\w*|fit|size|allerg\w*|landlord|evict\w*|afford)\b",
        PAST,
        TOLD.replace("books?|", ""),
    ),
    rule(r"\b(?:kms|ctb|unalive\w*|sewer ?slide)\b", TOLD),
    rule(
        r"\b(?:overdos\w*|od) on purpose\b|\b(?:took|swallowed|overdosed|od'?e?d)\b.*\bon purpose\b.*\b(?:tempted|redo|do it (?:again|over)|try (?:it )?again)\b|\b(?:wish\w*|should|had) (?:\w+ ){0,4}(?:od'?e?d|overdosed) and (?:died|dead)\b|\bshould have died\b",
    ),
    rule(
        r"\b(?:going to|want to|about to|thinking (?:of|about)|might) (?:jump(?:ing)?(?: off| in front|$)|hang(?:ing)? (?:me|my)|driv(?:e|ing) (?:\w+ )?(?:into|off))",
    ),
    rule(
        r"\b(?:guts|nerve) to (?:end|do) it\b|\b(?:make|get) myself (?:to )?(?:go in|jump|pull the trigger|step off)\b|\b(?:am|be) a burden (?:to|on) every\w+\b|\btaking my (?:own )?life\b|\btake my (?:own )?life\b",
        PAST,
    ),
    rule(
        r"\bme quiero (?:morir|matar)\b|\bquiero (?:morir(?:me)?|matarme|suicidarme)\b|\bno quiero (?:vivir|seguir viviendo)\b|\bya no quiero vivir\b|\bno (?:quiero|puedo) seguir(?: viviendo| asi| así)?\s*$|\b(?:ya )?no aguanto m[aá]s\b|\bquitarme la vida\b|\bse quiere matar\b|\bsuicid(?:ar|io)\w*\b",
        SPANISH_CALM,
    ),
    # asked about, rather than said
    rule(NEVER_CALM.pattern, r"\b(?:funeral|grave|cemetery|memorial|service|visit|before (?:he|she|they) (?:died|passed))\b"),
    rule(
        rf"\bhow (?:many|much)(?: of (?:these|them|those|this|it|my \w+))? (?:would|will|does it take to|to) (?:it take to )?(?:finish|end|kill) (?:me|it|myself|him|her|someone|somebody|a person|you)\b"
        rf"|\bwould (?:\d+|\w+) (?:\w+ )?{HARD} (?:kill|finish)\b|\b(?:is|are|would|will) \d+ (?:of (?:the |these |them |those |my )?)?(?:\w+ ){{0,3}}?(?:be )?enough to (?:do it|die|kill|end)\b"
        r"|\b(?:would|will|is) (?:it|that|od|oding|overdosing|dying)(?: be)? painless\b|\b(?:does|will|would) it hurt to (?:od|die|overdose)\b",
        r"\b(?:already )?(?:took|taken|swallowed|ate)\b",
        TOLD,
    ),
    rule(rf"\b(?:be with|join) (?:my (?:\w+ )?{KIN}|him|her) in (?:heaven|the ground|death)\b"),
    rule(
        r"\b(?:slit|slits|slashed) (?:his|her|their|my) (?:own )?(?:wrists?|arms?|throat|legs?|neck)\b|\bcut(?:s|ting)? (?:his|her|their|my) (?:own )?(?:wrists?\b|(?:arms?|legs?)\b.*\b(?:blood|deep|again|stitches|bleeding)\b)"
        r"|\b(?:texted|sent|messaged)\b(?: \w+){0,3} goodbye (?:mom|dad|mum|forever|everyone|i love|and)\b",
        PAST,
        TOLD,
        r"\bshav\w*\b",
    ),
    rule(
        rf"\b(?:{HARD}|oxys|{PILLS})\b(?: \w+){{0,3}}? (?:lined up|counted out|laid out|poured out|spread out)\b",
        rf"\b(?:he|she|they|who|{KIN}) (?:\w+ ){{0,2}}?(?:put|puts|has|had|lined|counted)\b",
        LIQUOR,
        TOLD,
        PAST,
    ),
    rule(
        r"\block(?:ed|s|ing)? (?:himself|herself|themsel\w+|in)\b.*\b(?:gun|pistol|rifle|shotgun|knife|razors?|blades?|pills)\b|\b(?:gun|pistol|rifle|shotgun|knife|razor|pills)\b.*\block(?:ed|s) (?:himself|herself|in (?:his|her|the) (?:\w+ )?(?:room|bathroom|bedroom|garage|car|basement|shed))\b",
        PAST,
        TOLD,
    ),
    rule(
        r"\b(?:garage|car)\b.*\bengine (?:on|running)\b|\bgarage with the (?:car|engine|motor) (?:on|running)\b|\bcar running in the garage\b",
        PAST,
        TOLD,
    ),
    # means at hand, a place to fall from, what comes after, and a denial that is taken back
    rule(
        rf"\b(?:{PILLS}|{MEANS}|knife)(?: (?:is|are|sitting|lying|here|right|all|lined up|counted out|loaded|just))* (?:in front of me|next to me|beside me|in my (?:hands?|lap|mouth)|to my (?:head|wrists?|throat|chest|temple)|around my neck)\b"
        rf"|\b(?:staring|looking|stare) at (?:(?:the|my|a|this|these|all|that|those) ){{0,2}}(?:{PILLS}|{MEANS}|train tracks|tracks)\b"
        rf"|\b(?:bottle of {HARD}|{PILLS}|{MEANS})\b(?: \w+){{0,6}}? (?:staring|looking|stare) at (?:it|them)\b"
        rf"|\b(?:sitting|here|alone) (?:\w+ ){{0,3}}?with (?:(?:the|my|a|this|these|all) ){{0,2}}(?:loaded )?(?:{PILLS}|{MEANS})\b",
        rf"\b(?:he|she|they|who|someone|somebody|dealer|{KIN}) (?:\w+ ){{0,2}}?(?:put|puts|held|holds|holding|pointed|stuck|pressed|shoved|has|had|with)\b|\b(?:him|her) with (?:a|his|her)\b",
        LIQUOR,
        TOLD,
        PAST,
    ),
    rule(
        rf"^(?:(?:and|but|well|also|because|so|just) )*(?:i|i have) (?:have|got|have got|bought|found|am holding|loaded|will get)(?: got| just| already)? (?:a|my|the|his|her) (?:\w+ )?{MEANS}(?: (?:right )?(?:here|now|with me|ready|loaded|too|and (?:i am )?ready))*$",
    ),
    rule(
        r"\b(?:at|on|over|near|up|off|onto|to) (?:\w+ )?(?:the|a) (?:very )?(?:top|edge|roof|ledge|railing|rail|top floor|top level|wrong side) of (?:the|a|this|my|our) (?:\w+ ){0,2}?(?:garage|parking structure|deck|building|bridge|overpass|cliff|roof|hotel|tower|stadium|dam|balcony|platform|hospital|apartments?)\b"
        r"|\b(?:i|am|he is|she is|standing|sitting|out|climbed|hanging) (?:\w+ )?(?:on|over) (?:the|a|this|my) (?:\w+ )?(?:ledge|bridge|overpass|roof|rooftop|railing|train tracks|tracks|cliff)\b",
        r"\b(?:where|park|parked|your|located|office|traffic|late|driv\w+|directions?|restaurant|bar|work\w*|roofer|shingles|paint\w*|fix\w*|repair\w*|clean\w*|find|address|entrance|cross\w*|stuck)\b",
        TOLD,
        PAST,
    ),
    rule(
        r"\b(?:who|who is|whos|who's|who will|somebody|someone|will you|please|can you|make sure \w+)\b(?: \w+){0,2} (?:feed|feeds|take|takes|taking|look|looks|care|cares|raise|raises|watch|walk|get|gets|want|have|keep) (?:\w+ ){0,6}?(?:when|after|once|if) (?:i am|im|i) (?:gone|dead|not (?:here|around)|no longer here|die)\b"
        r"|\b(?:after|once|when) i am (?:gone|dead|not here any ?more)\b.*\b(?:who will|will (?:\w+ )?(?:miss|remember|care|cry|be (?:better|fine|ok|okay|sad|happier))|take care of|can have|gets? my|do not cry)\b",
        r"\bgone (?:to|at|in|for|from|on|off|all|during|\d+)\b|\bwhile\b|\b(?:rehab|treatment|program|group|work|class|iop|detox)\b|\bgone (?:three|two|several|those|that)\b",
        TOLD,
    ),
    rule(
        r"\bif (?:i|you|he|she) (?:od|overdose|die|dies|ods|do it|am dead)\b.*\blife insurance\b|\b(?:get|gets|have|collect|live off|worth|leave|left with|use|got|take)\b(?: \w+){0,3} life insurance\b|\blife insurance\b.*\b(?:if|when|after|because) (?:\w+ ){0,4}?(?:od|ods|overdose|overdosed|overdoses|die|dies|suicide|kill|do it|did it|gone|dead)\b"
        r"|\blife insurance (?:is|money|would|will)\b.*\b(?:kids|wife|husband|family|them|more than|enough|at least)\b|\bworth more dead\b",
        r"\b(?:can i|could i|how (?:do|can) i|want to|trying to|able to|need to|do i|still) (?:get|have|take)(?: \w+){0,2} life insurance\b|\b(?:denied|deny|quote|term|rates?|premium|exam|apply\w*|application|renew\w*|my (?:dad|father|mom|mother|late)|health insurance|find out)\b",
    ),
    rule(
        r"\b(?:i am|i|feel like|just|im|am|such)(?: \w+)? (?:a )?(?:waste of (?:oxygen|space|air|breath|skin|life|a life|flesh)|oxygen thief)\b|\bwaste of (?:oxygen|air|breath|space)\b.*\b(?:i am|me|myself)\b|\bdo not deserve to (?:live|breathe|be alive|exist)\b|\b(?:world|everyone|everybody|they|family|kids) (?:\w+ )?(?:would|will) (?:\w+ )?be (?:\w+ )?(?:better|happier|fine|ok|okay) without me\b",
        PAST,
        r"\bwaste of (?:time|money)\b",
    ),
    rule(DENIAL_UNDONE.pattern, TOLD),
    rule(
        r"\b(?:i|he|she) will not (?:even )?(?:be alive|live (?:to see|long enough|until|till)|make it (?:to|through) (?:the (?:night|day|week|weekend|morning)|tomorrow|morning|tonight))\b"
        r"|\b(?:too late|(?:nobody|no ?one) can (?:help|save) me)\b.*\bgoodbye\b|\b(?:get|getting|got|put|putting|have) (?:all )?(?:my|his|her) affairs (?:together|in order|sorted|settled)\b",
        r"\b(?:without (?:help|rehab|treatment|this|you)|if (?:i|he|she) (?:do|does|keep\w*|drinks?|uses?|not)|before (?:rehab|treatment|detox|i (?:start|come|go in|check in)))\b",
        PAST,
        TOLD,
    ),
    rule(
        rf"\b(?:(?:am|is) going to|(?:^|^just )going to|will|about to|might|might just|want to|could just|may as well|should just|thinking (?:of|about)|ready to|going to just|going to go) (?:just )?(?:take|taking|swallow|swallowing|down|eat|chug) (?:all|every|everything|the whole|the rest|a whole|these all|them all|this whole|enough)(?: \w+){{0,3}}? ?(?:{HARD}|bottle|meds|medication|them|of it|it)\b",
        r"\b(?:took|taken) (?:all|every|the whole)\b|\b(?:as prescribed|doctor|for my (?:uti|infection)|antibiotics?|course|vitamins?)\b",
        LIQUOR,
        NEGATED,
    ),
    rule(
        WISHED,
        r"\b(?:not|never) (?:\w+ ){0,3}(?:od|overdose)\b|\b(?:scared|afraid|worried|fear)\b",
        PAST,
        TOLD,
        r"\bhope (?:he|she|they)\b",
    ),
    rule(
        rf"\b(?:lethal|fatal|deadly|killing) (?:dose|doses|amount|combo|combination|mix|level)s?\b|\b(?:how (?:much|many)|what amount of|enough) (?:\w+ ){{0,3}}?{HARD} (?:\w+ ){{0,4}}?(?:to (?:die|kill|not wake|end it)|kills? (?:you|me|a person|someone)|before (?:you|i) die)\b",
        r"\b(?:already )?(?:took|taken|swallowed|ate|had)\b",
        TOLD,
        PAST,
        r"\b(?:found|street|news|cop|class|nurse|nursing|student|training)\b",
    ),
    rule(
        r"\b(?:tell|let) (?:my|him|her|them)(?: \w+){0,2} (?:that )?(?:i (?:always )?loved|i am sorry|know i loved|i love (?:him|her|them) and (?:that )?(?:i am )?sorry)\b",
        PAST,
        r"\bsorry (?:i|for|about)\b",
    ),
)
