"""outlet-compare: how news outlets tell the same claim, with the evidence for every line.

The public names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Alignment",
    "Article",
    "Claim",
    "CompareError",
    "Comparison",
    "article_from_html",
    "article_from_text",
    "claims_of",
    "compare_articles",
    "render",
    "report_of",
]

if TYPE_CHECKING:
    from compare.api import (
        article_from_html,
        article_from_text,
        claims_of,
        compare_articles,
        render,
        report_of,
    )
    from compare.errors import CompareError
    from compare.records import Alignment, Article, Claim, Comparison

_HOMES = {
    "Alignment": "compare.records",
    "Article": "compare.records",
    "Claim": "compare.records",
    "CompareError": "compare.errors",
    "Comparison": "compare.records",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'compare' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "compare.api")), name)
