"""`python -m assistant.serve run …`: Rasa's command line with our logging from the first line on, and without TensorFlow."""

from __future__ import annotations

import sys

from admissions.logs import LogSettingsProblem, install
from admissions.metrics import MetricsSettingsProblem, metrics_port
from assistant import several, without_tensorflow


def main() -> None:
    try:
        install("assistant")  # before Rasa's first line
        metrics_port()
        processes = several.wanted()
    except (LogSettingsProblem, MetricsSettingsProblem, several.ProcessesProblem) as problem:
        sys.exit(str(problem))
    without_tensorflow.install()
    import rasa.utils.io
    from rasa.__main__ import main as serve

    rasa.utils.io.configure_colored_logging = lambda level: None
    if processes > 1:
        several.serve(processes, serve)
    serve()


if __name__ == "__main__":
    main()
