"""Seed documents: where a story starts.

    date 2025-12-07 https://outlet.example/story.html
    The headline
    A standfirst, if there is one.
    The body, if there is one, in paragraphs.

Only the first two lines are needed. A document that gives its body twice, as one block and again in
paragraphs, is read once, in paragraphs.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from compare.errors import SeedError, without_credentials
from compare.records import Page, digest

MAX_BYTES = 2_000_000
EARLIEST = dt.date(1990, 1, 1)  # of a date that an article may bear
FORM = "write 'date YYYY-MM-DD URL' on the first line and the headline on the second"

_FIRST_LINE = re.compile(r"date\s+(\S+)\s+(\S+)")


@dataclass(frozen=True, slots=True)
class SeedDocument:
    """What a seed document says."""

    path: Path
    date: dt.date
    url: str
    headline: str
    paragraphs: tuple[str, ...]
    written_at: str  # when the file was: its text was never fetched

    def as_page(self) -> Page:
        """The document's text as a page, for when the one at its URL cannot be fetched."""
        day = self.date.isoformat()
        return Page(
            url=self.url,
            final_url=self.url,
            status=200,
            headers=(("content-type", "text/plain; charset=utf-8"), ("x-published", day)),
            body="\n\n".join((self.headline, *self.paragraphs)).encode(),
            fetched_at=self.written_at,
            provenance="seed",
        )


def has_text(page: Page) -> bool:
    """Whether a document's page holds more than its headline."""
    return b"\n\n" in page.body


def looks_like_seed(path: Path) -> bool:
    """Whether the file starts as a seed document does: the word, then what may be meant as a date or a URL."""
    try:
        with path.open("rb") as file:
            first = file.read(400).lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    except OSError as error:
        raise SeedError(
            f"{path}: cannot be read ({error.strerror}); check the name and the permissions"
        ) from None
    return first.startswith(b"date ") and (b"://" in first or first[5:6].isdigit())


def read_seed(path: Path) -> SeedDocument:
    """Reads one document; SeedError names the file, the line and the remedy."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SeedError(
            f"{path}: cannot be read ({error.strerror}); check the name and the permissions"
        ) from None
    if len(data) > MAX_BYTES:
        raise SeedError(f"{path}: larger than {MAX_BYTES:,} bytes; a seed document holds one article")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SeedError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8") from None
    lines = [
        (number, " ".join(line.split()))
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)
        if line.strip()
    ]
    if not lines:
        raise SeedError(f"{path}:1: the document is empty; {FORM}")
    number, first = lines[0]
    match = _FIRST_LINE.fullmatch(first)
    if not match:
        markup = first.startswith("<")
        raise SeedError(
            f"{path}:{number}: is a web page, not a seed document; give its URL instead, or take it as coverage"
            if markup
            else f"{path}:{number}: expected a date and a URL, found {first[:60]!r}; {FORM}"
        )
    try:
        date = dt.date.fromisoformat(match[1])
    except ValueError:
        raise SeedError(f"{path}:{number}: {match[1]!r} is no date; write it as YYYY-MM-DD") from None
    if not EARLIEST <= date <= dt.date.today() + dt.timedelta(days=2):
        raise SeedError(f"{path}:{number}: {match[1]} lies before {EARLIEST} or in the future; mend the date")
    check_url(match[2], f"{path}:{number}")
    if len(lines) < 2:
        raise SeedError(f"{path}:{number + 1}: the headline is missing; {FORM}")
    written_at = f"{dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    body = _told_once([line for _, line in lines[2:]])
    return SeedDocument(path, date, match[2], lines[1][1], body, written_at)


def check_url(url: str, where: str = "") -> None:
    """Raises SeedError unless ``url`` is an http(s) URL with a host."""
    at = f"{where}: " if where else ""
    shown = without_credentials(url)
    try:
        parts = urlsplit(url)
        if "@" in parts.netloc:
            raise SeedError(f"{at}{shown!r} holds a user name; pages are read without one: leave it out")
        if parts.scheme not in ("http", "https"):
            raise SeedError(f"{at}{shown!r} has no http:// or https:// in front; write the whole URL")
        if parts.port is not None and not 0 < parts.port < 65536:
            raise ValueError("the port is out of range")
        url.encode("utf-8")  # bytes that are no text come from a shell as lone surrogates
        if any(c.isspace() for c in parts.netloc):
            raise ValueError("a blank in the host")
        if not parts.hostname:
            raise SeedError(f"{at}{shown!r} names no host; write the whole URL")
    except ValueError as error:
        why = "" if "@" in url else f" ({error})"  # which may quote a password
        raise SeedError(f"{at}{shown!r} is no URL{why}; check the spelling") from None


def slug(title: str, limit: int = 60) -> str:
    """A name for folders and the command line: lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(name) > limit:
        name = name[:limit].rsplit("-", 1)[0].strip("-") or name[:limit]
    # Windows reserves these names for devices, whatever the ending.
    if not name or re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", name):
        name = "story-" + digest(title)[:8]
    return name


def _told_once(blocks: list[str]) -> tuple[str, ...]:
    """``blocks`` without repeats, and without a block that the blocks after or before it spell out again."""
    unique = list(dict.fromkeys(blocks))
    bare = [re.sub(r"\s+", "", block) for block in unique]
    kept = []
    for i, block in enumerate(unique):
        if not (_spelled_out(bare[i], bare[i + 1 :]) or _spelled_out(bare[i], bare[:i])):
            kept.append(block)
    return tuple(kept)


def _spelled_out(whole: str, parts: list[str]) -> bool:
    """Whether two or more consecutive ``parts`` joined give ``whole``."""
    for start in range(len(parts)):
        rest = whole
        for end in range(start, len(parts)):
            if not rest.startswith(parts[end]):
                break
            rest = rest[len(parts[end]) :]
            if not rest:
                return end > start
    return False
