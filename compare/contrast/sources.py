"""What a source's words say of it: named, anonymous, a medium, or no more than a pronoun."""

from __future__ import annotations

from compare.contrast.spans import WORD, listed

# Words that name nobody by themselves: pronouns, titles, and what any institution may be called.
_EMPTY = listed(
    "he she they it his her their who which that the a an mr mrs ms dr sir president minister senator official officials "
    "spokesman spokeswoman spokesperson spokespeople and of for in on at to from with former sen rep gov representative "
    "governor secretary chairman chairwoman leader house senate white republican republicans democrat democrats "
    "democratic rep reps sens attorney general judge justice director chief lawyer congressman congresswoman prime "
    "vice foreign state department administration committee source sources person people lawmaker lawmakers candidate "
    "nominee two three several some many other others top senior one also then early late this day"
)
_PRONOUNS = listed("he she they it i we you who which that this these those one his her their")
_ANONYMOUS = listed(
    "source sources official officials person people insider insiders aide aides adviser advisers advisor advisors "
    "diplomat diplomats executive executives operative operatives someone associates whistleblower"
)
_MEDIA = listed(
    "times post journal news newspaper newspapers paper magazine report reports herald tribune gazette press broadcaster "
    "network agency website site blog media outlet outlets reporter reporters radio tv daily"
)
SAYING = listed(
    "said say says saying told tells telling according wrote writes writing tweeted tweets added adds announced announces "
    "reported reports stated states noted notes argued argues explained explains warned warns insisted insists claimed "
    "claims acknowledged conceded concedes declared declares confirmed confirms asserted asserts suggested suggests "
    "replied responded remarked admitted maintained stressed predicted posted denied alleged contended asked called"
)
FIRST_PERSON = listed("i we my our me us i'm we're i've you your")


def names(source: str) -> frozenset[str]:
    """The words of a source that can tell it from others, in lower case without genitives."""
    words = (w.lower().removesuffix("’s").removesuffix("'s") for w in WORD.findall(source))
    return frozenset(w for w in words if len(w) > 1) - _EMPTY


def bare(source: str) -> tuple[str, ...]:
    """The words of a source without articles, in lower case."""
    return tuple(w.lower() for w in WORD.findall(source) if w.lower() not in ("a", "an", "the"))


def is_pronoun(source: str) -> bool:
    """Whether the source is no more than "she" or "who"."""
    return source.lower() in _PRONOUNS


def lacks_name(source: str) -> bool:
    """Whether a person or people stand there without a name: an official, diplomats, aides; wider than ``Claim.anonymous``."""
    words = WORD.findall(source)
    return any(w.lower() in _ANONYMOUS for w in words) and not _has_name(words)


def is_medium(source: str) -> bool:
    """Whether the source is a paper, a broadcaster, or a report."""
    return any(w.lower() in _MEDIA for w in WORD.findall(source))


def _has_name(words: list[str]) -> bool:
    return any(w[0].isupper() for w in words[1:]) or (
        bool(words)
        and words[0][0].isupper()
        and words[0].lower() not in _EMPTY
        and not words[0].lower().endswith("s")
    )
