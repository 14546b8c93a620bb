"""The alignment gold with a second annotation of the stories that have one annotator.

Of these stories the gold holds what one annotator gave; another's reading lies in `second_annotator.tsv`, made under the
same guide without seeing the first's. As the gold itself does where it has two annotators, what only one of them gave
counts neither way: pairs, relations, kinds of difference and conflicts.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web import data_folder

from compare.match.gold import GoldStory, gold_story

SECOND = Path(__file__).with_name("second_annotator.tsv")
KINDS = frozenset(("attribution", "certainty", "wording", "actor", "quote", "number"))


@dataclass(frozen=True)
class Second:
    """What the second annotator says of one pair."""

    relation: str
    conflict: str
    kinds: frozenset[str]


Pairs = Mapping[tuple[str, str], Second]  # by the sentences' names in the gold, as "A3"


def second() -> dict[str, Pairs]:
    """What the second annotator gave, by story."""
    said: dict[str, dict[tuple[str, str], Second]] = defaultdict(dict)
    for line in SECOND.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            story, x, y, relation, conflict, *kinds = line.split("\t")
            listed = frozenset(kinds[0].split(",")) if kinds else frozenset[str]()
            said[story][x, y] = Second(relation, conflict, listed)
    return said


def given(data: Path, part: str) -> Iterator[dict[str, Any]]:
    """The stories of ``part`` (train or dev) as the gold has them."""
    for file in sorted((data / "alignment-gold" / part).glob("*.json")):
        yield json.loads(file.read_text(encoding="utf-8"))


def agreed(data: Path, part: str) -> Iterator[dict[str, Any]]:
    """The stories of ``part`` without what two annotators dispute."""
    said = second()
    for story in given(data, part):
        yield without_disputed(story, said[story["story"]]) if story["annotators"] == 1 else story


def agreed_stories(data: Path) -> list[GoldStory]:
    """All stories, in the order in which ``compare.match.gold.read_gold`` gives them."""
    folder = data / "alignment-gold"
    return [
        gold_story(folder / part / f"{story['story']}.json", story)
        for part in ("dev", "train")
        for story in agreed(data, part)
    ]


def without_disputed(story: dict[str, Any], said: Pairs) -> dict[str, Any]:
    """A story of one annotator with all that a second says otherwise marked as the gold marks what is disputed."""
    own = {(pair["x"], pair["y"]) for pair in story["pairs"]}
    pairs = [_pair(p, said[p["x"], p["y"]]) for p in story["pairs"] if (p["x"], p["y"]) in said]
    alone = sorted(own ^ said.keys())
    return {**story, "annotators": 2, "pairs": pairs, "ambiguous": [*story["ambiguous"], *map(list, alone)]}


def _pair(pair: dict[str, Any], other: Second) -> dict[str, Any]:
    conflict = pair["conflict"]
    if (conflict == "none") != (other.conflict == "none"):
        conflict = "disputed"
    if other.relation != pair["rel"]:
        return {**pair, "rel": "disputed", "conflict": conflict, "diff": [], "diff_disputed": sorted(KINDS)}
    own = frozenset(pair.get("diff", ()))
    return {
        **pair,
        "conflict": conflict,
        "diff": sorted(own & other.kinds),
        "diff_disputed": sorted(own ^ other.kinds),
    }


def main(data: Path) -> int:
    """Prints how far the annotators agree."""
    if not (data / "alignment-gold").is_dir():
        print(f"second_annotator: no alignment gold under {data}; nothing measured")
        return 0
    said = second()
    for part, who in (("train", "the gold's annotator"), ("dev", "both of the gold's annotators")):
        count = _Count()
        for story in given(data, part):
            count.add(story, said[story["story"]])
        print(f"{part}: the second annotator against {who}, {count.stories} stories")
        for name in sorted(count.both):
            print(
                f"  {name:12} both {count.both[name]:5}  one alone {count.one[name]:4}  F1 {count.f1(name):.3f}"
            )
    return 0


class _Count:
    """What both gave, and what one of them alone."""

    def __init__(self) -> None:
        self.stories = 0
        self.both: dict[str, int] = defaultdict(int)
        self.one: dict[str, int] = defaultdict(int)

    def f1(self, name: str) -> float:
        """Of one annotator against the other."""
        return 2 * self.both[name] / max(1, 2 * self.both[name] + self.one[name])

    def add(self, story: dict[str, Any], said: Pairs) -> None:
        """Counts one story; what the gold itself calls disputed counts neither way."""
        self.stories += 1
        left_out = {tuple(pair) for pair in story["ambiguous"]}
        own = {(p["x"], p["y"]): p for p in story["pairs"]}
        other = {pair: what for pair, what in said.items() if pair not in left_out}
        self._add("pairs", set(own), set(other))
        shared = own.keys() & other.keys()
        for relation in ("same", "partial"):
            self._add(
                relation,
                {k for k in shared if own[k]["rel"] == relation},
                {k for k in shared if other[k].relation == relation},
            )
        told = {k for k, p in own.items() if p["conflict"] != "disputed"} | (other.keys() - own.keys())
        self._add(
            "conflict",
            {k for k in told & own.keys() if own[k]["conflict"] != "none"},
            {k for k in told & other.keys() if other[k].conflict != "none"},
        )
        same = {k for k in shared if own[k]["rel"] == other[k].relation == "same"}
        for kind in KINDS:
            known = {k for k in same if kind not in own[k].get("diff_disputed", ())}
            self._add(
                kind,
                {k for k in known if kind in own[k].get("diff", ())},
                {k for k in known if kind in other[k].kinds},
            )

    def _add(self, name: str, one: set[Any], other: set[Any]) -> None:
        self.both[name] += len(one & other)
        self.one[name] += len(one ^ other)


if __name__ == "__main__":
    sys.exit(main(data_folder()))
