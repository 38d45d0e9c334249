"""`python -m actions …`: Rasa's action server with our logging and figures; it takes the arguments of `rasa_sdk`."""

import sys

from admissions.logs import LogSettingsProblem, install
from admissions.metrics import MetricsSettingsProblem, serve_metrics


def main() -> None:
    try:
        install("actions")  # before Rasa's first line
        serve_metrics()
    except (LogSettingsProblem, MetricsSettingsProblem) as problem:
        sys.exit(str(problem))
    import rasa_sdk.utils
    from rasa_sdk.__main__ import main as serve

    rasa_sdk.utils.configure_colored_logging = lambda level: None
    rasa_sdk.utils.update_sanic_log_level = lambda *_, **__: install("actions")  # the last that the SDK does about logging
    serve()


if __name__ == "__main__":
    main()
