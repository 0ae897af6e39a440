"""Tests of the pack checker."""
