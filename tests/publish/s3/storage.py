"""Publishes small sites to storage that speaks S3. `run` starts it."""

import concurrent.futures
import hashlib
import html
import os
import posixpath
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from email.utils import formatdate
from pathlib import Path

from servers import KEY, SECRET, WRITES, Moto, Proxy, Rclone

CITEBACK = Path(os.environ.get("CITEBACK", "target/debug/citeback")).resolve()
PREFIX, KEPT = "www/brief/", ".citeback-www!brief/"
WORK = Path(tempfile.mkdtemp(prefix="citeback-publish-"))


class Sites:
    """Three finished sites: the second changes five notes of the first and adds some, the third removes some."""

    def __init__(self, name, extra=""):
        self.home, self.extra = WORK / name / "site", extra
        words = "The experts met last week. No reply came. Water rose by two metres. Nobody was hurt. Trains ran on time."
        first = {f"claim-{i}": words.split(". ")[i] for i in range(5)}
        second = {**{name: quote for name, quote in first.items()}, "claim-new": "No reply came", "claim-other": "Nobody was hurt"}
        third = {name: second[name] for name in ("claim-0", "claim-new")}
        self.first = self.build("first", words, first, ["rain"])
        self.second = self.build("second", words, second, ["rain", "flood in März"])
        self.third = self.build("third", words, third, ["flood in März"])

    def build(self, name, words, claims, tags):
        shutil.rmtree(self.home, ignore_errors=True)
        target = f"publish:\n  live: {{ s3: bucket/{PREFIX.rstrip('/')}, region: test }}\n"
        brief = f"title: A brief\nbase_url: https://example.org/\n{self.extra}{target}"
        self.write("content/brief.yaml", brief)
        self.write("content/sources/report.md", f"---\ntitle: A report\nshow: full\n---\n{words}\n")
        self.write("static/a file with spaces é.txt", name)
        self.write("static/.nojekyll", "")
        for claim, quote in claims.items():
            passage = f"  - id: p\n    source: report\n    quote: {quote.rstrip('.')}\n    stance: supports\n"
            about = f"claim: It is so ({name}).\nverdict: true\nsummary: They did.\ntags: {tags!r}\n"
            self.write(f"content/claims/{claim}.yaml", f"{about}passages:\n{passage}")
        folder = self.home.parent / name
        done = subprocess.run([CITEBACK, "build", "--site", self.home, "--out", folder], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return folder

    def write(self, path, text):
        (self.home / path).parent.mkdir(parents=True, exist_ok=True)
        (self.home / path).write_text(text)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def start(port, folder, *options):
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}",
    }
    source = [] if folder is None else ["--from", str(folder)]
    command = [str(CITEBACK), "publish", "--site", str(sites.home), "--delete", *source, *options]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def publish(port, folder, *options, code=0):
    process = start(port, folder, *options)
    try:
        out, said = process.communicate(timeout=300)
    finally:
        process.kill()
    assert SECRET not in out + said and "X-Amz" not in out + said, "a secret is shown"
    assert code is None or process.returncode == code, f"exit {process.returncode}: {said}"
    return out + said


def broken(pages, exists):
    """Links of these pages to what does not exist."""
    found = []
    for path, body in pages.items():
        for link in re.findall(rb"(?:href|src)=[\"']?([^\"' >]+)", body):
            link = urllib.parse.urldefrag(html.unescape(link.decode()))[0]
            if not link or re.match("[a-z]+:", link):
                continue
            own = "/" + urllib.parse.quote(path)
            to = urllib.parse.unquote(urllib.parse.urljoin(own, link)).split("?")[0].lstrip("/")
            to = posixpath.join(to, "index.html") if to.endswith("/") or not to else to
            if not exists(to):
                found.append((path, to))
    return found


def public(moto):
    return {key[len(PREFIX):]: body for key, (_, body) in moto.objects().items() if key.startswith(PREFIX)}


def check_links(moto, when):
    there = public(moto)
    # The page for missing addresses has complete links, which lead to the root of the host.
    pages = {path: body for path, body in there.items() if path.endswith(".html") and path != "404.html"}
    assert not broken(pages, there.__contains__), f"{when}: {broken(pages, there.__contains__)[:3]}"


def check_site(moto, folder, when=""):
    there, expected = public(moto), files(folder)
    assert there == expected, f"{when}: {sorted(set(there.items()) ^ set(expected.items()))[:2]}"


def stop_everywhere(moto, proxy, before, after, other):
    """Kills the program at every request that writes; the next run completes it, or publishes something else."""
    moto.reset()
    if before:
        publish(proxy.port, before)
    state = moto.objects()
    every = int(os.environ.get("EVERY", "1"))
    for turn, last in enumerate(range(1, 1000, every)):
        moto.reset(state)
        proxy.calm()
        process = start(proxy.port, after)

        def kill(number, method, path):
            if number == last:
                process.send_signal(signal.SIGKILL)
                process.wait()
            return Proxy.CLOSE if number and number >= last else None

        proxy.after = kill
        process.communicate(timeout=300)
        when = f"stopped after {last} writes"
        check_links(moto, when)
        ended = proxy.writes < last
        proxy.calm()
        # As if the lock had expired, which takes minutes.
        moto.delete(f"{KEPT}lock.json")
        goal = other if turn % 2 else after
        publish(proxy.port, goal)
        check_site(moto, goal, when)
        check_links(moto, when)
        if turn % 3 == 0:
            assert "is up to date" in publish(proxy.port, goal), when
        if ended:
            assert last > 10
            return f"{(last - 1) // every} places"
    raise AssertionError("it never ends")


def test_stopped_first_publication(moto, proxy):
    return stop_everywhere(moto, proxy, None, small.first, small.second)


def test_stopped_update(moto, proxy):
    return stop_everywhere(moto, proxy, small.first, small.second, small.third)


def test_stopped_removals(moto, proxy):
    return stop_everywhere(moto, proxy, small.second, small.third, small.first)


def test_headers(moto, proxy):
    moto.reset()
    publish(proxy.port, sites.second)
    for path, body in files(sites.second).items():
        headers, found = moto.get(PREFIX + path)
        types = {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "json": "application/json", "png": "image/png"}
        expected = types.get(path.rsplit(".", 1)[-1])
        assert found == body and expected in (None, headers["content-type"]), (path, headers)
        assert headers["x-amz-meta-sha256"] == hashlib.sha256(body).hexdigest()
        assert headers["cache-control"] in ("no-cache", "public, max-age=31536000, immutable")
    assert moto.get(f"{PREFIX}feed.xml")[0]["content-type"] == "application/atom+xml"


def test_dry_run_and_history_write_nothing(moto, proxy):
    moto.reset()
    for folder in (sites.first, sites.second):
        proxy.calm()
        for options in (["--dry-run"], ["--dry-run", "--verify", "full"]):
            said = publish(proxy.port, folder, *options)
            assert " to write" in said
        publish(proxy.port, None, "--history")
        assert proxy.log and not [line for line in proxy.log if line[0] in WRITES], proxy.log
        publish(proxy.port, folder)
        proxy.calm()
        assert "is up to date" in publish(proxy.port, folder)
        assert not proxy.writes


def test_rollback_and_purge(moto, proxy):
    moto.reset()
    for folder in (sites.first, sites.second, sites.third):
        publish(proxy.port, folder)
    history = publish(proxy.port, None, "--history").splitlines()
    assert len(history) == 3
    publish(proxy.port, None, "--rollback", history[2].split()[0])
    check_site(moto, sites.first)
    publish(proxy.port, sites.third, "--verify", "full")
    kept = [key for key in moto.keys() if key.startswith(f"{KEPT}kept/")]
    said = publish(proxy.port, None, "--purge", "claims/claim-1.html")
    assert "removed 2 earlier versions" in said, said
    assert len([key for key in moto.keys() if key.startswith(f"{KEPT}kept/")]) == len(kept) - 2


def test_what_is_kept_is_not_for_readers(moto, proxy):
    moto.reset()
    publish(proxy.port, sites.first)
    publish(proxy.port, sites.second)
    keys = [key for key in moto.keys() if key.startswith(KEPT)]
    assert len(keys) > 5 and not [key for key in moto.keys() if not key.startswith((KEPT, PREFIX))]
    for key in keys:
        assert proxy.handle("GET", f"/bucket/{urllib.parse.quote(key)}", {}, b"")[0] == 403
    # Where everybody may read everything, nothing is published.
    moto.reset()
    proxy.open = True
    said = publish(proxy.port, sites.first, code=2)
    assert "everybody can read the folder .citeback-www!brief/ of the bucket bucket" in said, said
    assert not public(moto)


def test_files_of_others(moto, proxy):
    moto.reset({f"{PREFIX}robots.txt": ({}, b"theirs"), f"{PREFIX}their page.html": ({}, b"x"), "elsewhere.html": ({}, b"y")})
    said = publish(proxy.port, sites.first, code=2)
    assert "that citeback did not put there would be replaced, such as robots.txt" in said, said
    assert len(moto.keys()) == 3
    assert "left alone, not from citeback: their page.html" in publish(proxy.port, sites.first, "--adopt")
    publish(proxy.port, sites.third)
    assert moto.get(f"{PREFIX}their page.html") and moto.get("elsewhere.html")
    assert moto.get(f"{KEPT}replaced/robots.txt")[1] == b"theirs"


def test_refused_in_the_middle(moto, proxy):
    moto.reset()
    publish(proxy.port, sites.first)
    denied = b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
    for first in (1, 5, 20, 40):
        proxy.calm()
        proxy.before = lambda number, *_: (403, {}, denied) if number and number >= first else None
        said = publish(proxy.port, sites.second, code=2)
        assert "AccessDenied" in said and "permission" in said, said
        check_links(moto, "refused")
        proxy.calm()
        moto.delete(f"{KEPT}lock.json")
    publish(proxy.port, sites.second)
    check_site(moto, sites.second)


def test_disturbed(moto, proxy):
    """A server that is busy, and closes connections, before and after it does what was asked."""
    moto.reset()
    chance = random.Random(1)

    def disturb(*_):
        at = chance.random()
        if at < 0.05:
            return Proxy.CLOSE
        if at < 0.10:
            return 503, {"retry-after": "0"}, b"<Error><Code>SlowDown</Code></Error>"
        return None

    for folder in (sites.first, sites.second, sites.third):
        proxy.calm()
        proxy.before = proxy.after = disturb
        publish(proxy.port, folder)
        check_site(moto, folder)


def test_clock_that_is_wrong_by_an_hour(moto, proxy):
    moto.reset()

    def strict(number, method, path):
        signed_at = re.search("X-Amz-Date=(\\w+)", path)
        then = time.time() + 3600
        if signed_at and abs(time.mktime(time.strptime(signed_at[1] + "UTC", "%Y%m%dT%H%M%SZ%Z")) - time.timezone - then) > 900:
            return 403, {"date": formatdate(then, usegmt=True)}, b"<Error><Code>RequestTimeTooSkewed</Code></Error>"
        return None

    proxy.before = strict
    publish(proxy.port, sites.first)
    check_site(moto, sites.first)


def test_damaged_on_the_way(moto, proxy):
    """rclone checks the MD5 of what arrives."""
    rclone = Rclone(WORK / "rclone")
    proxy.server = rclone
    page = f"/bucket/{PREFIX}claims/claim-1.html"
    proxy.alter = lambda path, body: body.replace(b"They", b"Them") if path.startswith(page) else body
    said = publish(proxy.port, sites.first, code=2)
    assert "BadDigest" in said and "claim-1.html" in said, said


def test_rclone(moto, proxy):
    """Storage that ignores conditions: everything works, and it says that it is weaker."""
    rclone = Rclone(WORK / "rclone")
    proxy.server = rclone
    for folder in (sites.first, sites.second, sites.third):
        said = publish(proxy.port, folder, "--verify", "full")
        assert "cannot tell two publishers at once apart" in said, said
        found = {path: body for path, body in files(rclone.bucket / PREFIX).items()}
        assert found == files(folder), sorted(set(found) ^ set(files(folder)))
    history = publish(proxy.port, None, "--history").splitlines()
    publish(proxy.port, None, "--rollback", history[2].split()[0])
    assert files(rclone.bucket / PREFIX) == files(sites.first)
    # A signature by another secret.
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": "x", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{proxy.port}"}
    command = [str(CITEBACK), "publish", "--site", str(sites.home), "--history"]
    refused = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert refused.returncode == 2 and "SignatureDoesNotMatch" in refused.stderr, refused.stderr


def test_two_publishers_at_once(moto, proxy):
    rounds = int(os.environ.get("ROUNDS", "20"))
    both = 0
    for number in range(rounds):
        moto.reset()
        publish(proxy.port, sites.first)
        proxy.calm()
        pair = [start(proxy.port, folder) for folder in (sites.second, sites.third)]
        said = [process.communicate(timeout=300)[1] for process in pair]
        codes = [process.returncode for process in pair]
        assert 0 in codes and set(codes) <= {0, 2}, said
        for code, text in zip(codes, said):
            known = ("has been publishing there since", "somebody else has published", "somebody else is publishing", "has just published")
            assert code == 0 or any(words in text for words in known), text
        # If both have published, one did so after the other.
        winners = [folder for code, folder in zip(codes, (sites.second, sites.third)) if code == 0]
        there = public(moto)
        assert there in [files(folder) for folder in winners], f"round {number}: a mixture"
        both += len(winners) == 2
        assert "is up to date" in publish(proxy.port, next(f for f in winners if files(f) == there))
    return f"{rounds} times, {both} of them one after the other"


def test_reader_during_updates(moto, proxy):
    """A reader who follows all links during updates never meets one that leads nowhere."""
    moto.reset()
    publish(proxy.port, sites.first)
    stop, problems, seen = threading.Event(), [], [0]

    def read():
        while not stop.is_set():
            queue, known = ["index.html"], {"index.html"}
            while queue and not stop.is_set():
                path = queue.pop()
                page = moto.get(PREFIX + path)
                seen[0] += 1
                if page is None:
                    continue
                kind = page[0]["content-type"]
                if path.endswith(".html") and kind != "text/html; charset=utf-8":
                    problems.append((path, kind))
                links = dict.fromkeys(to for _, to in broken({path: page[1]}, lambda to: False)) if path.endswith(".html") else {}
                for to in links:
                    # A page that was read before may lead to one that is gone since; one that is read now may not.
                    if not moto.get(PREFIX + to) and (again := moto.get(PREFIX + path)):
                        if to in [found for _, found in broken({path: again[1]}, lambda to: False)] and not moto.get(PREFIX + to):
                            problems.append((path, to))
                    if to not in known:
                        known.add(to)
                        queue.append(to)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for folder in (sites.second, sites.third, sites.first, sites.third):
                publish(proxy.port, folder)
        finally:
            stop.set()
        [reader.result() for reader in readers]
    assert not problems, problems[:3]
    assert seen[0] > 50
    return f"{seen[0]} files read"


def main():
    global sites, small
    wanted = sys.argv[1:]
    tests = [(name[5:], test) for name, test in globals().items() if name.startswith("test_")]
    tests = [(name, test) for name, test in tests if not wanted or any(word in name for word in wanted)]
    sites, small = Sites("all"), Sites("small", "cards: false\nsearch: false\n")
    moto = Moto()
    failed = 0
    try:
        for name, test in tests:
            proxy, started = Proxy(moto), time.time()
            try:
                remark = test(moto, proxy)
                print(f"ok      {name} ({time.time() - started:.0f} s{', ' + remark if remark else ''})", flush=True)
            except Exception as error:
                failed += 1
                print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
            proxy.listener.shutdown()
            if proxy.server is not moto:
                proxy.server.stop()
                shutil.rmtree(WORK / "rclone")
    finally:
        moto.stop()
        shutil.rmtree(WORK, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
