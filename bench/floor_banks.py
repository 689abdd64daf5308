"""The floor for reading banks: every file split into lines, every line hashed."""

import hashlib
import sys
from pathlib import Path

count = 0
for file in sorted(Path(sys.argv[1]).rglob("*.md")):
    for line in file.read_text(encoding="utf-8").split("\n"):
        hashlib.sha256(line.encode()).digest()
        count += 1
print(count)
