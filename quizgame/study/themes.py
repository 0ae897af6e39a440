"""Themes of the screens, by name; every one of them can be read (`tui/legible.py` sees to that)."""

from __future__ import annotations

THEMES = (
    *("textual-dark", "textual-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte"),
    *("catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine"),
    *("rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "tokyo-night"),
)
"""All of Textual's own save those in the terminal's colours, whose contrast nobody here can know."""
