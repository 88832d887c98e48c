"""`python -m proxy.parity.shadow PARENT`: the shadow, as long as the gateway lives."""

import os
import sys

from proxy.config import read_settings
from proxy.parity.shadow.process import run_shadow

if __name__ == "__main__":
    run_shadow(read_settings(os.environ), int(sys.argv[1]))
