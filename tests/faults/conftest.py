"""The home that real programs play in."""

from tests.end_to_end.conftest import home_of_nobody, home_of_sam

__all__ = ["home_of_nobody", "home_of_sam"]
