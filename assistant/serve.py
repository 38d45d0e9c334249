"""`python -m assistant.serve run …`: Rasa's command line with our logging from the first line on, and without TensorFlow.

What cannot be used is told in one line, and the process ends with 1: what runs it must see that it does not serve.
"""

from __future__ import annotations

import sys

from admissions.logs import install
from admissions.metrics import metrics_port
from admissions.starting import PROBLEMS, try_settings
from assistant import arguments, keeper, several, without_tensorflow
from assistant.channel.environment import of_environment
from assistant.ports import CannotListen, check_free
from assistant.redis_url import check_redis_url
from assistant.versions import VersionError


def main() -> None:
    try:
        install("assistant")  # before Rasa's first line
        metrics_port()
        place, processes = keeper.place(), several.wanted()
        if place:
            arguments.settle_model_anew()
        elif arguments.serves():
            _try_settings()
    except (*PROBLEMS, CannotListen, VersionError) as problem:
        sys.exit(str(problem))
    without_tensorflow.install()
    import rasa.utils.io
    from rasa.__main__ import main as serve

    rasa.utils.io.configure_colored_logging = lambda level: None
    if place:
        several.serve_at(place, serve)
    if processes > 1 and arguments.serves():
        several.serve(processes, serve, [sys.executable, "-m", "assistant.serve", *sys.argv[1:]])
    serve()


def _try_settings() -> None:
    """What Rasa would tell with a page of Python, or not at all."""
    of_environment()
    host, port = arguments.address()
    check_free(port, host)
    arguments.settle_model()
    check_redis_url(arguments.endpoints())
    try_settings(database_may_be_away=True)


if __name__ == "__main__":
    main()
