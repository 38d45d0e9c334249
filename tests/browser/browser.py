"""Finds a Chromium to drive, or has the machine install one by its own means."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
INSTALL_SECONDS = 600
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses to start as root with it
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LEFT_OUT = (
    "The chat was not tried in a browser: no Chromium was found and none could be installed ({why}). "
    "Install one (Debian, as root: apt-get install chromium; elsewhere: python -m playwright install chromium), then run again."
)


class NoBrowser(RuntimeError):
    """There is no browser; the text says what was left out and how to get one."""


def find() -> str | None:
    """The path of a Chromium: `CHROMIUM` names one, or one on the path, or Playwright's own download."""
    if named := os.environ.get("CHROMIUM"):
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    downloaded = sorted(folder.glob("chromium-*/chrome-linux*/chrome")) + sorted(
        folder.glob("chromium-*/chrome-mac*/**/Chromium")
    )
    return str(downloaded[-1]) if downloaded else None


def find_or_install() -> str:
    """Raises `NoBrowser`."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        steps = [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
    else:
        steps = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    print("No Chromium here: installing one for the browser tests …", flush=True)
    try:
        for step in steps:
            subprocess.run(step, check=True, capture_output=True, timeout=INSTALL_SECONDS)
    except (subprocess.SubprocessError, OSError) as problem:
        raise NoBrowser(LEFT_OUT.format(why=type(problem).__name__)) from problem
    if found := find():
        return found
    raise NoBrowser(LEFT_OUT.format(why="it was not there afterwards"))
