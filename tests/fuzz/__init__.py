"""Fuzzing: whatever comes in is taken, or refused in words for people; soon, in little memory, with nothing astray."""
