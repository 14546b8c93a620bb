"""A database with stories in it, and a Datasette that serves it with config/datasette.yaml."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette

from compare.configured import Outlet
from compare.records import Comparison, Story, digest
from compare.serving import named
from compare.store import comparisons, write
from compare.store.database import transaction, writer
from tests.show.story import FAILURES, comparison, story

CONFIG = Path(__file__).parents[3] / "config" / "datasette.yaml"
NEWER = hasattr(Datasette, "set_column_metadata")  # 1.0 alpha


def store(path: Path, told: Comparison, of: Story, at: str = "2031-05-14T20:03:40Z") -> None:
    """Writes a story as a run would, beside those that are there."""
    with writer(path) as db, transaction(db):
        run = write.start_run(db, at, "0.1.0")
        for member in told.members:
            key = member.article.outlet
            outlet = Outlet(key, key.removesuffix(".example").replace("-", " ").title(), (key,))
            write.save_article(db, None, member.article, outlet, "test", run)
        write.save_story(db, of, of.seed.url, at)
        write.save_failures(db, run, of.name, FAILURES)
        comparisons.save_comparison(
            db,
            of.name,
            told,
            run=run,
            computed_at=at,
            inputs_sha256=digest(of.name),
            model="none",
            model_revision="none",
            settings_sha256="none",
            reviews_sha256="none",
            matching="none",
        )
        write.finish_run(db, run, at, "finished", {})


def database(folder: Path, name: str = "compare.db") -> Path:
    """The ferry story in a file of its own."""
    path = folder / name
    store(path, stored_form(comparison()), story())
    return path


def stored_form(told: Comparison) -> Comparison:
    """The same comparison with claims as a run names them, by version and position, and "officials" as unnamed."""
    versions = {m.article.id: m.article.version_id for m in told.members}
    ids = {c.id: f"{versions[c.article]}.{c.position:03d}" for c in told.claims}
    return replace(
        told,
        claims=tuple(
            replace(c, id=ids[c.id], anonymous=c.speaker is not None and c.speaker.text == "officials")
            for c in told.claims
        ),
        alignments=tuple(replace(a, a=ids[a.a], b=ids[a.b]) for a in told.alignments),
        groups=tuple(replace(g, claims=tuple(ids[c] for c in g.claims)) for g in told.groups),
        coverage=tuple(replace(c, claim=c.claim and ids[c.claim]) for c in told.coverage),
        derivations=tuple(
            replace(
                d,
                claims=tuple(
                    replace(
                        c,
                        citing_claim=c.citing_claim and ids[c.citing_claim],
                        original_claim=c.original_claim and ids[c.original_claim],
                    )
                    for c in d.claims
                ),
            )
            for d in told.derivations
        ),
    )


class Instance:
    """Datasette on some databases, asked without a network.

    ``more`` is merged into the configuration, ``metadata`` is what the user says beside it; 0.65 has one for both.
    """

    def __init__(
        self,
        *paths: Path,
        more: Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        crossdb: bool = False,
        immutable: bool = False,
    ) -> None:
        config = named(yaml.safe_load(CONFIG.read_text()), paths[0].stem)
        merge(config, more or {})
        told: dict[str, Any] = {"config": config, "metadata": metadata}
        if not NEWER:
            merge(config, metadata or {})
            told = {"metadata": config, "settings": config["settings"]}
        told["immutables" if immutable else "files"] = [str(path) for path in paths]
        self.datasette = Datasette(**{"files": [], **told}, crossdb=crossdb)

    def __enter__(self) -> Instance:
        # In a thread of its own: the browser of other tests keeps a loop running in this one.
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.wait(self.datasette.invoke_startup())
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self.datasette.databases):
            self.datasette.get_database(name).close()
        if self.datasette.executor is not None:
            self.datasette.executor.shutdown()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def start(self, job: Any) -> Any:
        """Runs a coroutine meanwhile; gives the future of its end."""
        return asyncio.run_coroutine_threadsafe(job, self.loop)

    def wait(self, job: Any) -> Any:
        """Runs a coroutine to its end."""
        return self.start(job).result(120)

    def get(self, path: str, actor: str = "", method: str = "GET") -> Any:
        """The answer to a request, by ``actor`` where one is named."""
        cookies = {}
        if actor:
            value = {"a": {"id": actor}}
            cookies = {"ds_actor": self.datasette.sign(value, "actor")}
        return self.wait(self.datasette.client.request(method, path, cookies=cookies))

    def json(self, path: str) -> Any:
        """The answer as JSON."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)


def merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Adds ``more`` to ``into``, deep."""
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value
