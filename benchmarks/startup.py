"""How soon the command answers: the best of several runs of --help.

Usage: python benchmarks/startup.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from gate import hold

RUNS = 7


def main() -> int:
    """Prints the time; 1 when it is over the bound."""
    command = [Path(sys.executable).with_name("outlet-compare"), "--help"]
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    print(f"outlet-compare --help: {min(times):.3f} s at best of {RUNS}, {sorted(times)[RUNS // 2]:.3f} s median")  # fmt: skip
    return hold("startup", {"--help: seconds": min(times)})


if __name__ == "__main__":
    sys.exit(main())
