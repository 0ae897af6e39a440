"""How the item report looks: the paper, ink and accent of every report, and what its own charts need beside them."""

from __future__ import annotations

from quizgame.reports.style import STYLE as COMMON

STYLE = f"""{COMMON}
a {{ color: var(--accent); text-underline-offset: 0.15em; }}
a:focus-visible {{ outline: 2px solid var(--accent); outline-offset: 3px; }}
.lead {{ max-width: 44rem; margin-bottom: 1.25rem; }}
header .soft {{ max-width: 44rem; }}

.worst {{ margin: 0; padding-inline-start: 2.2rem; max-width: 50rem; }}
.worst li {{ padding: 0.5rem 0; }}
.worst li + li {{ border-top: 1px solid var(--line); }}
.worst a {{ font-weight: 600; }}
.level {{ white-space: nowrap; margin-inline-start: 0.35rem; }}
.worst .where, .worst .why {{ display: block; }}
.where {{ font-size: 0.875rem; }}

.overview {{ max-width: 46rem; margin-bottom: 2rem; }}
.alarm {{ fill: var(--ink); }}
.other {{ fill: var(--paper); stroke: var(--soft); stroke-width: 1.5; }}
.limit {{ stroke: var(--soft); stroke-dasharray: 2 4; }}

.all {{ width: 100%; margin-bottom: 1rem; }}
.all td {{ white-space: nowrap; }}
.all thead th {{ overflow-wrap: normal; }}
.all td:last-child {{ text-align: start; }}
article {{ margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); max-width: 50rem; }}
.asked {{ margin-top: 0.5rem; }}
.figures {{ margin: 0.5rem 0 1rem; font-weight: 600; }}
.options li + li {{ margin-top: 0.7rem; }}
.options .value {{ white-space: nowrap; }}
.finding {{ display: flex; gap: 0.6rem; margin-top: 0.9rem; }}
.sign {{ flex: none; width: 1rem; font-weight: 700; color: var(--accent); text-align: center; }}
article h4 {{ margin-top: 1rem; }}
article .note {{ margin-top: 0.75rem; }}

@media (max-width: 36rem) {{
  .all th, .all td {{ padding-inline-start: 0.6rem; }}
  .all th:nth-child(5), .all td:nth-child(5) {{ display: none; }}
  .all th:first-child {{ padding-inline-start: 0; }}
  .all td:last-child {{ white-space: normal; overflow-wrap: normal; }}
}}
@media print {{
  article {{ margin-top: 1.5rem; padding-top: 1rem; break-inside: avoid; }}
  a {{ color: inherit; text-decoration: none; }}
}}
"""
