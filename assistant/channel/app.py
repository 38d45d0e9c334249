"""The website chat as a Rasa channel: put together here, its routes in routes.py."""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any, Awaitable, Callable, Dict, Optional

from prometheus_client import REGISTRY
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from admissions.clock import now
from admissions.database import DatabaseError, database_url, engine
from admissions.logs import install as install_logs
from admissions.metrics import MetricsSettingsProblem, serve_metrics
from assistant import action_calls, light_actions, metrics
from assistant.channel import guard
from assistant.channel.bell import Bell
from assistant.channel.feedback import Feedback
from assistant.channel.health import Health
from assistant.channel.limits import Limits
from assistant.channel.log import ChatLog
from assistant.channel.rasa_side import CHANNEL, RasaSide
from assistant.channel.routes import Routes
from assistant.channel.sessions import Sessions
from assistant.channel.settings import Settings
from assistant.channel.turns import Turns
from assistant.database_threads import database_threads
from assistant.model_watch import ModelWatch, spare_the_collector
from assistant.safety_check import report, unseen

logger = logging.getLogger(__name__)
CATCH_UP = 1.0  # seconds between looks at what is only in memory
Handler = Callable[[UserMessage], Awaitable[Any]]


class ChatChannel(InputChannel):
    """Named in credentials.yml, with its limits."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def url_prefix(cls) -> str:
        return "/"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        return cls(Settings.read(credentials))

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        install_logs("assistant")  # also where Rasa was started by itself
        action_calls.install()
        light_actions.install()
        spare_the_collector()
        return ChatBlueprint(self._settings, on_new_message)


async def catch_up_for_ever(log: ChatLog, rasa: RasaSide) -> None:
    while True:
        await asyncio.sleep(CATCH_UP)
        await log.catch_up()
        rasa.catch_up()


class ChatBlueprint(Blueprint):
    """The routes, and what must know the server that they are put on."""

    def __init__(self, settings: Settings, handle: Handler) -> None:
        super().__init__(CHANNEL)
        self.ctx.settings, self.ctx.handle = settings, handle

    def register(self, app: Sanic, options: Dict[str, Any]) -> None:
        settings: Settings = self.ctx.settings

        def agent() -> Agent:
            return app.ctx.agent

        database, bell, limits = database_threads(), Bell(), Limits(settings)
        lifetime = timedelta(minutes=settings.session_minutes)
        log = ChatLog(database, worker=secrets.token_hex(8))
        rasa = RasaSide(self.ctx.handle, agent, now)
        turns = Turns(log, bell, rasa, now, settings.slowest_turn, lifetime)
        Routes(
            settings=settings,
            limits=limits,
            sessions=Sessions(log, rasa, now, lifetime),
            turns=turns,
            log=log,
            bell=bell,
            rasa=rasa,
            feedback=Feedback(database, rasa, now),
            health=Health(database, agent),
        ).add_to(self)

        @self.listener("after_server_start")
        async def start(app: Sanic, _: object) -> None:
            REGISTRY.register(metrics.ModelCollector(agent))
            try:
                serve_metrics()
            except MetricsSettingsProblem as problem:  # visitors are answered all the same
                logger.error("No figures: %s", problem)
            with suppress(DatabaseError):  # told by /health; visitors are answered all the same
                await database.write(lambda: engine(database_url()))  # so that the first visitor does not wait for it
            problems = await unseen(app.ctx.agent)
            metrics.safety_checked(problems)
            report(problems)
            app.ctx.model_watch = ModelWatch(app.ctx.agent)
            app.ctx.model_watch.start()
            app.add_task(catch_up_for_ever(log, rasa))

        @self.listener("after_server_stop")
        async def stop(app: Sanic, _: object) -> None:
            app.ctx.model_watch.stop()
            database.close()

        guard.install(app, settings)
        super().register(app, options)
