"""What the chat costs a phone on a slow network. The limits are those of the design; the figures are printed with `-s`."""

from __future__ import annotations

import gzip

from tests.browser.fixtures import NewChat
from tests.browser.node import WIDGET

MOST_BYTES = 15_000
READY_MS = 1200
LONG_TASKS_MS = 150
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
CPU_TIMES = 4

WATCH_TASKS = """
window.__tasks = [];
new PerformanceObserver((list) => window.__tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask', buffered: true });
"""


def test_size_on_the_wire() -> None:
    size = len(gzip.compress((WIDGET / "dist" / "iop-chat.js").read_bytes(), 9, mtime=0))
    print(f"\niop-chat.js: {size} bytes gzip")
    assert size <= MOST_BYTES


def test_ready_soon_on_a_slow_phone(new_chat: NewChat) -> None:
    chat = new_chat(visit=False, viewport={"width": 390, "height": 844})
    session = chat.page.context.new_cdp_session(chat.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_TIMES})
    chat.page.add_init_script(WATCH_TASKS)
    chat.visit()
    chat.launcher.wait_for()
    ready = chat.page.evaluate("performance.getEntriesByName('iop-chat')[0].startTime")
    chat.page.wait_for_timeout(500)
    loading = chat.page.evaluate("window.__tasks")
    print(f"\nready after {ready:.0f} ms; long tasks {sum(loading):.0f} ms in all {[round(task) for task in loading]}")
    assert ready < READY_MS
    assert sum(loading) < LONG_TASKS_MS
