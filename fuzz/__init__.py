"""Whatever arrives, a codec answers with fixes or says why not: tried with made-up bytes.

`python -m fuzz TARGET` needs atheris and runs on; the corpus is replayed by the tests.
"""
