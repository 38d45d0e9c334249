#!/usr/bin/env bash
# Prints the path of a Python 3.10, or explains how to get one. Rasa 3.6 runs on nothing newer.
set -u
cd "$(dirname "$0")/.."

works() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

for candidate in "${PYTHON310:-}" python3.10 python3 python; do
    [ -n "$candidate" ] && works "$candidate" && { command -v "$candidate"; exit 0; }
done
if command -v pyenv >/dev/null 2>&1; then
    found=$(ls -d "$(pyenv root)"/versions/3.10.*/bin/python 2>/dev/null | tail -n 1)
    [ -n "$found" ] && works "$found" && { echo "$found"; exit 0; }
fi
if ! command -v uv >/dev/null 2>&1 && [ ! -x .tools/bin/uv ]; then
    echo "No Python 3.10 found; trying uv …" >&2
    python3 -m venv .tools >/dev/null 2>&1 && .tools/bin/pip install --quiet uv >/dev/null 2>&1
fi
uv=$(command -v uv || echo .tools/bin/uv)
if [ -x "$uv" ]; then
    found=$("$uv" python find 3.10 2>/dev/null || { "$uv" python install --quiet 3.10 >/dev/null 2>&1 && "$uv" python find 3.10 2>/dev/null; })
    [ -n "$found" ] && works "$found" && { echo "$found"; exit 0; }
fi
cat >&2 <<'EXPLAIN'
This project needs Python 3.10, and none was found. Any one of these gets it:
  1. your system's package:   python3.10 and python3.10-venv (Ubuntu 22.04 has them)
  2. pyenv:                   pyenv install 3.10
  3. uv:                      pip install uv && uv python install 3.10
Or point at one you have:     make PYTHON310=/path/to/python3.10 setup
EXPLAIN
exit 1
