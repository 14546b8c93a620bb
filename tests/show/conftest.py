"""The browser that the tests of the pages share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import launched


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; each opens a window of its own."""
    with launched() as started:
        yield started
