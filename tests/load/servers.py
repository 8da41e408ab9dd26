"""The servers of the load test: Badgehouse, PostgreSQL, haproxy and Prometheus, each in a folder and on a port of loopback of its own."""

import base64
import os
import re
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Seconds that a connection may lie idle: longer than k6 keeps one, which would otherwise send a change just when it is closed, and not send it again.
IDLE = 120
COMPANIES = ["acme", "zenith", "orbit", "delta"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def eventually(what: str, is_so, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise RuntimeError(f"never {what}")
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def program(name: str, *folders: Path) -> str:
    """Debian keeps servers where only root's PATH looks."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *map(str, folders)]))
    if not found:
        raise SystemExit(f"there is no `{name}`: `cargo xtask servers` installs it")
    return found


class Running:
    """A program with a log, which is ended with the test."""

    def __init__(self, command: list, folder: Path, log: Path, environment: dict | None = None):
        self.log = log
        with log.open("a") as output:
            self.process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def wait_for(self, is_so) -> None:
        eventually(f"ready: {self.log.name}", lambda: is_so() or self.process.poll() is not None)
        if self.process.poll() is not None:
            raise RuntimeError(f"it ended: {self.log.read_text()[-2000:]}")

    def stop(self, signal: int = 15) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def memory(self) -> int:
        """What it has in memory, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024

    def computed(self) -> float:
        """The processor's seconds that it and its children have had, those that have ended too."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it has just ended
            if stat.parent.name == str(self.process.pid):
                ticks += sum(map(int, fields[11:15]))
            elif fields[1] == str(self.process.pid):
                ticks += sum(map(int, fields[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")


class Badgehouse:
    """A program, a store and what every process on it is started with."""

    def __init__(self, badgehouse: Path, folder: Path, store: str):
        self.program, self.folder = badgehouse, folder
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        self.environment = os.environ | {
            "BADGEHOUSE_SEALING_KEY": key, "BADGEHOUSE_STORE": store, "BADGEHOUSE_CONTACT_DOMAIN": "svc.example.com",
        }

    def run(self, *arguments: str) -> str:
        done = subprocess.run([self.program, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def administrator(self, company: str, issuer: str) -> dict:
        """The first account of a company, which may grant what the traffic is about: nobody grants what he does not hold."""
        made = self.run("bootstrap", "--company", company, "--name", "Administrator", "--issuer", issuer)
        found = dict(line.split("=", 1) for line in made.splitlines() if "=" in line)
        held = [f"{tool}:admin" for tool in ["admin", "directory", "rfis", "drawings"]]
        self.run("permission", "set", found["client_id"], *held, "--company", company, "--issuer", issuer)
        return {"company": company, "client_id": found["client_id"], "client_secret": found["client_secret"]}

    def serve(self, name: str, port: int, issuer: str, engine: list[str]) -> tuple[Running, int]:
        """A server, and the port at which it answers operators."""
        operations = free_port()
        command = [
            self.program, "serve", *engine, "--sample", "--listen", f"127.0.0.1:{port}", "--issuer", issuer,
            "--operations-listen", f"127.0.0.1:{operations}", "--client-address-header", "X-Forwarded-For",
            "--header-timeout", str(IDLE),
        ]
        server = Running(command, self.folder, self.folder / f"{name}.log", self.environment)
        server.wait_for(lambda: answers(f"http://127.0.0.1:{operations}/readyz"))
        return server, operations


class Postgres:
    """Waits for the disk as it does by itself. It refuses to run as root."""

    def __init__(self, folder: Path):
        newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1:]
        self.folder, self.port = folder / "postgres", free_port()
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []
        data = self.folder / "data"
        subprocess.run(
            [*self.user, program("initdb", *newest), "-D", data, "-U", "badgehouse", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            cwd=self.folder, check=True, stdout=subprocess.DEVNULL,
        )
        self.command = [
            *self.user, program("postgres", *newest), "-D", data, "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "max_connections=60",
        ]
        self.psql = [program("psql", *newest), "-h", "127.0.0.1", "-p", str(self.port), "-U", "badgehouse", "-qtAc"]
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://badgehouse@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.running = Running(self.command, self.folder, self.folder.parent / "postgres.log")
        self.running.wait_for(lambda: subprocess.run([*self.psql, "select 1", "postgres"], capture_output=True).returncode == 0)

    def sql(self, statement: str) -> str:
        return subprocess.run([*self.psql, statement, "postgres"], check=True, capture_output=True, text=True).stdout.strip()

    def stop(self) -> None:
        self.running.stop(2)


def haproxy(folder: Path, port: int, servers: list[tuple[int, int]]) -> Running:
    """By the lines of docs/server.md, with addresses of this machine."""
    _, rest = (ROOT / "docs/server.md").read_text().split("    backend badgehouse\n")
    lines = []
    for line in rest.splitlines():
        if not line.startswith("        "):
            break
        lines.append(line.replace(" check port 9090 ", " check "))
    backend = "\n".join(lines)
    for address, (at, operations) in zip(["10.0.0.1:8080", "10.0.0.2:8080"], servers):
        backend = backend.replace(address, f"127.0.0.1:{at} port {operations}")
    config = folder / "haproxy.cfg"
    config.write_text(
        f"defaults\n  mode http\n  timeout connect 2s\n  timeout client {IDLE}s\n  timeout server 30s\n"
        f"frontend all\n  bind 127.0.0.1:{port}\n  default_backend badgehouse\nbackend badgehouse\n{backend}\n"
    )
    running = Running([program("haproxy"), "-db", "-f", config], folder, folder / "haproxy.log")
    running.wait_for(lambda: answers(f"http://127.0.0.1:{port}/oauth/jwks"))
    return running


class Prometheus:
    """Looks at the servers' `/metrics`."""

    def __init__(self, folder: Path, operations: list[int], seconds: int):
        self.folder, self.port = folder / "prometheus", free_port()
        self.folder.mkdir()
        targets = ", ".join(f"'127.0.0.1:{port}'" for port in operations)
        (self.folder / "prometheus.yml").write_text(
            f"scrape_configs:\n- job_name: badgehouse\n  scrape_interval: {seconds}s\n  static_configs:\n  - targets: [{targets}]\n"
        )
        command = [
            program("prometheus"), "--config.file=prometheus.yml", f"--web.listen-address=127.0.0.1:{self.port}",
            "--storage.tsdb.path=data", "--log.level=warn",
        ]
        self.running = Running(command, self.folder, folder / "prometheus.log")
        self.running.wait_for(lambda: answers(f"http://127.0.0.1:{self.port}/-/ready"))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.running.stop()
