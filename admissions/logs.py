"""How every process logs: lines for people or JSON lines, at any level without a word of what a visitor said.

Our own log calls never hold such words. Libraries' do: at DEBUG Rasa writes whole conversations, and an exception may quote
what it choked on. So of others' lines only what stands in their source is written: the place, the level and the template,
without what was filled in; and of any exception its type and its path through the code.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from types import TracebackType
from typing import Type

from pythonjsonlogger.json import JsonFormatter

FORMAT_VARIABLE, LEVEL_VARIABLE = "LOG_FORMAT", "LOG_LEVEL"
TEXT, JSON = "text", "json"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
OWN = ("admissions", "actions", "assistant")
CHATTY = ("urllib3", "alembic", "asyncio", "apscheduler", "matplotlib", "tensorflow", "h5py", "numba")
LEFT_OUT = "(what a library says is left out: it may hold a visitor's words)"
FRAMES = 12  # the innermost of an exception's path
_PARTS = set(vars(logging.makeLogRecord({})))
_crashes = logging.getLogger("admissions.crash")


class LogSettingsProblem(ValueError):
    """`LOG_FORMAT` or `LOG_LEVEL` cannot be used; the message says what to write."""


def log_format() -> str:
    """`LOG_FORMAT`: text, or json. Raises `LogSettingsProblem`."""
    wanted = (os.environ.get(FORMAT_VARIABLE) or TEXT).strip().lower()
    if wanted not in (TEXT, JSON):
        raise LogSettingsProblem(f"{FORMAT_VARIABLE}={wanted} is unknown; write {TEXT} or {JSON}.")
    return wanted


def log_level() -> str:
    """`LOG_LEVEL`, by default INFO. Raises `LogSettingsProblem`."""
    wanted = (os.environ.get(LEVEL_VARIABLE) or "INFO").strip().upper()
    if wanted not in LEVELS:
        raise LogSettingsProblem(f"{LEVEL_VARIABLE}={wanted} is unknown; write one of {', '.join(LEVELS)}.")
    return wanted


def install(process: str) -> None:
    """From here on every log line of this process goes to standard output in our form, whoever set up logging before.

    `process` is its name in JSON lines. Raises `LogSettingsProblem`.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonLines(process) if log_format() == JSON else _TextLines())
    handler.addFilter(_without_visitors_words)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(log_level())
    for name in list(logging.Logger.manager.loggerDict):
        logger = logging.getLogger(name)
        if logger.handlers:  # sanic and others write by themselves
            logger.handlers, logger.propagate = [], True
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in OWN:
        logging.getLogger(name).setLevel(log_level())
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)  # without their words they say nothing
    sys.excepthook = _crashed
    threading.excepthook = lambda crash: _crashed(crash.exc_type, crash.exc_value, crash.exc_traceback)


def _crashed(kind: Type[BaseException], problem: BaseException | None, where: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _crashes.critical("An error that nobody expected.", exc_info=(kind, problem or kind(), where))


def is_own(logger_name: str) -> bool:
    return logger_name.split(".", 1)[0] in OWN


def _without_visitors_words(record: logging.LogRecord) -> bool:
    """Take out of a record whatever may come from a visitor. It changes the record: nothing later sees more. A library's line of
    which nothing would be left is written from a warning on, for its place alone tells something then."""
    if not is_own(record.name):
        has_template = bool(record.args) and isinstance(record.msg, str)
        if not has_template and record.levelno < logging.WARNING:
            return False
        record.msg, record.args = record.msg if has_template else LEFT_OUT, None
        for extra in set(vars(record)) - _PARTS:  # such as the address that was asked for
            delattr(record, extra)
    if record.exc_info and record.exc_info[0]:
        record.exc_text = _path_of(record.exc_info[0], record.exc_info[2])
    record.exc_info = record.stack_info = None
    return True


def _path_of(kind: Type[BaseException], where: TracebackType | None) -> str:
    """An exception without its words: its type, and where it came through."""
    frames = []
    while where:
        code = where.tb_frame.f_code
        frames.append(f"{os.path.basename(code.co_filename)}:{where.tb_lineno} {code.co_name}")
        where = where.tb_next
    return f"{kind.__name__} at {' > '.join(frames[-FRAMES:])}"


class _TextLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line if is_own(record.name) else f"{line} [{record.name}:{record.lineno}]"


class _JsonLines(JsonFormatter):
    """`time`, `level`, `process`, `logger`, `line`, `message`, and `exception` where there is one."""

    def __init__(self, process: str) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{lineno}{message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "lineno": "line", "exc_info": "exception"},
            static_fields={"process": process},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )
