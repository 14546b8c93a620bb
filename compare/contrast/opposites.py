"""Words that deny each other without a "not": prices that rose and prices that fell."""

from __future__ import annotations

from compare.contrast.telling import Word

_PAIRS = (
    "rise fall", "rise drop", "rise decline", "increase decrease", "increase fall", "increase drop", "increase decline",
    "gain lose", "win lose", "accept reject", "approve reject", "approve block", "approve oppose", "allow ban",
    "allow forbid", "allow prohibit", "allow block", "support oppose", "favor oppose", "back oppose", "uphold overturn",
    "uphold reject", "pass fail", "begin end", "start stop", "open close", "arrive leave", "join leave", "enter leave",
    "alive dead", "guilty innocent", "guilty acquit", "convict acquit", "legal illegal", "lawful unlawful",
    "constitutional unconstitutional", "likely unlikely", "able unable", "safe unsafe", "true false", "public private",
    "before after", "more less", "more fewer", "most few", "most least", "first last", "high low", "higher lower",
    "strengthen weaken", "tighten loosen", "raise lower", "raise cut", "expand shrink", "expand cut", "hire fire",
    "confirm deny", "admit deny", "agree refuse", "agree disagree", "remember forget", "succeed fail", "majority minority",
    "yes no", "all none", "everyone nobody", "always never", "unanimous divided", "male female", "son daughter",
    "brother sister", "north south", "east west", "release detain", "free jail", "keep drop", "extend end", "include exclude",
)  # fmt: skip
# Forms that are spelt as another word's.
_FORMS = {
    "rose": "rise",
    "fell": "fall",
    "left": "leave",
    "won": "win",
    "lost": "lose",
    "kept": "keep",
    "began": "begin",
}
_OPPOSITE: dict[str, frozenset[str]] = {}
for _one, _other in (pair.split() for pair in _PAIRS):
    _OPPOSITE[_one] = _OPPOSITE.get(_one, frozenset()) | {_other}
    _OPPOSITE[_other] = _OPPOSITE.get(_other, frozenset()) | {_one}


def are_opposite(a: Word, b: Word) -> bool:
    """Whether the two words, in whatever form, cannot both be said of one thing."""
    return _plain(b) in _OPPOSITE.get(_plain(a), ())


def _plain(word: Word) -> str:
    return _FORMS.get(word.lower, word.lemma)
