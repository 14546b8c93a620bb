"""An invented event told by seven invented outlets, as the records that the earlier stages would make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from compare.records import (
    Access,
    Alignment,
    Article,
    Certainty,
    Citation,
    Claim,
    Collapsed,
    Comparison,
    ConflictEvidence,
    Coverage,
    Derivation,
    DerivedClaim,
    Difference,
    DifferenceKind,
    Failure,
    Group,
    Member,
    Quantity,
    Rate,
    Source,
    Span,
    Story,
    Verdict,
    digest,
)
from compare.show.report_json import RunInfo, report

RUN = RunInfo(
    id="41",
    started_at="2031-05-14T20:02:11Z",
    finished_at="2031-05-14T20:03:40Z",
    version="0.1.0",
    model="all-MiniLM-L6-v2",
    model_revision="rev-1",
    settings_sha256="9f" * 32,
)
RATES = (
    ("Matched pairs that are right (precision)", "0.71"),
    ("True pairs that are found (recall)", "0.58"),
    ("Conflicts that are right (precision)", "0.64"),
)
FAILURES = (
    Failure("https://island-times.example/ferry", "fetch", "HTTP 503", "2031-05-14T20:02:30Z"),
    Failure("https://harbour-blog.example/feed", "discover", "robots.txt forbids it", "2031-05-14T20:02:15Z"),
)


@dataclass(frozen=True)
class Line:
    """One sentence of the story, by a short name, before it has its place."""

    name: str
    text: str
    speaker: str = ""
    cue: str = ""
    certainty: Certainty = "flat"
    hedge: str = ""
    quote: bool = False
    figure: str = ""


def telling(
    outlet: str,
    title: str,
    paragraphs: list[list[Line]],
    published_at: str | None,
    access: Access = "full",
    **changes: Any,
) -> tuple[Article, dict[str, Claim]]:
    """An article and its claims by short name, with every offset taken from the text itself."""
    url = f"https://{outlet}/2031/05/ferry"
    identity = digest(url)
    text, spans, lines = title, [], [(Line(f"{outlet}:title", title), 0, -1)] if title else []
    for number, paragraph in enumerate(paragraphs):
        text += "\n\n" if text else ""
        begin = len(text)
        for place, line in enumerate(paragraph):
            text += " " if place else ""
            lines.append((line, len(text), number))
            text += line.text
        spans.append((begin, len(text)))
    article = Article(
        id=identity,
        url=url,
        final_url=url,
        canonical_url=url,
        outlet=outlet,
        title=title,
        byline="",
        published_at=published_at,
        published_precision="minute" if published_at else "unknown",
        published_source="meta article:published_time" if published_at else "",
        fetched_at="2031-05-14T20:02:20Z",
        language="en",
        text=text,
        title_end=len(title),
        paragraphs=tuple(spans),
        access=access,
        reason="",
        provenance="web",
        content_sha256=digest(text) * 4,
    )
    claims = {}
    for position, (line, start, paragraph_number) in enumerate(lines):
        claims[line.name] = Claim(
            id=digest(identity, str(position), line.text),
            article=identity,
            position=position,
            paragraph=paragraph_number,
            text=line.text,
            start=start,
            end=start + len(line.text),
            kind="headline" if paragraph_number < 0 else "quote" if line.quote else "body",
            speaker=within(text, start, line.speaker) if line.speaker else None,
            cue=within(text, start, line.cue) if line.cue else None,
            certainty=line.certainty,
            hedges=(within(text, start, line.hedge),) if line.hedge else (),
            quantities=(
                Quantity(
                    line.figure,
                    (s := within(text, start, line.figure)).start,
                    s.end,
                    "number",
                    1.0,
                    "",
                    False,
                ),
            )
            if line.figure
            else (),
        )
    return replace(article, **changes), claims


def within(text: str, start: int, words: str) -> Span:
    """The span of ``words`` at or after ``start``; empty words stand at ``start``."""
    begin = text.index(words, start) if words else start
    return Span(words, begin, begin + len(words))


def difference(
    kind: DifferenceKind, a: Claim, a_words: str, b: Claim, b_words: str, rule: str, note: str = ""
) -> Difference:
    """A difference between two claims, by their words."""
    spans = []
    for claim, words in ((a, a_words), (b, b_words)):
        offset = claim.text.index(words) if words else 0
        spans.append(Span(words, claim.start + offset, claim.start + offset + len(words)))
    return Difference(kind, spans[0], spans[1], rule, note)


WIRE = [
    [
        Line(
            "w.crash",
            "A passenger ferry struck the east breakwater at Port Ellery on Wednesday morning, injuring at least 14 people, the harbour authority said.",
            "the harbour authority",
            "said",
            figure="14",
        )
    ],
    [
        Line("w.time", "The Saint Odile hit the wall at 7:42 a.m. in thick fog.", figure="7:42 a.m."),
        Line("w.aboard", "It was carrying 212 passengers and nine crew.", figure="212"),
    ],
    [
        Line(
            "w.radar",
            "Investigators are examining whether the vessel’s radar may have failed, said Ines Holt, who leads the inquiry.",
            "Ines Holt",
            "said",
            "hedged",
            "may have",
        )
    ],
    [Line("w.early", "“It is far too early to name a cause,” she said.", "she", "said", quote=True)],
    [Line("w.captain", "The captain, who has not been named, is cooperating with police.")],
    [Line("w.service", "Services to the islands were suspended until Friday.", figure="Friday")],
    [
        Line(
            "w.union",
            "The seafarers’ union said it had warned about staffing in March.",
            "The seafarers’ union",
            "said",
            figure="March",
        )
    ],
]
POST = [
    [
        Line(
            "p.crash",
            "At least 14 people were hurt when a ferry ran into the Port Ellery breakwater on Wednesday, the harbour authority said.",
            "the harbour authority",
            "said",
            figure="14",
        )
    ],
    [
        Line(
            "p.aboard",
            "There were 212 passengers on board, according to the operator, Ellery Lines.",
            "Ellery Lines",
            "according to",
            figure="212",
        ),
        Line("p.fog", "Fog had cut visibility to under 80 metres.", figure="80 metres"),
    ],
    [
        Line(
            "p.early",
            "“It is far too early to name a cause,” said the chief investigator, Ines Holt.",
            "Ines Holt",
            "said",
            quote=True,
        )
    ],
    [Line("p.captain", "Police spoke to the captain, who is cooperating.")],
    [
        Line(
            "p.witness",
            "“We were thrown off our seats and then it went very quiet,” said Tomas Ruel, a commuter.",
            "Tomas Ruel",
            "said",
            quote=True,
        )
    ],
    [Line("p.service", "Island crossings will not run before Friday.", figure="Friday")],
    [
        Line(
            "p.school",
            "Two schools on Little Ellery closed for the day because teachers could not cross.",
            figure="Two",
        )
    ],
]
BEACON = [
    [
        Line(
            "b.crash",
            "A packed ferry smashed into a harbour wall on Wednesday, leaving 21 people injured.",
            figure="21",
        )
    ],
    [
        Line(
            "b.radar",
            "The ship’s radar failed moments before the impact, the Harbour Wire reported.",
            "the Harbour Wire",
            "reported",
        )
    ],
    [Line("b.captain", "The captain refused to speak to police.")],
    [Line("b.early", "Investigators say it is “too early to name a cause”.", "Investigators", "say")],
    [Line("b.aboard", "More than 200 travellers were on the Saint Odile.", figure="200")],
    [
        Line(
            "b.fare",
            "Fares on the line rose by a fifth last year while the operator cut two deckhand posts.",
            figure="a fifth",
        )
    ],
    [Line("b.panic", "Terrified families clung to the rails as alarms howled.")],
]
LEDGER = [
    [
        Line(
            "l.crash",
            "Fourteen people were treated for injuries after a collision between a ferry and the breakwater at Port Ellery, officials said.",
            "officials",
            "said",
            figure="Fourteen",
        )
    ],
    [
        Line("l.time", "The collision happened shortly before 8 a.m.", figure="8 a.m."),
        Line("l.service", "Sailings are suspended until Saturday.", figure="Saturday"),
    ],
    [
        Line(
            "l.radar", "A radar fault is allegedly under examination.", certainty="alleged", hedge="allegedly"
        )
    ],
    [
        Line(
            "l.minister",
            "The transport minister, Oda Brenn, will visit the port on Thursday.",
            figure="Thursday",
        )
    ],
]


def comparison() -> Comparison:
    """What the earlier stages found: seven articles, four of them read on their own."""
    wire, w = telling(
        "harbour-wire.example",
        "Ferry hits breakwater at Port Ellery, at least 14 hurt",
        WIRE,
        "2031-05-14T08:31:00Z",
        byline="R. Calder",
    )
    post, p = telling(
        "ellery-post.example",
        "Fourteen hurt as island ferry strikes breakwater in fog",
        POST,
        "2031-05-14T10:05:00Z",
        byline="Mina Aalto and Jon Pryce",
    )
    beacon, b = telling(
        "daily-beacon.example", "Radar FAILED before ferry horror, 21 injured", BEACON, "2031-05-14T12:50:00Z"
    )
    ledger, led = telling(
        "northern-ledger.example",
        "Ferry collision at Port Ellery: what we know",
        LEDGER,
        "2031-05-14T00:00:00Z",
        "partial",
        published_precision="day",
        reason="the page was cut after its fourth paragraph",
    )
    metro, m = telling(
        "metro-minute.example",
        "Ferry hits breakwater at Port Ellery, at least 14 hurt",
        [[replace(x, name="m" + x.name[1:]) for x in par] for par in WIRE],
        "2031-05-14T09:12:00Z",
    )
    coast, _ = telling(
        "coast-review.example",
        "The morning the Saint Odile lost its way",
        [],
        "2031-05-14T15:30:00Z",
        "paywalled",
        reason="only the first lines are free",
    )
    island, _ = telling("island-times.example", "", [], None, "failed", reason="HTTP 503")
    members = (
        Member(wire, "cited_original"),
        Member(post, "seed"),
        Member(beacon, "coverage"),
        Member(ledger, "coverage"),
        Member(metro, "coverage", wire.id),
        Member(coast, "coverage"),
        Member(island, "coverage"),
    )
    alignments = (
        Alignment(w["w.crash"].id, p["p.crash"].id, 0.97, "same", None, (difference("wording", w["w.crash"], "struck", p["p.crash"], "ran into", "verb of contact"),)),
        Alignment(w["w.crash"].id, b["b.crash"].id, 0.91, "same", "number", (
            difference("number", w["w.crash"], "at least 14", b["b.crash"], "21", "figures of one unit", "14 or more against 21"),
            difference("attribution", w["w.crash"], "the harbour authority said", b["b.crash"], "", "source on one side only"),
            difference("wording", w["w.crash"], "struck", b["b.crash"], "smashed into", "charged verb"),
            difference("wording", w["w.crash"], "A passenger ferry struck", b["b.crash"], "A packed ferry smashed into", "subject and verb"),
        )),
        Alignment(p["p.crash"].id, b["b.crash"].id, 0.88, "same", "number", (difference("number", p["p.crash"], "At least 14", b["b.crash"], "21", "figures of one unit", "14 or more against 21"),),
            ConflictEvidence(within(post.text, 0, "14"), within(beacon.text, 0, "21"), "other-figure", "'14' against '21'; 21 is the later figure", "b"), Verdict("small-nli", "contradiction", 0.93)),
        Alignment(w["w.crash"].id, led["l.crash"].id, 0.93, "same", None, (difference("attribution", w["w.crash"], "the harbour authority", led["l.crash"], "officials", "named against unnamed source"),)),
        Alignment(w["w.aboard"].id, p["p.aboard"].id, 0.95, "same", None, (difference("attribution", w["w.aboard"], "", p["p.aboard"], "according to the operator, Ellery Lines", "source on one side only"),)),
        Alignment(w["w.aboard"].id, b["b.aboard"].id, 0.72, "partial", None, (difference("number", w["w.aboard"], "212", b["b.aboard"], "More than 200", "exact against rounded", "212 fits more than 200"),)),
        Alignment(w["w.radar"].id, b["b.radar"].id, 0.84, "same", None, (
            difference("certainty", w["w.radar"], "examining whether the vessel’s radar may have failed", b["b.radar"], "", "hedge on one side only", "a possibility is told as a fact"),
            difference("attribution", w["w.radar"], "said Ines Holt", b["b.radar"], "the Harbour Wire reported", "another source"),
        )),
        Alignment(w["w.radar"].id, led["l.radar"].id, 0.69, "partial", None, (difference("certainty", w["w.radar"], "may have", led["l.radar"], "allegedly", "hedged against alleged"),)),
        Alignment(w["w.early"].id, p["p.early"].id, 0.99, "same"),
        Alignment(w["w.early"].id, b["b.early"].id, 0.90, "same", None, (difference("quote", w["w.early"], "It is far too early to name a cause", b["b.early"], "too early to name a cause", "quotation cut"),)),
        Alignment(w["w.captain"].id, p["p.captain"].id, 0.86, "same"),
        Alignment(w["w.captain"].id, b["b.captain"].id, 0.77, "same", "polarity", (difference("actor", w["w.captain"], "is cooperating with police", b["b.captain"], "refused to speak to police", "opposed verbs"),)),
        Alignment(p["p.captain"].id, b["b.captain"].id, 0.74, "same", "polarity", (difference("actor", p["p.captain"], "Police spoke to the captain", b["b.captain"], "The captain refused to speak", "active against refusing"),)),
        Alignment(w["w.service"].id, p["p.service"].id, 0.89, "same"),
        Alignment(w["w.service"].id, led["l.service"].id, 0.92, "same", "date", (difference("number", w["w.service"], "until Friday", led["l.service"], "until Saturday", "dates of one event"),)),
        Alignment(p["p.fog"].id, b["b.panic"].id, 0.51, "partial"),
        Alignment(w["w.time"].id, led["l.time"].id, 0.81, "same"),
    )  # fmt: skip
    every = {claim.id: claim for claims in (w, p, b, led, m) for claim in claims.values()}
    outlet_of = {member.article.id: member.article.outlet for member in members}
    told = [
        ["w.crash", "p.crash", "b.crash", "l.crash"], ["w.aboard", "p.aboard", "b.aboard"], ["w.radar", "b.radar", "l.radar"],
        ["w.early", "p.early", "b.early"], ["w.captain", "p.captain", "b.captain"], ["w.service", "p.service", "l.service"], ["w.time", "l.time"],
    ]  # fmt: skip
    named = {**w, **p, **b, **led}
    groups, coverage = [], []
    for names in told:
        ids = tuple(named[name].id for name in names)
        outlets = {outlet_of[every[i].article]: i for i in ids}
        copy = m["m" + names[0][1:]]
        group = Group(
            digest(*ids),
            (*ids, copy.id),
            (*outlets, "metro-minute.example"),
            len(outlets),
            wire.id,
            wire.published_at,
            (
                Collapsed(
                    ("harbour-wire.example", "metro-minute.example"),
                    "same_text",
                    "Metro Minute has nearly the same text as Harbour Wire",
                ),
            ),
        )
        groups.append(group)
        outlets["metro-minute.example"] = copy.id
        for member in members:
            outlet = member.article.outlet
            state = (
                "present"
                if outlet in outlets
                else {"full": "absent", "failed": "not_retrieved"}.get(member.article.access, "unknown")
            )
            coverage.append(Coverage(group.id, outlet, state, outlets.get(outlet)))  # type: ignore[arg-type]
    cited = within(beacon.text, 0, "the Harbour Wire reported")
    derivation = Derivation(
        beacon.id, wire.id, "harbour-wire.example",
        (Citation(beacon.id, "harbour-wire.example", "text", cited), Citation(beacon.id, "harbour-wire.example", "link", within(beacon.text, 0, "the Harbour Wire"), wire.url)),
        "retrieved",
        (
            DerivedClaim(b["b.crash"].id, w["w.crash"].id, "hardened", "the source is gone and the figure is higher"),
            DerivedClaim(b["b.radar"].id, w["w.radar"].id, "hardened", "“may have failed” became “failed”"),
            DerivedClaim(b["b.early"].id, w["w.early"].id, "reattributed", "one named person became investigators"),
            DerivedClaim(b["b.aboard"].id, w["w.aboard"].id, "softened", "an exact figure became a round one"),
            DerivedClaim(b["b.captain"].id, w["w.captain"].id, "paraphrased", ""),
            DerivedClaim(b["b.fare"].id, None, "added", ""),
            DerivedClaim(None, w["w.union"].id, "dropped", ""),
            DerivedClaim(None, w["w.service"].id, "dropped", ""),
        ),
    )  # fmt: skip
    lost = Derivation(
        ledger.id,
        None,
        "island-times.example",
        (),
        "not_retrieved",
        path="circular",
        chain=("northern-ledger.example", "island-times.example", "northern-ledger.example"),
    )
    rates = tuple(
        Rate(outlet, measure, count, 9, low, high)
        for outlet, counts in (
            ("harbour-wire.example", (4, 2, 0, 1)),
            ("ellery-post.example", (3, 1, 0, 0)),
            ("daily-beacon.example", (2, 0, 5, 0)),
        )
        for measure, count in zip(("attributed", "hedged", "charged", "anonymous"), counts, strict=True)
        for low, high in (((0.02, 0.44) if count == 1 else (0.0, 0.3) if count == 0 else (0.1, 0.8)),)
    )  # type: tuple[Rate, ...]
    claims = tuple(every.values())
    return Comparison(members, claims, alignments, tuple(groups), tuple(coverage), (derivation, lost), rates)


def story() -> Story:
    """The story that the comparison belongs to."""
    return Story(
        "port-ellery-ferry",
        "Ferry hits breakwater at Port Ellery",
        Source("https://ellery-post.example/2031/05/ferry", "seed"),
    )


def full_report() -> dict[str, Any]:
    """report.json of the whole story."""
    return report(story(), RUN, comparison(), FAILURES)


def alone_report() -> dict[str, Any]:
    """report.json of a story of which one article was read and one failed."""
    whole = comparison()
    members = (whole.members[1], whole.members[6])
    claims = tuple(claim for claim in whole.claims if claim.article == members[0].article.id)
    return report(story(), RUN, Comparison(members=members, claims=claims), FAILURES[:1])


def empty_report() -> dict[str, Any]:
    """report.json of a story of which nothing was retrieved."""
    return report(story(), RUN, Comparison(), FAILURES)
