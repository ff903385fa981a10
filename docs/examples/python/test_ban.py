"""Provokes a ban, moves the clock past it, reads the verdict. Needs Python 3 and a fakecarrier."""

import json
import os
import unittest
import urllib.error
import urllib.parse
import urllib.request

# A session of its own: no other test disturbs it.
BASE = os.environ.get("FAKECARRIER", "http://127.0.0.1:8480") + "/s/python"


def token():
    """Asks the carrier for a token and returns the status."""
    form = {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "secret"}
    try:
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(BASE + "/oauth/token", data) as answer:
            return answer.status
    except urllib.error.HTTPError as err:
        return err.code


def admin(method, path, body=None):
    """Asks the admin API and returns what it answers."""
    request = urllib.request.Request(
        BASE + "/__admin/" + path,
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


class Ban(unittest.TestCase):
    def test_ten_minutes(self):
        admin("POST", "reset")
        admin("POST", "clock/freeze")
        self.assertEqual([200] * 15, [token() for _ in range(15)])
        self.assertEqual(403, token(), "the sixteenth within five seconds")
        admin("POST", "clock/advance", {"by": "10m"})
        self.assertEqual(200, token())
        self.assertEqual(1, admin("GET", "verdict")["bans"])


if __name__ == "__main__":
    unittest.main()
