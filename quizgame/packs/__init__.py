"""Packs as files: reading them, keeping them, checking them and exchanging them.

This room imports neither the YAML parser nor pydantic by itself, so that the game can start without them.
"""
