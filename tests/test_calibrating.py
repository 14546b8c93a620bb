"""The matching is fitted to the model that is used, or the run is refused with what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from compare.cli import main
from compare.match import pair_model
from compare.match.cuts import relation_f1
from compare.match.gold import DISPUTED, EITHER, PARTIAL, SAME, read_gold
from compare.match.scorer import FITTED, Scorer, fitted
from compare.read.embed import SentenceTransformerEmbedder
from tests.articles import HARBOUR
from tests.conftest import CONFIG
from tests.gold import tiny_model, write_gold
from tests.web import Web

pytestmark = pytest.mark.model


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(autouse=True)
def own_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a configuration of its own where it runs."""
    monkeypatch.chdir(tmp_path)
    Path("config").mkdir()
    Path("config/outlets.toml").write_text("")
    Path("config/settings.toml").write_text((CONFIG / "settings.toml").read_text())


def run_with(newsstand: Web, *words: str | Path) -> Result:
    rule = newsstand.connect_to
    address = f"::127.0.0.1:{rule.to_port}"
    return call(
        "run", *HARBOUR, "--story", "harbour", "--no-discover", "--delay", "0", "--connect-to", address, "--db", "a.db", *words
    )  # fmt: skip


def matching() -> str:
    made = json.loads(call("report", "harbour", "--db", "a.db", "--format", "json").stdout)
    return str(made["run"]["matching"])


def test_another_model_is_refused_until_the_matching_is_fitted_to_it(tmp_path: Path, newsstand: Web) -> None:
    """The refusal says what to do; the fitted file names model and revision, and belongs to that revision alone."""
    model = tiny_model(tmp_path / "tiny")
    refused = run_with(newsstand, "--model", model)
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert "outlet-compare calibrate GOLD_DIR" in refused.stderr
    assert newsstand.requests == []

    made = call("calibrate", write_gold(tmp_path / "gold", 5), "--model", model, "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    revision = SentenceTransformerEmbedder(str(model)).revision.partition("-")[0]
    meaning = Scorer.load(Path(told["file"])).meaning
    assert (meaning.model, meaning.weights, meaning.stories) == (str(model), revision, 5)
    assert (told["stories"], told["aligned"], told["fitted"]) == (5, 50, "all")
    assert 0 <= told["cross_validated"]["f1"] <= 1

    done = run_with(newsstand, "--model", model)
    assert done.exit_code == 0, done.output
    assert matching().startswith(f"fitted to {model}, revision {revision}, on 5 stories")

    model.replace(tmp_path / "first")
    tiny_model(tmp_path / "other", seed=1).replace(model)  # other weights under the same name
    refused = run_with(newsstand, "--model", model)
    assert refused.exit_code == 2
    assert f"was fitted to its revision {revision}" in refused.stderr


def test_a_rough_rule_has_to_be_asked_for_and_is_told(tmp_path: Path, newsstand: Web) -> None:
    """--uncalibrated goes on without a fitted file, and the report says so."""
    model = tiny_model(tmp_path / "tiny")
    done = run_with(newsstand, "--model", model, "--uncalibrated")
    assert done.exit_code in (0, 4), done.output
    assert matching() == f"a rough rule that is not calibrated for {model}"


def test_one_s_own_pairs_calibrate_the_package_s_matching(tmp_path: Path, newsstand: Web) -> None:
    """The scorer stays, its calibration and thresholds are fitted anew, and runs use them by themselves."""
    made = call("calibrate", write_gold(tmp_path / "gold", 4))
    assert made.exit_code == 0, made.output
    assert "calibration and thresholds" in made.output
    own, shipped = Scorer.load(Path("config/fitted/all-minilm-l6-v2.npz")), Scorer.load(FITTED)
    assert (own.trees.value == shipped.trees.value).all()
    assert not np.allclose(own.final.weights, shipped.final.weights)
    assert run_with(newsstand).exit_code == 0
    assert "on 4 stories (all-minilm-l6-v2.npz" in matching()
    assert matching().endswith(f"read by the pair model {pair_model.revision()}")


def test_a_setting_leaves_the_pair_model_out(newsstand: Web) -> None:
    """The report says whether it read; without it other probabilities come out."""

    def told() -> tuple[str, list[float]]:
        assert run_with(newsstand).exit_code in (0, 4)
        made = json.loads(call("report", "harbour", "--db", "a.db", "--format", "json").stdout)
        return made["run"]["matching"], [x["probability"] for x in made["alignments"]]

    with_it, probabilities = told()
    assert "pair model" in with_it
    settings = Path("config/settings.toml")
    settings.write_text(settings.read_text().replace("read_pairs = true", "read_pairs = false"))
    without, others = told()
    assert "pair model" not in without
    assert probabilities != others


def test_a_fitted_file_for_another_pair_model_is_refused(newsstand: Web) -> None:
    """What was calibrated before the pair model changed is told with both ways out, and one of them works."""
    own, reading = fitted(), fitted(reading=True)
    Path("config/fitted").mkdir()
    old = replace(reading, meaning=replace(reading.meaning, pair_model="0ld"))
    own.save(Path("config/fitted/mine.npz"), old)
    refused = run_with(newsstand)
    assert refused.exit_code == 2
    assert (
        f"mine.npz: was fitted with the pair model 0ld, this one is {pair_model.revision()}" in refused.stderr
    )
    assert "outlet-compare calibrate" in refused.stderr
    settings = Path("config/settings.toml")
    settings.write_text(settings.read_text().replace("read_pairs = true", "read_pairs = false"))
    assert run_with(newsstand).exit_code in (0, 4)


def test_fitting_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """The same stories and model, the same file."""
    gold, model = write_gold(tmp_path / "gold", 4), tiny_model(tmp_path / "tiny")
    for name in ("one", "two"):
        assert call("calibrate", gold, "--model", model, "--out", f"{name}.npz").exit_code == 0
    assert Path("one.npz").read_bytes() == Path("two.npz").read_bytes()


def test_the_gold_is_read_as_it_is_meant(tmp_path: Path) -> None:
    """Same, partial and disputed pairs, by the sentences that they join."""
    story = read_gold(write_gold(tmp_path / "gold", 1))[0]
    assert (story.name, story.part, len(story.sentences), story.aligned) == ("S0", "gold", 26, 10)
    at = {(s.article, s.position): k for k, s in enumerate(story.sentences)}
    label = {frozenset(pair): value for pair, value in story.labels.items()}
    assert label[frozenset((at[0, 0], at[1, 0]))] == PARTIAL
    assert label[frozenset((at[0, 1], at[1, 1]))] == SAME
    assert label[frozenset((at[0, 0], at[1, 1]))] == DISPUTED


def test_a_pair_of_which_annotators_dispute_the_relation_is_aligned_and_nothing_more(tmp_path: Path) -> None:
    """It is neither right nor wrong to call it the same."""
    file = write_gold(tmp_path / "gold", 1) / "S0.json"
    data = json.loads(file.read_text())
    data["pairs"][1]["rel"] = "disputed"
    file.write_text(json.dumps(data))
    story = read_gold(file.parent)[0]
    assert story.aligned == 10
    assert list(story.labels.values()).count(EITHER) == 1
    labels = np.array([SAME, PARTIAL, EITHER])
    called = [np.array([True, False, guess]) for guess in (True, False)]
    assert [relation_f1([labels], [guess]) for guess in called] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", ["x.json", "JSON"]),
        ("[]", ["x.json", "docs/calibration.md"]),
        ('{"articles": [], "pairs": [{"x": "A0", "y": "B0", "rel": "same"}]}', ["x.json", "A0", "no such sentence"]),
        ('{"articles": [], "pairs": [{"x": "A0", "y": "B0", "rel": "alike"}]}', ["x.json", "'alike'"]),
    ],
)  # fmt: skip
def test_a_story_that_is_none_is_told(tmp_path: Path, text: str, says: list[str]) -> None:
    """With its file and what is wrong."""
    Path("gold").mkdir()
    Path("gold/x.json").write_text(text)
    result = call("calibrate", "gold")
    assert result.exit_code == 2
    for part in says:
        assert part in result.stderr


def test_too_few_stories_are_refused(tmp_path: Path) -> None:
    """With how many there are and how many are needed; an empty folder and a missing one are told too."""
    result = call("calibrate", write_gold(tmp_path / "gold", 2))
    assert result.exit_code == 2
    assert "2 annotated stories with 20 aligned pairs are too few; at least 4 with 40" in result.stderr
    Path("empty").mkdir()
    assert "holds no annotated stories" in call("calibrate", "empty").stderr
    assert "no such folder" in call("calibrate", "nowhere").stderr


def test_a_fitted_file_that_is_none_is_told(newsstand: Web) -> None:
    """With its path, before anything is fetched."""
    Path("config/fitted").mkdir()
    Path("config/fitted/a.npz").write_bytes(b"PK\x03\x04 nothing")
    result = run_with(newsstand)
    assert result.exit_code == 2
    assert "a.npz: is no fitted file" in result.stderr
