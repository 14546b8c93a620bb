"""How many requests may still be made for one purpose, whatever they are: pages, robots.txt, redirects, retries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from compare.errors import LimitExceeded

SPENT = "not asked: the outlet's requests were spent"


class Spent(LimitExceeded):
    """Nothing is left to pay for the request; it says nothing about the site."""


@dataclass(slots=True)
class Allowance:
    """``left`` requests; the door to the web takes one for each that it makes."""

    left: int

    def spend(self, url: str) -> None:
        """Pays for one request. Raises Spent, and nothing is asked, when none is left."""
        if self.left < 1:
            raise Spent(url, SPENT)
        self.left -= 1

    def unless_spent(self, wait: Callable[[Exception], bool | float]) -> Callable[[Exception], bool | float]:
        """``wait``, but for giving up when nothing is left: the error of the last try is told then."""
        return lambda error: wait(error) if self.left > 0 else False
