"""How long the KPI screen takes from key to paint on a large board: 1,000 KPIs of 120 readings each.

    python tests/benchmarks/kpis.py [KPIS] [READINGS]

Prints the median and the longest time of each kind of key in milliseconds. Scrolling should stay below 100 ms and
entering a reading below 300 ms; the first time something is asked of every KPI may take longer.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NOW = datetime(2022, 1, 10, 10, 0, tzinfo=UTC)


def make(path: Path, kpis: int, readings: int) -> None:
    """Make the board."""
    from boardtui.domain.records.declare import identity_for
    from boardtui.domain.records.edits import Change
    from boardtui.domain.records.kinds import KINDS
    from boardtui.store.board_file import BoardFile

    chance = random.Random(1)
    targets = {"polarity": "high", "minimum": "90%", "upper": "95%", "unit": "percent", "frequency": "monthly"}
    changes = []
    for number in range(kpis):
        kpi, ref = str(uuid.UUID(int=number + 1, version=4)), f"{number // 20 + 1}.{number % 20 + 1}"
        values = {"ref": ref, "title": f"Measure {number}", "group": f"Group {number // 20}", "position": number}
        changes.append(Change(kpi, "kpi", {**values, **targets}))
        for month in range(readings):
            period = f"{2012 + month // 12}-{month % 12 + 1:02d}"
            reading = {"kpi": kpi, "series": "period", "period": period, "value": f"{chance.uniform(85, 99):.1f}%"}
            changes.append(Change(identity_for(KINDS["reading"], reading, ""), "reading", reading))
    with BoardFile.create(path, "A large scorecard", who="plan") as made:
        made.write(changes, who="plan")


async def measure(path: Path) -> None:
    """Press keys and say how long each takes to be drawn."""
    from textual import events
    from textual.screen import Screen

    import boardtui.ui.app
    from boardtui.settings.settings import change_settings
    from boardtui.ui.app import BoardApp

    change_settings(lambda settings: type(settings)(signature="Benchmark"))
    painted = [0.0]

    class Timed(BoardApp):
        """Draws what a terminal would be sent, and notes when."""

        CSS_PATH = str(Path(boardtui.ui.app.__file__).with_name("app.tcss"))

        def _display(self, screen: Screen[Any], renderable: Any) -> None:
            if hasattr(renderable, "render_segments"):
                renderable.render_segments(self.console)
            painted[0] = time.perf_counter()
            super()._display(screen, renderable)

    app = Timed(path, clock=lambda: NOW)
    begun = time.perf_counter()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        print(f"{'open the board':34} {(time.perf_counter() - begun) * 1000:7.0f} ms")

        async def press(*keys: str) -> None:
            times = []
            for key in keys:
                at = time.perf_counter()
                app.post_message(events.Key(key, key if len(key) == 1 else None))
                await pilot.pause()
                await app.workers.wait_for_complete()
                await pilot.pause()
                times.append((painted[0] - at) * 1000)
                await asyncio.sleep(0.05)
            tell(keys, times)

        def tell(keys: Sequence[str], times: list[float]) -> None:
            what = f"{keys[0]} ×{len(keys)}" if len(set(keys)) == 1 else " ".join(keys)
            print(f"{what:34} {statistics.median(times):7.0f} ms, longest {max(times):7.0f} ms")

        await press("4")
        await press(*["down"] * 40)
        await press(*["pagedown"] * 20)
        await press(*["left"] * 20)
        await press("end", "home")
        await press("f")
        await press("f")
        await press("escape")
        await press("s")
        await press("s")
        await press("s")
        await press("enter", "escape")
        await press("i")
        await press("tab", "tab")
        for number in range(10):
            await press(*f"9{number}%")
            await press("enter")
        await press("escape")
        await press("u")


def main() -> None:
    """Run it in folders of its own."""
    kpis, readings = [int(each) for each in (*sys.argv[1:], "1000", "120")[:2]] if sys.argv[1:] else (1000, 120)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BOARDTUI_CONFIG_DIR"] = folder
        path = Path(folder, "large.board")
        begun = time.perf_counter()
        make(path, kpis, readings)
        print(f"{kpis} KPIs of {readings} readings, made in {time.perf_counter() - begun:.0f} s")
        asyncio.run(measure(path))


if __name__ == "__main__":
    main()
