"""Start, memory, and the server time of pages, beside a bare Jinja page on the same server.

Run: ``python bench/pages.py [--json] [--rounds 30]``. It starts ``edu demo`` on a free port with a database of its own
and, in the same run, a floor: the smallest Litestar application that renders one Jinja page of 30 items.
"""

import argparse
import http.client
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

PAGES = (
    ("landing", None, "/"),
    ("steps", "passed@demo", "/home"),
    ("details", "passed@demo", "/profile"),
    ("course", "passed@demo", "/course"),
    ("section", "passed@demo", "/lessons/leverage/leverage"),
    ("disclosure", "passed@demo", "/disclosure"),
    ("questionnaire", "passed@demo", "/questionnaire/finances"),
    ("decision", "passed@demo", "/decision"),
    ("question", "new@demo", "/attempts/{attempt}/questions/1"),
    ("banks", "trainer@demo", "/staff/banks"),
    ("attempts", "examiner@demo", "/staff/attempts"),
    ("decisions", "compliance@demo", "/staff/decisions"),
)


class Browser:
    """One kept connection with cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def request(
        self, method: str, path: str, fields: dict[str, str] | None = None, *, part: bool = False
    ) -> tuple[int, str, str]:
        """Status, location, body; ``part`` asks as htmx does."""
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if part:
            headers["HX-Request"] = "true"
        body = None
        if fields is not None:
            body = urlencode(fields | {"_csrf_token": self.cookies["csrf"]})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for key, value in answer.getheaders():
            if key.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0].strip('"')
        return answer.status, answer.getheader("Location", ""), answer.read().decode(errors="replace")

    def enter(self, login: str) -> None:
        """One click into a demo account."""
        self.request("GET", "/")
        status, _, _ = self.request("POST", "/demo/sign-in", {"login": login})
        assert status == 303, status


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(port: int, process: subprocess.Popen[bytes]) -> float:
    """Seconds until /healthz answers."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < 60:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with status {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=0.2):
                pass
            status, _, _ = Browser(port).request("GET", "/healthz")
            if status == 200:
                return time.perf_counter() - begun
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the server did not answer within a minute")


def resident_megabytes(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of the process and its children; shared pages are counted in each."""
    children = subprocess.run(
        ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    total = 0
    for pid in [str(process.pid), *children]:
        status = Path(f"/proc/{pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        total += int(found[1]) if found else 0
    return total / 1024


def start_demo(data: str, port: int) -> subprocess.Popen[bytes]:
    """The platform with its demo data."""
    command = [sys.executable, "-m", "edu", "demo", "--port", str(port), "--data", data]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def start_floor(port: int) -> subprocess.Popen[bytes]:
    """The bare page."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("floor_page.py")), str(port)], stdout=subprocess.DEVNULL
    )


def median_milliseconds(browser: Browser, path: str, rounds: int) -> float:
    """Median time of a request on one kept connection, the server otherwise idle."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        status, _, _ = browser.request("GET", path)
        times.append((time.perf_counter() - begun) * 1000)
        assert status == 200, (path, status)
    return statistics.median(times)


def line(name: str, value: float, unit: str, floor: float | None, target: float) -> dict[str, object]:
    """One result; all targets here are upper bounds."""
    ratio = round(value / floor, 2) if floor else None
    return {"name": name, "value": round(value, 2), "unit": unit, "floor": round(floor, 2) if floor else None,
            "ratio": ratio, "target": target, "holds": value < target}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=30)
    given = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as data:
        port, floor_port = free_port(), free_port()
        process = start_demo(data, port)
        wait_until_healthy(port, process)  # the first start fills the demo's database
        process.terminate()
        process.wait()
        process, floor_process = start_demo(data, port), start_floor(floor_port)
        try:
            results.append(line("start to /healthz", wait_until_healthy(port, process), "s", None, 2))
            wait_until_healthy(floor_port, floor_process)
            bare = Browser(floor_port)
            browsers: dict[str | None, Browser] = {None: Browser(port)}
            for _, login, _ in PAGES:
                if login and login not in browsers:
                    browsers[login] = Browser(port)
                    browsers[login].enter(login)
            _, location, _ = browsers["new@demo"].request("POST", "/check", {})
            attempt = location.split("/")[2]
            for name, login, path in PAGES:
                floor = median_milliseconds(bare, "/", given.rounds)
                value = median_milliseconds(browsers[login], path.format(attempt=attempt), given.rounds)
                results.append(line(f"page {name}", value, "ms", floor, 15))
            results.append(line("resident memory", resident_megabytes(process), "MB", None, 150))
        finally:
            for started in (process, floor_process):
                started.terminate()
                started.wait()
    for result in results:
        if given.json:
            print(json.dumps(result))
        else:
            mark = "holds" if result["holds"] else "MISSED"
            floor = result["floor"] or "–"
            head = f"{result['name']:22} {result['value']:>9} {result['unit']:3} floor {floor:>6}"
            print(f"{head}  < {result['target']}  {mark}")


if __name__ == "__main__":
    main()
