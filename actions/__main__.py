"""`python -m actions …`: Rasa's action server with our logging and figures; it takes the arguments of `rasa_sdk`."""

import sys

from admissions.clock import now
from admissions.logs import install
from admissions.metrics import serve_metrics
from admissions.program import program
from admissions.starting import PROBLEMS, try_settings


def main() -> None:
    try:
        install("actions")  # before Rasa's first line
        serve_metrics()
        try_settings(database_may_be_away=True)
        program().callback_hours_on(now().date())  # loads the holidays, which the first visitor to book would wait for
    except PROBLEMS as problem:
        sys.exit(str(problem))
    import rasa_sdk.utils
    from rasa_sdk.__main__ import main as serve

    rasa_sdk.utils.configure_colored_logging = lambda level: None
    rasa_sdk.utils.update_sanic_log_level = lambda *_, **__: install("actions")  # the last that the SDK does about logging
    serve()


if __name__ == "__main__":
    main()
