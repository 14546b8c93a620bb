"""Judges for tests: one that says the same of every pair, a tiny CrossEncoder with random weights, and a model server on loopback that does as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from compare.errors import JudgeError
from compare.match.judge import Question
from compare.records import PairVerdict

Reply = Callable[[dict[str, Any]], tuple[int, bytes]]  # of the request's JSON: status and body


class Fixed:
    """Says the same of every pair, and remembers what it was asked."""

    def __init__(self, said: PairVerdict | JudgeError) -> None:
        self.said = said
        self.asked: list[Question] = []

    def judge(self, questions: Sequence[Question]) -> list[PairVerdict | JudgeError]:
        """The fixed answer for each."""
        self.asked += questions
        return [self.said for _ in questions]


def tiny_cross_encoder(folder: Path, labels: tuple[str, ...]) -> Path:
    """A BERT of one layer that knows the letters; the same weights every time."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{x}" for x in letters)]
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=512, num_labels=len(labels), id2label=dict(enumerate(labels)),
        label2id={label: k for k, label in enumerate(labels)}, initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@dataclass
class Server:
    """``requests`` holds the JSON of each request, ``headers`` its headers."""

    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """As a person gives it."""
        return f"http://127.0.0.1:{self.port}/v1"


def says(content: str) -> Reply:
    """Every question gets this answer."""
    body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
    return lambda request: (200, body)


@contextmanager
def chat_server(reply: Reply) -> Iterator[Server]:
    """Serves until the block ends."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            state.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            state.headers.append(dict(self.headers))
            status, body = reply(state.requests[-1])
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", "http://169.254.169.254/latest")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # the other side had waited long enough
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
