"""A mutation pass: small mistakes are made in the rules one by one, and the tests near them must notice each.

``python -m tools.mutation [PART ...]``, or ``make mutate``. mutmut makes the mistakes and runs the tests; this package
gives it a copy of the repository, reads what came out, and compares it with `tests/mutation/survivors.toml`.
"""
