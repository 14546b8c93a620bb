"""The configuration is checked when it is read, and errors name the file and the key."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from compare.config import HERE, Config, find_folder, load, read_lexicon, read_outlets, settings_digest
from compare.errors import ConfigError
from tests.articles import text_article
from tests.conftest import CONFIG


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the project's configuration, to spoil."""
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def test_the_project_s_own_configuration_is_sound(config: Config) -> None:
    """Outlets, stories and word lists load, and every story's seed is there."""
    assert len(config.outlets) >= 60
    assert {"demo", "japan-us-backing"} <= {s.name for s in config.stories}
    assert all((config.folder / s.seed).is_file() for s in config.stories)
    assert config.lexicon.reporting and config.lexicon.hedges and config.lexicon.charged


def test_the_example_s_outlets_are_known_by_their_domains_and_stand_in_no_list(config: Config) -> None:
    """A stored page of theirs has its outlet; nobody looks for coverage there, and no other story knows them."""
    lantern = config.outlet_of("www.dailylantern.example")
    assert (lantern.key, lantern.name) == ("daily_lantern", "The Daily Lantern")
    assert not set(config.invented) & set(config.outlets)
    theirs, other = (
        text_article("http://one.example/a", "Talks fail", ["They failed."], outlet)
        for outlet in ("daily_lantern", "reuters")
    )
    assert lantern in config.outlets_for([other, theirs])
    assert config.outlets_for([other]) == config.outlets


@pytest.mark.parametrize(
    ("domain", "key"),
    [
        ("www.ft.com", "ft"),
        ("asia.nikkei.com", "nikkei"),
        ("edition.cnn.com", "cnn"),
        ("www.unknown.example", "unknown.example"),
        ("notft.com", "notft.com"),
    ],
)
def test_an_outlet_is_known_by_its_domain(config: Config, domain: str, key: str) -> None:
    """Subdomains belong to their outlet; an unknown domain is an outlet of that name."""
    assert config.outlet_of(domain).key == key


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("settings.toml", "delay = 'soon'", "settings.delay"),
        ("settings.toml", "speed = 3", "settings.speed"),
        ("settings.toml", "delay = -1", "settings.delay"),
        ("settings.toml", "delay = true", "settings.delay"),
        ("settings.toml", "delay = nan", "settings.delay"),
        ("settings.toml", "extract_megabytes = 0", "settings.extract_megabytes"),
        ("settings.toml", "extract_megabytes = 1", "settings.extract_megabytes"),
        ("settings.toml", "extract_seconds = 0", "settings.extract_seconds"),
        ("settings.toml", "total_seconds = 0", "settings.total_seconds"),
        ("settings.toml", "total_seconds = 1e12", "settings.total_seconds"),
        ("settings.toml", "max_wire_bytes = 0", "settings.max_wire_bytes"),
        ("settings.toml", "max_body_bytes = 10", "settings.max_body_bytes"),
        ("settings.toml", "retries = 1000000", "settings.retries"),
        ("settings.toml", "candidates_per_outlet = -1", "settings.candidates_per_outlet"),
        ("settings.toml", "gdelt = 'search.example'", "settings.gdelt"),
        ("settings.toml", "google_news = 'file:///etc/passwd'", "settings.google_news"),
        ("settings.toml", "model = ' '", "settings.model"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['x.example']\nfeeds = ['x.example/feed']", "outlets.x.feeds"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['x.example']\nfeeds = ['']", "outlets.x.feeds"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['x.example']\naliases = ['X1', '']", "outlets.x.aliases: number 2"),
        ("outlets.toml", "[outlets.x]\nname = ''\ndomains = ['x.example']", "outlets.x.name"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['https://x.example/']", "outlets.x.domains"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['www.x.example']", "outlets.x.domains"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['']", "outlets.x.domains"),
        ("outlets.toml", "[outlets.x]\nname = 3\ndomains = ['x.example']", "outlets.x.name"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['x.example']\ncolour = 'red'", "outlets.x.colour"),
        ("outlets.toml", "[outlets.x]\nname='X'\ndomains=['x.example']\n[outlets.y]\nname='Y'\ndomains=['x.example']", "outlets.y"),
        ("outlets.toml", "[outlets.x]\nname = 'X'\ndomains = ['x.example']\nkind = 'paper'", "outlets.x.kind"),
        ("outlets.toml", "[outlets.x", "TOML"),
        ("outlets.toml", "[papers.x]\nname = 'X'", "papers"),
        ("stories.toml", "[stories.'A b']\nseed = 'https://x.example/'", "stories.A b"),
        ("stories.toml", "[stories.a]\ntitle = 'A'", "stories.a.seed"),
        ("lexicons/hedges.tsv", "may\thedged\nmight", ":2"),
        ("lexicons/hedges.tsv", "may\tperhaps", "perhaps"),
        ("lexicons/hedges.tsv", "may\thedged\nmay\talleged", "line 1"),
    ],
)  # fmt: skip
def test_a_mistake_names_the_file_and_the_key(folder: Path, file: str, text: str, says: str) -> None:
    """The error leads to the place to mend, in one line."""
    path = folder / file
    if file == "settings.toml":
        key = text.split(" =")[0]
        lines = [line for line in path.read_text().splitlines() if not line.startswith(key)]
        text = "\n".join([*lines, text])
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(folder)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_password_in_an_address_is_not_told(folder: Path) -> None:
    """The key is named; what must not be read over a shoulder or in a log is not."""
    outlets = (
        "[outlets.x]\nname = 'X'\ndomains = ['x.example']\nfeeds = ['https://me:hunter2@x.example/feed']"
    )
    (folder / "outlets.toml").write_text(outlets)
    with pytest.raises(ConfigError, match=r"outlets\.x\.feeds.*user name") as caught:
        load(folder)
    assert "hunter2" not in str(caught.value)


def test_a_named_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """--config with a wrong folder does not fall back to another."""
    with pytest.raises(ConfigError, match="no such folder"):
        find_folder(tmp_path / "nowhere")


def test_a_folder_of_outlets_alone_takes_the_rest_from_the_package(tmp_path: Path) -> None:
    """A person may bring their own outlets without copying settings and word lists."""
    (tmp_path / "outlets.toml").write_text("[outlets.x]\nname = 'X'\ndomains = ['x.example']")
    config = load(tmp_path)
    assert [o.key for o in config.outlets] == ["x"]
    assert config.settings.delay > 0
    assert config.lexicon.hedges


def test_the_digest_changes_with_what_changes_a_comparison(folder: Path) -> None:
    """A new word in a list gives another digest; another delay does not."""
    before = settings_digest(load(folder))
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text().replace("delay = 2.0", "delay = 3.0"))
    assert settings_digest(load(folder)) == before
    with (folder / "lexicons" / "hedges.tsv").open("a") as file:
        file.write("mayhapsly\thedged\n")
    assert settings_digest(load(folder)) != before


def test_readers_take_a_single_file(config: Config) -> None:
    """Outlets and word lists can be read by themselves."""
    assert read_outlets(CONFIG / "outlets.toml") == config.outlets
    assert read_lexicon(CONFIG / "lexicons") == config.lexicon


def test_a_wheel_carries_the_configuration_where_the_code_looks_for_it() -> None:
    """An installation without the source finds its defaults."""
    project = tomllib.loads((CONFIG.parent / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"config": "compare/defaults/config", "seeds": "compare/defaults/seeds"}
    assert (HERE / "defaults" / "config").relative_to(HERE.parent) == Path(included["config"])
