"""What both faces drive: a learner's study, and the door through which a learner comes in."""
