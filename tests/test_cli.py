"""The command: what it prints, and one clear line with an exit code for whatever is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compare.cli import main
from compare.store.database import transaction, writer
from tests.articles import HARBOUR
from tests.conftest import CONFIG
from tests.web import Web, page

ONE, TWO, THREE = HARBOUR


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def one_line(result: Result, *says: str) -> None:
    """The result is one line of error, not a traceback, and holds all of ``says``."""
    assert result.exit_code not in (0, 1), result.output
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    for part in says:
        assert part in result.stderr


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs where nothing is."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_s_help_shows_an_example(command: str) -> None:
    """--help names the options and ends in an example that starts with the command's name."""
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert "--verbose" in result.output
    assert f"outlet-compare {command}" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "nowhere.txt"], ["nowhere.txt", "no such file"]),
        (["run", "outlet.example/a"], ["http://"]),
        (["run", "ftp://outlet.example/a"], ["http://"]),
        (["run", "unknown-story"], ["no such file or story", "demo"]),
        (["run", "http://"], ["host"]),
        (["run", ONE, "missing.html"], ["missing.html", "no such file"]),
        (["run", ONE, "--story", "Not A Name"], ["not-a-name"]),
        (["run", ONE, "--model", "./no-such-model"], ["./no-such-model"]),
        (["run", ONE, "--config", "nowhere"], ["nowhere", "no such folder"]),
        (["run", ONE, "--connect-to", "nonsense"], ["nonsense", "HOST1:PORT1:HOST2:PORT2"]),
        (["run", ONE, "--db", "nowhere/a.db"], ["nowhere", "does not exist"]),
        (["report", "x"], ["no such database"]),
        (["add", "x", ONE, "nowhere.html"], ["nowhere.html"]),
        (["add", "x", "outlet.example", "nowhere.html"], ["http://"]),
        (["claims", "nowhere.html"], ["nowhere.html"]),
    ],
)
def test_bad_input_gets_one_clear_line(words: list[str], says: list[str]) -> None:
    """What is wrong, where, and what to do; never a traceback."""
    if words[0] == "run" and "--config" not in words:
        words = [*words, "--config", str(CONFIG)]
    one_line(call(*words), *says)


@pytest.mark.parametrize(
    "url", ["http://me:hunter2@outlet.example/a", "https://hunter2@outlet.example/", "http://me:hunter2@[/"]
)
def test_a_password_in_an_address_is_never_told(url: str) -> None:
    """Whichever command is given it, the address is refused without its credentials."""
    for words in (
        ["run", url],
        ["run", ONE, url],
        ["claims", url],
        ["add", "x", url, "a.html"],
        ["discover", url],
    ):
        result = call(*words, *(["--config", str(CONFIG)] if words[0] != "add" else []))
        one_line(result, "://…@")
        assert "hunter2" not in result.output


def test_bad_input_leaves_nothing_behind(tmp_path: Path) -> None:
    """No database and no folder of reports is made for what cannot be run."""
    Path("saved.html").write_text(page(*HARBOUR[ONE]))
    kept = {"saved.html"}
    one_line(call("run", "nosuch.txt"), "no such file")
    one_line(call("run", "no-such-story"), "no such file or story")
    one_line(call("discover", "no-such-story"), "no such file or story")
    one_line(call("add", "typo", ONE, "saved.html"), "no such database")
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_odd_names_are_spelled_out_and_damage_nothing(tmp_path: Path) -> None:
    """A line end or bytes that are no text, in a name: one line that shows them, and a database that is told sound."""
    one_line(call("claims", "nofile\n\x1b[31m.html"), "nofile\\n\\x1b[31m.html", "no such file")
    one_line(call("claims", "\udcff.html"), "\\udcff.html", "no such file")
    with writer(tmp_path / "compare.db"):
        pass
    for words in (["report", "\udcff"], ["forget", "\udcff"], ["run", "\udcff", "--config", str(CONFIG)]):
        one_line(call(*words), "\\udcff", "UTF-8")


def test_a_story_that_is_not_compared_yet_is_told_as_such(tmp_path: Path) -> None:
    """Its first run was broken off, or is at work."""
    call("run", ONE, "--story", "harbour", "--offline", "--config", str(CONFIG))
    with writer(tmp_path / "compare.db") as db, transaction(db):
        db.execute("delete from comparisons")
    one_line(call("report", "harbour"), "is not compared yet", "outlet-compare run harbour")


def test_an_output_that_takes_no_more_is_one_line() -> None:
    """A full disk behind a redirection is told, without a traceback, and the exit code says that it failed."""
    for words in (["--help"], ["--version"], ["report", "--help"], ["doctor", "--model", "./nowhere"]):
        command = [Path(sys.executable).with_name("outlet-compare"), *words]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.stderr == "Error: the output could not be written (No space left on device)\n"
        assert done.returncode == 2


def test_an_empty_seed_names_file_and_line(tmp_path: Path) -> None:
    """The line to mend is named."""
    (tmp_path / "empty.txt").touch()
    one_line(call("run", "empty.txt"), "empty.txt:1", "empty")


def test_an_empty_folder_of_seeds_is_told(tmp_path: Path) -> None:
    """A folder without documents is no story."""
    (tmp_path / "seeds").mkdir()
    one_line(call("run", "seeds"), "seeds", "no seed documents")


def test_a_story_is_run_by_its_name_beside_a_folder_of_that_name(tmp_path: Path) -> None:
    """The folder of its reports, which --out . makes, is no folder of seeds and does not hide the story."""
    (tmp_path / "seed.txt").write_text(f"date 2025-12-06 {ONE}\nHarbour talks fail\n")
    words = ("--out", ".", "--offline", "--json", "--config", str(CONFIG))
    for seed in ("seed.txt", "harbour-talks-fail"):
        (story,) = json.loads(call("run", seed, *words).stdout)["stories"]
        assert story["story"] == "harbour-talks-fail"
        assert (tmp_path / "harbour-talks-fail" / "report.html").is_file()
    (tmp_path / "demo").mkdir()
    (story,) = json.loads(call("run", "demo", *words).stdout)["stories"]
    assert story["story"] == "demo"


def test_one_bad_document_of_a_folder_does_not_hold_up_the_others(tmp_path: Path) -> None:
    """The rest are run; the bad one is told with its line, and the exit code says that something failed."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bad.txt").write_text("no date here\n")
    (tmp_path / "seeds" / "good.txt").write_text(f"date 2025-12-06 {ONE}\nHarbour talks fail\n")
    result = call("run", "seeds", "--offline", "--config", str(CONFIG))
    assert result.exit_code == 1
    assert "bad.txt:1" in result.stdout
    assert "Harbour talks fail  [harbour-talks-fail]" in result.stdout


def test_two_documents_of_one_article_are_one_story_with_its_text(tmp_path: Path) -> None:
    """The facts alone, in the same folder or given later, do not take the place of the text."""
    (tmp_path / "seeds").mkdir()
    facts = f"date 2025-12-06 {ONE}\nHarbour talks fail\n"
    (tmp_path / "seeds" / "a.txt").write_text(facts + "\n".join(HARBOUR[ONE][1]))
    (tmp_path / "seeds" / "b.txt").write_text(facts)
    for seed in ("seeds", "seeds/b.txt", "harbour-talks-fail"):
        said = json.loads(call("run", seed, "--offline", "--json", "--config", str(CONFIG)).stdout)
        (story,) = said["stories"]
        assert story["counts"]["articles read"] == 1, seed
        assert not any("only a headline" in f["reason"] for f in story["failures"]), seed


def test_a_folder_of_bad_documents_is_one_line(tmp_path: Path) -> None:
    """When none can be read there is nothing to run."""
    (tmp_path / "seeds").mkdir()
    for name in ("a", "b"):
        (tmp_path / "seeds" / f"{name}.txt").touch()
    one_line(call("run", "seeds", "--config", str(CONFIG)), "none of its 2 documents", "a.txt:1")


def test_a_name_too_long_and_a_file_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    """Whatever the system says of a path is told in words."""
    for command in ("run", "claims"):
        one_line(call(command, "a" * 300, "--config", str(CONFIG)), "cannot be read", "check the name")
    one_line(call("claims", "/proc/self/mem"), "/proc/self/mem", "cannot be read")
    one_line(call("run", "https://a b.example/x", "--config", str(CONFIG)), "blank in the host")
    assert "nan is no number" in call("run", ONE, "--delay", "nan").stderr


def test_a_seed_of_the_far_future_and_a_page_in_its_place_are_told(tmp_path: Path) -> None:
    """The line to mend, and what to give instead of a web page."""
    (tmp_path / "far.txt").write_text(f"date 9999-12-31 {ONE}\nHarbour talks fail\n")
    one_line(call("run", "far.txt"), "far.txt:1", "in the future")
    (tmp_path / "page.html").write_text("<html><body><p>Harbour talks fail.</p></body></html>")
    one_line(call("run", "page.html"), "page.html:1", "web page", "URL")


def test_a_text_that_begins_with_the_word_date_is_a_text(tmp_path: Path) -> None:
    """A seed document has a date or a URL after that word."""
    (tmp_path / "palms.txt").write_text(
        "date palms were planted\n\nThe mayor said that date palms were planted.\n"
    )
    result = call("claims", "palms.txt", "--config", str(CONFIG))
    assert result.exit_code == 0
    assert "The mayor said" in result.stdout


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.txt", "cp1252"), ("b.txt", "utf-16"), ("c.html", "utf-16")]
)
def test_a_saved_text_keeps_its_letters_in_other_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    """Windows-1252 and UTF-16 are read as what they are."""
    text = "Le Café reports\n\nThe régime said that the harbour of Veldhaven will be closed in March."
    html = page(text.split("\n\n")[0], [text.split("\n\n")[1] * 3]).replace("utf-8", encoding)
    (tmp_path / name).write_bytes((html if name.endswith("html") else text).encode(encoding))
    result = call("claims", name, "--config", str(CONFIG))
    assert "The régime said" in result.stdout, result.stderr


def test_the_same_seed_in_another_spelling_is_the_same_story(newsstand: Web) -> None:
    """Tracking parameters, www. and the scheme start no second story; nor does a second name."""
    words = ["--offline", "--config", str(CONFIG)]
    call("run", ONE, "--story", "harbour", *words)
    again = call("run", f"{ONE}?utm_source=mail", *words)
    assert "[harbour]" in again.stdout
    one_line(call("run", ONE, "--story", "other", *words), "harbour", "already")


def test_a_story_of_stories_toml_whose_seed_has_another_name_is_told(tmp_path: Path) -> None:
    """One line, not an error of the database."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "outlets.toml").write_text("")
    (tmp_path / "config" / "stories.toml").write_text(f'[stories.quay]\nseed = "{ONE}"\n')
    call("run", ONE, "--story", "harbour", "--offline", "--config", str(CONFIG))
    one_line(call("run", "quay", "--offline", "--config", "config"), "'harbour' already")


def test_a_bad_document_of_another_story_stops_no_run(tmp_path: Path) -> None:
    """It is told when that story is run."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "outlets.toml").write_text("")
    (tmp_path / "config" / "stories.toml").write_text('[stories.bad]\nseed = "../bad.txt"\n')
    (tmp_path / "bad.txt").write_text("garbage\n")
    assert call("run", ONE, "--offline", "--config", "config").exit_code == 4
    one_line(call("run", "bad", "--offline", "--config", "config"), "bad.txt:1")


def test_a_page_that_names_another_outlet_as_its_home_is_noted(tmp_path: Path) -> None:
    """A saved page is taken as what the person says, with a word about what it says of itself."""
    call("run", ONE, "--story", "harbour", "--offline", "--config", str(CONFIG))
    title, paragraphs = HARBOUR[TWO]
    saved = page(title, paragraphs).replace("<head>", f'<head><link rel="canonical" href="{TWO}">')
    (tmp_path / "saved.html").write_text(saved)
    result = call("add", "harbour", "https://elsewhere.example/a", "saved.html", "--config", str(CONFIG))
    assert result.exit_code == 0
    assert f"says that its URL is {TWO}" in result.stderr


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    """Somebody's notes are not overwritten."""
    (tmp_path / "notes.db").write_text("my notes, not a database")
    result = call("run", ONE, "--db", "notes.db")
    one_line(result, "notes.db", "not an SQLite database")
    assert result.exit_code == 3
    assert (tmp_path / "notes.db").read_text() == "my notes, not a database"


def test_a_newer_database_is_not_touched(tmp_path: Path) -> None:
    """A database of a later version asks for an upgrade."""
    with writer(tmp_path / "a.db") as db, transaction(db):
        db.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('outlet-compare', 'm999', '')")  # fmt: skip
    one_line(call("run", ONE, "--db", "a.db"), "newer version", "upgrade")


def test_a_report_folder_that_cannot_be_made_is_told_before_any_work(tmp_path: Path) -> None:
    """Nothing is fetched for a report that could not be written."""
    (tmp_path / "file").touch()
    one_line(call("run", ONE, "--out", "file/reports"), "file/reports", "cannot be written")
    assert not (tmp_path / "compare.db").exists()


def test_a_report_folder_without_permission_is_told(tmp_path: Path) -> None:
    """The same for a folder in which nobody, or somebody else only, may write."""
    (tmp_path / "locked").mkdir(mode=0o500)
    locked = Path("locked") if os.geteuid() else Path("/proc")  # root may write in the first
    one_line(call("run", ONE, "--out", locked / "reports"), str(locked / "reports"))


@pytest.mark.model
def test_a_run_over_the_web_ends_in_a_report(newsstand: Web, tmp_path: Path) -> None:
    """The whole command in a process of its own: server, guard, workers, database, files, JSON."""
    command = [Path(sys.executable).with_name("outlet-compare"), "run", ONE, TWO, THREE, "--no-discover", "--delay", "0",
               "--connect-to", f"::127.0.0.1:{newsstand.port}", "--story", "harbour", "--json", "--config", CONFIG]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    summary = json.loads(done.stdout)
    assert summary["stories"][0]["state"] == "compared"
    for path in summary["stories"][0]["reports"]:
        assert (tmp_path / path).stat().st_size > 1000
    for form in ("html", "md", "json", "csv"):
        result = call("report", "harbour", "--format", form)
        assert result.exit_code == 0
        assert "Veldhaven" in result.output
    one_line(call("report", "harbor"), "harbor", "harbour")


def test_a_retry_is_told_in_words(newsstand: Web) -> None:
    """-v tells which page is asked again, why and when; the reason in the summary does not repeat the address."""
    newsstand.pages.clear()
    newsstand.pages[ONE.removeprefix("http://")] = 503
    command = [Path(sys.executable).with_name("outlet-compare"), "run", ONE, "--no-discover", "--delay", "0", "-v",
               "--connect-to", f"::127.0.0.1:{newsstand.port}", "--config", CONFIG]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "stamina" not in done.stderr
    assert f"{ONE}: HTTP 503; asked again in " in done.stderr
    assert f"not had: {ONE}: HTTP 503\n" in done.stderr
    assert done.stdout.count(f"{ONE}: {ONE}") == 0


def test_more_is_told_on_stderr_when_asked(newsstand: Web) -> None:
    """-v tells each step, and leaves stdout to the summary."""
    newsstand.pages.clear()
    command = [Path(sys.executable).with_name("outlet-compare"), "run", ONE, "--no-discover", "--delay", "0", "-v",
               "--connect-to", f"::127.0.0.1:{newsstand.port}", "--config", CONFIG]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"not had: {ONE}: HTTP 404" in done.stderr
    assert f"not fetched: {ONE}: HTTP 404" in done.stdout
    assert "gather:" in done.stdout


@pytest.mark.model
def test_one_article_alone_ends_with_its_own_exit_code(newsstand: Web) -> None:
    """A monitor can tell 'nothing to compare' from success and from failure."""
    command = [Path(sys.executable).with_name("outlet-compare"), "run", ONE, "--no-discover", "--delay", "0",
               "--connect-to", f"::127.0.0.1:{newsstand.port}", "--config", CONFIG]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert "no other article is known to compare it with" in done.stdout
    assert (
        "nothing to compare"
        in (Path("reports") / "harbour-talks-fail-in-veldhaven" / "report.md").read_text()
    )


@pytest.mark.model
def test_the_readme_s_session_works(newsstand: Web, tmp_path: Path) -> None:
    """A seed that stories.toml knows has its name there; the saved original is added to it and compared."""
    (tmp_path / "config").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "config" / "outlets.toml").write_text("")
    (tmp_path / "config" / "stories.toml").write_text('[stories.harbour]\nseed = "../seeds/one.txt"\n')
    (tmp_path / "seeds" / "one.txt").write_text(f"date 2025-12-06 {ONE}\nHarbour talks fail\n")
    title, paragraphs = HARBOUR[TWO]
    (tmp_path / "saved.html").write_text(page(title, paragraphs))
    web = ["--connect-to", f"::127.0.0.1:{newsstand.port}", "--delay", "0", "--config", "config"]
    assert call("run", "seeds/one.txt", *web).exit_code == 4
    assert call("add", "harbour", TWO, "saved.html", "--config", "config").exit_code == 0
    (tmp_path / "wall.html").write_text("<html><body><p>Please accept all cookies.</p></body></html>")
    assert "wall.html" in call("add", "harbour", TWO, "wall.html", "--config", "config").stderr
    done = call("run", "harbour", *web)
    assert done.exit_code == 0, done.output
    assert "2 of 2 articles read" in done.output
    one_line(call("run", ONE, "--story", "mine", *web), "harbour", "already")


def test_the_guard_holds_at_the_command() -> None:
    """An address of this machine is refused unless the person names it."""
    command = [Path(sys.executable).with_name("outlet-compare"), "run", "http://127.0.0.1/secret", "--no-discover", "--config", CONFIG]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "not fetched: http://127.0.0.1/secret" in done.stdout


def test_claims_of_a_saved_page_are_printed(tmp_path: Path) -> None:
    """Text, offsets, kind, speaker, cue, certainty and quantities, as JSON and in words."""
    title, paragraphs = HARBOUR[ONE]
    (tmp_path / "a.html").write_text(page(title, paragraphs))
    result = call("claims", "a.html", "--json", "--config", CONFIG)
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["claims"][0]["kind"] == "headline"
    for claim in told["claims"]:
        assert told["text"][claim["start"] : claim["end"]] == claim["text"]
    dockers = next(c for c in told["claims"] if "dockers" in c["text"])
    assert dockers["speaker"] == "people familiar with the plans"
    assert dockers["certainty"] == "hedged"
    assert dockers["quantities"][0]["value"] == 1700
    assert "Veldhaven" in call("claims", "a.html", "--config", CONFIG).output


def test_claims_of_a_page_without_an_article_say_why(tmp_path: Path) -> None:
    """A wall gives its reason, not an empty list."""
    (tmp_path / "a.html").write_text("<html><body><p>Please accept all cookies.</p></body></html>")
    one_line_or_failed = call("claims", "a.html", "--config", CONFIG)
    assert one_line_or_failed.exit_code == 1
    assert "a.html" in one_line_or_failed.stderr and one_line_or_failed.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "neither HTML nor text"),
        (b"<html><head></head><body><p>No address here.</p></body></html>", "add STORY URL"),
    ],
)
def test_a_saved_page_that_cannot_be_used_is_told(tmp_path: Path, content: bytes, says: str) -> None:
    """Each with the remedy that fits."""
    (tmp_path / "saved.html").write_bytes(content)
    one_line(call("run", ONE, "saved.html", "--config", CONFIG), "saved.html", says)


@pytest.mark.model
def test_doctor_finds_a_sound_installation(tmp_path: Path) -> None:
    """Configuration, model and database are each told."""
    result = call("doctor", "--config", CONFIG, "--json")
    assert result.exit_code == 0, result.output
    assert [f["what"] for f in json.loads(result.stdout)] == ["configuration", "model", "database"]


@pytest.mark.model
def test_doctor_says_what_to_do(tmp_path: Path) -> None:
    """A broken configuration, an unknown model and a file that is no database are each named with a remedy."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "outlets.toml").write_text("[outlets.x")
    (tmp_path / "a.db").write_text("notes")
    result = call("doctor", "--config", "config", "--model", "./nowhere", "--db", "a.db")
    assert result.exit_code == 1
    assert result.output.count("FAIL") == 3
    assert "Mend the file" in result.output


def test_a_title_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    """Escape sequences in a page's title are not printed."""
    title, paragraphs = HARBOUR[ONE]
    (tmp_path / "a.html").write_text(page(f"\x1b[31m{title}\x07", paragraphs))
    result = call("claims", "a.html", "--config", CONFIG)
    assert "\x1b" not in result.output
    assert "\x07" not in result.output


def test_the_outlets_that_a_text_relies_on_are_listed(tmp_path: Path) -> None:
    """Name, role, cue and exact offsets; the publisher itself is not among them."""
    text = "The port closed, Kyodo News reported, citing Reuters. She told the Financial Times that it was needed."
    (tmp_path / "a.txt").write_text(text)
    command = ("citations", str(tmp_path / "a.txt"), "--outlet", "Kyodo News", "--config", str(CONFIG))
    made = json.loads(call(*command, "--json").stdout)
    assert [(c["outlet"], c["role"], c["cue"]) for c in made["citations"]] == [
        ("reuters", "report", "citing"),
        ("ft", "interview", "told"),
    ]
    assert all(text[c["start"] : c["end"]] == c["text"] for c in made["citations"])
    assert "Financial Times (told)" in call(*command).stdout
    assert call(*command).stderr == ""


def test_a_publisher_that_no_outlet_is_named_like_is_told(tmp_path: Path) -> None:
    """A slip would list the publisher among its own sources: the note says so, and which name may be meant."""
    (tmp_path / "a.txt").write_text("The port closed, Kyodo News reported, citing Reuters.")
    result = call("citations", "a.txt", "--outlet", "Kyodo Newz", "--config", CONFIG, "--json")
    assert len(json.loads(result.stdout)["citations"]) == 2
    assert "'Kyodo Newz'" in result.stderr
    assert "Did you mean Kyodo News?" in result.stderr


def test_candidates_are_shown_without_fetching_them(newsstand: Web, tmp_path: Path) -> None:
    """Each with its score and reason; the exit code says that the seed was read."""
    (tmp_path / "outlets.toml").write_text("[outlets.two]\nname = 'Two'\ndomains = ['two.example']\n")
    newsstand.pages["two.example/robots.txt"] = "Sitemap: http://two.example/news.xml"
    newsstand.pages["two.example/news.xml"] = (
        f"<urlset><url><loc>{TWO}</loc><n><title>No deal on Veldhaven harbour</title></n></url></urlset>"
    )
    command = (
        "discover",
        ONE,
        "--connect-to",
        f"::127.0.0.1:{newsstand.port}",
        "--delay",
        "0",
        "--config",
        str(tmp_path),
    )
    made = json.loads(call(*command, "--json").stdout)
    (candidate,) = made["candidates"]
    assert set(candidate) == {
        "url",
        "outlet",
        "title",
        "published_at",
        "published_precision",
        "score",
        "taken",
        "reason",
        "found_by",
    }
    assert candidate["url"] == TWO and candidate["taken"] and candidate["found_by"] == "sitemap of Two"
    assert not [url for url, _ in newsstand.requests if url == TWO.removeprefix("http://")]
    assert "1 to take" in call(*command).stdout
