"""A folder that nginx or Apache serves, published to while readers follow every link."""

import html.parser
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

CITEBACK = os.environ["CITEBACK"]
ROUNDS = 6
CLAIMS = 25

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def example(language):
    """What docs/publishing/web-servers.md recommends, for a brief in {root}/www/brief at the port {port}."""
    document = (ROOT / "docs/publishing/web-servers.md").read_text()
    text = document.split(f"```{language}\n")[1].split("```")[0]
    assert "/srv/www" in text
    text = text.replace("{", "{{").replace("}", "}}").replace("listen 80", "listen 127.0.0.1:{port}")
    return text.replace("/srv/www", "{root}/www").replace("/briefs", "/brief")


NGINX = """
daemon off; pid {root}/nginx.pid; error_log {root}/nginx.log;
{user}
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
""" + example("nginx") + """
}}
"""

APACHE = """
ServerRoot /etc/apache2
PidFile {root}/apache.pid
ErrorLog {root}/apache.log
Listen 127.0.0.1:{port}
ServerName localhost
{user}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule autoindex_module /usr/lib/apache2/modules/mod_autoindex.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
TypesConfig /etc/mime.types
DocumentRoot {root}/www
""" + example("apache")

# Both types of scripts are usual.
TYPES = {".html": ("text/html",), ".css": ("text/css",), ".js": ("text/javascript", "application/javascript"), ".svg": ("image/svg+xml",), ".png": ("image/png",)}

TYPES_OF_DATA = {
    "feed.xml": "application/atom+xml",
    "corrections.xml": "application/atom+xml",
    "data/claims.json": "application/json",
    "data/claims.csv": "text/csv;charset=utf-8",
    "data/annotations/report-0.jsonld": "application/ld+json",
    "data/sources/report-0.txt": "text/plain;charset=utf-8",
}


class Links(html.parser.HTMLParser):
    """The addresses to which a page leads, or from which it loads something."""

    def __init__(self, text):
        super().__init__()
        self.found, self.styles = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        links = [value for name, value in attributes if name in ("href", "src") and value]
        (self.styles if ("rel", "stylesheet") in attributes else self.found).extend(links)


class Server:
    def __init__(self, name, root):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}/brief/"
        is_root = os.getuid() == 0
        values = {"root": root, "port": self.port}
        config = root / f"{name}.conf"
        if name == "nginx":
            config.write_text(NGINX.format(user="user www-data;" if is_root else "", **values))
            command = ["/usr/sbin/nginx", "-c", str(config), "-p", str(root)]
        else:
            config.write_text(APACHE.format(user="User www-data\nGroup www-data" if is_root else "", **values))
            command = ["/usr/sbin/apache2", "-f", str(config), "-DFOREGROUND"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"{name} did not start")

    def get(self, address):
        """The status, the content type and the bytes of an address."""
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, "", b""

    def headers(self, address):
        try:
            return urllib.request.urlopen(address, timeout=20).headers
        except urllib.error.HTTPError as error:
            return error.headers

    def crawl(self, known):
        """Follows all links from the front page and from known pages. Returns what is wrong, and the pages."""
        wrong, seen, queue = [], {}, [(self.base, None)] + [(page, None) for page in known]
        while queue:
            address, origin = queue.pop()
            if address in seen:
                continue
            status, kind, body = self.get(address)
            seen[address] = status
            if status != 200:
                # A page that the present site does not have may be gone, but nothing may lead to it.
                if origin:
                    wrong.append(f"{origin} leads to {address}: {status}")
                continue
            ending = os.path.splitext(urllib.parse.urlsplit(address).path)[1] or ".html"
            if not kind.startswith(TYPES.get(ending, "")):
                wrong.append(f"{address} is {kind}")
            if ending == ".html":
                links = Links(body.decode())
                wrong += self.foreign_styles(address, body, links.styles)
                for link in links.found:
                    target = urllib.parse.urldefrag(urllib.parse.urljoin(address, link))[0]
                    if target.startswith(self.base) and target not in seen:
                        queue.append((target, address))
        return wrong, [address for address in seen if address.endswith(".html")]

    def foreign_styles(self, address, page, styles):
        """What is wrong with the stylesheets of a page, fetched right after it as a browser does."""
        state = re.search(rb"Brief (\d+)", page).group(1)
        for style in styles:
            status, _, css = self.get(urllib.parse.urljoin(address, style))
            # The site's own style is that of the state; the others are always the same.
            is_own = "citeback." in style
            if status != 200 or (is_own and b"--sans: State" + state + b";" not in css):
                yield f"{address} of state {state.decode()} got {style}: {status}, {css[-60:]}"

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stderr.close()


class FolderTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.root.chmod(0o755)
        (self.root / "www").mkdir()
        self.site = self.root / "site"
        for folder in ("content/sources", "content/claims"):
            (self.site / folder).mkdir(parents=True)

    def write(self, state):
        """A site whose claims depend on the state: some come and go, all change."""
        brief = "title: Brief {state}\nsearch: false\ncards: false\ntheme: {{ fonts: {{ labels: State{state} }} }}\nbase_url: {base}\npublish:\n  live: {{ folder: ../www/brief }}\n"
        (self.site / "content/brief.yaml").write_text(brief.format(state=state, base=self.server.base))
        for old in (self.site / "content/claims").iterdir():
            old.unlink()
        for source in range(3):
            text = f"---\ntitle: Report {source}\n---\nThe experts met last week. No reply came.\n"
            (self.site / f"content/sources/report-{source}.md").write_text(text)
        for claim in range(CLAIMS):
            if claim < 5 and state % 2:
                continue
            number = claim + 100 * state if claim > CLAIMS - 4 else claim
            note = f"claim: Claim {number}.\nverdict: mixed\nsummary: State {state}.\npassages:\n  - id: p\n    source: report-{claim % 3}\n"
            note += "    quote: The experts met last week.\n    stance: supports\n"
            (self.site / f"content/claims/c-{number}.yaml").write_text(note)

    def publish(self, *arguments):
        run = subprocess.run([CITEBACK, "publish", "--yes", *arguments], cwd=self.site, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def check(self, name):
        self.server = Server(name, self.root)
        self.addCleanup(self.server.stop)
        self.write(0)
        self.publish()
        wrong, pages = self.server.crawl([])
        self.assertEqual(wrong, [])
        self.assertGreater(len(pages), CLAIMS)
        self.headers_are_those_of_the_site()
        over, found, rounds = threading.Event(), [], []

        def follow():
            while not over.is_set():
                wrong, _ = self.server.crawl([])
                found.extend(wrong)
                rounds.append(1)

        reader = threading.Thread(target=follow)
        reader.start()
        for state in range(1, ROUNDS):
            self.write(state)
            self.publish()
        over.set()
        reader.join()
        self.assertGreater(len(rounds), 0)
        # A reader who follows a link of a page that was replaced meanwhile may find that its target was removed, as with any change.
        meanwhile = [line for line in found if "leads to" not in line or "404" not in line or "/claims/c-" not in line]
        self.assertEqual(meanwhile, [])
        wrong, _ = self.server.crawl(pages)
        self.assertEqual(wrong, [])
        self.assertEqual(self.server.get(self.server.base + "feed.xml")[1].split(";")[0], "application/atom+xml")
        self.assertNotEqual(self.server.get(self.server.base + "claims/c-1.html")[0], 200)
        self.keeps_secret()

    def headers_are_those_of_the_site(self):
        front = self.server.get(self.server.base)[2].decode()
        [style] = [self.server.base + style for style in Links(front).styles]
        rules = [self.server.headers(address).get_all("Cache-Control") for address in (style, self.server.base, style + "x")]
        self.assertEqual(rules, [["public, max-age=31536000, immutable"], ["no-cache"], ["no-cache"]])
        # What the build recommends in _headers, for every page and for missing ones.
        rules = re.split(r"(?m)^(?=/)", (self.site / "public/_headers").read_text())
        fields = {rule.splitlines()[0]: dict(re.findall(r"(?m)^ +(.+?): (.+)$", rule)) for rule in rules if rule.startswith("/")}
        everywhere, data = fields["/*"], fields["/data/*"]
        self.assertIn("Content-Security-Policy", everywhere)
        self.assertEqual(data.keys(), {"Access-Control-Allow-Origin"})
        for address, wanted in {"": everywhere, "claims/none.html": everywhere, "data/claims.json": everywhere | data}.items():
            found = self.server.headers(self.server.base + address)
            self.assertEqual({field: found.get_all(field) for field in everywhere | data}, {field: [wanted[field]] if field in wanted else None for field in everywhere | data})
        for path, kind in TYPES_OF_DATA.items():
            self.assertEqual(self.server.get(self.server.base + path)[1].replace("; ", ";"), kind, path)
        with self.assertRaises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(self.server.base + "claims/none.html", timeout=20)
        self.assertIn(b"Brief 0", missing.exception.read())

    def keeps_secret(self):
        """Nothing that is kept can be fetched."""
        private = self.root / "www/.brief.citeback"
        kept = [path.relative_to(self.root / "www") for path in private.rglob("*") if path.is_file()]
        self.assertTrue(any("kept" in path.parts for path in kept))
        self.assertTrue(any(path.name == "current.json" for path in kept))
        for path in kept:
            status, _, body = self.server.get(f"http://127.0.0.1:{self.server.port}/{urllib.parse.quote(str(path))}")
            self.assertIn(status, (403, 404), path)
            self.assertEqual(body, b"")

    def test_nginx(self):
        self.check("nginx")

    def test_apache(self):
        self.check("apache")

    def test_a_full_disk_leaves_the_old_site(self):
        if os.getuid() != 0:
            self.skipTest("a small file system can only be mounted by root")
        self.server = type("NoServer", (), {"base": "https://example.org/"})
        disk = self.root / "www"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k,nr_inodes=4k", "tmpfs", disk]).returncode != 0:
            self.skipTest("nothing can be mounted here")
        self.addCleanup(subprocess.run, ["umount", disk])
        self.write(0)
        (self.site / "content/brief.yaml").write_text("title: Brief\nsearch: false\ncards: false\npublish:\n  live: { folder: ../www/brief }\n")
        self.publish()
        before = {path: path.read_bytes() for path in (disk / "brief").rglob("*") if path.is_file()}
        (self.site / "static").mkdir()
        (self.site / "static/large.bin").write_bytes(os.urandom(900_000))
        run = subprocess.run([CITEBACK, "publish", "--yes"], cwd=self.site, capture_output=True, text=True)
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn("No space left", run.stderr)
        self.assertEqual({path: path.read_bytes() for path in (disk / "brief").rglob("*") if path.is_file()}, before)
        (self.site / "static/large.bin").unlink()
        self.publish("--verify", "full")
        lines = self.publish("--format", "json").splitlines()
        self.assertFalse(json.loads(lines[-1])["changed"])


if __name__ == "__main__":
    unittest.main()
