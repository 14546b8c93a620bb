"""Runs every measure, one after the other, and says which kept its bounds.

Usage: python benchmarks/run_all.py [SHARED_DIR] [--quick]   (default: ../shared beside the repository)

Measures that need data that is not there say so and count as kept.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEASURES = (
    "startup",
    "segmentation",
    "attribution",
    "extraction",
    "versions",
    "own_seed",
    "citations",
    "discovery",
    "discovery_command",
    "second_annotator",
    "differences",
    "controlled_edits",
    "charged",
    "contrast_speed",
    "alignment",
    "outside",
    "matching_speed",
    "newsweb",
    "report_pages",
    "datasette",
    "hostile_hosts",
    "mutations",
    "readers",
    "killed",
    "soak",
)


SHORTER = {"datasette": ["--stories", "40"]}  # what --quick does less of
LONG = (
    "discovery",
    "discovery_command",
    "alignment",
    "outside",
    "matching_speed",
    "newsweb",
    "report_pages",
    "hostile_hosts",
    "mutations",
    "readers",
    "killed",
    "soak",
)  # minutes each; --quick leaves them out


def main() -> int:
    """0 when every measure kept its bounds."""
    shared = Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] != "--quick" else HERE.parent.parent / "shared"
    missed = []
    for name in MEASURES:
        if "--quick" in sys.argv and name in LONG:
            continue
        less = SHORTER.get(name, []) if "--quick" in sys.argv else []
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, HERE / f"{name}.py", shared / "data", *less], check=False)
        if done.returncode:
            missed.append(name)
    print("all measures kept their bounds" if not missed else f"beyond their bounds: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
