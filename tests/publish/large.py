"""Publishes a folder of many files, an update and a removal. `large` starts it."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "s3"))
from servers import KEY, SECRET, Rclone  # noqa: E402

CITEBACK = os.environ["CITEBACK"]
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
PER_LIST = 100
work = Path(tempfile.mkdtemp(prefix="citeback-large-", dir=os.environ.get("TMPDIR")))
site, public = work / "site", work / "public"


def page(links, text):
    return "<!DOCTYPE html>\n" + "".join(f'<a href="{link}">{text}</a>\n' for link in links)


def write(state):
    """Pages in lists of a hundred. The second state changes a hundred pages, the third removes fifty."""
    numbers = range(COUNT - (50 if state == 2 else 0))
    lists = [numbers[at : at + PER_LIST] for at in range(0, len(numbers), PER_LIST)]
    (public / "claims").mkdir(parents=True, exist_ok=True)
    (public / "index.html").write_text(page([f"list-{at}.html" for at in range(len(lists))], f"State {state}"))
    for at, part in enumerate(lists):
        (public / f"list-{at}.html").write_text(page([f"claims/c {number} é.html" for number in part], f"List {at}"))
    for number in range(COUNT):
        path = public / f"claims/c {number} é.html"
        if number in numbers:
            path.write_text(page(["../index.html"], f"Claim {number}, {state if number < 100 else 0}"))
        else:
            path.unlink(missing_ok=True)


def publish(target, environment={}):
    started, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [CITEBACK, "publish", target, "--from", str(public), "--site", str(site), "--yes"]
    run = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = next(line for line in run.stderr.splitlines() if line.startswith("published"))
    print(f"  {time.time() - started:6.1f} s, {cpu:6.1f} CPU s: {said}", flush=True)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts}


def branch():
    shutil.rmtree(work / "clone", ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--branch", "gh-pages", work / "remote", work / "clone"], check=True)
    found = files(work / "clone")
    return {path: body for path, body in found.items() if path != ".nojekyll" and not path.startswith(".citeback/")}


try:
    (site / "content").mkdir(parents=True)
    (site / "content/brief.yaml").write_text(
        "title: A brief\npublish:\n"
        f"  folder: {{ folder: {work}/www }}\n"
        f"  branch: {{ git: {work}/remote, branch: gh-pages }}\n"
        "  storage: { s3: bucket/www, region: test }\n"
    )
    subprocess.run(["git", "init", "--quiet", "--bare", work / "remote"], check=True)
    subprocess.run(["git", "init", "--quiet", site], check=True)
    rclone = Rclone(work / "storage")
    key = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{rclone.port}"}
    targets = {
        "folder": ({}, lambda: files(work / "www")),
        "branch": ({}, branch),
        "storage": (key, lambda: files(rclone.bucket / "www")),
    }
    for state in range(3):
        write(state)
        expected = files(public)
        for target, (environment, there) in targets.items():
            print(f"{target}, {['first publication', 'a hundred pages change', 'fifty pages go'][state]}, {len(expected)} files")
            publish(target, environment)
            assert there() == expected, f"{target} has other files"
    print("all three have the same files as the folder, after each publication")
finally:
    if "rclone" in globals():
        rclone.stop()
    shutil.rmtree(work, ignore_errors=True)
