"""Sources and attributed sentences of PolNeAR: rules written on train, figures on dev.

Usage: python benchmarks/attribution.py [DATA_DIR]   (default: ../shared/data beside the repository)

Only gold attributions with a source count. A source is found when a source of ours overlaps it ("who" counts as
itself there, which is what PolNeAR marks). A sentence is attributed when it overlaps the cue or the content of a
gold attribution. The base line is any word of the lexicon or a quotation mark.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from gate import hold

from compare.read.cues import Cues, cue_index
from compare.read.quotation import quotations
from compare.read.segment import sentences
from compare.read.speech import attribute

ROOT = Path(__file__).resolve().parent.parent

Span = tuple[int, int]


class Score:
    """Counts from which precision, recall and F1 follow."""

    def __init__(self) -> None:
        self.found = self.found_right = self.gold = self.gold_found = 0

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision = self.found_right / max(self.found, 1)
        recall = self.gold_found / max(self.gold, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main(data: Path) -> int:
    """Print the figures for both parts; 1 when dev is below a floor."""
    if not (data / "polnear" / "dev" / "attributions").is_dir():
        print(f"attribution: no PolNeAR under {data}; nothing measured")
        return 0
    cues = cue_index(_lexicon(ROOT / "config" / "lexicons" / "reporting.tsv"))
    for part in ("train", "dev"):
        scores = {"source": Score(), "sentence": Score(), "base line": Score()}
        for file in sorted((data / "polnear" / part / "attributions").glob("*.ann")):
            _measure(file, cues, scores)
        for name, score in scores.items():
            print(
                f"{part:5} {name:9} gold {score.gold:5}  precision %.4f  recall %.4f  F1 %.4f"
                % score.figures()
            )
    figures = {f"dev, {name}: F1": scores[name].figures()[2] for name in ("source", "sentence")}
    return hold("attribution", figures, [data / "polnear" / "dev"])


def _lexicon(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def _gold(file: Path) -> tuple[list[Span], list[Span]]:
    """The source spans and the cue and content spans of a brat file's attributions that have a source."""
    spans: dict[str, list[Span]] = {}
    sources: set[Span] = set()
    said: list[Span] = []
    for line in file.read_text(encoding="utf-8").split("\n"):
        name, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", name):
            places = rest.split("\t")[0].split(" ", 1)[1]
            spans[name] = [(int(place.split()[0]), int(place.split()[1])) for place in places.split(";")]
        elif re.fullmatch(r"E\d+", name):
            roles = [(re.sub(r"\d+$", "", role), spans.get(span, [])) for role, _, span in _roles(rest)]
            if any(role == "Source" and places for role, places in roles):
                sources.update(place for role, places in roles if role == "Source" for place in places)
                said += [place for role, places in roles if role in ("Cue", "Content") for place in places]
    return sorted(sources), said


def _roles(event: str) -> list[tuple[str, str, str]]:
    return [part.partition(":") for part in event.split()]


def _measure(file: Path, cues: Cues, scores: dict[str, Score]) -> None:
    stem = file.stem.rsplit("_", 1)[0]
    with (file.parent.parent / "text" / f"{stem}.txt").open(encoding="utf-8", newline="") as opened:
        text = opened.read()
    sources, said = _gold(file)
    if not said:
        return
    paragraphs = [match.span() for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    spans = [sentences(text, *paragraph) for paragraph in paragraphs]
    found: set[Span] = set()
    for inside, attributed in zip(
        spans, attribute(text, spans, quotations(text, paragraphs), cues), strict=True
    ):
        for sentence, attributions in zip(inside, attributed, strict=True):
            found.update(attribution.mention for attribution in attributions if not attribution.carried)
            is_gold = _overlaps(sentence, said)
            _count(scores["sentence"], bool(attributions), is_gold)
            words = re.findall(r"\w+|[\"“”]", text[slice(*sentence)].lower())
            _count(scores["base line"], any(word in cues or not word.isalnum() for word in words), is_gold)
    source = scores["source"]
    source.found += len(found)
    source.found_right += sum(_overlaps(span, sources) for span in found)
    source.gold += len(sources)
    source.gold_found += sum(_overlaps(span, sorted(found)) for span in sources)


def _count(score: Score, found: bool, gold: bool) -> None:
    score.found += found
    score.gold += gold
    score.found_right += found and gold
    score.gold_found += found and gold


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"))
