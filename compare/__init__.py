"""outlet-compare: how news outlets tell the same claim, with the evidence for every line."""

__version__ = "0.1.0"
