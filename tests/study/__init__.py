"""Tests: study."""
