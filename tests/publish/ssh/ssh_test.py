"""Publishes small sites to a server over ssh, with sftp and with rsync. `run` starts it."""

import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "s3"))
sys.path.insert(1, str(pathlib.Path(__file__).parent.parent))
import folder_test
import storage
from server import Relay, Server
from storage import CITEBACK, Sites, broken, files

ROUNDS = int(os.environ.get("ROUNDS", "2"))
CUTS = int(os.environ.get("CUTS", "2"))
SLOW = os.environ.get("SLOW")
NAME = "brief für alle"
KEPT = f".{NAME}.citeback/publish"


def setUpModule():
    global sites, root, server
    storage.WORK.chmod(0o755)
    sites = Sites("ssh", "cards: false\nsearch: false\n")
    # The sites must differ in more than their notes, and links must lead to what others do not have.
    assert files(sites.first) != files(sites.second) != files(sites.third)
    root = storage.WORK
    server = Server(root)


def tearDownModule():
    server.stop()
    shutil.rmtree(storage.WORK)


def everything(folder):
    """What is in a folder, so that any change is seen."""
    found = {}
    for path in [folder, *folder.rglob("*")]:
        about = path.lstat()
        content = os.readlink(path) if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path.relative_to(folder))] = (about.st_mode, about.st_mtime_ns, content)
    return found


class Common:
    def setUp(self):
        self.www = pathlib.Path(tempfile.mkdtemp(dir=root))
        self.www.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.www)
        self.public, self.kept = self.www / NAME, self.www / KEPT
        self.site = self.www.with_name(self.www.name + "-site")
        (self.site / "content").mkdir(parents=True)
        self.addCleanup(shutil.rmtree, self.site)
        self.configure(f"brief-server:{self.public}")
        self.server = server

    def configure(self, address):
        brief = f"title: A brief\nbase_url: https://example.org/\npublish:\n  live: {{ {self.kind}: {json.dumps(address, ensure_ascii=False)} }}\n"
        (self.site / "content/brief.yaml").write_text(brief)

    def start(self, folder, *options, port=None, **how):
        source = [] if folder is None else ["--from", str(folder)]
        command = [str(CITEBACK), "publish", "--site", str(self.site), "--delete", *source, *options]
        environment = self.server.environment(port)
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)

    def publish(self, folder, *options, port=None, code=0):
        process = self.start(folder, *options, port=port)
        out, said = process.communicate(timeout=300)
        self.assertEqual(process.returncode, code, said)
        return out + said

    def check(self, folder, when=""):
        """The site is there, and nothing else."""
        found, expected = files(self.public), files(folder)
        self.assertEqual(sorted(set(found.items()) ^ set(expected.items()))[:2], [], when)
        self.check_links(when)

    def check_links(self, when):
        there = files(self.public) if self.public.exists() else {}
        # The page for missing addresses has complete links, which lead to the root of the host.
        pages = {path: body for path, body in there.items() if path.endswith(".html") and path != "404.html"}
        self.assertEqual(broken(pages, there.__contains__)[:3], [], when)

    def no_leftovers(self, of_locks=False):
        """With `of_locks`, there may be small files of runs that were killed before they held the lock. They go after an hour."""
        left = [path.name for path in (self.kept / "incoming").iterdir()]
        self.assertEqual([name for name in left if not (of_locks and name.startswith("lock-"))], [])
        self.assertFalse((self.kept / "lock.json").exists())
        sites = self.www / f".{NAME}.citeback/sites"
        if self.kind == "rsync":
            self.assertEqual(list(sites.iterdir()), [self.public.resolve()])

    def test_publications(self):
        self.assertIn("nothing has been published", self.publish(None, "--history"))
        for folder in (sites.first, sites.second, sites.third):
            before = everything(self.www)
            self.assertIn(" to write", self.publish(folder, "--dry-run"))
            self.assertEqual(everything(self.www), before)
            said = self.publish(folder)
            self.assertNotIn("note:", said)
            self.check(folder)
            self.assertIn("is up to date", self.publish(folder, "--verify", "full"))
        self.assertEqual(self.public.is_symlink(), self.kind == "rsync")
        history = self.publish(None, "--history").splitlines()
        self.assertEqual(len(history), 3)
        page = files(sites.second)["claims/claim-other.html"]
        self.assertIn(page, files(self.www).values())
        self.assertIn("removed 1 earlier version", self.publish(None, "--purge", "claims/claim-other.html"))
        self.assertNotIn(page, files(self.www).values())
        before = everything(self.www)
        self.publish(None, "--rollback", history[2].split()[0], "--dry-run")
        self.assertEqual(everything(self.www), before)
        self.publish(None, "--rollback", history[2].split()[0])
        self.check(sites.first)
        self.no_leftovers()

    def test_web_servers_show_the_site_and_nothing_else(self):
        (self.www / "www").mkdir()
        self.configure(f"brief-server:{self.www}/www/brief")
        web = [folder_test.Server(name, self.www) for name in ("nginx", "apache")]
        for folder in (sites.first, sites.second, sites.third):
            self.publish(folder)
            for it in web:
                for path, body in files(folder).items():
                    self.assertEqual(it.get(it.base + urllib.parse.quote(path))[::2], (200, body), path)
        folder = self.www / "www/.brief.citeback/publish"
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual((folder / ".htaccess").read_text(), "Require all denied\n")
        kept = files(folder)
        self.assertIn("current.json", kept)
        self.assertGreater(len([path for path in kept if path.startswith("kept/")]), 5)
        for it in web:
            for path in kept:
                address = f"http://127.0.0.1:{it.port}/.brief.citeback/publish/{urllib.parse.quote(path)}"
                self.assertIn(it.get(address)[0], (403, 404), path)
            it.stop()

    def test_files_of_others_stay(self):
        self.publish(sites.first)
        (self.public / "theirs").mkdir(mode=0o775)
        (self.public / "theirs/page é.html").write_text("theirs")
        (self.public / "theirs/link").symlink_to("page é.html")
        said = self.publish(sites.second)
        self.assertIn("left alone, not from citeback: theirs/page é.html", said)
        self.assertEqual((self.public / "theirs/link").read_text(), "theirs")
        self.assertTrue((self.public / "theirs/link").is_symlink())
        self.publish(sites.third)
        self.assertEqual((self.public / "theirs/page é.html").read_text(), "theirs")

    def test_a_link_of_others_where_the_site_has_a_folder(self):
        self.publish(sites.first)
        shutil.rmtree(self.public / "tags")
        (self.www / "elsewhere").mkdir()
        (self.public / "tags").symlink_to(self.www / "elsewhere")
        said = self.publish(sites.second, code=2)
        self.assertIn("tags is not a folder, so the site cannot have files in it", said)
        self.assertTrue((self.public / "tags").is_symlink())
        self.assertEqual(list((self.www / "elsewhere").iterdir()), [])

    def test_the_site_of_somebody_else(self):
        self.public.mkdir()
        (self.public / "index.html").write_text("theirs")
        (self.public / "other.html").write_text("theirs, too")
        before = everything(self.www)
        said = self.publish(sites.first, code=2)
        self.assertIn("that citeback did not put there would be replaced, such as index.html", said)
        self.assertEqual(everything(self.www), before)
        said = self.publish(sites.first, "--adopt")
        self.assertEqual("is not a link that citeback has made" in said, self.kind == "rsync", said)
        self.assertEqual((self.kept / "replaced/index.html").read_text(), "theirs")
        self.assertEqual((self.public / "other.html").read_text(), "theirs, too")
        self.publish(sites.third)
        (self.public / "other.html").unlink()
        self.check(sites.third)

    def test_a_lock_of_somebody_else(self):
        self.publish(sites.first)
        lock = {"holder": "ana@desk\x1b[2J", "token": "x", "since": "2030-01-01T00:00:00Z", "expires": "2100-01-01T00:00:00Z"}
        (self.kept / "lock.json").write_text(json.dumps(lock))
        public = everything(self.public.resolve())
        said = self.publish(sites.second, code=2)
        self.assertIn("ana@desk[2J has been publishing there since 2030-01-01T00:00:00Z", said)
        self.assertEqual(everything(self.public.resolve()), public)

    @unittest.skipUnless(SLOW, "takes a minute")
    def test_a_lock_left_behind(self):
        self.publish(sites.first)
        lock = {"holder": "ana@desk", "token": "x", "since": "2020-01-01T00:00:00Z", "expires": "2020-01-01T00:02:00Z"}
        (self.kept / "lock.json").write_text(json.dumps(lock))
        # Both wait until it has certainly expired; one gets it.
        pair = [self.start(folder) for folder in (sites.second, sites.third)]
        self.one_or_both(pair, (sites.second, sites.third), "lock left behind")

    def one_or_both(self, pair, folders, when):
        said = [process.communicate(timeout=300)[1] for process in pair]
        codes = [process.returncode for process in pair]
        self.assertTrue(0 in codes and set(codes) <= {0, 2}, said)
        known = ("has been publishing there since", "somebody else has published", "somebody else is publishing", "has just published")
        for code, text in zip(codes, said):
            self.assertTrue(code == 0 or any(words in text for words in known), text)
        winners = [folder for code, folder in zip(codes, folders) if code == 0]
        there = files(self.public)
        [winner] = [folder for folder in winners if files(folder) == there]
        self.assertIn("is up to date", self.publish(winner), when)
        self.no_leftovers()

    def test_two_publishers_at_once(self):
        self.publish(sites.first)
        for number in range(ROUNDS):
            folders = random.sample((sites.first, sites.second, sites.third), 2)
            pair = [self.start(folder) for folder in folders]
            self.one_or_both(pair, folders, f"round {number}")

    def test_lost_connections(self):
        """Every connection is cut after some bytes, in either direction; the program makes new ones, and the next run goes on."""
        relay = Relay(self.server.port)
        self.addCleanup(relay.stop)
        folders = [sites.first, sites.second, sites.third]
        for number in range(CUTS):
            seed = random.randrange(1 << 30)
            chance = random.Random(seed)
            # The first connection is cut for certain, soon after it is made.
            first = iter([12_000])
            relay.next_cut = lambda: next(first, None) or chance.randrange(5_000, 200_000)
            process = self.start(folders[number % 3], port=relay.port)
            _, said = process.communicate(timeout=300)
            when = f"number {number}, seed {seed}: {said}"
            self.assertIn(process.returncode, (0, 2), when)
            self.assertTrue(process.returncode == 0 or "cannot be reached" in said or "rsync failed" in said, when)
            self.check_links(when)
            (self.kept / "lock.json").unlink(missing_ok=True)
            goal = random.choice(folders)
            self.publish(goal)
            self.check(goal, when)
            self.assertIn("is up to date", self.publish(goal, "--verify", "full"))
        self.assertGreaterEqual(relay.cuts, CUTS)
        self.no_leftovers(of_locks=True)

    def test_killed(self):
        """The program is killed, and its connections end, after some bytes; whatever it was doing, no link is broken."""
        relay = Relay(self.server.port)
        self.addCleanup(relay.stop)
        folders = [sites.first, sites.second, sites.third]
        for number in range(CUTS):
            relay.cuts, last = 0, 4_000 + number * 150_000 // CUTS
            relay.next_cut = lambda: last if relay.cuts == 0 else 0
            process = self.start(folders[number % 3], port=relay.port)
            relay.on_cut = process.kill
            process.communicate(timeout=300)
            when = f"killed after {last} bytes"
            self.check_links(when)
            # As if it had expired, which takes minutes.
            (self.kept / "lock.json").unlink(missing_ok=True)
            goal = folders[(number + number % 2) % 3]
            self.publish(goal)
            self.check(goal, when)
        self.publish(sites.first)
        self.publish(sites.second)
        self.no_leftovers(of_locks=True)

    def test_interrupted(self):
        """Ctrl-C on a terminal reaches ssh and rsync as well; the lock is given back over the connection."""
        self.publish(sites.first)
        relay = Relay(self.server.port)
        self.addCleanup(relay.stop)
        relay.pause = 0.005
        process = self.start(sites.second, port=relay.port, start_new_session=True)
        while not (self.kept / "lock.json").exists():
            self.assertIsNone(process.poll(), "it ended early")
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=300)[1]
        self.assertEqual(process.returncode, 2, said)
        self.assertTrue("interrupted before the end" in said or "rsync failed" in said, said)
        self.assertFalse((self.kept / "lock.json").exists())
        self.check_links("interrupted")
        self.publish(sites.second)
        self.check(sites.second)
        self.no_leftovers()

    def test_reader_during_updates(self):
        """A reader who follows all links during updates never meets one that leads nowhere."""
        self.publish(sites.first)
        over, problems, seen = threading.Event(), [], [0]

        def links(path):
            try:
                page = (self.public / path).read_bytes()
            except FileNotFoundError:
                return None
            seen[0] += 1
            return [to for _, to in broken({path: page}, lambda _: False)]

        def read():
            while not over.is_set():
                queue, known = ["index.html"], {"index.html"}
                while queue and not over.is_set():
                    time.sleep(0.002)
                    path = queue.pop()
                    for to in (links(path) or []) if path.endswith(".html") else []:
                        # A page that was read before may lead to one that is gone since; one that is read now may not.
                        for _ in range(3):
                            if (self.public / to).exists() or to not in (links(path) or []):
                                break
                        else:
                            problems.append((path, to))
                        if to not in known:
                            known.add(to)
                            queue.append(to)

        reader = threading.Thread(target=read)
        reader.start()
        try:
            for folder in (sites.second, sites.third, sites.first, sites.third):
                self.publish(folder)
        finally:
            over.set()
            reader.join()
        self.assertEqual(problems[:3], [])
        self.assertGreater(seen[0], 50)

    def test_a_server_without_extensions(self):
        self.server = Server(root, "-P", "posix-rename,hardlink")
        self.addCleanup(self.server.stop)
        said = self.publish(sites.first)
        self.assertEqual("the server has no links for this user" in said, self.kind == "rsync", said)
        said = self.publish(sites.second)
        self.assertIn("cannot replace a file in one step", said)
        self.check(sites.second)
        history = self.publish(None, "--history").splitlines()
        self.publish(None, "--rollback", history[1].split()[0])
        self.check(sites.first)
        self.assertFalse(self.public.is_symlink())
        self.assertEqual(list((self.kept / "incoming").iterdir()), [])


class SftpTest(Common, unittest.TestCase):
    kind = "sftp"

    def test_a_server_that_is_not_known(self):
        known = server.known.read_text()
        self.addCleanup(server.known.write_text, known)
        server.known.write_text("")
        said = self.publish(sites.first, code=2)
        self.assertIn("this machine does not know the server yet", said)
        self.assertIn("connect once by hand and compare its fingerprint: ssh brief-server", said)
        self.assertEqual(list(self.www.iterdir()), [])

    def test_a_server_that_lets_nobody_in(self):
        authorized = root / "user.pub"
        text = authorized.read_text()
        self.addCleanup(authorized.write_text, text)
        authorized.write_text("")
        said = self.publish(sites.first, code=2)
        self.assertIn("the server does not let you in without a password", said)
        self.assertIn("ssh-copy-id brief-server", said)

    def test_a_folder_that_nothing_can_be_made_in(self):
        self.configure(f"brief-server:{self.www}/slip/brief")
        said = self.publish(sites.first, code=2)
        self.assertIn(f"there is no folder {self.www}/slip on brief-server", said)
        self.assertEqual(list(self.www.iterdir()), [])

    def test_where_nothing_can_be_written_beside_the_folder(self):
        if os.getuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "tmpfs", self.www], capture_output=True).returncode == 0:
            # As on hosts where the site’s folder is a disk of its own.
            self.addCleanup(subprocess.run, ["umount", "-l", self.www])
            self.public.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", self.public], check=True)
            self.addCleanup(subprocess.run, ["umount", self.public])
        elif os.getuid() == 0:
            self.skipTest("nothing can be mounted here")
        else:
            self.public.mkdir()
            self.www.chmod(0o555)
            self.addCleanup(self.www.chmod, 0o755)
        for folder in (sites.first, sites.second):
            self.publish(folder)
            found = {path: body for path, body in files(self.public).items() if not path.startswith(".citeback/")}
            self.assertEqual(found, files(folder))
            self.assertEqual((self.public / ".citeback").stat().st_mode & 0o777, 0o700)
            self.assertTrue((self.public / ".citeback/publish/.htaccess").exists())
            self.assertIn("is up to date", self.publish(folder))


class RsyncTest(Common, unittest.TestCase):
    kind = "rsync"

    test_a_server_without_extensions = unittest.skipUnless(SLOW, "is as with sftp")(Common.test_a_server_without_extensions)

    def test_a_link_that_somebody_removed(self):
        self.publish(sites.first)
        (self.public / "theirs.txt").write_text("theirs")
        self.public.unlink()
        said = self.publish(sites.second)
        self.assertIn("was missing; a folder that it may have led to is now", said)
        self.check(sites.second)
        [moved] = (self.www / f".{NAME}.citeback").glob("unmoved-*")
        self.assertEqual((moved / "theirs.txt").read_text(), "theirs")
        self.publish(sites.third)
        self.no_leftovers()

    def test_sftp_and_rsync_in_turn(self):
        self.publish(sites.first)
        for kind, folder in (("sftp", sites.second), ("rsync", sites.third), ("sftp", sites.first)):
            self.kind = kind
            self.configure(f"brief-server:{self.public}")
            self.publish(folder)
            self.check(folder)
            self.assertTrue(self.public.is_symlink())
        self.assertEqual(len(self.publish(None, "--history").splitlines()), 3)

    def test_a_server_without_rsync(self):
        path, real = self.www / "bin", self.server.environment
        path.mkdir()
        (path / "rsync").write_text(f'#!/bin/sh\nexec {shutil.which("rsync")} --rsync-path=/none/rsync "$@"\n')
        (path / "rsync").chmod(0o755)
        self.server = type("Other", (), {"environment": lambda _, port=None: {**real(port), "PATH": f"{path}:{real(port)['PATH']}"}})()
        said = self.publish(sites.first, code=2)
        self.assertIn("rsync is not installed on brief-server", said)
        self.assertFalse(self.public.exists())


if __name__ == "__main__":
    unittest.main()
