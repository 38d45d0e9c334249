"""The widget's script and its demo page, under `/chat/`."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from pathlib import Path
from typing import Optional

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from admissions.program import program
from assistant.channel.refusals import Refusal

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "widget" / "dist" / "iop-chat.js"
DEMO = ROOT / "widget" / "demo"
FILLED_IN = (".html",)  # these hold [[helpline]] and the like; all else goes out as it is
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def serve(request: Request, name: str) -> HTTPResponse:
    """One file, an empty name being the page itself. Raises `Refusal`."""
    file = _file(name or "index.html")
    if file is None:
        raise Refusal("not_found", "There is nothing at this address.")
    content = file.read_bytes()
    if file.suffix in FILLED_IN:
        content = _filled(content.decode("utf-8")).encode()
    headers = {
        "Cache-Control": "no-cache",  # may be kept, but is asked for again each time
        "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "Content-Security-Policy": PAGE_POLICY,
        "Vary": "Accept-Encoding, Origin",
    }
    if file == SCRIPT:  # other websites include it, with an integrity hash if they like
        headers.update({"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"})
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return response.empty(304, headers)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in ("application/javascript", "image/svg+xml"):
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = gzip.compress(content, mtime=0), "gzip"
        kind += "; charset=utf-8"
    return response.raw(content, headers=headers, content_type=kind)


def _file(name: str) -> Optional[Path]:
    if name == SCRIPT.name:
        return SCRIPT if SCRIPT.is_file() else None
    try:
        file = (DEMO / name).resolve()
        return file if file.is_file() and file.is_relative_to(DEMO.resolve()) else None
    except (OSError, ValueError):  # a name that no file can have: too long, or with a zero byte
        return None


def _filled(text: str) -> str:
    for fact, value in program().sayable().items():
        text = text.replace(f"[[{fact}]]", value)
    return text
