"""Prints the licences of everything that is compiled into the program, as their texts demand of whoever passes it on.

    third-party.py TARGET

TARGET is a target of rustc, such as x86_64-unknown-linux-gnu. Texts that are the same letter for letter are printed once.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = re.compile(r"(?i)^(licen[cs]e|copying|copyright|notice|unlicen[cs]e)([-._].*)?$")


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main(target):
    metadata = json.loads(cargo("metadata", "--format-version=1", "--locked", f"--filter-platform={target}"))
    packages = {f"{package['name']} v{package['version']}": package for package in metadata["packages"]}
    tree = cargo("tree", "--locked", "--edges=normal", "--prefix=none", "--format={p}", f"--target={target}")
    used = sorted({" ".join(line.split()[:2]) for line in tree.splitlines() if line.strip()})
    texts = {}
    for name in used:
        package = packages[name]
        folder = Path(package["manifest_path"]).parent
        if package["source"] is None:
            continue
        found = [path for path in sorted(folder.iterdir()) if path.is_file() and NAMES.match(path.name)]
        title = f"{name}, {package['license'] or 'see below'}"
        # Some crates only name their licence.
        for text in [path.read_text(errors="replace").strip() for path in found] or [""]:
            texts.setdefault(text, []).append(title)
    for font in sorted((ROOT / "fonts").glob("OFL-*.txt")):
        texts.setdefault(font.read_text().strip(), []).append("fonts of the share cards, OFL-1.1")
    rule = "=" * 80
    for text, titles in sorted(texts.items(), key=lambda entry: entry[1]):
        print(rule, *dict.fromkeys(titles), rule, "", sep="\n")
        print(text or "(Its package carries no text of the licence.)", "\n")


main(*sys.argv[1:])
