"""What config/ describes, as frozen records: outlets and word lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

OutletKind = Literal["press", "magazine", "agency", "broadcaster", "online"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet as config/outlets.toml describes it."""

    key: str
    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    owner: str = ""
    kind: OutletKind = "press"
    country: str = ""
    language: str = ""
    paywall: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of config/lexicons/, each entry in lower case with its category.

    Attributes:
        reporting: cue lemma or phrase -> neutral, assertive, doubtful or denying.
        hedges: word or phrase -> hedged or alleged.
        charged: word or phrase -> category, neutral word.
    """

    reporting: dict[str, str] = field(default_factory=dict)
    hedges: dict[str, str] = field(default_factory=dict)
    charged: dict[str, tuple[str, str]] = field(default_factory=dict)
