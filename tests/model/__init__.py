"""A simple model of study, held against the real thing over thousands of random steps."""
