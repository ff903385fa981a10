"""The storm on SimPy: python3 storm_simpy.py SEED USERS SECONDS THINK single|coexist

It prints what main.go's outcome has, as JSON, and with no arguments the version of SimPy.
"""

import json
import random
import sys

import simpy

NODES, RETRIES, LIFE = 2, 3, 3600.0


class Node:
    """A node's cache: its token, and when the token expires by the node's clock."""

    __slots__ = ("token", "expires")

    def __init__(self):
        self.token, self.expires = None, 0.0


class Storm:
    """The carrier, and the counts. A token is its number and when it dies."""

    def __init__(self, seed, think, coexist):
        self.env = simpy.Environment()
        self.chance = random.Random(seed)
        self.rate, self.coexist = 1 / think, coexist
        self.issued = 0
        self.events = self.actions = self.succeeded = self.refused = self.renewals = 0

    def user(self, node):
        env, timeout, uniform = self.env, self.env.timeout, self.chance.uniform
        expovariate, rate, coexist = self.chance.expovariate, self.rate, self.coexist
        while True:
            yield timeout(expovariate(rate))
            self.events += 1
            self.actions += 1
            renew = False
            for _ in range(RETRIES + 1):
                if renew or node.token is None or env.now >= node.expires:
                    yield timeout(uniform(0.04, 0.06))
                    self.events += 1
                    self.renewals += 1
                    self.issued += 1
                    token = (self.issued, env.now + LIFE)
                    yield timeout(uniform(0.04, 0.06))
                    self.events += 1
                    node.token, node.expires = token, env.now + LIFE
                else:
                    token = node.token
                yield timeout(uniform(0.04, 0.06))
                self.events += 1
                alive = (coexist or token[0] == self.issued) and env.now < token[1]
                if not alive:
                    self.refused += 1
                yield timeout(uniform(0.04, 0.06))
                self.events += 1
                if alive:
                    self.succeeded += 1
                    break
                renew = True

    def run(self, users, seconds):
        nodes = [Node() for _ in range(NODES)]
        for i in range(users):
            self.env.process(self.user(nodes[i % NODES]))
        self.env.run(until=seconds)
        return {
            "events": self.events,
            "actions": self.actions,
            "succeeded": self.succeeded,
            "refused": self.refused,
            "renewals": self.renewals,
        }


if len(sys.argv) == 1:
    print(simpy.__version__)
else:
    seed, users, seconds, think, tokens = sys.argv[1:]
    storm = Storm(int(seed), float(think), tokens == "coexist")
    print(json.dumps(storm.run(int(users), int(seconds))))
