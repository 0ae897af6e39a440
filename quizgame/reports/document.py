"""A report as one HTML file that stands alone: no script, no address, nothing fetched."""

from __future__ import annotations

from quizgame.reports.markup import Markup, element, said

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may do with the file: show it in its own style, and nothing else."""


def document(title: str, style: str, *body: Markup) -> str:
    """The file's text, to be written as UTF-8."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", said(title)),
        element("style", Markup(style)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, element('body', *body), lang='en')}\n"
