"""`citeback publish` to an imitation of Netlify behind a socket, written from the description of its API."""

import hashlib
import http.server
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

CITEBACK = os.environ["CITEBACK"]
TOKEN = "nfp_0123456789abcdefghij"


class Netlify(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.deploys, self.content, self.published = [], {}, None
        self.requests, self.publications, self.busy = [], 0, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def record(self, number):
        deploy = self.deploys[number]
        required = [sha for sha in deploy["files"].values() if sha not in self.content]
        return {
            "id": str(number), "title": deploy["title"], "state": deploy["state"], "published_at": deploy["published_at"],
            "required": None if deploy["state"] == "preparing" else required,
            "deploy_ssl_url": f"{self.address}/permalink/{number}",
        }

    def public(self):
        files = self.deploys[self.published]["files"]
        return {path: self.content[sha] for path, sha in files.items()}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.lock:
            self.answer(body)

    do_GET = do_PUT = do_POST = do_DELETE = handle_one

    def answer(self, body):
        site, url = self.server, urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(url.path)
        site.requests.append((self.command, self.path, self.headers.get("Authorization")))
        if found := re.fullmatch(r"/permalink/(\d+)/(.*)", path):
            sha = site.deploys[int(found[1])]["files"].get(found[2])
            return self.reply(200, site.content[sha]) if sha else self.reply(404)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.reply(401, {"message": "Access Denied"})
        if site.busy:
            site.busy -= 1
            return self.reply(429, {}, Retry_After="1")
        call = self.command, path.removeprefix("/api/v1/")
        if call == ("GET", "sites/site"):
            live = None if site.published is None else site.record(site.published)
            return self.reply(200, {"published_deploy": live})
        if call == ("GET", "sites/site/deploys"):
            return self.reply(200, [site.record(number) for number in reversed(range(len(site.deploys)))])
        if call == ("GET", "sites/site/files"):
            files = {} if site.published is None else site.deploys[site.published]["files"]
            return self.reply(200, [{"path": f"/{path}", "sha": sha} for path, sha in files.items()])
        if call[0] == "GET" and call[1].startswith("sites/site/files/"):
            content = site.public().get(call[1].removeprefix("sites/site/files/"))
            return self.reply(404) if content is None else self.reply(200, content)
        if call == ("POST", "sites/site/deploys"):
            wanted = json.loads(body)
            assert wanted["draft"] and wanted["async"]
            title = urllib.parse.parse_qs(url.query)["title"][0]
            files = {path.removeprefix("/"): sha for path, sha in wanted["files"].items()}
            site.deploys.append({"title": title, "state": "preparing", "published_at": None, "files": files})
            return self.reply(200, site.record(len(site.deploys) - 1))
        if found := re.fullmatch(r"deploys/(\d+)/files/(.*)", call[1]):
            sha = hashlib.sha1(body).hexdigest()
            assert site.deploys[int(found[1])]["files"][found[2]] == sha
            site.content[sha] = body
            return self.reply(200, {})
        if found := re.fullmatch(r"deploys/(\d+)", call[1]):
            deploy = site.deploys[int(found[1])]
            complete = all(sha in site.content for sha in deploy["files"].values())
            deploy["state"] = "prepared" if deploy["state"] == "preparing" else "ready" if complete else deploy["state"]
            return self.reply(200, site.record(int(found[1])))
        if found := re.fullmatch(r"sites/site/deploys/(\d+)/restore", call[1]):
            site.published, site.publications = int(found[1]), site.publications + 1
            site.deploys[site.published]["published_at"] = f"2030-01-01T00:00:{site.publications:02}Z"
            return self.reply(200, site.record(site.published))
        return self.reply(404)


class Publishing(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.site = pathlib.Path(folder.name)
        self.netlify = Netlify()
        self.addCleanup(self.netlify.server_close)
        self.addCleanup(self.netlify.shutdown)
        self.write("brief.yaml", "title: Test\ncards: false\nsearch: false\npublish:\n  live: { netlify: site }\n")
        self.write("sources/report.md", "---\ntitle: Report\n---\nThe bridge opened in May.\n")
        self.claim("bridge", "A summary.")

    def write(self, path, text):
        path = self.site / "content" / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def claim(self, name, summary):
        self.write(f"claims/{name}.yaml", f"claim: A claim called {name}.\nverdict: mixed\nsummary: {summary}\npassages:\n"
                   "  - id: p1\n    source: report\n    quote: The bridge opened in May.\n    stance: supports\n")

    def publish(self, *arguments, token=TOKEN, code=0):
        environment = {**os.environ, "NETLIFY_API_URL": f"{self.netlify.address}/api/v1", "NETLIFY_AUTH_TOKEN": token}
        run = subprocess.run([CITEBACK, "publish", *arguments], cwd=self.site, env=environment, text=True, capture_output=True)
        self.assertEqual(run.returncode, code, run.stderr)
        output = run.stdout + run.stderr
        if token:
            self.assertNotIn(token, output)
        kept = [path.read_bytes() for path in self.site.rglob("*") if path.is_file()]
        self.assertFalse(token and any(token.encode() in content for content in kept))
        return output

    def assert_is_public(self):
        folder = self.site / "public"
        built = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        public = self.netlify.public()
        public.pop(".citeback/release.json")
        self.assertEqual(public, built)
        self.assertIn("_headers", public)

    def test_a_site_is_published_updated_and_rolled_back(self):
        self.assertIn("published: release", self.publish())
        self.assert_is_public()
        self.assertIn("is up to date", self.publish("--verify", "full"))
        first = self.netlify.public()
        self.claim("second", "A summary.")
        self.netlify.busy = 2
        self.publish("--format", "json")
        self.assert_is_public()
        live, before = self.publish("--history").splitlines()
        self.assertTrue(live.endswith("live"))
        uploads = sum(method == "PUT" for method, *_ in self.netlify.requests)
        self.publish("--rollback", before.split()[0])
        self.assertEqual(self.netlify.public(), first)
        self.assertEqual(uploads, sum(method == "PUT" for method, *_ in self.netlify.requests))

    def test_a_dry_run_only_reads(self):
        for _ in range(2):
            self.netlify.requests.clear()
            self.claim("bridge", "Another summary.")
            self.publish("--dry-run")
            self.assertTrue(self.netlify.requests)
            self.assertEqual({method for method, *_ in self.netlify.requests}, {"GET"})
            self.publish()

    def test_a_wrong_token_is_explained(self):
        self.assertIn("check NETLIFY_AUTH_TOKEN", self.publish(token="nfp_9876543210abcdefghij", code=2))
        self.assertIn("there is no token for Netlify", self.publish(token="", code=2))


if __name__ == "__main__":
    unittest.main()
