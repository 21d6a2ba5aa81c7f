"""``python3 -m config.register > docs/data-register.md``."""

import sys

from config.register import REGISTER, as_markdown

sys.stdout.write(as_markdown(REGISTER))
