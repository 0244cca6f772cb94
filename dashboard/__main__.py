"""``python -m dashboard`` is ``wanglou``."""

import sys

from dashboard.cli import main

sys.exit(main())
