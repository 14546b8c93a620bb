"""One spelling for each URL, so that an article is one article however it was linked."""

from __future__ import annotations

import functools
import re
from urllib.parse import unquote, urljoin, urlsplit

from compare.records import digest

# Parameters that tell where a reader came from, never which article it is.
TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "yclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "cmpid",
        "cmp",
        "ocid",
        "smid",
        "smtyp",
        "ref",
        "ref_src",
        "referrer",
        "partner",
        "sh",
        "share",
        "taid",
        "tpcc",
        "mod",
        "ns_source",
        "ns_mchannel",
        "ns_campaign",
        "ns_linkname",
        "ftag",
        "wt.mc_id",
    ]
)

# Parts of an address under which a site lists its articles.
_LISTINGS = frozenset(
    ["topic", "topics", "tag", "tags", "section", "sections", "category", "categories", "author", "authors",
     "profile", "contributor", "contributors", "hub", "search", "subscribe", "newsletters"]
)  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_FOR_PHONES = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.)")
_AMP_PART = re.compile(r"/amp(?=/|$)|\.amp(?=$|\.html$)|(?<=/)amp-(?=[^/]*$)")
_AMP_QUERY = re.compile(
    r"(?:amp|outputtype|output|view|print|m)(?:=(?:1|true|amp|print|mobile)?)?", re.IGNORECASE
)


def canonical(url: str) -> str:
    """``url`` with host in lower case, query sorted, tracking parameters and fragment gone."""
    from w3lib.url import canonicalize_url, url_query_cleaner

    parts = urlsplit(url)
    names = {pair.split("=", 1)[0] for pair in parts.query.split("&") if pair}
    dropped = [n for n in names if n.lower() in TRACKING or n.lower().startswith(("utm_", "at_"))]
    if dropped:
        url = url_query_cleaner(url, dropped, remove=True)
    return str(canonicalize_url(url))


def article_id(url: str) -> str:
    """The id of the article at ``url``; scheme, ``www.`` and a closing slash make no difference."""
    try:
        parts = urlsplit(canonical(url))
    except ValueError:  # no URL at all, but a name all the same
        return digest(url)
    name = parts.netloc.removeprefix("www.")
    return digest(name, parts.path.rstrip("/"), parts.query)


def twin(url: str) -> str:
    """One name for the spellings of one article that a site makes for phones: AMP, mobile, print."""
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return digest(url)
    name = _FOR_PHONES.sub("", parts.netloc)
    path = _AMP_PART.sub("", parts.path) or "/"
    query = "&".join(p for p in parts.query.split("&") if not _AMP_QUERY.fullmatch(p))
    return digest(name, path.rstrip("/").removesuffix(".html"), query)


def for_phones(url: str) -> bool:
    """Whether the address looks like one that a site made of an article's own for phones or printers."""
    parts = urlsplit(url)
    on_phone = re.match(r"(?:www\.)?(?:m|mobile|amp)\.", parts.netloc) is not None
    return on_phone or bool(
        _AMP_PART.search(parts.path) or any(map(_AMP_QUERY.fullmatch, parts.query.split("&")))
    )


def well_formed(url: str) -> bool:
    """Whether ``url`` is an http(s) URL without credentials that every part of the project can take apart."""
    try:
        parts = urlsplit(url)
        canonical(url)
        plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and not _CONTROLS.search(url)
        return plain and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        return False


def words_of(url: str) -> str:
    """The words in a URL's last part, which is all that a link or a plain sitemap tells of an article."""
    try:
        path = unquote(urlsplit(url).path.rstrip("/"))
    except ValueError:  # no address, and no reason to lose the others
        return ""
    return " ".join(re.findall(r"[^\W\d_]{2,}", path.rsplit("/", 1)[-1].removesuffix(".html")))


def is_front_page(url: str) -> bool:
    """Whether the address is that of a whole site."""
    parts = urlsplit(url)
    return not parts.path.strip("/") and not parts.query


def is_listing(url: str) -> bool:
    """Whether the address is one under which a site lists the articles of a topic or an author."""
    return any(step in _LISTINGS for step in urlsplit(url).path.lower().split("/"))


def seems_article(url: str) -> bool:
    """Whether the address looks like an article's; a section's may be as short as that of an article without a date."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if not steps or is_listing(url):
        return False
    last = steps[-1]
    slug = len(re.findall(r"[-_]+", last)) >= 3
    numbered = bool(re.search(r"\d{4}", parts.path + parts.query)) or any(c.isdigit() for c in last)
    return (
        slug or numbered or last.lower().endswith((".html", ".htm", ".shtml", ".php", ".ece", ".cms", ".stm"))
    )


def host(url: str) -> str:
    """The host name of ``url`` in lower case, without port; empty when there is none."""
    return (urlsplit(url).hostname or "").lower()


def origin_of(url: str) -> str:
    """Scheme, host and port of ``url``."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def under_other_name(url: str, answered: str) -> bool:
    """Whether the two are one page under two names of its site: with and without ``www.``, or by https as well."""
    a, b = urlsplit(url), urlsplit(answered)
    names = {(p.hostname or "").lower().removeprefix("www.") for p in (a, b)}
    same = len(names) == 1 and a.port == b.port and (a.scheme == b.scheme or b.scheme == "https")
    return same and a[:2] != b[:2] and a[2:4] == b[2:4]


@functools.cache
def _suffixes() -> object:
    import tldextract

    return tldextract.TLDExtract(
        suffix_list_urls=(),  # its default makes network calls
        cache_dir=None,
        include_psl_private_domains=True,  # each blog of a blogging host is an outlet of its own
    )


def registered_domain(url: str) -> str:
    """``news.bbc.co.uk`` gives ``bbc.co.uk``; under a suffix that nobody registers, the last two labels."""
    name = host(url)
    extracted = _suffixes()(name)  # type: ignore[operator]
    if extracted.top_domain_under_public_suffix or extracted.ipv4 or extracted.ipv6:
        return str(extracted.top_domain_under_public_suffix) or name
    return ".".join(name.split(".")[-2:])


def absolute_links(base: str, links: list[str]) -> tuple[str, ...]:
    """The http(s) links of a page at ``base``, absolute, each once, in order; malformed ones are passed over."""
    found: dict[str, None] = {}
    for link in links:
        try:
            target = urljoin(base, link.strip()).split("#")[0]
        except ValueError:
            continue
        if well_formed(target):
            found[target] = None
    return tuple(found)
