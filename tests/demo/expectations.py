"""The findings that were written down for the bundled example before it was run."""

from __future__ import annotations

from typing import Any

from compare.demo.story import EXPECTED, load_toml

EXPECTATIONS = load_toml(EXPECTED)
Report = dict[str, Any]
