"""What is learned in a minute of a break: simulated learners, the game's planner, and its peers.

Learners have a true memory that is not the scheduler's own model of it (`truths`). Everything is computed for all
learners of a cell at once, in arrays [learner, objective].
"""
