"""What means nothing makes no version; what is said otherwise always does. Measured over many cases of both."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.collect.extract import extract
from compare.collect.furniture import is_stamp
from compare.collect.noise import tells_of_the_same, tells_the_same
from tests.articles import HARBOUR, html_page
from tests.web import page

URL = "http://one.example/talks"
TITLE = HARBOUR[URL][0]
PARAGRAPHS = [
    *HARBOUR[URL][1],
    *HARBOUR["http://three.example/port"][1],
    *HARBOUR["http://two.example/deal"][1],
]
STAMPS = (
    "Updated 14:05 GMT",
    "Updated at 2:05 p.m. ET on Monday, November 24, 2026",
    "Last updated: Mon 24 Nov 2026, 14.05 GMT",
    "Published 3 hours ago",
    "Published on 24 November 2026",
    "2026-11-24T14:05:00Z",
    "Nov. 24, 2026 at 2:05 PM",
    "12 minutes ago",
    "3 min read",
    "First published: 24/11/2026 09:12 | Updated: 24/11/2026 14:05",
)
POINTERS = (
    '<p>Read more: <a href="/a">Dockers’ leader jailed for 3 years</a></p>',
    '<p><a href="/b">What the 2,400 dockers want</a></p>',
    '<p>Related: <a href="/c">Fish prices rise by 12 percent</a></p>',
    '<ul><li><a href="/d">Herring season opens</a></li><li><a href="/e">Ferry runs aground, 14 hurt</a></li></ul>',
    '<p>See also | <a href="/f">The port in figures</a></p>',
    "<p>1,204 comments</p>",
    "<p>Advertisement</p>",
    "<p>Sign up to our daily newsletter</p>",
    "<p>Listen to this article (5:32)</p>",
    "<p>Listen to article · 4 min</p>",
    '<p>Read more here: <a href="/g">What the port earns in 12 months</a></p>',
)


def noisy(chance: random.Random, paragraphs: list[str]) -> str:
    """The article's page as another fetch might give it: the same text among other things."""
    html = page(TITLE, [_reshaped(p, chance) for p in paragraphs])
    stamp = f"<p>{chance.choice(STAMPS)}</p>"
    if chance.random() < 0.5:
        html = html.replace("</h1>", f"</h1>\n{stamp}", 1)
    else:
        html = html.replace("</article>", f"{stamp}</article>", 1)
    for _ in range(chance.randint(1, 3)):
        place = chance.choice([m.end() for m in re.finditer("</p>", html.split("</article>")[0])])
        html = html[:place] + chance.choice(POINTERS) + html[place:]
    html = html.replace("</head>", f'<meta name="nonce" content="{chance.random()}"></head>')
    return html.replace("Another story altogether", f"Story number {chance.randint(1, 999)}")


def _reshaped(text: str, chance: random.Random) -> str:
    ways: list[Callable[[str], str]] = [
        lambda t: t.replace(" ", "\n   ", 3),
        lambda t: t.replace(" ", "&nbsp;", 2),
        lambda t: t.replace("“", '"').replace("”", '"').replace("’", "'"),
        lambda t: f"  {t}\t",
        lambda t: t,
    ]
    return chance.choice(ways)(text)


def changed(chance: random.Random) -> tuple[str, list[str]]:
    """One real change to the article's paragraphs, by its kind."""
    kind = chance.choice(["figure", "word", "removed", "added", "negated", "clock"])
    paragraphs = list(PARAGRAPHS)
    place = chance.randrange(len(paragraphs))
    if kind == "figure":
        place = chance.choice([i for i, p in enumerate(paragraphs) if re.search(r"\d", p)])
        digits = [m.start() for m in re.finditer(r"\d", paragraphs[place])]
        at = chance.choice(digits)
        other = chance.choice([d for d in "123456789" if d != paragraphs[place][at]])
        paragraphs[place] = paragraphs[place][:at] + other + paragraphs[place][at + 1 :]
    elif kind == "word":
        words = paragraphs[place].split(" ")
        words[chance.randrange(len(words))] = "suddenly"
        paragraphs[place] = " ".join(words)
    elif kind == "removed":
        paragraphs.pop(place)
    elif kind == "added":
        paragraphs.insert(
            place, f"A spokesman gave the number as {chance.randint(2, 99)} late in the evening."
        )
    elif kind == "negated":
        paragraphs[place] = (
            paragraphs[place].replace(" the ", " not the ", 1).replace(" will ", " will not ", 1)
        )
    else:
        paragraphs[place] += f" It was {chance.randint(1, 12)}:{chance.randint(10, 59)} when it ended."
    return kind, paragraphs


def text_of(html: str) -> str:
    return extract(html_page(URL, html), "one").text


def test_noise_makes_no_version_and_a_change_always_does() -> None:
    """Of 300 noisy fetches none tells otherwise; of 300 changes, each under fresh noise, every one does."""
    chance = random.Random(7)
    before = text_of(page(TITLE, PARAGRAPHS))
    false_alarms = [
        h for h in (noisy(chance, PARAGRAPHS) for _ in range(300)) if not tells_the_same(before, text_of(h))
    ]
    assert not false_alarms, false_alarms[0]
    missed = []
    for _ in range(300):
        kind, paragraphs = changed(chance)
        if paragraphs != PARAGRAPHS and tells_the_same(before, text_of(noisy(chance, paragraphs))):
            missed.append((kind, paragraphs))
    assert not missed, missed[0]


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_time_stamp_is_no_claim(stamp: str) -> None:
    """Wherever the article begins or ends, it is left out of the text."""
    html = page(TITLE, PARAGRAPHS).replace("</h1>", f"</h1><p>{stamp}</p>", 1)
    assert stamp not in text_of(html)
    assert is_stamp(stamp, bare=True) or stamp == "3 min read"


@pytest.mark.parametrize("noise", [f"<p>{STAMPS[0]}</p>", POINTERS[0], "<p>Advertisement</p>", " \n\t "])
def test_noise_in_the_middle_of_a_quotation_is_noise(noise: str) -> None:
    """Where the extractor takes what stands together for one paragraph, or white space for a reason to decide anew."""
    quoted = ["“The talks have failed,” she said.", "“Nobody will load fish before Monday,” he said."]
    told = [
        text_of(
            page(TITLE, PARAGRAPHS).replace(
                "</article>",
                f"<blockquote><p>{quoted[0]}</p>{between}<p>{quoted[1].replace(' ', between if between.isspace() else ' ', 3)}"
                "</p></blockquote></article>",
            )
        )
        for between in ("", noise)
    ]
    assert quoted[1] in told[0]
    assert tells_the_same(*told)


@pytest.mark.parametrize(
    "claim",
    [
        "The attack came at 14:05.",
        "12 dead",
        "May 12",
        "The figures were published on Monday, 24 November 2026.",
        "Updated figures show 14 dead.",
        "Read more books, the minister said.",
        "Watch the price of 12 percent, she warned.",
        "On Monday 14 people died.",
        "About 20 years ago.",
    ],
)
def test_a_sentence_with_a_date_or_a_figure_stays(claim: str) -> None:
    """Only what is nothing but furniture goes."""
    html = page(TITLE, [claim, *PARAGRAPHS])
    assert claim in text_of(html)
    assert not is_stamp(claim, bare=True)


def test_an_inline_stamp_is_noise_and_an_inline_time_is_not() -> None:
    """A labelled stamp that is a whole sentence, or in brackets at an end, against a time that is told."""
    for before, after in (
        ("Updated 14:05 GMT. Talks failed.", "Updated 14:20 GMT. Talks failed."),
        ("Talks failed. (Updated 14:05 GMT)", "Talks failed. (Updated 14:20 GMT)"),
        ("Talks failed.\n\nThe port is shut.", "Talks failed. The  port is shut."),
        ("The “plan” failed – again.", 'The "plan" failed — again.'),
        ("Talks fail\n\nBy Ann Lee, 14 minutes ago", "Talks fail\n\nBy Ann Lee, 2 hours ago"),
        ("This article was updated at 14:05 GMT.", "This article was updated at 14:20 GMT."),
        (
            "This story was last updated on 24 November 2026 at 14:05.",
            "This story was last updated on 25 November 2026.",
        ),
        ("It fell by 5 × 3 metres.", "It fell by 5\u00a0×\u00a03 metres."),
    ):
        assert tells_the_same(before, after), after
    for before, after in (
        ("Talks ended at 14:05 GMT.", "Talks ended at 14:20 GMT."),
        ("The report – published on 3 March – is out.", "The report – published on 4 March – is out."),
        ("It fell to -5 degrees.", "It fell to 5 degrees."),
        ("Prices rose 1.5 percent.", "Prices rose 15 percent."),
        ("They were remembered. About 20 years ago.", "They were remembered. About 21 years ago."),
        ("It was quiet. Just 3 days ago.", "It was quiet. Just 9 days ago."),
        ("Copies published: 1,700", "Copies published: 1,900"),
        ("Published: 1,700", "Published: 1,900"),
        ("Death toll | Updated 12", "Death toll | Updated 15"),
        ("It covers 10² hectares.", "It covers 102 hectares."),
        ("It covers 10² hectares.", "It covers 10³ hectares."),
    ):
        assert not tells_the_same(before, after), after


@given(
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.sampled_from(["{:,}", "{}", "${}", "{} percent", "{}:05"]),
)
@settings(max_examples=300, deadline=None)
def test_no_two_figures_tell_the_same(one: int, two: int, form: str) -> None:
    """Whatever the figure and however it is written, inside a sentence."""
    before, after = (f"The ministry said that {form.format(n)} had been counted." for n in (one, two))
    assert tells_the_same(before, after) == (one == two)


def test_another_text_in_the_article_s_place_is_recognised() -> None:
    """Whatever its length; a cut article, a longer one, and another one under the same headline are not that."""
    whole = "\n\n".join([TITLE, *PARAGRAPHS])
    notice = "Service unavailable\n\nOur website is undergoing scheduled maintenance. Please check back again shortly."
    for other in (notice, "\n\n".join([notice] * 40)):
        assert not tells_of_the_same(whole, other)
        assert tells_of_the_same(whole, f"{TITLE}\n\n{other}")
    assert tells_of_the_same(whole, "\n\n".join(["Another headline", *PARAGRAPHS[:2]]))
    assert tells_of_the_same(whole, whole + whole)
