"""Reads and checks config/: outlets, stories, settings, lexicons.

Every error names the file and the key. The folder is, in this order: the one that the person names,
``config/`` where the command runs, the defaults that come with the package.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from compare.configured import Lexicon, Outlet
from compare.errors import ConfigError, SeedError
from compare.records import Article, digest

_DOMAIN = re.compile(r"(?!www\.)(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}")
SHORTEST = 1.0  # seconds between two runs of one story; for real outlets choose minutes
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """config/settings.toml, checked."""

    delay: float  # seconds between two requests to one host
    max_wire_bytes: int
    max_body_bytes: int
    total_seconds: float  # for one page, its redirects and retries included
    retries: int
    extract_seconds: float
    extract_megabytes: int
    compare_seconds: float
    discover: bool
    candidates_per_outlet: int
    links: bool
    feeds: bool
    sitemaps: bool
    autodiscovery: bool
    archive: bool
    gdelt: str
    google_news: str
    wayback: str
    model: str
    read_pairs: bool  # whether doubtful pairs are read by the bundled pair model
    judge: str
    judge_url: str
    judge_calls: int
    judge_seconds: float
    nli: str
    interval_of_age: float  # how long a scheduled story waits, as a share of its age
    shortest_interval: float
    longest_interval: float


# Of each number the least and the most that makes sense; the memory is what reading an ordinary page takes.
_BOUNDS: dict[str, tuple[float, float]] = {
    "delay": (0, 3600),
    "max_wire_bytes": (1_000, 1_000_000_000),
    "max_body_bytes": (1_000, 1_000_000_000),
    "total_seconds": (0.1, 3600),
    "retries": (0, 20),
    "extract_seconds": (0.1, 3600),
    "extract_megabytes": (600, 1_000_000),
    "compare_seconds": (1, 1_000_000),
    "candidates_per_outlet": (1, 100),
    "judge_calls": (0, 10_000),
    "judge_seconds": (0.1, 3600),
    "interval_of_age": (0.001, 10),
    "shortest_interval": (60, 31_536_000),
    "longest_interval": (60, 31_536_000),
}


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One story of config/stories.toml."""

    name: str
    seed: str = ""  # URL, or path of a seed document from the folder of stories.toml
    seeds: tuple[
        str, ...
    ] = ()  # in place of ``seed``: the first is the seed, the others are compared with it
    title: str = ""
    coverage: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()  # keys of those to look at; empty for all
    every: str = "auto"  # by the story's age; or "never", or a time such as "90m", "6h", "2d"
    until: str = ""  # UTC; empty for no end

    @property
    def interval(self) -> float | None:
        """Seconds between two runs; None where the age of the story decides, or nothing does."""
        return None if self.every in ("auto", "never") else seconds(self.every)


@dataclass(frozen=True, slots=True)
class Config:
    """All of config/, checked."""

    folder: Path
    settings: Settings
    outlets: tuple[Outlet, ...]
    stories: tuple[StoryEntry, ...]
    lexicon: Lexicon
    invented: tuple[Outlet, ...] = ()  # of the bundled example: known where they are met, asked for nothing

    def outlets_for(self, articles: Iterable[Article]) -> tuple[Outlet, ...]:
        """The outlets that a comparison of ``articles`` knows: the invented ones only beside an article of theirs."""
        keys = {article.outlet for article in articles}
        return (*self.outlets, *(self.invented if any(o.key in keys for o in self.invented) else ()))

    def taking(self, per_outlet: int | None) -> Config:
        """The same with so many articles taken of one outlet; None leaves it."""
        if per_outlet is None:
            return self
        return replace(self, settings=replace(self.settings, candidates_per_outlet=per_outlet))

    def outlet_of(self, domain: str) -> Outlet:
        """The outlet that owns ``domain`` (a host or a registered domain), or one named after it."""
        known = {d: outlet for outlet in (*self.invented, *self.outlets) for d in outlet.domains}
        labels = domain.removeprefix("www.").split(".")
        for start in range(len(labels) - 1):
            if found := known.get(".".join(labels[start:])):
                return found
        name = domain.removeprefix("www.")
        return Outlet(key=name, name=name, domains=(name,))

    def outlet_named(self, name: str) -> Outlet:
        """The outlet with this key, name, alias or domain, whatever its case; else one of that name."""
        wanted = _plain_name(name)
        for outlet in self.outlets:
            if wanted in {
                _plain_name(n) for n in (outlet.key, outlet.name, *outlet.aliases, *outlet.domains)
            }:
                return outlet
        return Outlet(key=name, name=name, domains=())


def _plain_name(name: str) -> str:
    """In lower case, without article and without what stands in brackets: "CNN (Online News)" is CNN."""
    return name.split("(")[0].strip().lower().removeprefix("the ").removeprefix("www.")


def find_folder(named: Path | None = None) -> Path:
    """The configuration folder to use; ConfigError when the named one is none."""
    if named is not None:
        try:
            found = named.is_dir()
        except OSError as error:
            raise ConfigError(f"{named}: cannot be reached ({error.strerror})") from None
        if not found:
            raise ConfigError(f"{named}: no such folder; --config takes a folder with outlets.toml in it")
        return named
    for candidate in (Path("config"), HERE / "defaults" / "config", HERE.parent / "config"):
        if (candidate / "outlets.toml").is_file():
            return candidate
    raise ConfigError("no config folder found; give one with --config, or run where config/outlets.toml is")


def package_folder() -> Path:
    """The configuration that comes with the package, whatever the person has."""
    installed = HERE / "defaults" / "config"
    return installed if installed.is_dir() else HERE.parent / "config"


def load(folder: Path) -> Config:
    """Reads the folder; files that are not there count as empty, but for settings and lexicons."""
    outlets = read_outlets(folder / "outlets.toml")
    return Config(
        folder=folder,
        settings=_settings(first_of(folder, "settings.toml")),
        outlets=outlets,
        stories=_stories(folder / "stories.toml", outlets),
        lexicon=read_lexicon(first_of(folder, "lexicons")),
        invented=read_outlets(HERE / "demo" / "outlets.toml"),
    )


def first_of(folder: Path, name: str) -> Path:
    """``folder/name``, or the package's own where a user's folder does not have it."""
    for candidate in (folder, HERE / "defaults" / "config", HERE.parent / "config"):
        if (candidate / name).exists():
            return candidate / name
    raise ConfigError(f"{folder / name}: not found")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML ({error})") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None


def _checked(path: Path, key: str, kind: type, data: dict[str, Any]) -> Any:
    """``kind`` (a dataclass) made of ``data`` through pydantic, or ConfigError with file and key."""
    from pydantic import TypeAdapter, ValidationError

    allowed = set(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise ConfigError(
            f"{path}: {key}.{unknown[0]} is not a setting; the settings are {', '.join(sorted(allowed))}"
        )
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: {key}.{name}: {first['msg']}") from None


def _settings(path: Path) -> Settings:
    data = _toml(path)
    for key, value in data.items():
        if isinstance(value, bool) and key in _BOUNDS:
            raise ConfigError(f"{path}: settings.{key}: a number is needed, not {str(value).lower()}")
    settings: Settings = _checked(path, "settings", Settings, data)
    for key, (least, most) in _BOUNDS.items():
        value = getattr(settings, key)
        if not least <= value <= most:
            raise ConfigError(f"{path}: settings.{key}: {value} is not between {least:,} and {most:,}")
    for key in ("gdelt", "google_news", "wayback"):
        if value := getattr(settings, key):
            _check_address(f"{path}: settings.{key}", value)
    if not settings.model.strip():
        raise ConfigError(f"{path}: settings.model: is empty; name a model, such as all-MiniLM-L6-v2")
    return settings


def _check_address(where: str, url: str) -> None:
    """Raises ConfigError unless ``url`` is one that could be fetched."""
    from compare.seeds import check_url

    try:
        check_url(url, where)
    except SeedError as error:
        raise ConfigError(str(error)) from None


def read_outlets(path: Path) -> tuple[Outlet, ...]:
    """The outlets of an outlets.toml, in its order; a domain or an alias belongs to one outlet only."""
    outlets: list[Outlet] = []
    owner_of: dict[str, str] = {}
    for key, data in _tables(path, "outlets"):
        outlet: Outlet = _checked(path, f"outlets.{key}", Outlet, {"key": key, **data})
        _check_outlet(f"{path}: outlets.{key}", outlet)
        for name in (*outlet.domains, outlet.name.lower(), *(alias.lower() for alias in outlet.aliases)):
            if owner_of.get(name, key) != key:
                raise ConfigError(
                    f"{path}: outlets.{key}: {name!r} already belongs to outlets.{owner_of[name]}"
                )
            owner_of[name] = key
        outlets.append(outlet)
    return tuple(outlets)


def _check_outlet(where: str, outlet: Outlet) -> None:
    if not outlet.name.strip():
        raise ConfigError(f"{where}.name: is empty")
    for number, alias in enumerate(outlet.aliases, 1):
        if not alias.strip():
            raise ConfigError(f"{where}.aliases: number {number} is empty")
    for domain in outlet.domains:
        if not _DOMAIN.fullmatch(domain):
            raise ConfigError(
                f"{where}.domains: {domain[:100]!r} is no domain; write it as in example.com, without www. and /"
            )
    for url in outlet.feeds:
        _check_address(f"{where}.feeds", url)


def _stories(path: Path, outlets: Sequence[Outlet]) -> tuple[StoryEntry, ...]:
    from compare.seeds import slug

    stories = []
    for name, data in _tables(path, "stories"):
        if slug(name) != name:
            raise ConfigError(
                f"{path}: stories.{name}: a name is made of a-z, 0-9 and hyphens; {slug(name)!r} would do"
            )
        if isinstance(data.get("until"), dt.date):  # TOML's own dates and times
            data["until"] = data["until"].isoformat()
        if type(data.get("every")) in (int, float):  # a number without a unit: what is allowed is told below
            data["every"] = str(data["every"])
        entry: StoryEntry = _checked(path, f"stories.{name}", StoryEntry, {"name": name, **data})
        stories.append(_checked_story(entry, f"{path}: stories.{name}", path.parent, outlets))
    return tuple(stories)


def _checked_story(entry: StoryEntry, where: str, folder: Path, outlets: Sequence[Outlet]) -> StoryEntry:
    """The entry with one seed, its other seeds as coverage and its end in UTC. Raises ConfigError."""
    if bool(entry.seed) == bool(entry.seeds):
        raise ConfigError(
            f"{where}.seed: give one seed, or several as seeds = [...], the first to start from"
        )
    if not all(entry.seeds):
        raise ConfigError(f"{where}.seeds: one of them is empty")
    keys = {outlet.key for outlet in outlets}
    for key in entry.outlets:
        if key not in keys:
            raise ConfigError(f"{where}.outlets: {key!r} is no outlet of outlets.toml; add it there")
    if entry.every not in ("auto", "never") and seconds(entry.every) is None:
        raise ConfigError(
            f"{where}.every: {entry.every!r} is none of 'auto', 'never', or a time such as '90m', '6h', '2d'"
        )
    try:
        until = _until(entry.until) if entry.until else ""
    except ValueError:
        raise ConfigError(
            f"{where}.until: {entry.until!r} is no date; write 2026-12-31, or 2026-12-31T18:00:00Z"
        ) from None
    first, *others = entry.seeds or (entry.seed,)
    more = tuple(text if "://" in text[:12] else str(folder / text) for text in others)
    return replace(entry, seed=first, seeds=(), coverage=(*more, *entry.coverage), until=until)


def _until(text: str) -> str:
    """The moment at which a story ends, in UTC; a date alone ends with its day."""
    at = dt.datetime.fromisoformat(text)
    if len(text) <= len("2026-12-31"):
        at += dt.timedelta(days=1)
    at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def seconds(text: str) -> float | None:
    """A time such as 90s, 15m, 6h or 2d in seconds; None when it is none."""
    match = re.fullmatch(r"(\d{1,5})\s?(s|m|h|d)", text)
    value = int(match[1]) * {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}[match[2]] if match else 0.0
    return value if value >= SHORTEST else None


def _tables(path: Path, name: str) -> list[tuple[str, dict[str, Any]]]:
    data = _toml(path)
    unknown = sorted(set(data) - {name})
    if unknown:
        raise ConfigError(f"{path}: {unknown[0]}: expected only [{name}.NAME] tables")
    tables = data.get(name, {})
    if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
        raise ConfigError(f"{path}: {name}: expected [{name}.NAME] tables")
    return list(tables.items())


def read_lexicon(folder: Path) -> Lexicon:
    """The word lists: one entry a line, fields parted by tabs, ``#`` starts a comment."""
    reporting = {
        f[0]: f[1]
        for f in _entries(folder / "reporting.tsv", 2, {"neutral", "assertive", "doubtful", "denying"})
    }
    hedges = {f[0]: f[1] for f in _entries(folder / "hedges.tsv", 2, {"hedged", "alleged"})}
    charged = {f[0]: (f[1], f[2]) for f in _entries(folder / "charged.tsv", 3, None)}
    return Lexicon(reporting=reporting, hedges=hedges, charged=charged)


def _entries(path: Path, fields: int, categories: set[str] | None) -> list[list[str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    entries: list[list[str]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = [field.strip().lower() for field in line.split("\t")]
        if len(entry) != fields or not entry[0]:
            raise ConfigError(f"{path}:{number}: expected {fields} fields parted by tabs, found {len(entry)}")
        if categories and entry[1] not in categories:
            raise ConfigError(f"{path}:{number}: {entry[1]!r} is none of {', '.join(sorted(categories))}")
        if entry[0] in seen:
            raise ConfigError(f"{path}:{number}: {entry[0]!r} stands on line {seen[entry[0]]} too")
        seen[entry[0]] = number
        entries.append(entry)
    return entries


def settings_digest(config: Config) -> str:
    """Names all of the configuration that changes what a comparison finds."""
    outlets = sorted((o.key, o.name, o.owner, o.kind, o.domains, o.aliases) for o in config.outlets)
    lexicon = config.lexicon
    words = (
        sorted(lexicon.reporting.items()),
        sorted(lexicon.hedges.items()),
        sorted(lexicon.charged.items()),
    )
    return digest(repr(outlets), repr(words))
