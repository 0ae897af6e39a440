"""The item report in a real browser: nothing clipped, nothing fetched, nothing pale, at any width and in any light."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from quizgame.reports.items_html import html
from tests.reports import test_in_browser as pages
from tests.reports.item_samples import ALL

pytestmark = pages.pytestmark

browser = pages.browser


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports, written as `quizgame packs items --html` writes them."""
    folder = tmp_path_factory.mktemp("items")
    written = {name: folder / f"{name}.html" for name in ALL}
    for name, path in written.items():
        path.write_text(html(ALL[name]), encoding="utf-8", newline="")
    return written


@pytest.mark.parametrize("scheme", pages.SCHEMES)
@pytest.mark.parametrize("width", [400, 800, 1200])
@pytest.mark.parametrize("name", ["few", "class", "hostile"])
def test_it_reads_well_wherever_it_is_opened(
    browser: Browser, files: dict[str, Path], name: str, width: int, scheme: pages.Scheme
) -> None:
    visit = pages.Visit(browser, files[name], width, scheme)
    pages._check(visit)
    visit.open_all()
    pages._check(visit)
    assert visit.requests == [visit.address]
    assert visit.complaints == []
    visit.page.close()


@pytest.mark.parametrize("name", ["few", "class", "hostile"])
def test_it_prints_dark_on_light(browser: Browser, files: dict[str, Path], name: str) -> None:
    visited = pages.Visit(browser, files[name], 672, "dark")  # A4 without its margins
    visited.page.emulate_media(media="print", color_scheme="dark")
    pages._check(visited)
    assert all(pages._luminance(each.behind) > 0.8 for each in visited.texts())
    assert visited.page.pdf(format="A4").startswith(b"%PDF")
    visited.page.close()
