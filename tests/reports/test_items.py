"""Item reports: whole, alone and harmless as a file, and readable on a terminal of any width, whatever a pack says."""

from __future__ import annotations

import json
import re

import pytest

from quizgame.domain.item_report import ItemReport
from quizgame.reports.ink import columns
from quizgame.reports.items_html import html
from quizgame.reports.items_lines import lines
from quizgame.reports.items_page import page
from quizgame.reports.items_records import as_csv, as_json
from tests.reports.item_samples import ALL, a_full_class, few, hostile, nobody
from tests.reports.test_html import Outline

EVERY = pytest.mark.parametrize("report", ALL.values(), ids=ALL)


@EVERY
def test_the_file_is_whole_and_needs_nothing_else(report: ItemReport) -> None:
    text = html(report)
    outline = Outline(text.replace("<!DOCTYPE html>\n", ""))
    assert {tag for tag, _ in outline.elements}.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    policies = [
        each["content"] for each in outline.named("meta") if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert not re.search(r"(src|srcset|action|on[a-z]+)=", re.sub(r">[^<]*<", "><", text.split("<body>")[1]))
    links = [str(each["href"]) for each in outline.named("a")]
    places = {f"#{attributes['id']}" for _, attributes in outline.elements if "id" in attributes}
    assert set(links) == places


@EVERY
@pytest.mark.parametrize("width", [20, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal_nor_commands_it(report: ItemReport, width: int) -> None:
    text = page(report, width, False)
    assert text.replace("\n", "").isprintable()
    assert max(columns(line) for line in text.splitlines()) <= max(width, 44)


@EVERY
def test_colour_changes_nothing_but_colour(report: ItemReport) -> None:
    assert re.sub(r"\x1b\[[0-9]+m", "", page(report, 80, True)) == page(report, 80, False)


@EVERY
def test_plain_lines_draw_nothing(report: ItemReport) -> None:
    text = lines(report)
    assert text.replace("\n", "").isprintable()
    assert not re.search("[─━│┌⚑▁-█]", text)


def test_the_best_option_is_marked_by_a_sign_and_a_word() -> None:
    outline = Outline(html(a_full_class()).replace("<!DOCTYPE html>\n", ""))
    assert outline.texts("strong") == ["✓ best:"] * 20
    labels = [str(each.get("aria-label")) for each in outline.named("svg") if each.get("role") == "img"]
    assert sum(each.startswith("Best, chosen by ") for each in labels) == 20
    assert sum(each.startswith("Chosen by ") for each in labels) == 60


def test_the_gravest_question_stands_first_and_leads_to_its_figures() -> None:
    text = html(a_full_class())
    assert re.search(r'<ol class="worst"><li><a href="#q1"><bdi>q0</bdi></a>', text)
    assert re.search(r'<article id="q1"><h3>1. <bdi>q0</bdi>', text)


def test_below_thirty_answers_nothing_is_drawn_as_a_share() -> None:
    text = html(few())
    assert "Too few to judge" in text
    assert "item-rest</text>" not in text
    assert not re.search(r"[0-9] %", text.split("<main>")[1].split("<footer>")[0])
    (pack,) = json.loads(as_json(few()))["packs"]
    assert {item["p"] for item in pack["items"]} == {None}


def test_nobody_is_told_how_to_begin() -> None:
    for text in (html(nobody()), page(nobody(), 80, False), lines(nobody())):
        assert "Nobody has answered a question yet." in text


def test_records_are_harmless_and_whole() -> None:
    text = as_json(hostile())
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(json.loads(text)["packs"][0]["items"]) == 40
    assert not re.search(r"(^|,)\"?[=+@]", as_csv(hostile()))
