"""The page's colours: readable in light and in dark, by the measure of WCAG 2.2 AA."""

from __future__ import annotations

import re

import pytest

from compare.show.html import stylesheet

KINDS = ("number", "actor", "attribution", "certainty", "quote", "wording")


def palette(dark: bool) -> dict[str, str]:
    """The colours that the style sheet sets, as #rrggbb by name."""
    css = stylesheet()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[0]))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[1])) if dark else found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out(dark: bool) -> None:
    """Every colour of text has at least 4.5 to 1 on every ground it stands on."""
    colours = palette(dark)
    pairs = [
        (text, ground)
        for text in ("ink", "quiet", "link", "accent", "warn", "certainty-line")
        for ground in ("paper", "card", "soft")
    ]
    pairs += [("ink", kind) for kind in KINDS] + [
        ("warn", "warn-bg"),
        ("accent", "attribution"),
        ("paper", "ink"),
    ]
    weak = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("dark", [False, True])
def test_underlines_stand_out(dark: bool) -> None:
    """The underline of a mark has at least 3 to 1 on the ground of the card and of its mark."""
    colours = palette(dark)
    weak = [
        kind
        for kind in KINDS
        for ground in ("card", kind)
        if contrast(colours[f"{kind}-line"], colours[ground]) < 3
    ]
    assert weak == []


def test_kinds_differ_without_colour() -> None:
    """Each kind of mark has an underline of its own form or weight, so that colour is never needed."""
    css = stylesheet()
    forms = [re.search(rf"\.k-{kind} \{{[^}}]*border-bottom: (\d+px \w+)", css) for kind in KINDS]
    assert all(forms)
    assert len({form[1] for form in forms if form}) == len(KINDS)
