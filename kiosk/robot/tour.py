"""Walks journeys for their pictures, in each look asked for, and writes one page that shows them all."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from kiosk.assets import ASSETS
from kiosk.robot.journey import Journey
from kiosk.robot.result import Result
from kiosk.robot.runner import run_journey
from kiosk.robot.world import Look

JOURNEYS = ASSETS / "journeys"
TITLE = "Một Chạm – hướng dẫn bằng hình"

STYLE = """
body { font: 18px/1.5 "Be Vietnam Pro", system-ui, sans-serif; margin: 0 auto; max-width: 1500px; padding: 24px;
       background: #faf6ef; color: #221e1b }
h1, h2, h3 { color: #6b1e1a; line-height: 1.25 } h2 { border-bottom: 2px solid #e4dbce; padding-top: 1em }
.row { display: flex; flex-wrap: wrap; gap: 24px }
figure { margin: 0; width: 300px } .wide figure { width: 460px }
img { width: 100%; border: 1px solid #7d7163; border-radius: 12px; display: block; background: #fff }
figcaption { font-size: 15px; padding: 8px 2px } figcaption b { color: #8c2a24; padding-right: .4em }
.failed { color: #b3261e; white-space: pre-wrap }
"""


def make_tour(journeys: Sequence[Journey], looks: Sequence[Look], out: Path) -> tuple[Path, list[Result]]:
    """Return the page and what came of each journey in each look."""
    out.mkdir(parents=True, exist_ok=True)
    sections: list[str] = []
    results: list[Result] = []
    for look in looks:
        sections.append(f"<h2>{escape(look_name(look))}</h2>")
        for journey in journeys:
            folder = out / folder_name(look) / journey.path.stem
            result = run_journey(journey, look, folder)
            results.append(result)
            sections.append(_section(result, out, wide=look.wide))
    index = out / "index.html"
    index.write_text(_page(sections), "utf-8")
    return index, results


def look_name(look: Look) -> str:
    return f"{look.size.replace('x', ' × ')}, cỡ chữ {look.text}, {look.contrast}, {look.language}"


def folder_name(look: Look) -> str:
    return f"{look.size}-{look.text.replace('+', 'p')}-{look.contrast}-{look.language}"


def _section(result: Result, out: Path, *, wide: bool) -> str:
    figures = "".join(
        f'<figure><a href="{escape(path)}"><img src="{escape(path)}" alt="{escape(shot.caption)}" loading="lazy"></a>'
        f"<figcaption><b>{number}</b>{escape(shot.caption)}</figcaption></figure>"
        for number, shot in enumerate(result.shots, start=1)
        for path in [shot.path.relative_to(out).as_posix()]
    )
    failed = f'<p class="failed">{escape(result.to_text())}</p>' if not result.ok else ""
    return f'<h3>{escape(result.journey)}</h3>{failed}<div class="row{" wide" if wide else ""}">{figures}</div>'


def _page(sections: Sequence[str]) -> str:
    body = "\n".join(sections)
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f"<style>{STYLE}</style></head>\n<body><h1>{TITLE}</h1>\n{body}\n</body></html>\n"
    )
