"""Which addresses may be reached: how a URL may be spelled, which IP addresses are public, and the check at connect.

A URL from the web is hostile until it has passed here: ``check_url`` reads its spelling, and ``GuardedBackend``
looks its host up once, judges every address of the answer and connects to those very addresses, so that nothing can
change between the check and the connection. An address that the operator named (``ConnectTo``) is exempt, and only
when it is reached that way.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from compare.errors import AddressRefused, ConnectionFailed, InputError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]  # host and port to IP addresses; raises OSError

NO_SUCH_HOST = "host name not found"  # a reason that no retry will change

PORTS = {"http": 80, "https": 443}
_ODD_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_HOST_NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_OTHER_DOTS = "\u3002\uff0e\uff61"  # IDNA reads these as full stops; other parsers do not
_CONNECT_TO = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*):([0-9]*):(\[[^\[\]]*\]|[^:\[\]]*):([0-9]*)")

# The special-purpose registries of IANA and what stands outside them; ``is_global`` alone lets about a dozen through.
_FORBIDDEN = [
    (ipaddress.ip_network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "unspecified address"),
        ("10.0.0.0/8", "private address"),
        ("100.64.0.0/10", "carrier-grade NAT address"),
        ("127.0.0.0/8", "loopback address"),
        ("168.63.129.16/32", "cloud platform address"),
        ("169.254.0.0/16", "link-local address"),
        ("172.16.0.0/12", "private address"),
        ("192.0.0.0/24", "protocol assignment address"),
        ("192.0.2.0/24", "documentation address"),
        ("192.88.99.0/24", "6to4 relay address"),
        ("192.168.0.0/16", "private address"),
        ("198.18.0.0/15", "benchmarking address"),
        ("198.51.100.0/24", "documentation address"),
        ("203.0.113.0/24", "documentation address"),
        ("224.0.0.0/4", "multicast address"),
        ("240.0.0.0/4", "reserved address"),
        ("::/128", "unspecified address"),
        ("::1/128", "loopback address"),
        ("::/96", "IPv4-compatible address"),
        ("::ffff:0:0/96", "IPv4-mapped address"),
        ("::ffff:0:0:0/96", "IPv4-translated address"),
        ("64:ff9b::/96", "NAT64 address"),
        ("64:ff9b:1::/48", "NAT64 address"),
        ("100::/64", "discard-only address"),
        ("2001::/32", "Teredo address"),
        ("2001:2::/48", "benchmarking address"),
        ("2001::/23", "protocol assignment address"),
        ("2001:db8::/32", "documentation address"),
        ("2002::/16", "6to4 address"),
        ("3fff::/20", "documentation address"),
        ("5f00::/16", "segment routing address"),
        ("fc00::/7", "private address"),
        ("fe80::/10", "link-local address"),
        ("fec0::/10", "site-local address"),
        ("ff00::/8", "multicast address"),
    )
]
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")  # all of IPv6 that has been given out


def forbidden(address: str) -> str | None:
    """Why the IP address ``address`` must not be reached, or None when it is a public one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "not an IP address"
    for network, reason in _FORBIDDEN:
        if ip in network:
            return reason
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in _PUBLIC_IPV6 or ip.scope_id is not None):
        return "not a public address"
    return None if ip.is_global else "not a public address"


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """One ``HOST1:PORT1:HOST2:PORT2``: a connection meant for the first pair goes to the second.

    An empty ``host`` or a None ``port`` matches any; an empty ``to_host`` or a None ``to_port`` keeps the original.
    """

    host: str
    port: int | None
    to_host: str
    to_port: int | None

    @classmethod
    def parse(cls, text: str) -> ConnectTo:
        """Reads curl's syntax, IPv6 addresses in brackets. Raises InputError."""
        try:
            found = _CONNECT_TO.fullmatch(text)
            if not found:
                raise ValueError
            return cls(_named_host(found[1]), _port(found[2]), _named_host(found[3]), _port(found[4]))
        except (ValueError, httpx.InvalidURL):
            raise InputError(
                f"--connect-to {text!a}: not of the form HOST1:PORT1:HOST2:PORT2; "
                "leave a part empty to match any or to keep it, as in ::127.0.0.1:8900, and write IPv6 in brackets"
            ) from None

    def matches(self, host: str, port: int) -> bool:
        """Whether a connection meant for ``host`` and ``port`` is sent elsewhere by this rule."""
        return self.host in ("", host) and self.port in (None, port)


def _port(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 5 or not 0 < int(text) < 65536:
        raise ValueError
    return int(text)


def _named_host(text: str) -> str:
    if text.startswith("["):
        return str(ipaddress.IPv6Address(text[1:-1]))
    host = httpx.URL(scheme="http", host=text).raw_host.decode("ascii") if text else ""
    if host and not _HOST_NAME.fullmatch(host):
        raise ValueError
    return host


def check_url(url: str, connect_to: Iterable[ConnectTo] = ()) -> str:
    """The URL in its one normal spelling, without its fragment. Raises AddressRefused.

    Ports other than 80 and 443 pass only where a rule of ``connect_to`` names that very port for that host.
    """
    text = url.strip(" ")
    if _ODD_CHARACTERS.search(text):
        raise AddressRefused(url, "control character or backslash in the address")
    scheme, separator, rest = text.partition("://")
    if not separator or scheme.lower() not in PORTS:
        raise AddressRefused(url, "not an http or https address")
    # Also after a "#" or "?" that stands before any "/": parsers disagree on where the host ends there.
    if "@" in rest.partition("/")[0]:
        raise AddressRefused(url, "user name in the address")
    try:
        seen, other = httpx.URL(text), urlsplit(text)
        host, written = seen.raw_host.decode("ascii"), other.hostname or ""
        usual = PORTS[seen.scheme]
        port = usual if seen.port is None else seen.port
        agreed = written in (host, seen.host) and port == (usual if other.port is None else other.port)
    except (httpx.InvalidURL, ValueError):
        raise AddressRefused(url, "address cannot be read") from None
    if not host:
        raise AddressRefused(url, "no host in the address")
    if not agreed or not _plainly_spelled(host, written):
        raise AddressRefused(url, "unusual spelling of the host")
    if port not in PORTS.values() and not any(r.port == port and r.matches(host, port) for r in connect_to):
        raise AddressRefused(url, "port not allowed")
    # An empty path means "/"; httpx would keep the two spellings apart.
    return str(seen.copy_with(fragment=None) if other.path else seen.copy_with(path="/", fragment=None))


def join_url(base: str, location: str) -> str:
    """The address that a redirect or a link in the page at ``base`` leads to; not yet checked.

    Raises AddressRefused for characters that joining would silently drop.
    """
    if _ODD_CHARACTERS.search(location):
        raise AddressRefused(base, "control character or backslash in the address")
    try:
        return urljoin(base, location.strip(" "))
    except ValueError:
        raise AddressRefused(base, "address cannot be read") from None


def _plainly_spelled(host: str, written: str) -> bool:
    """Whether a host is a name, a dotted IPv4 or an IPv6 address without zone, with no second reading."""
    if ":" in host:
        return "%" not in host and _parses(ipaddress.IPv6Address, host)
    if unicodedata.normalize("NFKC", written) != written or any(dot in written for dot in _OTHER_DOTS):
        return False
    if len(host) > 254 or not _HOST_NAME.fullmatch(host):
        return False
    # A last label that is a number makes the whole an IPv4 address to some parsers: 127.1, 0x7f000001, 2130706433.
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return _parses(ipaddress.IPv4Address, host)
    return True


def _parses(kind: Callable[[str], object], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True


async def system_resolve(host: str, port: int) -> list[str]:
    """The addresses of ``host``, in the order in which the system would try them. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to public addresses, and to those that the operator named; to nothing else.

    ``resolve`` answers every look-up. ``network`` opens the connection and is only ever given an IP address.
    Errors carry the host in place of the URL, which is not known here.
    """

    def __init__(
        self,
        connect_to: Sequence[ConnectTo] = (),
        resolve: Resolve = system_resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._connect_to = tuple(connect_to)
        self._resolve = resolve
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connects to the first vetted address that answers, each within ``timeout`` seconds."""
        rule = next((r for r in self._connect_to if r.matches(host, port)), None)
        if rule is not None:
            port = rule.to_port or port
        named = rule.to_host if rule is not None else ""
        addresses = await self._addresses(named or host, port, timeout)
        for address in addresses:
            reason = None if named else forbidden(address)
            if reason:  # one bad address among good ones is an attempt, not an accident
                raise AddressRefused(host, reason)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                stream = await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _ClosedWhenTlsFails(stream)
        assert failure is not None
        raise failure

    async def _addresses(self, host: str, port: int, seconds: float | None) -> Sequence[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        try:
            async with asyncio.timeout(seconds):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            raise ConnectionFailed(host, "host name look-up timed out") from None
        except UnicodeError:  # a label that DNS cannot hold
            raise ConnectionFailed(host, NO_SUCH_HOST) from None
        except OSError as error:
            again = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            raise ConnectionFailed(host, "host name look-up failed" if again else NO_SUCH_HOST) from None
        if not addresses:
            raise ConnectionFailed(host, NO_SUCH_HOST)
        return addresses

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuses: no page of the web is behind a socket of this machine. Raises AddressRefused."""
        raise AddressRefused(path, "unix socket")

    async def sleep(self, seconds: float) -> None:
        """Waits that many seconds."""
        await asyncio.sleep(seconds)


class _ClosedWhenTlsFails(httpcore.AsyncNetworkStream):
    """A stream that is closed when its TLS handshake is cancelled, which httpcore leaves open."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._stream.aclose()
            raise

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
