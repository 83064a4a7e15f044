"""An OpenSSH server of this user on a loopback port, with throw-away keys, and a relay before it that cuts connections."""

import getpass
import os
import pathlib
import random
import shutil
import socket
import subprocess
import threading
import time

SSHD = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
SFTP_SERVER = next(path for path in ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/libexec/sftp-server") if os.path.exists(path))

SSHD_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {root}/host
PidFile {root}/sshd.pid
AuthorizedKeysFile {root}/user.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
StrictModes no
UsePAM no
MaxStartups 100
Subsystem sftp {sftp}
"""

# The user of the server is not named in brief.yaml, and neither is the port: both are for the configuration of ssh.
SSH_CONFIG = """
Host {alias}
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {root}/user
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile {root}/known
  GlobalKnownHostsFile none
"""


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Server:
    """`options` are for the program that serves files. `environment()` is what citeback needs to find the server as `brief-server`."""

    def __init__(self, root, *options):
        self.root = pathlib.Path(root)
        for name in ("host", "user"):
            if not (self.root / name).exists():
                subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.root / name], check=True)
        self.port = free_port()
        config = self.root / f"sshd-{self.port}"
        config.write_text(SSHD_CONFIG.format(port=self.port, root=self.root, sftp=" ".join([SFTP_SERVER, *options])))
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        with open(self.root / "sshd.log", "ab") as log:
            self.process = subprocess.Popen([SSHD, "-D", "-e", "-f", config], stderr=log)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise AssertionError(f"sshd does not start: {(self.root / 'sshd.log').read_text()}")
        host = " ".join((self.root / "host.pub").read_text().split()[:2])
        self.known = self.root / "known"
        with open(self.known, "a") as known:
            known.write(f"[127.0.0.1]:{self.port} {host}\n")

    def environment(self, port=None):
        """With an ssh that reads its configuration from here. If `port` is given, it is that of a relay."""
        folder = self.root / f"bin-{port or self.port}"
        if not folder.exists():
            folder.mkdir()
            host = " ".join((self.root / "host.pub").read_text().split()[:2])
            if port:
                with open(self.known, "a") as known:
                    known.write(f"[127.0.0.1]:{port} {host}\n")
            config = folder / "config"
            config.write_text(SSH_CONFIG.format(alias="brief-server", port=port or self.port, user=getpass.getuser(), root=self.root))
            real = shutil.which("ssh")
            (folder / "ssh").write_text(f'#!/bin/sh\nexec {real} -F {config} "$@"\n')
            (folder / "ssh").chmod(0o755)
        return {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(self.root), "USER": "desk", "HOSTNAME": "newsroom"}

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Relay:
    """Hands connections on to a server. Each is cut after as many bytes as `next_cut` returns, unless that is none; then `on_cut` is
    called. `pause`, in seconds, slows it down."""

    def __init__(self, port):
        self.pause = 0
        self.target, self.next_cut, self.on_cut, self.cuts = port, lambda: None, lambda: None, 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self.join, args=(near, far), daemon=True).start()

    def join(self, near, far):
        budget = [self.next_cut()]
        with near, far:
            back = threading.Thread(target=self.copy, args=(far, near, budget), daemon=True)
            back.start()
            self.copy(near, far, budget)
            back.join()

    def copy(self, source, sink, budget):
        try:
            while data := source.recv(8192):
                if budget[0] is not None:
                    budget[0] -= len(data)
                    if budget[0] < 0:
                        # What is on its way arrives in part.
                        sink.sendall(data[: random.randrange(len(data))])
                        self.cuts += 1
                        self.on_cut()
                        break
                time.sleep(self.pause)
                sink.sendall(data)
        except OSError:
            pass
        for it in (source, sink):
            try:
                it.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
