"""The rules that pack files are read by."""
