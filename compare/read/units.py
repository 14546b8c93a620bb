"""Units of money and measure under the names that news English gives them."""

from __future__ import annotations

from compare.read.words import listed

SYMBOLS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
}
DOLLARS = {
    "us": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "hk": "HKD",
    "nz": "NZD",
    "s": "SGD",
    "r": "BRL",
}
CURRENCIES = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR",
    "won": "KRW", "rouble": "RUB", "ruble": "RUB", "franc": "CHF", "lira": "TRY", "real": "BRL", "shekel": "ILS",
    "krona": "SEK", "krone": "NOK", "zloty": "PLN", "cent": "USD-cent",
}  # fmt: skip
CODES = frozenset(
    {*SYMBOLS.values(), *DOLLARS.values(), "CNY", "CHF", "SEK", "NOK", "DKK", "PLN", "ZAR", "MXN"}
)
MEASURES = listed(
    "km m cm mm kg g mg t lb lbs oz ft in mi mph kph kmh km/h kW MW GW kWh MWh Hz MHz GHz l ml ha C F s h min hrs yd pct"
)
# One unit under its names.
_UNIT_NAMES = {
    name: unit
    for unit, names in {
        "km": "kilometer kilometre", "m": "meter metre", "cm": "centimeter centimetre", "mm": "millimeter millimetre",
        "kg": "kilogram kilogramme kilo kgs", "g": "gram gramme", "l": "liter litre", "km/h": "kmh kph", "h": "hr hrs",
        "ft": "foot", "mi": "mile", "oz": "ounce", "lb": "lbs",
    }.items()
    for name in names.split()
}  # fmt: skip
IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "lives": "life",
}


def unit_of(word: str) -> str:
    """What is counted, in the singular; a measure by its short name."""
    return measure(singular(word))


def singular(word: str) -> str:
    """The singular of an English noun in lower case, by its ending."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return (
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2 else word
    )


def measure(name: str) -> str:
    """A measure by its short name; any other word as it is."""
    return _UNIT_NAMES.get(name, name)
