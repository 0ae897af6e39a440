"""How fast the game is and how much memory it needs, beside floors and other programs measured in the same run.

`python -m benchmarks` runs everything; `--quick` is a smoke test; `--only start` (keys, answers, queue, progress, packs)
runs a part.
"""
