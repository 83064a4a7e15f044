"""Writes SHA256SUMS, the checksums of the files in a folder, as `sha256sum --check` reads them.

    checksums.py FOLDER
"""

import hashlib
import sys
from pathlib import Path

folder = Path(sys.argv[1])
lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.iterdir())]
(folder / "SHA256SUMS").write_text("".join(lines), newline="\n")
