"""From a seed to the articles of its story: fetched, read, looked for among other outlets, and named.

It joins what touches the web, what is read and what is stored; ``discovery`` knows the ways of looking, ``gather`` the
pages, ``stories`` what a story consists of.
"""
