"""``doctor``: what is missing, and what to do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from compare.commands.options import (
    config_option,
    db_option,
    json_option,
    model_option,
    plain,
    verbose_option,
)


@click.command()
@db_option
@model_option
@config_option
@json_option
@verbose_option
def doctor(db: Path, model: str | None, config: Path | None, as_json: bool) -> None:
    """Check the model, the database and the configuration, and say what to do.

    \b
    Example:
      outlet-compare doctor --db compare.db
    """
    from compare.doctor import examine

    findings = examine(db, model, config)
    if as_json:
        click.echo(json.dumps([finding.as_dict() for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(plain(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.says}"))
            if finding.remedy:
                click.echo(plain(f"      {finding.remedy}"))
    if not all(finding.ok for finding in findings):
        sys.exit(1)
