"""How the HTML report looks: paper, ink and one accent, wide margins, the system's own letters.

Each colour is stated once for light and once for dark. Against the paper, text has a contrast of 4.5 or more in both.
"""

from __future__ import annotations

from quizgame.domain.progress import WEEKS
from quizgame.reports.heatmap import FIRST_HALF, GUTTER, HEIGHT, PITCH

_NARROW = GUTTER + FIRST_HALF * PITCH + 2
_WIDE = GUTTER + WEEKS * PITCH + 2

STYLE = f"""
:root {{
  color-scheme: light;
  --paper: #faf9f6; --ink: #1f2629; --soft: #586268; --line: #dcddd7; --accent: #0a6c67; --tint: #dcebe8;
}}
@media screen and (prefers-color-scheme: dark) {{
  :root {{
    color-scheme: dark;
    --paper: #14181a; --ink: #e7eae8; --soft: #a3aeb2; --line: #343b3e; --accent: #5fc6b7; --tint: #203a38;
  }}
}}
* {{ box-sizing: border-box; }}
html {{ background: var(--paper); color: var(--ink); }}
body {{
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  max-width: 65rem; margin: 0 auto; padding: 2.5rem 1rem 3rem; overflow-wrap: anywhere; text-size-adjust: 100%;
}}
h1, h2, h3, h4, p, dl, dd, ul, figure {{ margin: 0; }}
h1 {{ font-size: 1.9rem; font-weight: 600; line-height: 1.25; letter-spacing: -0.01em; }}
h2 {{ font-size: 1.35rem; font-weight: 600; line-height: 1.3; margin-bottom: 0.5rem; }}
h2 + .pair {{ margin-top: 1.25rem; }}
h3 {{ font-size: 1.05rem; font-weight: 600; margin-bottom: 0.25rem; }}
h4 {{ font-size: 1rem; font-weight: 600; color: var(--accent); margin-bottom: 0.25rem; }}
ul {{ list-style: none; padding: 0; }}
.mark {{ color: var(--accent); font-weight: 600; }}
.soft, figcaption, summary, caption, dt, .legend {{ color: var(--soft); }}
.legend, .note, summary, table, dt {{ font-size: 0.875rem; }}
.note {{ color: var(--soft); max-width: 40rem; margin-top: 1.75rem; }}
section {{ margin-top: 3.5rem; padding-top: 1.75rem; border-top: 1px solid var(--line); }}
figcaption {{ max-width: 44rem; margin-bottom: 1.25rem; }}

.pair {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 23rem), 1fr)); gap: 0 4rem; }}
.pair > figure {{
  display: grid; grid-row: span 5; grid-template: subgrid / minmax(0, 1fr); align-items: start; padding-bottom: 2.5rem;
}}
section > .pair:last-child {{ margin-bottom: -2.5rem; }}
.weak .pair {{ margin-top: 1.25rem; row-gap: 2rem; }}
.facts {{ display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin-bottom: 2rem; }}
.facts dd {{ font-size: 1.25rem; font-weight: 600; line-height: 1.3; }}
.facts div:first-child dd {{ color: var(--accent); }}

.bars li {{ display: grid; grid-template-columns: 1fr auto; gap: 0.15rem 1rem; align-items: end; }}
.bars {{ row-gap: 1.25rem; }}
.bars .thin {{ grid-row: 2; grid-column: 1 / -1; }}
.bars .value {{ font-weight: 600; }}
.bars .soft {{ grid-column: 1 / -1; font-size: 0.875rem; }}
.list li {{ display: flex; justify-content: space-between; gap: 1.5rem; padding: 0.45rem 0; }}
.list li + li {{ border-top: 1px solid var(--line); }}
.list .soft {{ white-space: nowrap; }}

svg {{ display: block; }}
.chart {{ width: 100%; }}
.swatch {{ display: inline-block; vertical-align: -1px; margin-right: 0.4rem; overflow: visible; }}
.legend {{ display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.75rem; }}
.plot {{ overflow: visible; }}
text {{ fill: var(--soft); font-size: 12px; }}
text.value {{ fill: var(--ink); font-weight: 600; font-size: 13px; }}
.fill {{ fill: var(--accent); }}
.track, .tint {{ fill: var(--tint); }}
.quiet {{ fill: var(--soft); }}
.faint {{ fill: var(--line); }}
.ring {{ fill: none; stroke: var(--accent); stroke-width: 1.5; }}
.hollow {{ fill: none; stroke: var(--soft); }}
.today {{ fill: none; stroke: var(--ink); stroke-width: 1.5; }}
.hair {{ stroke: var(--line); }}
.link {{ stroke: var(--soft); stroke-width: 1.5; }}
.curve {{ fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round; }}
.practised {{ stroke: var(--accent); stroke-width: 2.5; }}
.without {{ stroke: var(--soft); stroke-width: 2; stroke-dasharray: 2 5; }}

.calendar {{ container-type: inline-size; }}
.year {{ width: {_NARROW}px; height: {HEIGHT * 2}px; }}
.year .later {{ transform: translate(0, {HEIGHT}px); }}
.year .joint {{ display: none; }}
@container (min-width: {_WIDE}px) {{
  .year {{ width: {_WIDE}px; height: {HEIGHT}px; }}
  .year .later {{ transform: translate({FIRST_HALF * PITCH}px, 0); }}
  .year .again {{ display: none; }}
  .year .joint {{ display: inline; }}
}}
@media (min-width: 65rem) {{
  .beside {{ display: grid; grid-template-columns: minmax({_WIDE}px, 1fr) auto; gap: 2rem; }}
  .beside .facts {{
    order: 1; display: grid; grid-template-columns: auto auto; gap: 1.25rem 2rem; align-content: start;
  }}
  .facts div:last-child {{ grid-column: 1 / -1; }}
}}

details {{ margin-top: 1rem; }}
summary {{ cursor: pointer; width: fit-content; }}
summary:focus-visible {{ outline: 2px solid var(--accent); outline-offset: 3px; }}
table {{ border-collapse: collapse; margin-top: 0.75rem; font-variant-numeric: tabular-nums; }}
caption {{ text-align: start; padding-bottom: 0.35rem; }}
th, td {{ text-align: end; vertical-align: top; padding: 0.3rem 0 0.3rem 1.25rem; border-top: 1px solid var(--line); }}
th:first-child, td:first-child {{ text-align: start; padding-left: 0; }}
th {{ font-weight: 600; }}
tbody th {{ font-weight: 400; }}
footer {{ margin-top: 3.5rem; font-size: 0.875rem; color: var(--soft); }}

@media print {{
  @page {{ margin: 12mm 16mm; }}
  html {{ font-size: 80%; }}
  body {{ padding: 0; font-size: 1rem; }}
  section {{ margin-top: 1.25rem; padding-top: 1.25rem; }}
  figcaption {{ margin-bottom: 0.5rem; }}
  .pair {{ grid-template-columns: 1fr 1fr; column-gap: 2rem; }}
  .pair > figure {{ padding-bottom: 1rem; }}
  section > .pair:last-child {{ margin-bottom: 0; }}
  .list li {{ padding: 0.2rem 0; }}
  footer {{ margin-top: 1.5rem; }}
  figure:not(.flows), .chart, li, tr, dl {{ break-inside: avoid; }}
  h2, h3, h4, figcaption {{ break-after: avoid; }}
  details:not([open]) {{ display: none; }}
}}
"""
