"""The measured error rates, as README and every report show them.

Each was printed by the benchmark named with it; docs/measures.md says how and on what.
"""

from __future__ import annotations

ERROR_RATES: tuple[tuple[str, str], ...] = ()
