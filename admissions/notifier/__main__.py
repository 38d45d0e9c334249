"""`python -m admissions.notifier`: tells staff of callbacks, and removes each day what is kept no longer."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Callable

from prometheus_client import REGISTRY

from admissions.clock import now
from admissions.database import DatabaseError
from admissions.desk_metrics import DeskCollector
from admissions.logs import install as install_logs
from admissions.metrics import expect_deliveries, serve_metrics
from admissions.notifier.channel import Channel
from admissions.notifier.journal import folder
from admissions.notifier.mail import Mail
from admissions.notifier.settings import SettingsProblem, email_settings, webhook_settings
from admissions.notifier.webhook import Webhook
from admissions.notifier.work import DATABASE_PAUSE, Worker
from admissions.outbox import serve
from admissions.program import ProgramError, program
from admissions.retention import purge

logger = logging.getLogger("admissions.notifier")

PURGE_EVERY = 24 * 3600.0  # seconds
LOOK_ROUND_EVERY = 5.0
STOP_WITHIN = 8.0
ALIVE = "alive"  # touched in the notifier's folder at every look round, for a probe


def channels() -> list[Channel]:
    """The channels that are set up. Raises `SettingsProblem`."""
    email, webhook = email_settings(), webhook_settings()
    return [*([Mail(email)] if email else []), *([Webhook(webhook)] if webhook else [])]


def run(serving: list[Channel], stop: threading.Event) -> bool:
    """Deliver and purge until `stop` is set; return whether all went well."""
    alive = folder() / ALIVE
    _touch(alive)
    _until_done(lambda: serve([channel.name for channel in serving]), stop, alive)
    workers = [threading.Thread(target=Worker(channel, stop).run, name=channel.name, daemon=True) for channel in serving]
    for worker in workers:
        worker.start()
    logger.info("Serves %s.", " and ".join(channel.name for channel in serving) or "no channel: none is set up")
    purged = None
    while not stop.is_set():
        _touch(alive)
        if purged is None or time.monotonic() - purged > PURGE_EVERY:
            _until_done(_purge, stop, alive)
            purged = time.monotonic()
        if not all(worker.is_alive() for worker in workers) and not stop.is_set():
            logger.error("A channel has died, so the notifier ends.")
            return False
        stop.wait(LOOK_ROUND_EVERY)
    for worker in workers:
        worker.join(STOP_WITHIN)
    return True


def _touch(file: Path) -> None:
    """A sign of life for a probe; a full disk must not stop the notifier."""
    with suppress(OSError):
        file.touch()


def _purge() -> None:
    removed = {what: count for what, count in purge(now(), program().retention).items() if count}
    if removed:
        logger.info("Removed: %s.", ", ".join(f"{count} {what}" for what, count in removed.items()))


def _until_done(act: Callable[[], None], stop: threading.Event, alive: Path) -> None:
    said = False
    while not stop.is_set():
        try:
            act()
            return
        except DatabaseError as problem:
            if not said:
                logger.warning("%s The notifier waits for it.", problem)
            said = True
            _touch(alive)  # it lives, and waits
            stop.wait(DATABASE_PAUSE)


def main() -> int:
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    try:
        install_logs("notifier")
        program()
        serving = channels()
        expect_deliveries(channel.name for channel in serving)
        REGISTRY.register(DeskCollector())
        serve_metrics()
        return 0 if run(serving, stop) else 1
    except (SettingsProblem, ProgramError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
