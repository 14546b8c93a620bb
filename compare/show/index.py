"""The lists of a report.json by id, and a claim as a report tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from compare.show import words
from compare.show.links import link_to, safe_url
from compare.show.marks import Mark, segments
from compare.show.model import Sentence, Telling

Json = dict[str, Any]
_SIGNS = str.maketrans("‘’‛“”„‟–—‑", '\'\'\'""""---')


def bare(text: str) -> tuple[str, ...]:
    """The words of a sentence without case and signs: copies of one text differ in their quotation marks."""
    return tuple(re.findall(r"\w+", text.casefold()))


def straight(text: str) -> str:
    """A sentence with one kind of quotation marks and dashes: which of them a print has is no other wording."""
    return " ".join(text.translate(_SIGNS).split())


@dataclass(slots=True)
class Index:
    """The lists of a report.json by id, each in its order."""

    articles: dict[str, Json] = field(default_factory=dict)
    claims: dict[str, Json] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)  # claim id -> its place in the report
    ends: dict[str, int] = field(default_factory=dict)  # article id -> where its last claim ends
    # Claims that a difference calls the outlet's own, whoever speaks in them.
    own_voice: frozenset[str] = frozenset()
    sentences: dict[str, Sentence] = field(default_factory=dict)  # made when first asked for

    @classmethod
    def of(cls, report: Json) -> Index:
        """The index of one report."""
        claims = report["claims"]
        ends: dict[str, int] = {}
        for claim in claims:
            ends[claim["article"]] = max(claim["end"], ends.get(claim["article"], 1))
        return cls(
            {article["id"]: article for article in report["articles"]},
            {claim["id"]: claim for claim in claims},
            {claim["id"]: number for number, claim in enumerate(claims)},
            ends,
            frozenset(
                pair[side]
                for pair in report["alignments"]
                for difference in pair["differences"]
                for side in ("a", "b")
                if difference["rule"] == "own-voice-or-attributed" and not difference[f"{side}_text"]
            ),
        )

    def outlet(self, claim: str) -> str:
        """The outlet that makes a claim."""
        return str(self.articles[self.claims[claim]["article"]]["outlet"])

    def place(self, claim: str) -> str:
        """Where in its article a claim stands, in words."""
        found = self.claims[claim]
        return words.place(found.get("paragraph"), found["position"])

    def at(self, claim: str) -> int:
        """How far down its article a claim begins, 0 to 100."""
        found = self.claims[claim]
        return int(min(100 * max(found["start"], 0) // self.ends[found["article"]], 100))

    def url(self, claim: str) -> str:
        """The address of the article that makes a claim."""
        article = self.articles[self.claims[claim]["article"]]
        return str(article["final_url"] or article["url"])

    def sentence(self, claim: str) -> Sentence:
        """A claim as one side of a pair."""
        # Each stands in as many pairs as there are other outlets.
        if claim not in self.sentences:
            self.sentences[claim] = Sentence(
                claim, self.outlet(claim), self.url(claim), self.place(claim), self.claims[claim]["text"]
            )
        return self.sentences[claim]

    def telling(
        self,
        claim: str,
        anchor: str = "",
        marks: Iterable[Mark] = (),
        also: Iterable[str] = (),
        possibly: Iterable[str] = (),
    ) -> Telling:
        """A claim as its outlet tells it."""
        found = self.claims[claim]
        article = self.articles[found["article"]]
        url = article["final_url"] if safe_url(article["final_url"]) else article["url"]
        return Telling(
            claim=claim,
            anchor=anchor,
            outlet=article["outlet"],
            place=self.place(claim),
            at=self.at(claim),
            text=found["text"],
            segments=segments(found["text"], found["start"], marks),
            kind=found["kind"],
            speaker="" if claim in self.own_voice else found["speaker"] or "",
            cue=found["cue"] or "",
            certainty=found["certainty"],
            certainty_words=words.CERTAINTY[found["certainty"]],
            href=link_to(url, found["text"]),
            language=article["language"],
            also=tuple(also),
            possibly=tuple(possibly),
        )
