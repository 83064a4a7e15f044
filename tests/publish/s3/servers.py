"""Storage servers, and a proxy before them that counts, stops, refuses and disturbs requests."""

import http.client
import re
import socket
import subprocess
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

VENV = Path("target/publish-servers/bin")
KEY, SECRET = "key-of-the-test", "secret-of-the-test"
SIGNED = f"AWS4-HMAC-SHA256 Credential={KEY}/20300101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
WRITES = ("PUT", "DELETE", "POST")


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Server:
    """A server process, and requests to it that need no signature or bring one."""

    def __init__(self, command, port):
        self.port = port
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{command[0]} does not start")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def request(self, method, path, body=None, headers={}):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found


class Moto(Server):
    """Honours conditions, and only looks whether there is a signature, so that the test can look at everything and restore a state."""

    def __init__(self):
        port = free_port()
        super().__init__([str(VENV / "moto_server"), "-p", str(port)], port)

    def request(self, method, path, body=None, headers={}):
        signed = "X-Amz-Signature=" in path
        return super().request(method, path, body, headers if signed else {**headers, "authorization": SIGNED})

    def reset(self, objects=()):
        self.request("POST", "/moto-api/reset")
        assert self.request("PUT", "/bucket")[0] == 200
        for key, (headers, body) in dict(objects).items():
            assert self.put(key, body, headers) == 200

    def put(self, key, body, headers={}):
        return self.request("PUT", f"/bucket/{urllib.parse.quote(key)}", body, headers)[0]

    def delete(self, key):
        self.request("DELETE", f"/bucket/{urllib.parse.quote(key)}")

    def get(self, key):
        status, headers, body = self.request("GET", f"/bucket/{urllib.parse.quote(key)}")
        return (headers, body) if status == 200 else None

    def keys(self):
        keys, token = [], ""
        while True:
            _, _, body = self.request("GET", f"/bucket?list-type=2{token}")
            text = body.decode()
            keys += [unescaped(key) for key in re.findall("<Key>(.*?)</Key>", text)]
            more = re.search("<NextContinuationToken>(.*?)</NextContinuationToken>", text)
            if not more:
                return keys
            token = "&continuation-token=" + urllib.parse.quote(unescaped(more[1]), safe="")

    def objects(self):
        """All objects, with the headers that store them again."""
        kept = ("content-type", "cache-control", "x-amz-meta-sha256")
        found = {key: self.get(key) for key in self.keys()}
        return {key: ({n: v for n, v in headers.items() if n in kept}, body) for key, (headers, body) in found.items()}


def unescaped(text):
    for entity, letter in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")]:
        text = text.replace(entity, letter)
    return text


class Rclone(Server):
    """Checks signatures and MD5, ignores conditions, and keeps objects as files."""

    def __init__(self, folder):
        self.bucket = folder / "bucket"
        self.bucket.mkdir(parents=True)
        port = free_port()
        options = ["--auth-key", f"{KEY},{SECRET}", "--addr", f"127.0.0.1:{port}"]
        super().__init__([str(VENV / "rclone"), "serve", "s3", *options, str(folder)], port)


class Proxy:
    """Hands requests on. `before` and `after` are called with the number of the writing request, or none for one that reads: an
    answer that they return is sent instead; `CLOSE` closes the connection."""

    CLOSE = "close"

    def __init__(self, server):
        self.server, self.log, self.lock = server, [], threading.Lock()
        self.calm()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                answer = proxy.handle(self.command, self.path, dict(self.headers), body)
                if answer == Proxy.CLOSE:
                    self.close_connection = True
                    return
                status, headers, body = answer
                self.send_response_only(status)
                length = headers.get("content-length") if self.command == "HEAD" else None
                for name, value in headers.items():
                    if name not in ("content-length", "transfer-encoding", "connection", "server"):
                        self.send_header(name, value)
                if status != 204:
                    self.send_header("content-length", length or str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = handle_any

            def log_message(self, *_):
                pass

        class Listener(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                pass

        self.listener = Listener(("127.0.0.1", 0), Handler)
        self.port = self.listener.server_address[1]
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def calm(self):
        self.before = self.after = lambda number, method, path: None
        self.alter = lambda path, body: body
        self.open = False
        self.log, self.writes = [], 0

    def handle(self, method, path, headers, body):
        signed = "X-Amz-Signature=" in path
        with self.lock:
            self.log.append((method, path, signed))
            number = None
            if method in WRITES:
                self.writes += 1
                number = self.writes
        # The policy that docs/publishing/storage.md recommends.
        if not signed and "/.citeback" in path and not self.open:
            return 403, {}, b"<Error><Code>AccessDenied</Code></Error>"
        early = self.before(number, method, path)
        if early:
            return early
        answer = self.server.request(method, path, self.alter(path, body) if body else None, headers)
        return self.after(number, method, path) or answer
