"""A fake carrier for the length of a test. Copy this file beside your tests: it needs Python 3.8, and
the program fakecarrier on the PATH, or where $FAKECARRIER_PROGRAM says."""

import contextlib
import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.request


class Fakecarrier:
    """A process of its own, on a free port, until stop. Flags are those of the program."""

    def __init__(self, *flags):
        program = os.environ.get("FAKECARRIER_PROGRAM", "fakecarrier")
        command = [program, "--listen", "127.0.0.1:0", "--admin", "same", *flags]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        said = ""
        while "admin API" not in said:
            line = self.process.stderr.readline()
            if not line:
                self.process.wait()
                raise RuntimeError(f"{command} did not start:\n{said}")
            said += line
        self.url = re.search(r"https?://[^\s,]+", said).group()
        # What it says later must not fill the pipe.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def stop(self):
        self.process.terminate()
        self.process.wait()

    @contextlib.contextmanager
    def session(self, name, bans=False, unused=False, **settings):
        """A carrier that no other test disturbs. At the end, the test fails if there was a ban, or if
        nobody used the carrier, unless bans or unused allow that. Settings are those of
        POST /__admin/sessions."""
        session = Session(f"{self.url}/s/{name}")
        if settings:
            Session(self.url).admin("POST", "sessions", {"session": name, **settings})
        else:
            session.admin("POST", "reset")
        yield session
        verdict = session.admin("GET", "verdict")
        if verdict["unused"] and not unused:
            raise AssertionError(f"nobody used the carrier at {session.url}")
        if verdict["bans"] and not bans:
            raise AssertionError(f"the carrier banned {verdict['bans']} times: {session.refusals()}")


class Session:
    """Url is the carrier's base URL, for the application."""

    def __init__(self, url):
        self.url = url

    def admin(self, method, path, body=None):
        """Asks the admin API, and returns what it answers."""
        request = urllib.request.Request(
            f"{self.url}/__admin/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as err:
            raise AssertionError(f"{method} {path}: {err.code} {err.read().decode()}") from None

    def refusals(self):
        """Why the carrier refused, a line for each of the requests that its journal keeps."""
        events = self.admin("GET", "journal")["events"]
        return "".join(f"\n{e['at']} {e['method']} {e['path']}: {e['why']}"
                       for e in events if e["kind"] == "request" and e.get("why"))
