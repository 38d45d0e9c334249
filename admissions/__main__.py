"""`python -m admissions …`: what staff do at the command line."""

import sys

from admissions.cli import main

sys.exit(main())
