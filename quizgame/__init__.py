"""quizgame: three-minute de-escalation drills in the terminal."""

__version__ = "0.1.0"
