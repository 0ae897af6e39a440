"""Tests of the installed program in real processes: a real terminal, real pipes, real signals, a real disk."""
