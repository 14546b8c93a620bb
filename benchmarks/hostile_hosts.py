"""A hundred hostile hosts beside twenty good ones: how much longer do the good ones take, and how much memory?

Usage: python benchmarks/hostile_hosts.py [HOSTILE] [GOOD]   (default: 100 and 20)

The hosts are one loopback server in a process of its own. Each good host has five pages, answered after a tenth of
a second, asked for half a second apart. Each hostile host has three and does one of the things that HOSTILE lists,
from drips to bombs. Measured: the seconds until the last good page is had, alone and among the hostile; the rise of
the process's memory over what it held after the good ones alone.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
import multiprocessing
import sys
import time
import zlib
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare.collect.fetch import Fetched, Fetcher, FetchLimits
from compare.collect.guard import ConnectTo
from tests.collect.fetching import HTML, endless
from tests.collect.hostile_server import Behaviour, HostileServer, Request, answer, redirect

SLOWER = 1.5  # times of their time alone, at most
MEMORY = 200  # MB more than for the good ones alone, at most
PAGES, HOSTILE_PAGES = 5, 3
DELAY = 0.5
CHUNKED = HTML + b"transfer-encoding: chunked\r\n\r\n"


def late(body: bytes) -> Behaviour:
    """An honest page, after a tenth of a second."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(answer(body))
        await writer.drain()

    return behave


def bomb() -> bytes:
    """Ten GiB of zeros in ten megabytes."""
    packer = zlib.compressobj(9, wbits=31)
    start = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (1024 * 10 - 1)


def hostile() -> list[bytes | Behaviour]:
    """What the hostile hosts do, one after the other."""
    packed = gzip.compress(b"<p>word</p>" * 880_000)  # 9.7 MB when unpacked: under the cap
    return [
        endless(HTML + b"\r\n", b"x", 1.0),
        endless(b"HTTP/1.1 200 OK\r\nx: ", b"y", 1.0),
        endless(b"", b"", 1.0),
        endless(HTML + b"\r\n", b"", 1.0),
        endless(CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n", 0.0),
        endless(HTML + b"\r\n" + b"w" * 4_900_000, b"w", 1.0),  # all that the cap allows, then a drip
        endless(HTML + b"content-encoding: gzip\r\n\r\n" + packed[:-20], b"", 1.0),
        answer(bomb(), content_encoding="gzip", content_length=""),
        answer(b"x", set_cookie="y" * 16_000_000),
        redirect("/0"),
        answer(b"%PDF-1.7 ..."),
        answer(b"", 503),
        answer(b"x", content_length="1000"),
    ]


def serve(names: tuple[list[str], list[str]], out: Connection) -> None:
    """Runs the server until the process is ended; tells its port."""

    async def main() -> None:
        async with HostileServer() as server:
            page = late(b"<p>" + b"word " * 12_000 + b"</p>")
            for host in names[0]:
                for n in range(PAGES):
                    server.on(f"{host}/{n}", page)
            kinds = hostile()
            for i, host in enumerate(names[1]):
                for n in range(HOSTILE_PAGES):
                    server.on(f"{host}/{n}", kinds[i % len(kinds)])
                if i % 10 == 9:  # some do it to robots.txt already
                    server.on(f"{host}/robots.txt", kinds[i % len(kinds)])
            out.send(server.port)
            await asyncio.Event().wait()

    asyncio.run(main())


async def seconds(port: int, good: list[str], bad: list[str]) -> tuple[float, float, int]:
    """Until the last good page, until the last of all, and how many good ones were had."""
    # The hostile ones come first, as they would if they could choose.
    asked = [f"http://{h}/{n}" for h in bad for n in range(HOSTILE_PAGES)]
    asked += [f"http://{h}/{n}" for h in good for n in range(PAGES)]
    wanted, had, last, start = set(good), 0, 0.0, time.monotonic()
    rule = ConnectTo("", None, "127.0.0.1", port)
    async with Fetcher(FetchLimits(), delay=DELAY, connect_to=[rule]) as fetcher:
        async for url, outcome in fetcher.fetch_all([(url, None) for url in asked]):
            if url.split("/")[2] in wanted:
                had += isinstance(outcome, Fetched)
                last = time.monotonic() - start
    return last, time.monotonic() - start, had


def memory() -> float:
    """Megabytes at most so far."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> int:
    """Prints the figures; 1 when one is beyond its bound."""
    logging.getLogger().addHandler(logging.NullHandler())  # the retries are not of interest
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    many, few = [*numbers, *(100, 20)[len(numbers) :]]
    good, bad = [f"good{n}.test" for n in range(few)], [f"bad{n}.test" for n in range(many)]
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=((good, bad), theirs), daemon=True
    )
    server.start()
    port = ours.recv()
    try:
        asyncio.run(seconds(port, good, []))  # what is imported late is imported now
        alone, _, _ = asyncio.run(seconds(port, good, []))
        before = memory()
        among, all_of_them, had = asyncio.run(seconds(port, good, bad))
        rise = memory() - before
    finally:
        server.terminate()
        server.join()
    print(
        f"{few} good hosts alone {alone:.2f} s; among {many} hostile ones {among:.2f} s, {among / alone:.2f} times; at most {SLOWER}"
    )
    print(
        f"good pages had {had} of {few * PAGES}; the last hostile answer was given up after {all_of_them:.1f} s"
    )
    print(f"memory rose by {rise:.0f} MB; at most {MEMORY}")
    return 0 if among <= SLOWER * alone and rise <= MEMORY and had == few * PAGES else 1


if __name__ == "__main__":
    sys.exit(main())
