"""Stories as they were last made into pages, kept as long as nothing is written to their database."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from compare.show.model import View

Stamp = tuple[tuple[str, int, int], ...]
_MOST = 8  # stories; a large one takes a few megabytes


@dataclass(slots=True)
class Made:
    """A story's view and, once its page was asked for, the report as HTML, by the address of the page it links from."""

    view: View
    bodies: dict[str, str] = field(default_factory=dict)


_made: OrderedDict[tuple[Stamp, str], Made] = OrderedDict()
_lock = Lock()


def stamp(path: str | None) -> Stamp:
    """What changes with each write to the database: the times and sizes of the file and its write-ahead log.

    Empty for a database in memory, of which nothing is kept.
    """
    if path is None:
        return ()
    found = []
    for file in (Path(path), Path(f"{path}-wal")):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)


def story(when: Stamp, name: str, make: Callable[[], View | None]) -> Made | None:
    """The story ``name`` of the database with this stamp, taken before it is read; made anew where it is not kept."""
    with _lock:
        found = _made.get((when, name))
        if found is not None:
            _made.move_to_end((when, name))
            return found
    view = make()
    if view is None:
        return None
    made = Made(view)
    if when:
        with _lock:
            _made[when, name] = made
            while len(_made) > _MOST:
                _made.popitem(last=False)
    return made
