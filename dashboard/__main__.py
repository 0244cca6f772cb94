"""``python -m dashboard`` is ``wanglou``."""

import gc
import sys

gc.disable()  # what is imported stays: to look through it again and again would cost a tenth of every start
from dashboard.cli import main  # noqa: E402

gc.enable()

sys.exit(main())
