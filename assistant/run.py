"""`make run` and `make shell`: the assistant, its action server and the notifier, started together and stopped together."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress

from admissions.logs import log_format, log_level
from admissions.notifier.journal import folder as notifier_folder
from admissions.notifier.settings import email_settings, webhook_settings
from admissions.starting import PROBLEMS, try_settings
from assistant import several
from assistant.channel.address import HEALTH_ADDRESS, PAGE_ADDRESS
from assistant.channel.environment import of_environment
from assistant.kept_running import KeptRunning
from assistant.ports import LOOPBACK, CannotListen, check_free, free_port, metrics_environments, origin, wanted_host, wanted_port
from assistant.processes import (
    CREDENTIALS,
    ENDPOINTS_OF_SEVERAL,
    LOG_FOLDER,
    QUIET,
    ROOT,
    Process,
    StartFailed,
    endpoints_for,
    start_actions,
    start_assistant,
    start_notifier,
    wait_until_answers,
)
from assistant.redis_url import REDIS_VARIABLE, check_redis_url
from assistant.safety_check import FAILED, PASSED
from assistant.versions import VersionError, Versions

SAFETY_CHECK_SECONDS = 20
ACTIONS_PAUSE, NOTIFIER_PAUSE = 3, 30  # seconds between two starts at least; bookings wait for the first, nobody for the second


class Stopped(Exception):
    """Asked to stop by Ctrl-C or a signal."""


def _stop(*_: object) -> None:
    raise Stopped


class Dots:
    """A dot every three seconds, so that a wait looks like one."""

    def __init__(self, words: str) -> None:
        self._last = time.monotonic()
        print(words, end=" ", flush=True)

    def __call__(self) -> None:
        if time.monotonic() - self._last >= 3:
            self._last = time.monotonic()
            print(".", end="", flush=True)


def run() -> None:
    """Serve until stopped or until the assistant dies. Raises `StartFailed` in the second case, or when something does not come
    up. The others are started again when they end."""
    port, action_port, host = wanted_port(), free_port(), wanted_host()
    check_free(port, host)
    metrics = metrics_environments()
    dots = Dots("Starting")
    with ExitStack() as running:
        actions = KeptRunning(lambda: start_actions(action_port, LOG_FOLDER, **metrics[1]), ACTIONS_PAUSE)
        running.callback(actions.stop)
        assistant = start_assistant(port, action_port, LOG_FOLDER, host, CREDENTIALS, None, **metrics[0])
        running.callback(assistant.stop)
        wait_until_answers(actions.process, f"http://{LOOPBACK}:{action_port}/health", on_tick=dots)
        wait_until_answers(assistant, f"{origin(host, port)}{HEALTH_ADDRESS}", on_tick=dots)
        notifier = KeptRunning(lambda: start_notifier(LOG_FOLDER, **metrics[2]), NOTIFIER_PAUSE)
        running.callback(notifier.stop)
        _show_safety(assistant)
        print(f"\nThe assistant answers at http://localhost:{port}{PAGE_ADDRESS}   (Ctrl-C stops it)", flush=True)
        while assistant.running:
            actions.look()
            notifier.look()
            time.sleep(0.5)
        raise StartFailed(f"The assistant has died, so everything was stopped. Its last words are in {assistant.log}.")


def _show_safety(assistant: Process) -> None:
    """The assistant tries its own safety at start; what it found must not stay in a log that nobody reads."""
    for _ in range(SAFETY_CHECK_SECONDS * 10):
        said = assistant.log.read_text("utf-8", "replace")
        if PASSED in said:
            return
        if FAILED in said:
            print("\n" + "\n".join(line for line in said[said.index(FAILED) :].splitlines()[:12]), flush=True)
            return
        time.sleep(0.1)
    print(f"\nThe safety check did not end within {SAFETY_CHECK_SECONDS} seconds. See {assistant.log}.", flush=True)


def shell() -> int:
    """`rasa shell` in this terminal, with the action server behind it."""
    action_port = free_port()
    print("Starting (about 15 seconds) …", flush=True)
    actions = start_actions(action_port)
    try:
        wait_until_answers(actions, f"http://{LOOPBACK}:{action_port}/health")
        command = [
            sys.executable,
            "-m",
            "rasa",
            "shell",
            "--model",
            str(Versions().current().file),
            "--endpoints",
            str(endpoints_for(action_port)),
            "--credentials",
            os.devnull,
        ]
        return subprocess.call(command, cwd=ROOT, env={**os.environ, **QUIET, "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)})
    finally:
        actions.stop()


def _try_settings() -> None:
    """A wrong one is told now, not in a log. Raises one of `PROBLEMS`."""
    log_format(), log_level(), several.wanted()
    of_environment()
    if os.environ.get(REDIS_VARIABLE):
        check_redis_url(ENDPOINTS_OF_SEVERAL)
    try_settings(database_may_be_away=False)
    email_settings(), webhook_settings(), notifier_folder()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shell", action="store_true", help="talk in this terminal instead of serving visitors")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup sets it
        signal.signal(signal.SIGHUP, _stop)
    try:
        _try_settings()
        if arguments.shell:
            return shell()
        signal.signal(signal.SIGINT, _stop)
        run()
    except Stopped:
        with suppress(OSError):  # the terminal may be what went away
            print("\nStopped.", flush=True)
    except KeyboardInterrupt:
        print()
    except (StartFailed, CannotListen, VersionError, *PROBLEMS) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
