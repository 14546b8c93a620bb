"""What a sentence does with an outlet that it names: relies on its report, was told to it, or neither.

The rules are the closed patterns of English news writing, looked for in the words just before and just after the
name. The first one that fits decides; a name that none fits is talked about, and is no source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NEAR = 160  # characters before and after a name in which its cue must stand

Role = Literal["report", "interview"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Why a name counts as a source: its role and the word or phrase that says so."""

    role: Role
    text: str


def cue_of(before: str, after: str) -> Cue | None:
    """The cue that makes a name a source, given its sentence before and after it; None when there is none.

    Neighbours in a list ("NBC and the AP") share their cue: give what stands before the first and after the last.
    """
    if len(before) <= NEAR and _TURN_TO.match(before):
        return None
    before, after = before[-NEAR:].rstrip('“"‘'), after[:NEAR]
    if _CREDIT_BEFORE.search(before) or _CREDIT_AFTER.match(after) or _LONGER_NAME.match(after):
        return None
    if _OTHER_BODY.match(after):
        return None
    if _SLASH.search(before) and not _AFTER[-1].match(after):
        return None  # "Jon Vik/Reuters"; but "a Times/CBS News poll"
    lead = _LEAD.sub("", before)
    after = _DOMAIN.sub("", after)
    for role, pattern in _BEFORE:
        if (match := pattern.search(lead)) and not _SELF_REPORT.match(after):
            if _not_done(lead, match):
                if "," in match["cue"]:  # another clause in it may hold a cue of its own
                    continue
                return None
            if not _employed(lead, match, after):
                return Cue(role, match["cue"])
    for role, pattern, needed in _BOTH:
        if (match := pattern.search(lead)) and (follows := needed.match(after)):
            return None if _not_done(lead, match) else Cue(role, match["cue"] or follows["cue"])
    if _PEOPLE_OF.search(lead) or _NONE_OF.search(lead) or _NOT_TRUE.search(lead):
        return None
    # Only what stands right behind the name is the outlet's own where the name goes on.
    for pattern in _AFTER[:1] if _OTHER_NAME.match(after) else _AFTER:
        if (match := pattern.match(after)) and not _OWN_AFFAIRS.match(after, match.start("cue")):
            told = match["cue"].startswith(("interview", "ask", "press", "question"))
            return Cue("interview" if told else "report", match["cue"])
    return None


def _not_done(lead: str, cue: re.Match[str]) -> bool:
    """Whether what the cue tells of did not happen: it is denied, refused, or only to come."""
    before = lead[: cue.start("cue")]
    return bool(
        _NOT_DONE.search(before)
        or (_GIFT.match(cue["cue"]) and (_NOT_GIVEN.search(before) or _PLANNED.search(before)))
    )


def _employed(lead: str, cue: re.Match[str], after: str) -> bool:
    """Whether somebody only writes or reports for the outlet, as work: "Holm, who writes for the Tern, moved"."""
    if not _FOR.fullmatch(cue["cue"]):
        return False
    if _WHO.search(lead[: cue.start("cue")]):
        return True
    return not (_AS.search(lead[: cue.start("cue")]) or _TELLS_ON.match(after))


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<cue>{words}) $", re.IGNORECASE)


_DAYS = r"(?:(?:on |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?)"
_OUTLET_NOUN = r"(?:(?:news )?(?:(?:newspaper|paper|magazine|tabloid|newswire|wire service|broadcaster|channel|network|station|web ?site|site|outlet|blog|portal|programme|program|publication)s?|dail(?:y|ies)|weekl(?:y|ies)|agenc(?:y|ies)|television|TV|radio))"
_STAFF = r"(?:reporters?|journalists?|correspondents?|columnists?|anchors?|hosts?|interviewers?|editors?)"
# "the", "the German daily", "South Korea's", "the state-run news agency": what may part a cue from the name.
_PEOPLES = r"(?:French|Greek|Dutch|Swiss|Czech|Thai|Welsh|Israeli|Iraqi|Pakistani|Bangladeshi|Saudi|Qatari|Emirati|Kuwaiti|Omani|Yemeni|Azerbaijani|US|U\.S\.|UK|U\.K\.|EU|Hong Kong|New Zealand)"
_ADJECTIVE = rf"(?:conservative|liberal|progressive|left-leaning|right-leaning|right-wing|left-wing|local|national|state|state-run|state-owned|private|public|independent|influential|official|leading|popular|business|financial|online|evening|Sunday|opposition|investigative|South|North|pro-\w+|\w+-based|\w+-language|[A-Z]\w+(?:ese|ish|ian|an)|{_PEOPLES})"
_LEAD = re.compile(
    rf"(?:(?<![\w’'])(?!(?:Citing|Quoting|Per|Via|Crediting|From|In|On) )(?:[A-Z][\w-]+ ){{0,2}}[A-Z][\w-]+[’']s? (?:{_ADJECTIVE} ){{0,2}}(?:{_OUTLET_NOUN},? )?|"
    rf"(?<![\w’'])(?:(?:both |the |The |a |an |its |rival |fellow |sister )+(?:(?!(?:in|on|to|by|of|for|with|from|told|that|the|and)\b)[\w’'-]+ ){{0,4}}?|(?:{_ADJECTIVE} ){{0,3}}){_OUTLET_NOUN},? (?:[Tt]he )?|"
    rf"(?<![\w’'])(?:both )?(?:[Tt]he )?(?:{_ADJECTIVE} ){{0,2}}|"
    rf"(?<![\w’'])(?:both )?(?:[Tt]he )?(?:(?:{_ADJECTIVE} ){{0,3}}{_OUTLET_NOUN},? )?(?:[A-Z][\w.’'&-]* ){{1,4}}(?:and|or) (?:[Tt]he )?)$"
)
_DOMAIN = re.compile(r"^\.(?:com|org|net|co\.uk)\b")

# Credits: a byline, a dateline, a photograph's owner, thanks at the end.
_CREDIT_BEFORE = re.compile(
    r"(?:^By [^.]{3,60}[,/] ?|(?:[Pp]hoto(?:graph)?s?|[Cc]redit|[Ii]mages?|[Ss]ource)(?: (?:by|courtesy of))?:? ?(?:[^.;:]{0,60}[/,] ?)?|"
    r"(?:^|[.(] ?|[Aa]dditional )[Rr]eporting by (?:the )?|(?:[Pp]hotos?|[Pp]ool|[Ii]mages?|[Pp]ictures|/\w+) via (?:the )?|[Ww]ith (?:reporting|files|material|agencies|additional reporting) from (?:the )?|"
    r"[A-Z]{3,}[^.;]{0,30} ?\(|©[ \d]*|copyright (?:\d+ )?(?:the )?)$"
)
_SLASH = re.compile(r"\w ?/ ?$")
_CREDIT_AFTER = re.compile(
    r" ?\) ?[-–—]|[^.;]{0,60} contributed (?:to|reporting)|[/ ](?:via )?Getty|/\w+ (?:Images|Photo)|,? via (?:AP|Getty|Reuters)\b| (?:Photo|Images?|Pictures|File)\b"
)
# "Bloomberg Philanthropies", "CNN Center": the name is part of another one.
_LONGER_NAME = re.compile(r" (?:Philanthropies|Center|Centre|Foundation|Institute|Radio Theatre|Plaza|Building|Inc|Corp|Co|Company|LP|L\.P|Ltd|Holdings|Terminal|School|courses?|exams?|class(?:es)?|affiliates?|hotel|Council)\b")  # fmt: skip

# "The Australian Federal Police", "Sky News Australia": words with a capital behind a name make another one, but for
# those of a person's work, of a part of the outlet, or of a day. Where a cue stands before the name, what follows may
# begin a clause ("told Reuters Ukraine would"): only the words of a body tell.
_BODIES = r"(?:Bureau|Police|Association|Board|Commission|Authority|Ministry|Committee|Party|Union|Society|Federation|Institute|Council|Mahasabha|University|College|Tribunal|Court|Square|Alliance|League|Trust|Fund|Group)"
_HOUSE = r"(?:News|Magazine|Radio|TV|Television|Network|Online|Digital|International|World|Business|Sport|Opinion|Nightly|Evening|Morning|Today|Tonight|Live|Newsnight|Breakfast|Weekend|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_AT_WORK = r"(?:Chief|Senior|Correspondent|Reporter|Editor|Columnist|Host|Anchor|Analyst|Washington|White House|State Department|Pentagon)"
_OTHER_NAME = re.compile(
    rf" (?!(?:{_HOUSE}|{_AT_WORK})\b|[^.,;:]{{0,50}}\b(?:{_STAFF}|chief|analyst|contributor|polls?|surveys?)\b)[A-Z][\w’&-]+"
)
_OTHER_BODY = re.compile(rf"(?: [A-Z][\w’-]+){{0,2}} {_BODIES}\b(?![^.,;:]{{0,20}}\b{_STAFF}\b)")

_PUBLICATION = r"(?:reports?|reporting|stor(?:y|ies)|articles?|[Oo]p-[Ee]ds?|opinion pieces?|opinion essays?|pieces?|editorials?|columns?|essays?|polls?|polling|surveys?|analys[ei]s|investigations?|accounts?|exclusives?|dispatch(?:es)?|profiles?|documentar(?:y|ies)|reviews?|fact-checks?|blog posts?|posts?|commentar(?:y|ies)|count|tally|tallies|data(?:base)?|figures|projections?|estimates?|averages?|footage|exposé|obituary|headlines?|leaks?|podcast|live blog|write-?ups?|write up|scoops?|revelations?|disclosures?|findings)"
_GIVEN = r"(?:interviews?|comments?|remarks?|statements?|e-?mails?|text messages?|messages?|texts|responses?|appearances?|conversations?|sit-downs?|phone calls?|discussions?|quotes?|podcast)"
_TO_SPEAK = r"(?:sp(?:oke|eaks?|oken|eaking)|talk(?:s|ed|ing)?|comment(?:s|ed|ing)?|chat(?:s|ted|ting)?|convers(?:ed|ing)|sat down|sits down|sitting down)"
_SPEAKERS = r"(?:sources|officials|people|insiders|aides|advisers|advisors|allies|diplomats|lawmakers|senators|MPs|ministers|lawyers|experts|analysts|economists|traders|investors|bankers|executives|employees|staff|residents|witnesses|neighbou?rs|relatives|friends|survivors|doctors|researchers|scientists|activists|campaigners|police|authorities)"
_STATED = r"(?:said|says|saying|told|tells|asked|argu(?:ed|es|ing)|claim(?:ed|s|ing)|declar(?:ed|es|ing)|insist(?:ed|s|ing)|suggest(?:ed|s|ing)|predict(?:ed|s|ing)|add(?:ed|s|ing)|warn(?:ed|s|ing)|remark(?:ed|s)|acknowledg(?:ed|es|ing)|admit(?:s|ted|ting)|defend(?:ed|s|ing)|den(?:ied|ies|ying)|explain(?:ed|s|ing)|prais(?:ed|es|ing)|critici[sz](?:ed|es|ing)|attack(?:ed|s|ing)|blast(?:ed|s|ing)|slam(?:med|s|ming)|call(?:ed|s|ing)|respond(?:ed|s|ing)|repeat(?:ed|s|ing)|announc(?:ed|es|ing)|vow(?:ed|s|ing)|jok(?:ed|es|ing)|stat(?:ed|es|ing)|conced(?:ed|es|ing)|boast(?:ed|s|ing)|confirm(?:ed|s|ing)|reiterat(?:ed|es|ing)|reject(?:ed|s|ing)|dismiss(?:ed|es|ing)|discuss(?:ed|es|ing)|pledg(?:ed|es|ing)|hint(?:ed|s|ing)|urg(?:ed|es|ing)|not(?:ed|es|ing)|maintain(?:ed|s|ing)|promis(?:ed|es|ing)|express(?:ed|es|ing)|accus(?:ed|es|ing)|address(?:ed|es|ing)|observ(?:ed|es)|emphasi[sz](?:ed|es|ing)|stress(?:ed|es|ing)|reveal(?:ed|s|ing)|mention(?:ed|s|ing)|describ(?:ed|es|ing)|compar(?:ed|es|ing)|mock(?:ed|s|ing)|tout(?:ed|s|ing)|recall(?:ed|s|ing)|lament(?:ed|s|ing)|complain(?:ed|s|ing)|assert(?:ed|s|ing)|contend(?:ed|s|ing)|weigh(?:ed|s|ing) in|answer(?:ed|s|ing)|elaborat(?:ed|es|ing)|appear(?:ed|s|ing)?|appearances?|interview(?:ed|s)?)"

_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, _before(words))  # type: ignore[misc]
    for role, words in (
        # The outlet itself is named as where it comes from.
        ("report", r"\b[Aa]ccording(?: to)?(?: (?:[A-Z][\w.’'-]* ){1,3}(?:of|at|from|with))?"),
        (
            "report",
            r"\b(?:documents?|records?|e-?mails|data|memos?|cop(?:y|ies)|videos?|footage|letters?|figures|transcripts?|recordings?)\b[^.;:“”\"]{0,40}? (?:provided|given|sent|leaked|shared|supplied|described|read)(?: exclusively)? (?:to|with)",
        ),
        ("report", r"\b(?:shown to|shared exclusively with)"),
        ("report", r"\b(?:confirmed|corroborated|authenticated|claimed|alleged)(?: \w+ly)? by"),
        (
            "report",
            r"\bas (?:first |previously |earlier |originally )?(?:reported|noted|told|described|revealed|quoted|cited)(?: \w+){0,3} (?:by|in|on)",
        ),
        (
            "report",
            r"\b(?:reported|published|posted|printed|quoted|cited|obtained|seen|reviewed|viewed|verified|acquired|leaked|compiled|conducted|commissioned|broken|unearthed|uncovered|revealed|disclosed|detailed|documented|released|carried|reprinted|cited|collected|analy[sz]ed|tallied|projected)(?:,? (?!and\b|but\b|that\b|by\b)[\w-]+){0,4}? (?:by(?:, (?:among others|notably),)?|in|to|with)",
        ),
        (
            "report",
            r"(?<!\w)(?:citing|quoting|per|via|crediting)(?: (?:a|an|the|sources?|reports?|unnamed|in|from|by)){0,5}",
        ),
        (
            "report",
            rf"\b{_PUBLICATION}\b(?:,? (?!and\b|but\b|that\b|with\b|to\b|host\w*\b|told\b|sp[eo]\w+\b|interview\w*\b|about\b|who\b)[\w’'-]+){{0,5}}? (?:in|by|from|on|for|of|at)",
        ),
        ("report", r"\b(?:wr(?:ote|ites|iting|itten)|penned|authored)\b[^.;:“”\"]{0,80}? (?:in|for|on|at)"),
        (
            "report",
            r"\b(?:op-eds?|opinion (?:pieces?|articles?|essays?)|essays?|editorials?|guest columns?)\b[^.;:“”\"]{0,130}? (?:in|for|at)",
        ),
        (
            "report",
            r"\b(?:notes?|noted|reports?|reported|argues?|argued|explains?|explained)(?: [\w-]+){0,3} (?:at|for)",
        ),
        ("report", r"\b(?:surveyed|polled|canvassed)(?: [\w-]+){0,2} by"),
        ("report", r"\b(?:published|posted|ran|printed|appear(?:ed|s|ing)|featured)(?: [\w-]+){0,3} in"),
        # What a person said to it, or on its programme.
        (
            "interview",
            rf"\b(?:told|tells|telling|informed|inform(?:s|ing)|assured)(?: (?:in|for|by))?(?: (?:an? )?(?:(?:reporters?|journalists?|[A-Z][\w.’'-]+|{_STAFF}),? ){{1,4}}(?:for|from|at|with|of|on))?(?: (?:by|in|of|via) (?:phone|telephone|e-?mail))?",
        ),
        (
            "interview",
            rf"\b{_SPEAKERS}(?: (?:now|also|familiar|close|briefed|involved|with|to|on|in|of|the|\w+ly|knowledge|matter|talks|plans?|situation|discussions)){{0,6}}(?<! to) tell",
        ),
        ("interview", r"\b(?:told|tells|telling|informed|assured) (?:(?!that\b)[\w.’'-]+ ){1,6}on"),
        (
            "interview",
            rf"\b(?:{_TO_SPEAK}|said|says|saying|confirmed|explained|complained|admitted|acknowledged|recounted|replied|revealed|described|suggested|repeated|announced|lamented|vented|explaining|confirming|denied|denies|denying|insist(?:ed|s|ing)|hint(?:ed|s|ing)|claim(?:ed|s|ing)|argu(?:ed|es|ing)|conceded|disclosed|stress(?:ed|es|ing)|boast(?:ed|s|ing)|bragg(?:ed|ing)|jok(?:ed|es|ing)|protested|emphasi[sz]ed|reiterated|maintained|clarified|stated|declared|remarked|mused|admitting)(?: (?:exclusively|privately|directly|separately|{_DAYS}|by phone|by telephone|anonymously|at length|live)){{0,3}} (?:to|with)(?: {_STAFF} (?:from|for|at|of|with))?",
        ),
        (
            "interview",
            rf"\b{_GIVEN}\b(?:(?! (?:that|who|which|but)\b)[^.;:“”\"]){{0,50}}? (?:to|with|on|for|by|in|from|at)(?: {_STAFF} (?:from|for|at|of))?",
        ),
        (
            "interview",
            r"\b(?:asked|questioned|pressed|interviewed|grilled|quizzed|polled|contacted|reached)(?: [\w-]+){0,4} (?:by|on|for|with|by an? (?:reporter|journalist|correspondent) (?:from|at|with))",
        ),
        (
            "interview",
            r"\b(?:confirmed|denied|described|explained|disclosed|revealed|outlined|detailed|defended)(?: (?!move\b|return\b|switch\b|departure\b|job\b|leak|donation|visit\b)[\w’'-]+){1,6} to",
        ),
        (
            "interview",
            r"\b(?:gave|given|giving|provided|sent|made|issued|granted|e-?mailed)(?: [\w-]+){0,4} to",
        ),
        ("interview", r"\b(?:gave|giving|given|granted|granting)"),
        (
            "interview",
            r"\b(?:appear(?:s|ed|ing|ances?)|guests?|speaking|spoke|interview(?:s|ed)?|debut(?:s|ed)?)\b[^.;:“”\"]{0,40}? on",
        ),
        ("interview", rf"\b(?:discuss(?:ed|es|ing|ion)|{_TO_SPEAK})\b[^.;:“”\"]{{0,60}}? with"),
    )
)

_PROGRAMME = re.compile(
    r"(?:[’']s?)? (?:[“\"‘']|[A-Z]\w+)|(?:[’']s?)? (?:\w+[ -]){0,3}?(?:show|program|programme|broadcast|podcast|newscast)\b|[’']s? (?:[A-Z]|[“\"‘'])"
)
_STATEMENT = re.compile(rf"[^.;]{{0,80}}?\b{_STATED}\b")
_INTERVIEW_NOUN = re.compile(r"(?:[’']s?)? (?:[\w-]+ ){0,3}?(?:interview|Q&A|sit-down)\b")
_STAGE = re.compile(
    r"(?:[’']s?)? (?:[\w-]+ ){0,3}?(?:town halls?|debate|forum|show|program|programme|podcast|appearance|segment|panel)\b"
)
_ENDS = re.compile(
    rf"(?:[’']s [A-Z][^.,;]{{2,40}})?(?: {_DAYS}| last \w+| this \w+| at the time)?\s*(?:[.,;:)”\"]|$)"
)
_NOT_SAID_ON = r"(?<!host )(?<!anchor )(?<!star )(?<!analyst )(?<!contributor )(?<!commentator )(?<!correspondent )(?<!job )(?<!ads )(?<!show )(?<!segment )(?<!watching )(?<!aired )"
_NEWS_VERBS = r"reported|reports|writes|wrote|notes|noted|revealed|broke|obtained|first reported|tweeted"
# A cue before the name that counts only with the right words behind it.
_BOTH: tuple[tuple[Role, re.Pattern[str], re.Pattern[str]], ...] = (
    ("interview", re.compile(r"\b(?P<cue>told|tells|telling|(?:[Aa]sked|[Qq]uestioned|[Pp]ressed|[Ii]nterviewed|quizzed) by) (?:an?|one|another|two|three|several) (?:[a-z]+ )?$"), re.compile(rf"(?:[’']s?)? (?:[a-z]+ )?{_STAFF}\b(?! to [a-z])")),
    ("report", re.compile(r"[A-Z][\w’'-]+, (?:an?|the) (?P<cue>)$"), re.compile(r"(?: [a-z]+){0,2} (?:reporter|journalist|correspondent|columnist), (?P<cue>said|says|reported|argues|argued|wrote|writes)\b")),
    ("report", re.compile(r"\b(?P<cue>(?:media|press|newspapers|papers|outlets|agencies|broadcasters|reports)) \($"), re.compile(r"\)(?: have| has)? (?:reported|reports?|said|says?|suggest(?:ed|s)?|writes?|wrote)\b")),
    ("report", re.compile(rf"(?:[\w’'-]+ ){{2}}(?!{_OUTLET_NOUN}\b)[a-z][\w’'-]* (?P<cue>\()(?:via )?$"), re.compile(r"\)[.,;]")),
    ("interview", re.compile(rf"{_NOT_SAID_ON}\b(?P<cue>[Oo]n) $"), _PROGRAMME),
    ("interview", re.compile(rf"\b(?P<cue>{_STATED})\b[^;]{{0,90}}{_NOT_SAID_ON} on $"), re.compile("")),
    ("interview", re.compile(r"^[“\"‘']?(?P<cue>[Oo]n|[Ii]n) $"), _STATEMENT),
    ("interview", re.compile(r"\b(?P<cue>(?:[Ii]n|[Dd]uring|[Oo]n|[Ff]rom|[Aa]fter|[Aa]t|[Tt]o|[Gg]ave|with)(?: (?:an?|the|his|her|their|that|last|this|recent|earlier|same)(?: [\w-]+)?)?) $"), _INTERVIEW_NOUN),
    ("interview", re.compile(rf"\b(?P<cue>{_STATED})\b[^;]{{0,60}}? (?:at|during|in|on) (?:an?|the|last \w+) ?(?:recent )?$"), _STAGE),
    ("report", re.compile(r"(?:[,”\"’']|^)(?: [\w’'-]+){0,3}? ?\b(?P<cue>(?:first )?(?:reports?|reported|notes|noted|writes|wrote|says|said|adds|reveals|revealed|tweets|tweeted)) $"), _ENDS),
    ("report", re.compile(r"\b(?P<cue>[Ff]rom) $"), re.compile(r" ?:")),
    ("report", re.compile(r"\b(?P<cue>(?:media|press|newspapers|papers|outlets|agencies|broadcasters|channels)(?: outlets| reports)?,? (?:including|such as|among them)) $"), re.compile(rf",? (?:have |has |had )?(?:{_NEWS_VERBS}|said)\b")),
    ("report", re.compile(r"\b(?P<cue>(?:argued|argues|claimed|said|warned|recalled|admitted|complained|urged|noted)(?: [\w-]+){0,3} in) $"), re.compile("")),
)  # fmt: skip

# What stands right before a cue when it did not happen: "could not be independently", "declined to", "is due to".
_NOT_DONE = re.compile(
    r"(?:(?:\b(?:not|never|cannot|neither|nor)|n[’']t)(?: (?:\w+ly|yet|even|ever|been|be|have|want to|wish to|agree to|to))*"
    r"|\b(?:no one|nobody|none of)\b[^.;,:“”\"]{0,60}?"
    r"|\b(?:declin|refus|fail|neglect|hesitat|decid|cho(?:se|osing)|unwilling|unable|reluctant|too \w+|yet)\w*(?: not)? to(?: (?:\w+ly|be|have))*"
    r"|\b(?:barred|banned|prevented|stopped|refrained|shied away|abstained) from(?: \w+ly)*"
    r"|\b(?:without|before|instead of|rather than)(?: \w+ly)*"
    r"|(?:\b(?:will|shall|may|might)|[’']ll|\b(?:due|set|scheduled|expected|slated|about|going|plan(?:s|ned|ning)?|invited|hop(?:es|ed|ing)|want(?:s|ed)?|supposed) to)(?: (?:also|soon|then|now|\w+ly|be|have))*)"
    r" $",
    re.IGNORECASE,
)
# An interview, a comment, an answer that was not given: no preposition makes it the place where something else was said.
_GIFT = re.compile(r"(?:interview|comment|remark|statement|response|reply|appear|request|question|answer|discussion|conversation)", re.IGNORECASE)  # fmt: skip
_NOT_GIVEN = re.compile(
    r"(?:\b(?:not|never|no|without)|n[’']t|\b(?:declin|refus|reject|cancel|postpon|ignor|avoid|skipp)\w*|\b(?:turn|call|pull|back)(?:ed|s|ing) (?:down|off|out of))"
    r"(?: (?!(?:in|during|on|at|when|after|but|and|who|which)\b)[\w’'-]+){0,6} $",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:neither|nor|not|not even|no) $", re.IGNORECASE)
# "If Reuters reports the deal", "contrary to what Fox News claimed".
_NOT_TRUE = re.compile(r"\b(?:if|unless|(?:contrary to|despite|regardless of) what) $", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:due|set|scheduled|expected|slated|plan(?:s|ned|ning)?|hop(?:es|ed|ing)|want(?:s|ed)?|supposed) to (?:give|grant|do|hold|make|issue|send|offer)(?: (?:an?|the|his|her|their|its|\w+ly|first|exclusive|live|long|television|TV))* $", re.IGNORECASE)  # fmt: skip
_FOR = re.compile(r"(?:wr(?:ote|ites?|iting|itten)|reports?|reported|reporting|notes?|argues?|explains?)(?: [\w-]+ly)? for", re.IGNORECASE)  # fmt: skip
_WHO = re.compile(
    r"\b(?:who|has|have|had|also|used to|and|to)(?: (?:also|has|have|had|previously|formerly|\w+ly))* $"
)
_AS = re.compile(r"(?:\b[Aa]s\b[^,.;]*|[,”\"’'][^,.;]*) $")
_TELLS_ON = re.compile(
    r"(?:,? (?:that\b|how\b|about\b|of\b)|:|,? [“\"‘]| (?:on |in |last |this )[^.,;]{3,25},? (?:that|how|about)\b)"
)

# "a spokeswoman for CNN said": the verb behind the name is that person's.
_PEOPLE_OF = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|lawyers?|attorneys?|owners?|chief|executives?|president|head|publisher|founder|readers?|viewers?|employees?|staff\w*|workers?|shareholders?|boss|chairman|editors?|columnists?|critics?|shares|hosts?|anchors?)"
    r"(?: \w+){0,2} (?:for|of|at|from|on|with) $"
    r"|\bwho (?:owns?|owned|founded|bought|runs?|ran|edits?|edited|leads?|led|heads?|headed|chairs?|chaired) $"
)
_AFFILIATION = r"(?: \([^)]{1,40}\))?(?:,? [–—-]? ?(?:which|who|that)\b)?(?:, (?!and\b|but\b)[^,;.]{3,100},| [–—] [^–—]{3,100} [–—])?"
_ADVERBS = rf"(?: (?:first|also|has|had|have|then|later|earlier|previously|exclusively|separately|recently|already|itself|even|once|since|subsequently|still|however|meanwhile|all|each|both|and others|and other (?:\w+ ){{1,2}}?(?:outlets|media|newspapers|organi[sz]ations)|\w+ly|{_DAYS}|last (?:week|month|year|night)|this week|in (?:[A-Z]\w+|\d{{4}})))*,?"
_VERBS = r"reports?|reported|reporting|writes?|wrote|not(?:es?|ed)|says?|said|reveal(?:s|ed)?|disclos(?:es|ed)|quot(?:es?|ed|ing)|cit(?:es?|ed|ing)|learn(?:s|ed|t)?|finds?|found|obtain(?:s|ed)|describ(?:es?|ed)|detail(?:s|ed)|confirm(?:s|ed)|publish(?:es|ed)|broke (?:the )?(?:story|news|\w+ story)|estimat(?:es?|ed)|project(?:s|ed)|calculat(?:es?|ed)|show(?:s|ed)|suggest(?:s|ed)|explain(?:s|ed)|observ(?:es|ed)|point(?:s|ed) out|add(?:s|ed)|claim(?:s|ed)|alleg(?:es|ed)|identif(?:ies|ied)|document(?:s|ed)|uncover(?:s|ed)|highlight(?:s|ed)|list(?:s|ed)|rank(?:s|ed)|rates?|categori[sz]e[sd]|characteri[sz]e[sd]|dubbed|recount(?:s|ed)|chronicle[sd]|traced|examined|speculate[sd]|predict(?:s|ed)|warn(?:s|ed)|opine[sd]|review(?:s|ed)|saw|seen|reckons|understands(?! (?:its|how|what)\b)|argu(?:es|ed)|assert(?:s|ed)|stat(?:es|ed)|conclud(?:es|ed)|posted|quipped|editoriali[sz](?:es|ed)|tweeted|counted|tallied|rated|determined|put (?:it|the)|(?:is|was|are|were)(?: also| now)? reporting|(?:is|was) (?:the )?first to (?:report|publish|reveal)|called the (?:race|election|state)|declared|can (?:\w+ ){0,2}?(?:reveal|disclose|report)"
_GAP = r"(?:(?!(?:who|which|that|is|was|are|were|has|had|have|do|does|did|not|never|can|cannot|could|will|would|may|might|must|should|\w+n[’']t|and|but|for|of|to|in|on|at|from|as|with|by|said|says|told|host|anchor|over|about|after|because|when|while)\b)[\w’'“”\"/%-]+ )"
_AFTER: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?: [Nn]ews)?(?: (?:{_OUTLET_NOUN}|reporters|journalists))?{_AFFILIATION}{_ADVERBS} (?P<cue>{_VERBS})\b"),
    re.compile(rf"(?:[’']s?)? (?:{_STAFF}|witness(?:es)?|photographers?|crew|team)(?: (?:in|at|on|near)(?: (?:the|[A-Za-z][\w’-]+)){{1,4}}?)?{_ADVERBS} (?P<cue>saw|seen|heard|witnessed|counted|reported)\b"),
    re.compile(r"(?:[’']s?)? (?:\w+ )?(?:correspondents?|reporters?|journalists?) (?:reporting from|in|at) (?:the )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)?,? (?P<cue>said|says)\b"),
    re.compile(r"(?:[’']s?)?(?: [a-z][\w-]+){0,3}(?: [A-Z][\w.’'-]+){1,4}(?: in an interview)? (?P<cue>asked|asks|pressed|presses|questioned|interviewed)\b"),
    re.compile(rf"(?:[’']s?)?(?: [\w-]+){{0,3}}(?: [A-Z][\w.’'-]+){{1,4}}(?: and [A-Z][\w.’'-]+ [A-Z][\w’'-]+)?,?{_ADVERBS} (?P<cue>{_NEWS_VERBS})\b"),
    re.compile(r"[’']s?(?: [A-Z][\w.’'-]+){2,3}(?:, (?:reporting from|in) [A-Z][\w’ -]{1,30},)? (?P<cue>says|argues|argued|explains)\b"),
    re.compile(rf"(?:[’']s?)?(?:[/-]\w+)? {_GAP}{{0,5}}?(?P<cue>{_PUBLICATION}|interviews?)\b(?! (?:editor|writer|desk|room|card))"),
)  # fmt: skip
# What an outlet says of itself, or earns, is about it.
_OWN_AFFAIRS = re.compile(
    r"said (?:goodbye|farewell|hello|sorry|yes|no) |publish(?:es|ed)\b[^.;:“”\"]{0,80}, (?:[\w’'-]+ ){1,4}(?:said|heard|ruled|argued|found|alleges|alleged)\b|"
    rf"(?:said|says|confirmed|reported|announced|found|claimed)(?: {_DAYS})?(?: in an? (?:statement|memo|e-?mail|note|tweet|filing)| (?:that )?(?:it|its|he|she|they|their)(?: \w+)? (?:will|would|plans?|stands?|stood|staff|reporters?|editors?|lawyers?|correspondents?|journalists?)\b| (?:a |an |its |record |quarterly |annual |net |higher |lower )*(?:loss(?:es)?|profits?|earnings|revenues?|sales|ratings)\b)"
)
_SELF_REPORT = re.compile(
    r"(?:[’']s)? (?:spokes(?:man|woman|person)|lawyers?|attorney|chief executive|owner|parent)\b"
    rf"|[’']s? (?:editors|bosses|executives|managers|management|staff|employees|publishers?|board)\b|(?:[’']s?)? {_STAFF} to [a-z]"
)
# "Read the full story at Reuters": where to turn, which nobody relies on.
_TURN_TO = re.compile(
    r"[“\"‘']?(?:for more[^,.]{0,30}, |(?:you|readers|viewers) can (?:also )?)?(?:listen|watch|read|see|hear|tune|sign|subscribe|follow|click|visit|find)"
    r"(?: to)? (?:$|(?:the|an?|more|our|this|his|her|their|to|in|up|it|also|on|here)\b[^:,]*$)",
    re.IGNORECASE,
)
