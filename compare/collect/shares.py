"""How many large bodies may come in at once, and how many bytes of all bodies may be held.

A page of usual size comes in beside all others. What grows beyond that needs one of a few places while it comes at
speed, so that large bodies leave the line and the processor to the pages; one that only drips gives its place up
and goes on without. When all bodies together are too large to hold, the largest of the slow ones is broken off.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from compare.errors import LimitExceeded

USUAL = 262_144  # bytes of a page that comes in without a place; most are under it, even when unpacked
PATIENCE = 0.2  # seconds after which a body must have brought something, or its place is another's
AT_SPEED = 4_000  # bytes that it must bring in that time
LARGE = 1_000_000  # bytes held by a slow body, from which on breaking it off is of use
GAVE_WAY = "broken off: too slow for its size while others were waiting"


class Share:
    """One body's part of the intake: its place, while it has one, and the bytes that it holds."""

    def __init__(self, intake: Intake, deadline: asyncio.Timeout) -> None:
        self._intake = intake
        self._deadline = deadline
        self._timer: asyncio.TimerHandle | None = None
        self._lately = 0  # bytes on the wire since the last look
        self.placed = False
        self.held = 0
        self.broken_off = False

    async def received(self, wire: int, held: int) -> None:
        """Notes ``wire`` bytes more of the body as sent, and that it holds ``held`` bytes by now.

        Returns when the body may go on.
        """
        self._lately += wire
        self._intake.grow(self, held - self.held)
        if self.placed:
            await asyncio.sleep(0)  # the small ones first
        if self._intake.waiting > self._intake.bytes // 2:
            await self._intake.handed_over()
        # One that lost its place for being slow needs one again when it speeds up.
        if not self.placed and held > USUAL and self._lately >= AT_SPEED:
            await self._intake.places.acquire()
            self.placed = True
            self._look_later()

    def leave(self) -> None:
        """The body is had, or given up."""
        if self._timer is not None:
            self._timer.cancel()
        if self.placed:
            self.placed = False
            self._intake.places.release()
        self._intake.grow(self, -self.held)

    def break_off(self) -> None:
        """Ends the reading of this body, wherever it waits."""
        self.broken_off = True
        self._intake.held -= self.held
        self._deadline.reschedule(asyncio.get_running_loop().time())

    def _look_later(self) -> None:
        self._lately = 0
        self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._look)

    def _look(self) -> None:
        if self._lately >= AT_SPEED:
            self._look_later()
            return
        self._lately = 0
        self.placed = False
        self._intake.places.release()


class Intake:
    """At most ``places`` large bodies at speed; beyond ``bytes`` bytes in all, slow ones give way.

    Pages that are had and not yet taken over count too: when they are half of it, what comes in waits for the reader.
    """

    def __init__(self, places: int, bytes: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.bytes = bytes
        self.held = 0  # bytes of the bodies that come in, but for those broken off
        self.waiting = 0  # bytes of the pages that are had and that nobody has taken over yet
        self._shares: set[Share] = set()
        self._room = asyncio.Event()

    @asynccontextmanager
    async def body(self, url: str) -> AsyncIterator[Share]:
        """A share for one body. Raises LimitExceeded when that body has to give way to others."""
        try:
            async with asyncio.timeout(None) as deadline:
                share = Share(self, deadline)
                self._shares.add(share)
                try:
                    yield share
                finally:
                    share.leave()
                    self._shares.discard(share)
        except TimeoutError:
            if deadline.expired():
                raise LimitExceeded(url, GAVE_WAY) from None
            raise

    def grow(self, share: Share, by: int) -> None:
        """Notes that ``share`` holds so many bytes more; breaks one off when that is too much in all."""
        share.held += by
        if share.broken_off:
            return
        self.held += by
        if by > 0 and self.held + self.waiting > self.bytes:
            # Those at speed are few, and done soon.
            slow = [s for s in self._shares if s.held >= LARGE and not s.placed and not s.broken_off]
            if slow:
                max(slow, key=lambda s: s.held).break_off()

    def had(self, size: int) -> None:
        """A page of so many bytes waits to be taken over."""
        self.waiting += size

    def taken_over(self, size: int) -> None:
        """Somebody has that page now."""
        self.waiting -= size
        self._room.set()

    async def handed_over(self) -> None:
        """Waits until one of the waiting pages is taken over."""
        self._room.clear()
        await self._room.wait()
