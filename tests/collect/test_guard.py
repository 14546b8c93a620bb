"""Which spellings, addresses and connections the guard lets through."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Sequence

import httpcore
import httpx
import pytest

from compare.collect.guard import ConnectTo, GuardedBackend, check_url, forbidden, join_url
from compare.collect.transport import BAD_CERTIFICATE, GuardedTransport
from compare.errors import AddressRefused, ConnectionFailed, InputError
from tests.collect.hostile_server import CERTIFICATE, HostileServer, answer

FORBIDDEN = {
    "loopback address": ["127.0.0.1", "127.255.255.254", "::1"],
    "private address": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"],
    "link-local address": ["169.254.169.254", "fe80::1", "fe80::1%eth0"],
    "carrier-grade NAT address": ["100.64.0.0", "100.127.255.255"],
    "multicast address": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "unspecified address": ["0.0.0.0", "0.1.2.3", "::"],
    "reserved address": ["240.0.0.1", "255.255.255.255"],
    "IPv4-compatible address": ["::127.0.0.1", "::8.8.8.8"],
    "IPv4-mapped address": ["::ffff:7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"],
    "IPv4-translated address": ["::ffff:0:127.0.0.1", "::ffff:0:808:808"],
    "NAT64 address": ["64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "64:ff9b:1:ffff::7f00:1"],
    "6to4 address": ["2002:7f00:1::1", "2002:808:808::1"],
    "Teredo address": ["2001::1", "2001:0:7f00:1::1"],
    "site-local address": ["fec0::1", "feff::1"],
    "protocol assignment address": ["192.0.0.1", "192.0.0.171", "2001:1::1", "2001:10::1", "2001:1ff::1"],
    "6to4 relay address": ["192.88.99.1"],
    "cloud platform address": ["168.63.129.16"],
    "segment routing address": ["5f00::1", "5f00:ffff::1"],
    "documentation address": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "benchmarking address": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    "discard-only address": ["100::1"],
    "not a public address": ["4000::1", "1::1", "fe00::1", "2606:4700::1%eth0"],
    "not an IP address": ["", "localhost", "127.1", "2130706433"],
}
PUBLIC = [
    *("8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "168.63.129.15"),
    *("192.0.1.1", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1", "2001:200::1"),
]


@pytest.mark.parametrize(("reason", "address"), [(r, a) for r, many in FORBIDDEN.items() for a in many])
def test_special_addresses_are_forbidden(reason: str, address: str) -> None:
    """Every address that is not on the public internet is refused, and the reason says what it is."""
    assert forbidden(address) == reason


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    """Public addresses pass, those just past the end of a forbidden range among them."""
    assert forbidden(address) is None


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://a.test", "http://a.test/"),
        (" https://A.test/x?y=1#part ", "https://a.test/x?y=1"),
        ("HTTP://a.test:80/", "http://a.test/"),
        ("http://a.test:443/", "http://a.test:443/"),
        ("https://a.test:80/b c", "https://a.test:80/b%20c"),
        ("http://bücher.test/ä", "http://xn--bcher-kva.test/%C3%A4"),
        ("http://a.test/x@y?u=p@q", "http://a.test/x@y?u=p@q"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/"),
        ("http://a_b.test./", "http://a_b.test./"),
    ],
)
def test_plain_urls_pass(url: str, normal: str) -> None:
    """A plainly spelled URL passes in its one normal spelling, which is stable."""
    assert check_url(url) == normal
    assert check_url(normal) == normal


REFUSED = {
    "not an http or https address": [
        *(
            "file:///etc/passwd",
            "ftp://a.test/",
            "data:text/html,x",
            "gopher://a.test/",
            "javascript:alert(1)",
        ),
        *("//a.test/", "a.test", "", "http:a.test", "http:/a.test", "ws://a.test/", "about:blank"),
    ],
    "user name in the address": [
        *("http://user@a.test/", "http://user:pass@a.test/", "http://@a.test/", "http://8.8.8.8#@127.0.0.1/"),
        *("http://a.test?@b.test/", "http://a.test%2f@b.test/"),
    ],
    "control character or backslash in the address": [
        *(
            "http://a.test\\@b.test/",
            "http://a.test\\b",
            "http://a\t.test/",
            "http://a.test/\n",
            "\nhttp://a.test/",
        ),
        *(
            "http://a.test/\x00",
            "http://a.test/\x7f",
            "ht\ntp://a.test/",
            "http://a.test/\x1b[31m",
            "http://a\x85.test/",
        ),
    ],
    "address cannot be read": [
        *("http://a.test:65536/", "http://a.test:99999999/", "http://a.test:80:80/", "http://a.test:x/"),
        *(
            "http://[::1/",
            "http://[127.0.0.1]/",
            "http://１２７.0.0.1/",
            "http://0177.0.0.1/",
            "http://256.1.1.1/",
        ),
        *("http://a.test/\ud800", "http://xn--a/", "http://a.test:-80/"),
    ],
    "no host in the address": ["http:///", "http:///a.test", "http://:80/", "http://?a.test"],
    "port not allowed": [
        *("http://a.test:22/", "http://a.test:8080/", "https://a.test:8443/", "http://a.test:0/"),
        "http://a.test:65535/",
    ],
    "unusual spelling of the host": [
        *(
            "http://127.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
        ),
        *(
            "http://1.2.3.4.5/",
            "http://127.0.0.1./",
            "http://127。0。0。1/",
            "http://a．test/",
            "http://a｡test/",
        ),
        *(
            "http://a..test/",
            "http://.a.test/",
            "http://a%00.test/",
            "http://%31%32%37.0.0.1/",
            "http://a b.test/",
        ),
        *("http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", f"http://{'a' * 64}.test/", "http://a.0x/"),
        *("http://" + "a." * 150 + "test/", "http://a!.test/", "http://a,b.test/", "http://ⓐ.test/"),
    ],
}


@pytest.mark.parametrize(("reason", "url"), [(r, u) for r, many in REFUSED.items() for u in many])
def test_odd_urls_are_refused(reason: str, url: str) -> None:
    """A spelling that two programs may read in two ways never reaches the network."""
    with pytest.raises(AddressRefused) as caught:
        check_url(url)
    # A host that IDNA does not know is unreadable or unusual, by the version of its tables.
    unreadable = {"address cannot be read", "unusual spelling of the host"}
    assert caught.value.reason == reason or {caught.value.reason, reason} <= unreadable


def test_joining_refuses_what_it_would_drop() -> None:
    """A redirect with a tab or a backslash is refused, for joining would tidy it away unseen."""
    assert join_url("http://a.test/x/y", "../z?q") == "http://a.test/z?q"
    assert join_url("https://a.test/", "//b.test/") == "https://b.test/"
    for location in ("http://127.0.\t0.1/", "/\\b.test/", "http://[::1/", "//b.test\r\nx"):
        with pytest.raises(AddressRefused):
            join_url("http://a.test/", location)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("::127.0.0.1:8900", ConnectTo("", None, "127.0.0.1", 8900)),
        ("a.test:80:b.test:8080", ConnectTo("a.test", 80, "b.test", 8080)),
        ("A.Test::localhost:", ConnectTo("a.test", None, "localhost", None)),
        (":443::8443", ConnectTo("", 443, "", 8443)),
        ("[2606:4700::1]:80:[::1]:8900", ConnectTo("2606:4700::1", 80, "::1", 8900)),
        (":::", ConnectTo("", None, "", None)),
    ],
)
def test_connect_to_has_the_syntax_of_curl(text: str, rule: ConnectTo) -> None:
    """Empty parts match any or keep the original; IPv6 addresses stand in brackets."""
    assert ConnectTo.parse(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "a:80", "a:80:b", "a:80:b:80:c", "a:x:b:80", "a:80:b:65536", "a:0:b:80", "a:80:b:-1"),
        *("[::1:80:b:80", "::1:80:b:80", "a:80:[127.0.0.1]:80", "a b:80:c:80", "*:80:b:80", "a:80:b:80\n"),
        *("a:８０:b:80", "a:80:b@c:80", "a/x:80:b:80", "a:80:b:" + "9" * 5000),
    ],
)
def test_bad_connect_to_is_one_clear_line(text: str) -> None:
    """A value that cannot be read is the person's to mend: one line that shows the form."""
    with pytest.raises(InputError, match="HOST1:PORT1:HOST2:PORT2") as caught:
        ConnectTo.parse(text)
    assert "\n" not in str(caught.value)


def test_named_ports_pass() -> None:
    """A port other than 80 and 443 passes only where the operator names it for that host."""
    rules = [ConnectTo.parse("a.test:8080:127.0.0.1:8900"), ConnectTo.parse("::127.0.0.1:8900")]
    assert check_url("http://a.test:8080/", rules) == "http://a.test:8080/"
    for url in ("http://a.test:8081/", "http://b.test:8080/", "http://a.test:8900/"):
        with pytest.raises(AddressRefused):
            check_url(url, rules)


class Recorder(httpcore.AsyncNetworkBackend):
    """A network that notes every address it is told to connect to, and reaches those in ``up``."""

    def __init__(self, *up: str) -> None:
        self.up = up
        self.tried: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.tried.append((host, port))
        if host not in self.up:
            raise httpcore.ConnectError(f"{host} is down")
        return httpcore.AsyncMockStream([])


def connect(
    answers: Sequence[Sequence[str]], *rules: str, host: str = "a.test", up: Sequence[str] = ()
) -> tuple[Recorder, int, Exception | None]:
    """Connects to ``host``:80 with these look-up answers in turn; the network, the look-ups made, the error."""
    lookups = iter(answers)
    made: list[str] = []

    async def resolve(name: str, port: int) -> Sequence[str]:
        made.append(name)
        return next(lookups)

    network = Recorder(*up)
    backend = GuardedBackend([ConnectTo.parse(rule) for rule in rules], resolve, network)

    async def run() -> None:
        await backend.connect_tcp(host, 80, timeout=1)

    try:
        asyncio.run(run())
    except Exception as error:
        return network, len(made), error
    return network, len(made), None


def test_mixed_records_are_refused() -> None:
    """One forbidden address among the answers refuses them all, and none is tried."""
    for bad in ("127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"):
        for records in ([bad, "8.8.8.8"], ["8.8.8.8", "2606:4700::1", bad]):
            network, _, error = connect([records])
            assert isinstance(error, AddressRefused)
            assert network.tried == []


def test_rebinding_finds_no_second_look_up() -> None:
    """The vetted address itself is connected to: a name that answers differently the next time gains nothing."""
    network, lookups, error = connect([["8.8.8.8"], ["127.0.0.1"]], up=["8.8.8.8", "127.0.0.1"])
    assert (network.tried, lookups, error) == ([("8.8.8.8", 80)], 1, None)


def test_each_vetted_address_is_tried() -> None:
    """When the first address does not answer, the next one is tried; the last failure is told."""
    network, _, error = connect([["2606:4700::1", "8.8.8.8", "8.8.4.4"]], up=["8.8.8.8"])
    assert [address for address, _ in network.tried] == ["2606:4700::1", "8.8.8.8"]
    assert error is None
    network, _, error = connect([["8.8.8.8", "8.8.4.4"]])
    assert len(network.tried) == 2
    assert isinstance(error, httpcore.ConnectError)


def test_literal_addresses_are_judged_without_a_look_up() -> None:
    """An IP address in a URL needs no look-up and passes the same judgement."""
    assert connect([], host="8.8.8.8", up=["8.8.8.8"])[1:] == (0, None)
    for host in ("127.0.0.1", "::1", "::ffff:7f00:1", "169.254.169.254"):
        network, lookups, error = connect([], host=host)
        assert isinstance(error, AddressRefused)
        assert (network.tried, lookups) == ([], 0)


def test_named_addresses_are_allowed_only_that_way() -> None:
    """The operator's address is reached through its rule; the same address met otherwise is refused."""
    rule = "a.test:80:127.0.0.1:8900"
    assert connect([], rule, up=["127.0.0.1"])[0].tried == [("127.0.0.1", 8900)]
    for host, answers in (("b.test", [["127.0.0.1"]]), ("127.0.0.1", [])):
        network, _, error = connect(answers, rule, host=host, up=["127.0.0.1"])
        assert isinstance(error, AddressRefused)
        assert network.tried == []


def test_rules_of_connect_to() -> None:
    """The first matching rule wins, a kept host is still judged, and a named host is looked up and trusted."""
    tried = connect([], "a.test::127.0.0.1:1", "::127.0.0.2:2", up=["127.0.0.1"])[0].tried
    assert tried == [("127.0.0.1", 1)]
    assert connect([["8.8.8.8"]], ":80::8080", up=["8.8.8.8"])[0].tried == [("8.8.8.8", 8080)]
    assert isinstance(connect([["10.0.0.1"]], ":80::8080")[2], AddressRefused)
    assert connect([["10.0.0.1"]], "::inside.test:", up=["10.0.0.1"])[0].tried == [("10.0.0.1", 80)]
    assert connect([["8.8.8.8"]], ":443:127.0.0.1:1", up=["8.8.8.8"])[0].tried == [("8.8.8.8", 80)]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), "host name not found"),
        (socket.gaierror(socket.EAI_AGAIN, "no server"), "host name look-up failed"),
        (UnicodeError("label too long"), "host name not found"),
        (None, "host name not found"),
    ],
)
def test_resolver_faults_are_connection_failures(fault: Exception | None, reason: str) -> None:
    """A name that does not resolve, or resolves to nothing, is told as such."""

    async def resolve(host: str, port: int) -> list[str]:
        if fault:
            raise fault
        return []

    with pytest.raises(ConnectionFailed) as caught:
        asyncio.run(GuardedBackend(resolve=resolve).connect_tcp("a.test", 80))
    assert caught.value.reason == reason


def test_a_slow_resolver_is_given_up() -> None:
    """A look-up that takes longer than a connection may is a failed connection."""

    async def resolve(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(ConnectionFailed, match="look-up timed out"):
        asyncio.run(GuardedBackend(resolve=resolve).connect_tcp("a.test", 80, timeout=0.01))


def test_the_system_resolver_is_judged_too() -> None:
    """A name that the system itself knows, such as localhost, is refused for its address."""
    with pytest.raises(AddressRefused):
        asyncio.run(GuardedBackend().connect_tcp("localhost", 80))


def test_unix_sockets_are_refused() -> None:
    """No socket of the machine is ever opened."""
    with pytest.raises(AddressRefused):
        asyncio.run(GuardedBackend().connect_unix_socket("/run/any.sock"))


async def get(transport: GuardedTransport, url: str) -> int:
    """The status of one request."""
    response = await transport.handle_async_request(httpx.Request("GET", url))
    await response.aclose()
    return response.status_code


def test_tls_is_checked_against_the_name_in_the_url() -> None:
    """The certificate must be for the host of the URL, not for the address that the guard connects to."""

    async def run() -> None:
        trusted = ssl.create_default_context(cafile=str(CERTIFICATE))
        async with HostileServer(tls=True) as server:
            server.on("secure.test/", answer())
            server.on("other.test/", answer())
            transport = GuardedTransport(GuardedBackend(server.everything()), 4, trusted)
            assert await get(transport, "https://secure.test/") == 200
            with pytest.raises(ConnectionFailed, match=BAD_CERTIFICATE):
                await get(transport, "https://other.test/")
            await transport.aclose()
            stranger = GuardedTransport(GuardedBackend(server.everything()), 4)
            with pytest.raises(ConnectionFailed, match=BAD_CERTIFICATE):
                await get(stranger, "https://secure.test/")
            await stranger.aclose()
            assert [r.host for r in server.requests] == ["secure.test"]

    asyncio.run(run())


def test_proxy_variables_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment is not used: it would walk around the guard."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def run() -> None:
        async with HostileServer() as server:
            server.on("a.test/", answer())
            transport = GuardedTransport(GuardedBackend(server.everything()), 4)
            assert await get(transport, "http://a.test/") == 200
            await transport.aclose()

    asyncio.run(run())


def test_few_connections_are_kept() -> None:
    """Connections of the hosts used last are kept for the next request; those of older ones are closed."""

    async def run() -> None:
        async with HostileServer() as server:
            hosts = [f"h{n}.test" for n in range(5)]
            for host in hosts:
                server.on(f"{host}/", answer(b"", content_length="0"))
            transport = GuardedTransport(GuardedBackend(server.everything()), 2)

            async def read(host: str) -> None:
                response = await transport.handle_async_request(httpx.Request("GET", f"http://{host}/"))
                await response.aread()

            for host in [*hosts, *hosts]:
                await read(host)
            assert server.connections == 10
            for _ in range(5):
                await read(hosts[-1])
            assert server.connections == 10
            await transport.aclose()

    asyncio.run(run())
