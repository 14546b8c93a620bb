"""What a person says of the pairs of a story: taken down, applied at once, and kept for every later run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from compare import __version__
from compare.compute import Job, compute, processors
from compare.config import Config
from compare.error_rates import ERROR_RATES
from compare.errors import InputError
from compare.finding.gather import now
from compare.judging import JudgeSpec
from compare.matching import matching_for
from compare.records import Claim, Comparison, Review
from compare.reporting import report_of
from compare.review_table import Entry, entries
from compare.show.write import folder_for, write_reports
from compare.store import changes, read, reviews, write
from compare.store.database import transaction


def stored_comparison(db: Database, story: str) -> read.StoredComparison:
    """The story's comparison. Raises InputError when it was never compared."""
    stored = read.comparison(db, story)
    if stored is None:
        names = ", ".join(read.story_names(db)[:20]) or "none yet"
        raise InputError(f"{story}: no such story was compared; the stories are: {names}")
    return stored


def table(db: Database, story: str) -> list[Entry]:
    """The story's pairs as a person may review them: those aligned, and those that were rejected."""
    return entries(stored_comparison(db, story).comparison, reviews.reviews(db, story))


def take_reviews(
    db: Database, story: str, given: Sequence[Entry], config: Config, out: Path | None
) -> list[Path]:
    """Stores what ``given`` says, compares the story anew from what is stored, and writes its reports.

    An entry with the verdict ``clear`` forgets what was said of its pair; one without a verdict and a note says
    nothing. Raises InputError, with the entry's place, for a claim that is not in the story.
    """
    stored = stored_comparison(db, story)
    at = now()
    made = [(e.verdict, _review(e, stored.comparison, at)) for e in given if e.verdict or e.note]
    with transaction(db):
        cleared = [((r.a_article, r.a_text), (r.b_article, r.b_text)) for v, r in made if v == "clear"]
        reviews.drop_reviews(db, story, cleared)
        reviews.save_reviews(db, story, [r for v, r in made if v != "clear"])
    _compare_again(db, story, stored, config)
    report = report_of(db, story)
    return write_reports(report, folder_for(out, story), ERROR_RATES) if report and out else []


def _review(entry: Entry, comparison: Comparison, at: str) -> Review:
    outlet = {m.article.id: m.article.outlet for m in comparison.members}
    a = _claim(entry.place, entry.a, entry.outlet_a, entry.text_a, comparison, outlet)
    b = _claim(entry.place, entry.b, entry.outlet_b, entry.text_b, comparison, outlet)
    if outlet[a.article] == outlet[b.article]:
        raise InputError(f"{entry.place}: both claims are of {outlet[a.article]}; a pair joins two outlets")
    verdict = entry.verdict if entry.verdict in ("accept", "reject") else "note"
    relation = entry.relation or None if verdict == "accept" else None
    return Review(a.article, a.text, b.article, b.text, verdict, relation, entry.note, at)  # type: ignore[arg-type]


def _claim(
    place: str, key: str, outlet: str, text: str, comparison: Comparison, outlet_of: dict[str, str]
) -> Claim:
    """The claim of that id, or the outlet's with these words: people copy sentences, not ids."""
    if key:
        found = [claim for claim in comparison.claims if claim.id == key]
        if not found:
            raise InputError(f"{place}: no claim {key!r} in this story; 'report --format json' lists them")
        return found[0]
    words = " ".join(text.split())
    if not words:
        raise InputError(f"{place}: names no claim; give its id in a and b, or outlet and sentence")
    said = [
        claim
        for claim in comparison.claims
        if " ".join(claim.text.split()) == words and outlet in ("", outlet_of[claim.article])
    ]
    if len({(claim.article, claim.text) for claim in said}) != 1:
        raise InputError(
            f"{place}: {len(said)} claims of {outlet or 'any outlet'} read {words[:60]!r}; give the whole sentence and "
            "its outlet as the table has it, or the claim's id"
        )
    return said[0]


def _compare_again(db: Database, story: str, stored: read.StoredComparison, config: Config) -> None:
    """The same articles under the new reviews, as a run of its own. What the next run asks for is left as it was."""
    found = reviews.reviews(db, story)
    members = stored.comparison.members
    versions = [m.article.version_id for m in members if m.article.comparable]
    model, version, _ = stored.judge
    rough = stored.matching.startswith("a rough rule")
    matching = matching_for(
        config.folder, stored.model, stored.model_revision, rough, config.settings.read_pairs
    )
    job = Job(
        story=story,
        articles=tuple((m.article, m.role) for m in members),
        outlets=config.outlets_for(m.article for m in members),
        lexicon=config.lexicon,
        model=stored.model,
        revision=stored.model_revision,
        scorer=matching.scorer,
        vectors=read.vectors(db, stored.model, stored.model_revision, versions),
        threads=processors(),
        reviews=found,
        # Nobody is asked anew; what the judge said stays.
        judge=JudgeSpec(model, version, url="", folder="", calls=0, seconds=0, offline=True)
        if model
        else None,
        verdicts=reviews.verdicts(db, model, version, versions) if model else {},
    )
    result = compute(job)
    with transaction(db):
        run, at = write.start_run(db, now(), __version__), now()
        write.save_failures(db, run, story, stored.failures)
        changes.replace_comparison(
            db, story, result.comparison, (), run=run, computed_at=at, inputs_sha256=stored.inputs_sha256,
            model=stored.model, model_revision=stored.model_revision, settings_sha256=stored.settings_sha256,
            reviews_sha256=reviews.reviews_digest(found), matching=matching.told, judge=stored.judge,
        )  # fmt: skip
        write.finish_run(db, run, now(), "finished", {"reviewed": story})


def export_gold(db: Database, story: str, folder: Path) -> Path:
    """Writes the story with what was said of its pairs as an annotated story that ``calibrate`` reads."""
    from compare.review_table import gold

    stored = stored_comparison(db, story)
    found = reviews.reviews(db, story)
    if not any(review.verdict in ("accept", "reject") for review in found):
        raise InputError(f"{story}: nothing was accepted or rejected yet; there is nothing to export")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{story}.json"
    made = gold(story, stored.comparison, found)
    path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
