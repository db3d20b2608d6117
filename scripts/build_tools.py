"""Makes `govern-tools.pyz`, the tools of those with a duty in one file: `python scripts/build_tools.py FILE`.

The service gives out the same bytes at `ballots/tools` (govern/ballots/duties/one_file.py).
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # these very sources, whatever else is installed

from govern.ballots.duties import one_file

if __name__ == "__main__":
    content = one_file.built()
    Path(sys.argv[1]).write_bytes(content)
    print(f"{sys.argv[1]}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")
