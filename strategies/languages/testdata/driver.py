"""Lets recommended.py obey the commands of steps_test.go, on a clock that stands still between them."""

import heapq
import io
import itertools
import json
import sys
import threading
import urllib.error
import urllib.request
import urllib.response

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from recommended import Node, Open, Recommended, Refused, Shed  # noqa: E402


class Waiter:
    def __init__(self, process):
        self.process, self.woken = process, False


class VirtualClock:
    """Moves when every thread that it started waits, from one instant that somebody waits for to the next."""

    def __init__(self):
        self.changed = threading.Condition()  # guards what follows
        self.time, self.busy, self.waiting, self.order = 0.0, 0, [], itertools.count()

    def now(self):
        with self.changed:
            return self.time

    def start(self, run):
        def counted():
            try:
                run()
            finally:
                with self.changed:
                    self.busy -= 1
                    self.changed.notify_all()

        with self.changed:
            self.busy += 1
        threading.Thread(target=counted, daemon=True).start()

    def wait(self, waiter, seconds):  # the caller holds the lock
        heapq.heappush(self.waiting, (self.time + seconds, next(self.order), waiter))
        self.busy -= 1
        self.changed.notify_all()
        self.changed.wait_for(lambda: waiter.woken)

    def wake(self, waiter):  # the caller holds the lock
        if not waiter.woken:
            waiter.woken = True
            self.busy += 1
            self.changed.notify_all()

    def stand_still(self, process, seconds):
        with self.changed:
            end = self.time + seconds
            self.waiting = sorted(
                (max(at, end) if waiter.process is process else at, order, waiter)
                for at, order, waiter in self.waiting
            )

    def crash(self, process):
        with self.changed:
            self.waiting = [entry for entry in self.waiting if entry[2].process is not process]
            heapq.heapify(self.waiting)

    def pass_time(self, seconds):
        with self.changed:
            end = self.time + seconds
            while True:
                self.changed.wait_for(lambda: self.busy == 0)
                if not self.waiting or self.waiting[0][0] > end:
                    break
                at, _, waiter = heapq.heappop(self.waiting)
                if not waiter.woken:
                    self.time = at
                    self.wake(waiter)
            self.time = end


class ProcessClock:
    """The clock of all as one process has it."""

    def __init__(self, clock, process):
        self.clock, self.process, self.now, self.start = clock, process, clock.now, clock.start

    def sleep(self, seconds):
        with self.clock.changed:
            self.clock.wait(Waiter(self.process), seconds)

    def event(self):
        return VirtualEvent(self)


class VirtualEvent:
    def __init__(self, its):
        self.clock, self.process, self.happened, self.waiters = its.clock, its.process, False, []

    def set(self):
        with self.clock.changed:
            self.happened = True
            for waiter in self.waiters:
                self.clock.wake(waiter)

    def wait(self, seconds):
        with self.clock.changed:
            if not self.happened:
                self.waiters.append(Waiter(self.process))
                self.clock.wait(self.waiters[-1], seconds)
            return self.happened


class MemoryStore:
    """A store that all processes reach."""

    def __init__(self, clock):
        self.clock, self.lock, self.away, self.entries = clock, threading.Lock(), False, {}

    def get(self, key):
        with self.lock:
            if self.away:
                raise OSError("the store is away")
            value, until = self.entries.get(key, (None, 0))
            left = until - self.clock.now()
            return (value, left) if left > 0 else None

    def put_if(self, key, value, seconds, expected):
        there = self.get(key)
        with self.lock:
            if (there and there[0]) != expected:
                return False
            self.entries[key] = value, self.clock.now() + seconds
            return True


class Process:
    def __init__(self, service):
        self.service, self.clock = service, ProcessClock(service.clock, self)
        self.calls = 0  # under way
        node = Node(int(service.nodes), self.clock, lambda: float(service.chance), service.store)
        self.clients = {
            who: Recommended(service.token, who, "s3cret", service.basic == "true", node=node, open=self.open)
            for who in ("shop", "other")
        }

    def open(self, request, timeout):
        """Opens a request, which takes as long on its way as its answer."""
        way = self.service.ways["token" if request.full_url == self.service.token else "api"]
        self.travel(way, timeout)
        self.service.bring()
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            body = io.BytesIO(answer.read())
        self.travel(way, timeout - way)
        if answer.status >= 300:
            raise urllib.error.HTTPError(request.full_url, answer.status, "", answer.headers, body)
        return urllib.response.addinfourl(body, answer.headers, request.full_url, answer.status)

    def travel(self, seconds, patience):
        self.clock.sleep(min(seconds, patience))
        if seconds > patience:
            raise TimeoutError

    def action(self, who):
        """Makes one call and notes how it ended."""
        with self.service.lock:
            self.calls += 1
        try:
            headers = {"Content-Type": "application/json"}
            request = urllib.request.Request(self.service.call, b'{"parcels":1}', headers)
            with self.clients[who].urlopen(request) as answer:
                how = str(answer.status)
        except urllib.error.HTTPError as answer:
            how = str(answer.code)
        except Open:
            how = "open"
        except Shed:
            how = "shed"
        except Refused as refusal:
            how = f"token-{refusal.status}"
        except Exception:
            how = "failed"
        with self.service.lock:
            self.calls -= 1
            self.service.ended.append(how)

    def crash(self):
        self.service.clock.crash(self)
        self.service.ended += ["died"] * self.calls


class Service:
    def __init__(self, base, token, call, nodes, chance, basic, processes="0"):
        self.base, self.token, self.call = base, base + token, base + call
        self.nodes, self.chance, self.basic = nodes, chance, basic
        self.clock, self.ways = VirtualClock(), {"token": 0.015, "api": 0.01}
        self.lock, self.carrier, self.ended = threading.Lock(), 0, []
        self.store = MemoryStore(self.clock) if processes != "0" else None
        self.processes = {name: Process(self) for name in "abc"[: max(1, int(processes))]}

    def bring(self):
        """Moves the carrier's clock to the instant of this one."""
        with self.lock:
            now = round(self.clock.now() * 1e9)
            if now > self.carrier:
                body = json.dumps({"by": f"{now - self.carrier}ns"}).encode()
                url, headers = self.base + "/__admin/clock/advance", {"Content-Type": "application/json"}
                urllib.request.urlopen(urllib.request.Request(url, body, headers)).close()
                self.carrier = now

    def pass_time(self, seconds):
        self.clock.pass_time(seconds)
        self.bring()
        ended, self.ended = self.ended, []
        return " ".join(ended)


for line in sys.stdin:
    command, *words = line.split()
    said = ""
    if command == "open":
        service = Service(**dict(word.split("=", 1) for word in words))
    process = service.processes.get(words[-1], service.processes["a"])
    if command == "call":
        who = "other" if "other" in words else "shop"
        for _ in range(int(words[0])):
            service.clock.start(lambda process=process: process.action(who))
        said = service.pass_time(1)
    elif command == "pass":
        said = service.pass_time(int(words[0]) / 1e3)
    elif command == "stall":
        service.clock.stand_still(process, int(words[0]) / 1e3)
        said = service.pass_time(int(words[0]) / 1e3)
    elif command == "crash":
        process.crash()
        said = service.pass_time(0)
    elif command == "start":
        service.processes[words[0]] = Process(service)
    elif command == "store":
        service.store.away = words[0] == "away"
        if words[0] == "forget":
            service.store.entries = {}
    elif command == "way":
        service.ways[words[0]] = int(words[1]) / 1e3
    print(said, flush=True)
