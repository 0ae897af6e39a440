"""Tests: the benchmarks."""
