"""Calls a carrier by recommended.py, with the store that docs/production.md shows, which is store.py in the working
folder: for each line of standard input, which has a number, five callers make so many calls in a row each. It answers
with a line of how they ended."""

import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

languages, base, path, body = sys.argv[1:]
sys.path[:0] = [languages, "."]
from recommended import Node, Recommended  # noqa: E402
from store import store  # noqa: E402

node = Node(nodes=4, store=store, name="fedex")
fedex = Recommended(base + "/oauth/token", "shop", "s3cret", node=node)


def call():
    request = urllib.request.Request(base + path, body.encode(), {"Content-Type": "application/json"})
    try:
        with fedex.urlopen(request) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as answer:
        return str(answer.code)
    except Exception as failure:
        print(repr(failure), file=sys.stderr)
        return type(failure).__name__


def caller(calls):
    return " ".join(call() for _ in range(calls))


with ThreadPoolExecutor(5) as callers:
    for line in sys.stdin:
        print(*callers.map(caller, [int(line)] * 5), flush=True)
