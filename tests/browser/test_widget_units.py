"""The widget's own unit tests, types and build, through Node."""

from __future__ import annotations

from pathlib import Path

from tests.browser.node import WIDGET, needs_node, run

BUILT = WIDGET / "dist" / "iop-chat.js"
LONGEST_SOURCE = 200


def test_units() -> None:
    needs_node("The widget's unit tests were")
    done = run("npm", "test")
    assert done.returncode == 0, done.stdout + done.stderr
    passed = next(line for line in done.stdout.splitlines() if line.startswith(("# pass", "ℹ pass")))
    assert int(passed.split()[-1]) >= 28


def test_types() -> None:
    needs_node("The check of the widget's types was")
    done = run("npx", "--no-install", "tsc", "--noEmit")
    assert done.returncode == 0, done.stdout


def test_the_committed_file_is_a_fresh_build(tmp_path: Path) -> None:
    """After a change of the sources: `npm run build` in widget/, and commit dist/ with them."""
    needs_node("The comparison of widget/dist with a fresh build was")
    fresh = tmp_path / "iop-chat.js"
    done = run("node", "build.mjs", f"--outfile={fresh}")
    assert done.returncode == 0, done.stderr
    assert fresh.read_bytes() == BUILT.read_bytes()


def test_sources_are_short() -> None:
    long = [file.name for file in WIDGET.glob("src/**/*.ts") if len(file.read_text("utf-8").splitlines()) >= LONGEST_SOURCE]
    assert long == []


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (WIDGET / "package-lock.json").read_text("utf-8")
