"""The floor: a Sanic server as Rasa uses it, whose handler answers without looking. `python -m bench.speed.empty PORT`."""

from __future__ import annotations

import sys

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from assistant.ports import LOOPBACK

app = Sanic("floor")


@app.post("/webhooks/rest/webhook")
async def answer(request: Request) -> HTTPResponse:
    return json([{"recipient_id": request.json["sender"], "text": "Hello."}])


if __name__ == "__main__":
    app.run(host=LOOPBACK, port=int(sys.argv[1]), access_log=False, motd=False)
