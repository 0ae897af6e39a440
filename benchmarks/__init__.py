"""How fast the game is and how much memory it needs, beside floors and other programs measured in the same run.

`python -m benchmarks` runs everything; `--quick` is a smoke test; `--only start` (or another part)
runs that part.
"""
