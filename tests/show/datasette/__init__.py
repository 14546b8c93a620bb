"""The Datasette plugin, run in whichever Datasette is installed: 0.65 in the suite, 1.0 alpha by .ci/datasette-1."""
