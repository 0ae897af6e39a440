"""How fast the game is, measured in a real pseudo-terminal against the barest screen that Textual can show.

`python -m benchmarks` runs everything; `--quick` is a smoke test; `--only start` (keys, answers) runs a part.
"""
