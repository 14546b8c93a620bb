"""The Datasette plugin: stories and claims as pages, marked cells, described tables. It reads and never writes.

It works on Datasette 0.65 and 1.0 alpha; where these differ, the file says so. Nothing here needs the libraries
that fetch, read or match.
"""
