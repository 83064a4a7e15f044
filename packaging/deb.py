"""Makes the Debian package with `dpkg-deb`, of the files that scripts/package has put into its working folder.

    deb.py VERSION WORK OUT
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

version, work, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
program = work / "citeback"
architecture = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()

# Shared libraries and the packages that have them. An unknown one must be added here, with its package.
PACKAGES = {"libc.so.6": "libc6", "libm.so.6": "libc6", "libgcc_s.so.1": "libgcc-s1"}


def dependencies():
    """What the program needs: the C library's youngest symbol decides its version."""
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", subprocess.check_output(["readelf", "--dynamic", "--wide", program], text=True))
    symbols = subprocess.check_output(["readelf", "--version-info", "--wide", program], text=True)
    youngest = max(int(minor) for minor in re.findall(r"GLIBC_2\.(\d+)", symbols))
    packages = {PACKAGES[library] for library in needed if not library.startswith("ld-linux")}
    return ", ".join(f"{name} (>= 2.{youngest})" if name == "libc6" else name for name in sorted(packages))


root = work / "deb"
doc = root / "usr/share/doc/citeback"


def put(source, target, mode=0o644):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


put(program, root / "usr/bin/citeback", 0o755)
for page in sorted((work / "share/man/man1").glob("*.1")):
    target = root / f"usr/share/man/man1/{page.name}.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    # Without a time and a name, so that the same page has the same bytes.
    target.write_bytes(gzip.compress(page.read_bytes(), mtime=0))
completions = work / "share"
put(completions / "bash-completion/completions/citeback", root / "usr/share/bash-completion/completions/citeback")
put(completions / "zsh/site-functions/_citeback", root / "usr/share/zsh/vendor-completions/_citeback")
put(completions / "fish/vendor_completions.d/citeback.fish", root / "usr/share/fish/vendor_completions.d/citeback.fish")
put(work / "THIRD-PARTY.txt", doc / "THIRD-PARTY.txt")
for name in ["LICENSE-APACHE", "README.md"]:
    put(name, doc / name)
put("LICENSE-MIT", doc / "copyright")

kilobytes = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) // 1024
control = f"""\
Package: citeback
Version: {version}
Architecture: {architecture}
Maintainer: The Citeback authors <nobody@citeback.invalid>
Installed-Size: {kilobytes}
Depends: {dependencies()}
Suggests: poppler-utils
Section: web
Priority: optional
Description: static site generator for fact-check briefs
 Editors keep captured source articles as Markdown and write claim notes as
 YAML. Citeback finds every quoted passage in its stored source, word for word,
 before it writes a static site in which each passage links to its place and
 back.
"""
(root / "DEBIAN").mkdir()
(root / "DEBIAN/control").write_text(control)
for folder in [root, *(path for path in root.rglob("*") if path.is_dir())]:
    folder.chmod(0o755)
subprocess.run(
    ["dpkg-deb", "--root-owner-group", "--build", root, out / f"citeback_{version}-1_{architecture}.deb"],
    check=True,
    stdout=subprocess.DEVNULL,
    # The same files make the same package.
    env={**os.environ, "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0")},
)
