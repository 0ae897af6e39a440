"""The pack checker: what a careful colleague would say about a pack before anybody plays it.

Each rule is a small function; `registry` lists them with their reasons, `checking` runs them, `telling` says what they
found. `solvers` play a pack without knowing anything, to see whether its answers give themselves away.
"""
