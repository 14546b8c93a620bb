"""Thousands of pages and feeds spoilt by chance, each read in this process: none may raise but a named error.

Usage: python benchmarks/mutations.py [COUNT] [FIRST]   (default: 5000 of each, from number 0; the numbers are the seeds)
"""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare.config import load
from tests.collect.test_mutations import check_list, check_page

LONGEST = 20.0  # seconds for one page, as its worker allows


def main(count: int, first: int) -> int:
    """Prints the figures; 1 when one raised, or took longer than its worker would let it."""
    lexicon = load(Path(__file__).resolve().parent.parent / "config").lexicon
    bad = 0
    for name, check in (("pages", lambda n: check_page(n, lexicon)), ("lists", check_list)):
        sound, longest, start = 0, 0.0, time.monotonic()
        for number in range(first, first + count):
            began = time.monotonic()
            try:
                sound += check(number)
            except Exception:
                bad += 1
                print(f"{name}: number {number}:\n{traceback.format_exc(limit=-4)}", flush=True)
            longest = max(longest, time.monotonic() - began)
        bad += longest > LONGEST
        print(f"{count} spoilt {name}: {sound} still read, {count - sound} named errors, longest {longest:.2f} s, {time.monotonic() - start:.0f} s in all", flush=True)  # fmt: skip
    print(f"uncaught or too slow: {bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(main(*[*numbers, *(5000, 0)[len(numbers) :]]))
