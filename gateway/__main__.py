"""``python -m gateway`` is the gateway's program."""

import sys

from gateway.cli import main

sys.exit(main())
