"""``calibrate``: the matching fitted to another embedding model, or to one's own reviewed pairs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from compare.commands.options import config_option, json_option, model_option, plain, verbose_option


@click.command()
@click.argument("gold", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@model_option
@click.option("--out", type=click.Path(path_type=Path), help="The file to write. [default: fitted/MODEL.npz in the configuration folder]")  # fmt: skip
@config_option
@json_option
@verbose_option
def calibrate(gold: Path, model: str | None, out: Path | None, config: Path | None, as_json: bool) -> None:
    """Fit the matching on the annotated stories in GOLD_DIR, such as 'review --gold' writes.

    With --model, all of it is fitted to that embedding model; without, the calibration and the thresholds of the
    matching that comes with the package. Runs use the file by themselves.

    \b
    Example:
      outlet-compare calibrate my-gold
      outlet-compare calibrate alignment-gold --model all-mpnet-base-v2
    """
    from compare.calibrating import calibrate as fit
    from compare.config import find_folder, load

    folder = find_folder(config)
    settings = load(folder).settings
    made = fit(gold, model or settings.model, folder, out)
    meaning, quality = made.scorer.meaning, made.quality
    if as_json:
        click.echo(json.dumps({
            "file": str(made.path), "model": made.model, "revision": made.revision, "stories": made.stories,
            "aligned": made.aligned, "fitted": "all" if made.anew else "calibration and thresholds",
            "threshold": meaning.threshold, "same": meaning.same, "group": meaning.group,
            "cross_validated": asdict(quality),
        }, indent=2))  # fmt: skip
        return
    what = "the matching" if made.anew else "calibration and thresholds of the matching"
    click.echo(plain(
        f"Fitted {what} to {made.model}, revision {made.revision}, on {made.stories} stories with {made.aligned} "
        f"aligned pairs.\n"
        f"Cross-validated by story: F1 {quality.f1:.3f} (precision {quality.precision:.3f}, recall "
        f"{quality.recall:.3f}), of the same claims found {quality.same_found:.3f}, same from partial "
        f"{quality.same_from_partial:.3f}, calibration error {quality.calibration_error:.4f}\n"
        f"Aligned from probability {meaning.threshold:.3f}\nWritten: {made.path}"
    ))  # fmt: skip
