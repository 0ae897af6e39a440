"""Lets `python -m quizgame` open the game."""

from quizgame.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
