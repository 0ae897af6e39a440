"""Reports: what each renderer makes of a learner's progress."""
