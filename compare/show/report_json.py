"""report.json: one story's comparison in the form that programs read.

Key order and list order are fixed, so that the same inputs give the same bytes but for ``run``.
The names are promised by report.schema.json; what stands beyond it are additions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.configured import Outlet
from compare.records import (
    Alignment,
    Claim,
    Comparison,
    ConflictEvidence,
    Coverage,
    Derivation,
    Difference,
    Failure,
    Group,
    Member,
    Quantity,
    Rate,
    Review,
    Span,
    Story,
    Verdict,
)

SCHEMA = "outlet-compare/report/1"
_MEASURES = ("attributed", "hedged", "charged", "anonymous")
_STAGES = ("discover", "fetch", "extract", "read", "judge", "compare")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The run that made a report; ``finished_at`` is empty while it goes on."""

    id: str
    started_at: str
    finished_at: str
    version: str
    model: str
    model_revision: str
    settings_sha256: str
    matching: str = ""  # which fitted file judged the pairs
    judge: str = ""  # what the pair judge did


def report(
    story: Story,
    run: RunInfo,
    comparison: Comparison,
    failures: Sequence[Failure],
    known_outlets: Sequence[Outlet] = (),
    reviews: Sequence[Review] = (),
) -> dict[str, Any]:
    """The contract's dict: articles as in ``comparison.members``, all other lists in an order of their own.

    ``known_outlets`` give names and owners to the keys that the articles carry.
    """
    members = comparison.members
    rank = {member.article.id: number for number, member in enumerate(members)}
    outlets = list(dict.fromkeys(member.article.outlet for member in members))
    outlet_rank = {outlet: number for number, outlet in enumerate(outlets)}
    last = len(members)
    claims = sorted(
        comparison.claims, key=lambda c: (rank.get(c.article, last), c.article, c.position, c.start, c.id)
    )
    claim_rank = {claim.id: number for number, claim in enumerate(claims)}
    beyond = len(claims)
    groups = sorted(
        comparison.groups,
        key=lambda g: (min((claim_rank.get(c, beyond) for c in g.claims), default=beyond), g.id),
    )
    group_rank = {group.id: number for number, group in enumerate(groups)}
    coverage = sorted(
        comparison.coverage,
        key=lambda c: (
            group_rank.get(c.group, len(groups)),
            outlet_rank.get(c.outlet, len(outlets)),
            c.outlet,
            claim_rank.get(c.claim or "", beyond),
        ),
    )
    derivations = sorted(
        comparison.derivations,
        key=lambda d: (rank.get(d.citing, last), rank.get(d.original or "", last), d.cited_outlet),
    )
    return {
        "schema": SCHEMA,
        "story": {
            "id": story.name,
            "title": story.title,
            "seed_url": story.seed.url,
            "published_at": story.published_at,
        },
        "run": {
            "id": run.id,
            "started_at": run.started_at,
            "finished_at": run.finished_at,
            "version": run.version,
            "model": run.model,
            "model_revision": run.model_revision,
            "settings_sha256": run.settings_sha256,
            "matching": run.matching,
            "judge": run.judge,
        },
        "outlets": [_outlet(key, known_outlets) for key in _outlets_named(comparison)],
        "articles": [_article(member) for member in members],
        "claims": [_claim(claim) for claim in claims],
        "alignments": [_alignment(a) for a in sorted(comparison.alignments, key=lambda a: (a.a, a.b))],
        "groups": [_group(group, claim_rank, outlet_rank) for group in groups],
        "coverage": [_coverage(row) for row in coverage],
        "derivation": [_derivation(row) for row in derivations],
        "rates": [
            _rate(r)
            for r in sorted(
                comparison.rates,
                key=lambda r: (outlet_rank.get(r.outlet, len(outlets)), r.outlet, _MEASURES.index(r.measure)),
            )
        ],
        "failures": [
            {"url": f.url, "stage": f.stage, "reason": f.reason, "at": f.at}
            for f in sorted(failures, key=lambda f: (_STAGES.index(f.stage), f.url, f.reason, f.at))
        ],
        "reviews": [_review(review) for review in reviews],
    }


def dump(report: dict[str, Any]) -> str:
    """The report as text; a lone surrogate becomes U+FFFD, and NaN or infinity is a ValueError."""
    text = json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1)
    return _SURROGATE.sub("\ufffd", text) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the contract."""
    text = Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _outlets_named(comparison: Comparison) -> list[str]:
    told = [member.article.outlet for member in comparison.members]
    cited = [
        outlet for d in comparison.derivations for outlet in (d.cited_outlet, *(c.outlet for c in d.evidence))
    ]
    return sorted({*told, *cited})


def _outlet(key: str, known: Sequence[Outlet]) -> dict[str, Any]:
    outlet = next((o for o in known if o.key == key), None)
    return {"id": key, "name": outlet.name if outlet else key, "owner": outlet.owner if outlet else ""}


def _article(member: Member) -> dict[str, Any]:
    article = member.article
    return {
        "id": article.id,
        "url": article.url,
        "final_url": article.final_url,
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "published_at": article.published_at,
        "published_precision": article.published_precision,
        "published_source": article.published_source,
        "fetched_at": article.fetched_at,
        "language": article.language,
        "access": article.access,
        "reason": article.reason,
        "role": member.role,
        "content_sha256": article.content_sha256,
        "text_sha256": article.text_sha256,
        "same_text_as": member.same_text_as,
        "canonical_url": article.canonical_url,
        "provenance": article.provenance,
        "title_end": article.title_end,
        "paragraphs": [list(span) for span in article.paragraphs],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    speaker, cue = claim.speaker, claim.cue
    return {
        "id": claim.id,
        "article": claim.article,
        "position": claim.position,
        "paragraph": claim.paragraph,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "kind": claim.kind,
        "speaker": speaker.text if speaker else None,
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "anonymous": claim.anonymous,
        "cue": cue.text if cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "certainty": claim.certainty,
        "hedges": [_span(span) for span in claim.hedges],
        "quotations": [_span(span) for span in claim.quotations],
        "quantities": [_quantity(quantity) for quantity in claim.quantities],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "text": quantity.text,
        "start": quantity.start,
        "end": quantity.end,
        "kind": quantity.kind,
        "value": None if quantity.value is None else float(quantity.value),
        "unit": quantity.unit,
        "approximate": quantity.approximate,
    }


def _alignment(alignment: Alignment) -> dict[str, Any]:
    differences = sorted(
        alignment.differences,
        key=lambda d: (d.a.start, d.a.end, d.b.start, d.b.end, d.kind, d.rule, d.note),
    )
    return {
        "a": alignment.a,
        "b": alignment.b,
        # Four digits are more than the calibration carries, and are the same on every machine.
        "probability": round(float(alignment.probability), 4),
        "relation": alignment.relation,
        "conflict": alignment.conflict,
        "differences": [_difference(difference) for difference in differences],
        "conflict_evidence": _evidence(alignment.evidence) if alignment.evidence else None,
        "verdict": _verdict(alignment.verdict) if alignment.verdict else None,
        "decided_by": alignment.decided_by,
        "remark": alignment.remark,
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "a_article": review.a_article,
        "a_text": review.a_text,
        "b_article": review.b_article,
        "b_text": review.b_text,
        "verdict": review.verdict,
        "relation": review.relation,
        "note": review.note,
        "at": review.at,
    }


def _evidence(evidence: ConflictEvidence) -> dict[str, Any]:
    return {
        **_sides(evidence.a, evidence.b),
        "rule": evidence.rule,
        "note": evidence.note,
        "later": evidence.later,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {"model": verdict.model, "label": verdict.label, "probability": round(verdict.probability, 4)}


def _sides(a: Span, b: Span) -> dict[str, Any]:
    return {
        "a_text": a.text,
        "a_start": a.start,
        "a_end": a.end,
        "b_text": b.text,
        "b_start": b.start,
        "b_end": b.end,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind,
        **_sides(difference.a, difference.b),
        "rule": difference.rule,
        "note": difference.note,
    }


def _group(group: Group, claim_rank: dict[str, int], outlet_rank: dict[str, int]) -> dict[str, Any]:
    return {
        "id": group.id,
        "claims": sorted(group.claims, key=lambda c: (claim_rank.get(c, len(claim_rank)), c)),
        "outlets": sorted(group.outlets, key=lambda o: (outlet_rank.get(o, len(outlet_rank)), o)),
        "independent_outlets": group.independent_outlets,
        "first_reported": {"article": group.first_article, "at": group.first_at},
        "collapsed": [
            {"outlets": list(c.outlets), "shared": c.shared, "why": c.why} for c in group.collapsed
        ],
    }


def _coverage(row: Coverage) -> dict[str, Any]:
    return {"group": row.group, "outlet": row.outlet, "state": row.state, "claim": row.claim}


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "outlet": rate.outlet,
        "measure": rate.measure,
        "count": rate.count,
        "total": rate.total,
        "low": round(rate.low, 4),
        "high": round(rate.high, 4),
    }


def _derivation(row: Derivation) -> dict[str, Any]:
    return {
        "original": row.original,
        "citing": row.citing,
        "cited_outlet": row.cited_outlet,
        "evidence": [
            {
                "kind": c.kind,
                **_span(c.span),
                "outlet": c.outlet,
                "url": c.url,
                "role": c.role,
                "cue": c.cue,
            }
            for c in row.evidence
        ],
        "original_state": row.original_state,
        "path": row.path,
        "chain": list(row.chain),
        "claims": [
            {
                "citing_claim": claim.citing_claim,
                "original_claim": claim.original_claim,
                "change": claim.change,
                "why": claim.why,
            }
            for claim in row.claims
        ],
    }
