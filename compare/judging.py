"""The pair judges that a person can switch on, and what a run needs to know of one."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from compare.collect.post import JsonPoster, named_server
from compare.config import Settings
from compare.errors import ConfigError, FetchError, JudgeError
from compare.match.cross_encoder import CrossEncoderJudge
from compare.match.judge import PATIENCE, Opinion, PairJudge, Question
from compare.match.prompt import PROMPT_VERSION, answer, messages
from compare.read.models import fingerprint, locate
from compare.records import PairVerdict

KEY = "OUTLET_COMPARE_JUDGE_KEY"  # an environment variable: a key is no setting to be kept in a file
_TOKENS = 400  # of an answer; some models think aloud before it


@dataclass(frozen=True, slots=True)
class JudgeSpec:
    """Which judge, and within what bounds. ``version`` names its weights or prompt: cached verdicts belong to one."""

    model: str
    version: str
    url: str  # of the server; empty for a CrossEncoder
    folder: str  # of the CrossEncoder
    calls: int  # pairs asked about for one story
    seconds: float  # for one answer of a server
    offline: bool

    @property
    def name(self) -> str:
        """As reports show it."""
        return f"{self.model} ({self.version})"


def spec(settings: Settings, model: str | None, url: str | None, offline: bool) -> JudgeSpec | None:
    """The judge of the settings, or of what was given instead (None: nothing was); None when there is none.

    A CrossEncoder is found, and downloaded if need be, before anything else is done. Raises InputError.
    """
    model = settings.judge if model is None else model
    url = settings.judge_url if url is None else url
    if url and not model:
        raise ConfigError("a judge_url needs the name of the model there too: set judge, or give --judge")
    if not model:
        return None
    calls, seconds = settings.judge_calls, settings.judge_seconds
    if url:
        endpoint = url if url.endswith("/chat/completions") else f"{url.rstrip('/')}/chat/completions"
        named_server(endpoint)
        return JudgeSpec(model, f"prompt {PROMPT_VERSION}", endpoint, "", calls, seconds, offline)
    folder = locate(model, offline, owner="cross-encoder")
    return JudgeSpec(model, f"revision {fingerprint(folder)}", "", str(folder), calls, seconds, offline)


def judge_of(found: JudgeSpec) -> PairJudge:
    """The judge itself."""
    return ChatJudge(found) if found.url else _cross_encoder(found.folder, found.model)


@cache
def _cross_encoder(folder: str, model: str) -> CrossEncoderJudge:
    return CrossEncoderJudge(Path(folder), model)  # one for each worker process: loading takes seconds


class ChatJudge:
    """Asks a server that speaks the OpenAI chat form, one pair a call, one call after the other."""

    def __init__(self, found: JudgeSpec) -> None:
        self._spec = found

    def judge(self, questions: Sequence[Question]) -> list[PairVerdict | JudgeError]:
        """A verdict, or why there is none; after a few failures in a row the rest is not asked."""
        if self._spec.offline:
            return [JudgeError("the run is offline") for _ in questions]
        with asyncio.Runner() as runner:
            return runner.run(self._ask(questions))

    async def _ask(self, questions: Sequence[Question]) -> list[PairVerdict | JudgeError]:
        answers: list[PairVerdict | JudgeError] = []
        failed = 0
        key = os.environ.get(KEY, "")
        async with JsonPoster(self._spec.url, seconds=self._spec.seconds, key=key) as poster:
            for question in questions:
                if failed >= PATIENCE:
                    answers.append(JudgeError(f"not asked, after {PATIENCE} failures in a row"))
                    continue
                answers.append(await self._one(poster, question))
                failed = failed + 1 if isinstance(answers[-1], JudgeError) else 0
        return answers

    async def _one(self, poster: JsonPoster, question: Question) -> PairVerdict | JudgeError:
        payload = {
            "model": self._spec.model,
            "messages": messages(question),
            "temperature": 0,
            "seed": 0,
            "max_tokens": _TOKENS,
        }
        try:
            verdict = answer(await poster.post(payload))
        except FetchError as error:
            return JudgeError(error.reason)
        # What the server wrote instead is not told: it may be what a page wanted it to write.
        return verdict or JudgeError("the answer holds no verdict")


def told(found: JudgeSpec, opinion: Opinion) -> str:
    """What the judge did, for the report."""
    text = (
        f"{found.name}: {opinion.judged} of {opinion.unclear} unclear pairs judged, "
        f"{opinion.taken} of them aligned"
    )
    return f"{text}, {len(opinion.errors)} failed" if opinion.errors else text


def failure(found: JudgeSpec, opinion: Opinion) -> str:
    """Why some pairs were not judged, in one line; empty when all that were asked about were."""
    if not opinion.errors:
        return ""
    reasons = Counter(str(error) for error in opinion.errors)
    listed = "; ".join(f"{number} times: {reason}" for reason, number in reasons.most_common(3))
    return f"pair judge {found.name}: {len(opinion.errors)} pairs stand as the scorer judged them ({listed})"
