"""Provokes a ban, and moves the clock past it."""

import unittest
import urllib.error
import urllib.parse
import urllib.request

from fakecarrier import Fakecarrier


def token(base):
    """Asks the carrier for a token and returns the status."""
    form = {"grant_type": "client_credentials", "client_id": "shop", "client_secret": "secret"}
    try:
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(base + "/oauth/token", data) as answer:
            return answer.status
    except urllib.error.HTTPError as err:
        return err.code


class Ban(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.carrier = Fakecarrier()
        cls.addClassCleanup(cls.carrier.stop)

    def test_ten_minutes(self):
        with self.carrier.session("ten-minutes", bans=True) as shop:
            shop.admin("POST", "clock/freeze")
            self.assertEqual([200] * 15, [token(shop.url) for _ in range(15)])
            self.assertEqual(403, token(shop.url), "the sixteenth within five seconds")
            shop.admin("POST", "clock/advance", {"by": "10m"})
            self.assertEqual(200, token(shop.url))
            self.assertEqual(1, shop.admin("GET", "verdict")["bans"])

    def test_it_fails(self):
        with self.assertRaisesRegex(AssertionError, "banned 1 times"):
            with self.carrier.session("banned") as shop:
                shop.admin("POST", "clock/freeze")
                for _ in range(16):
                    token(shop.url)
        with self.assertRaisesRegex(AssertionError, "nobody used the carrier"):
            with self.carrier.session("elsewhere"):
                pass


if __name__ == "__main__":
    unittest.main()
