"""Builds every page of the invented outlets: articles in each house's own template, index, feed, robots, sitemap."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from compare.demo.articles import Printed, Site, sites
from compare.demo.story import FOLDER, NOTICE

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Reply = tuple[int, str, bytes]  # status, content type, body


def pages() -> dict[tuple[str, str], Reply]:
    """Every page by host and path; the bytes are the same on every call."""
    environment = _environment()
    return {
        (site.host, path): reply for site in sites() for path, reply in _site_pages(environment, site).items()
    }


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _site_pages(environment: Environment, site: Site) -> dict[str, Reply]:
    made = {
        "/": _page(environment, site, None),
        "/robots.txt": (200, "text/plain; charset=utf-8", _robots(site).encode()),
        site.feed_path: (200, f"application/{site.feed_format}+xml; charset=utf-8", _feed(site).encode()),
    }
    if site.sitemap:
        made[site.sitemap] = (200, "application/xml; charset=utf-8", _sitemap(site).encode())
    for article in site.articles:
        made[article.path] = _page(environment, site, article)
        if article.amp:
            made[article.amp] = _page(environment, site, article, amp=True)
    return made


def _page(environment: Environment, site: Site, article: Printed | None, *, amp: bool = False) -> Reply:
    shown = None
    if article is not None:
        shown = {
            name: getattr(article, name) for name in ("url", "path", "title", "byline", "published", "free")
        }
        shown |= {
            "slug": article.slug,
            "shown": article.shown,
            "standfirst": article.standfirst,
            "amp": article.amp,
            "amp_url": site.url(article.amp),
            "lead": _linked(article.standfirst, article),
            "body": [_linked(" ".join(paragraph), article) for paragraph in article.paragraphs],
        }
    others = [other for other in site.articles if article is None or other.path != article.path]
    text = environment.get_template(f"{site.outlet.key}.html").render(
        site=site, outlet=site.outlet, article=shown, articles=others, notice=NOTICE, amp=amp
    )
    return 200, f"text/html; charset={site.charset}", text.encode(site.charset)


def _linked(text: str, article: Printed) -> Markup:
    """The text as HTML, with the article's links set on their words."""
    from markupsafe import Markup
    from markupsafe import escape as mark

    html = mark(text)
    for words, url in article.links.items():
        html = html.replace(mark(words), Markup('<a href="{}">{}</a>').format(url, words))
    return html


def _robots(site: Site) -> str:
    lines = [f"# {NOTICE}", "User-agent: *", *(f"Disallow: {path}" for path in site.disallow)]
    if site.sitemap:
        lines.append(f"Sitemap: {site.url(site.sitemap)}")
    return "\n".join(lines) + "\n"


def _feed(site: Site) -> str:
    return _atom(site) if site.feed_format == "atom" else _rss(site)


def _rss(site: Site) -> str:
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{article.url}</link>"
        f'<guid isPermaLink="true">{article.url}</guid><pubDate>{format_datetime(article.moment)}</pubDate>'
        f"<description>{escape(article.sentences[0])}</description></item>\n"
        for article in site.articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(site.outlet.name)}</title><link>{site.url('/')}</link>"
        f"<description>{escape(NOTICE)}</description><language>en</language>\n{items}</channel></rss>\n"
    )


def _atom(site: Site) -> str:
    def stamp(article: Printed) -> str:
        return article.moment.isoformat().replace("+00:00", "Z")

    entries = "".join(
        f'<entry><title>{escape(article.title)}</title><link href="{article.url}"/><id>{article.url}</id>'
        f"<published>{stamp(article)}</published><updated>{stamp(article)}</updated>"
        f"<author><name>{escape(article.byline)}</name></author>"
        f"<summary>{escape(article.sentences[0])}</summary></entry>\n"
        for article in site.articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(site.outlet.name)}</title><subtitle>{escape(NOTICE)}</subtitle>"
        f'<id>{site.url("/")}</id><link rel="self" href="{site.url(site.feed_path)}"/>'
        f"<updated>{stamp(site.articles[0])}</updated>\n{entries}</feed>\n"
    )


def _sitemap(site: Site) -> str:
    urls = "".join(
        f"<url><loc>{article.url}</loc><news:news><news:publication><news:name>{escape(site.outlet.name)}</news:name>"
        "<news:language>en</news:language></news:publication>"
        f"<news:publication_date>{article.published}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>\n"
        for article in site.articles
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {NOTICE} -->\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}</urlset>\n'
    )
