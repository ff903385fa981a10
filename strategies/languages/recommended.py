"""A client of a carrier's API that renews its access token so that nobody is banned: with a store that all
processes reach by the strategy recommended of tokenstorm, without one by recommended-unshared. Copy this file into
your service: it needs Python 3.11, and nothing installed.

    node = Node(nodes=2, store=store)  # two processes behind one public IP address
    fedex = Recommended("https://apis.fedex.com/oauth/token", "l7...", "secret", node=node)
    with fedex.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})) as answer:
        ...
    answer = fedex.do(lambda token: requests.post(url, json=parcel, headers={"Authorization": "Bearer " + token}))

Make one client for each customer's credentials and process, and let all threads share it. A call is sent again
only if it was answered 401: at most twice, with a new token. What else comes back is returned as it is. Its body
must be one that can be sent again. Store says what a store has to do: two things, as Redis does them.

An action that ends without an answer to its call raises
  Open     a breaker is open, because the carrier has banned us, or throttles: nothing was sent
  Shed     it would have waited too long for a permit or a renewal: nothing was sent
  Refused  the token endpoint answered otherwise than with a token; its status says how
or whatever the call, or the token request, raised.

The parts, outermost first, with their numbers; why they are so is in tokenstorm's recommended.yaml and
recommended-unshared.yaml:
  breaker of calls    5 calls in a row answered 403 are a ban: none is sent for 10 min 5 s, but for a probe each
                      minute from the earliest end of the ban on; Retry-After is obeyed
  retry               401: twice at most. A token that is refused less than 5 s after it was first seen is tried
                      again then, not replaced; 10 s, then 20 s, where those before it never worked.
                      Without a store 2 s, 4 s, and 8 s
  refresh-ahead       without a store alone: 5 to 10 min before the token expires (half of its life at most) it is
                      renewed in the background, and used meanwhile; once a minute if that fails
  cache               in the store, while that is away in memory; a token counts as expired 30 s before it does,
                      unless no other can be had. Without a store in memory
  single-flight       one renewal at a time for all callers, who wait 32 s for it at most; it goes on
  lease               one process renews for all, which look each 200 ms for its token; it keeps the lease of 10 s
                      while it works, and gives it back. Who was replaced cannot put its older token over a newer
                      one. While the store is away each process renews for itself
  breaker of tokens   a token request answered 403 is a ban, as above; live tokens stay in use
  breaker of 429      no token request for as long as Retry-After says; else for a minute, and twice as long each
                      time that it is answered so again, up to 16 minutes
  remember-failure    a failed token request is the answer for 5 s; a refusal with invalid_grant for a minute
  ration              54 token requests a minute for all processes together, one at a time, from one line in the
                      store. Without a store each process has times of its own, and half as many while the store
                      is away. Who would wait longer than 40 s is shed; without a store 2 min
A token request is given up after 30 s. The two breakers of a ban learn by the store what other processes know.

Left out: refresh tokens, metrics.
"""

import base64
import collections
import email.utils
import gzip
import json
import math
import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

RETRIES = 2
YOUNG, YOUNG_SHARED, MOST_YOUNG = 2, 5, 4  # s; times that
AHEAD, AHEAD_JITTER, AHEAD_AGAIN = 300, 300, 60  # s
MARGIN = 30  # s before its end a token counts as expired
FLIGHT_PATIENCE = 32  # s
HOLD, POLL = 10, 0.2  # s
BAN, PROBE, MOST_BAN, CALLS_OF_A_BAN = 605, 60, 8, 5  # s; s; times BAN; answers in a row
THROTTLED, MOST_THROTTLED = 60, 16  # s after a 429 without Retry-After; times that
REMEMBERED, GRANT_REFUSED = 5, 60  # s
RATION, RATION_PATIENCE, RATION_PATIENCE_SHARED = 60 / 54, 120, 40  # s between two token requests of all; s; s
PROBE_LASTS = 30  # s that others wait for the outcome of a probe
STORE_PAUSE = 1  # s for which a store that failed is not asked
GRANT_KEPT, BAN_KEPT = 600, 86400  # s for which the store keeps a grant, and a ban that is over
ANSWER_PATIENCE = 30  # s


class Open(Exception):
    """A breaker is open: nothing was sent."""


class Shed(Exception):
    """It would have waited too long: nothing was sent."""


class Refused(Exception):
    """The token endpoint answered with a status, perhaps an error's code (RFC 6749, 5.2), and words."""

    def __init__(self, status, code="", words="", retry_after=0):
        super().__init__(status, code, words, retry_after)
        self.status, self.code, self.words, self.retry_after = status, code, words, retry_after

    def __str__(self):
        return f"the token endpoint answered {self.status} {self.code} {self.words}".strip()


class Clock:
    """Time that nobody sets, in seconds, and waiting. A test has another one."""

    now = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)
    event = threading.Event

    @staticmethod
    def start(run):
        threading.Thread(target=run, daemon=True).start()


class Store:
    """What all processes reach. Each raises when the store is away, or has not answered for a second or so."""

    def get(self, key):
        """Returns a value and how many seconds it will yet be there, or None."""
        raise NotImplementedError

    def put_if(self, key, value, seconds, expected):
        """Puts a value, a str, for so long if the key has the expected one, None: if it has none. Reports whether."""
        raise NotImplementedError


class Away(Exception):
    """The store cannot be asked."""


class _Link:
    """A store that is left alone for a moment once it has failed. Its own clock is that of the lengths of time."""

    def __init__(self, store, clock):
        self._store, self._clock, self._away_until = store, clock, -math.inf

    def change(self, key, decide):
        """Asks decide what to put for what there is: the value (None: nothing), its seconds, and what is returned."""
        if self._clock.now() < self._away_until:
            raise Away("it has just failed")
        try:
            for _ in range(100):
                value, left = self._store.get(key) or (None, 0)
                new, seconds, result = decide(value, left)
                if new is None or self._store.put_if(key, new, seconds, value):
                    return result
        except Shed:
            raise
        except Exception as failure:
            self._away_until = self._clock.now() + STORE_PAUSE
            raise Away(str(failure)) from failure
        raise Away("others are always quicker")


def _read(value, *kinds):
    """Reads the words of a value. Whatever else somebody put there is taken for nothing."""
    words = (value or "").split(" ", len(kinds) - 1)
    try:
        return [kind(word) for kind, word in zip(kinds, words, strict=True)]
    except ValueError:
        return None


class Node:
    """What all clients of this process share: the ration of its public IP address, and what is known of a ban.
    Nodes is the largest number of processes behind that address. Store, if there is one, is that of all processes;
    then name tells this carrier and address from others in it."""

    def __init__(self, nodes=1, clock=Clock, chance=random.random, store=None, name=""):
        if not isinstance(nodes, int) or nodes < 1:
            raise ValueError(f"found nodes {nodes}; meant a whole number, 1 or more")
        self.clock, self.chance, self.id, self._name = clock, chance, uuid.uuid4().hex, name
        self.link = _Link(store, clock) if store else None
        self.calls = Breaker(403, clock, BAN, PROBE, CALLS_OF_A_BAN, self.link and (self.link, f"calls {name}"))
        self.tokens = Breaker(403, clock, BAN, PROBE, 1, self.link and (self.link, name))
        self._lock = threading.Lock()
        self._parts = 2 * nodes if store else nodes  # a fleet may grow while the store is away
        self._every = RATION * self._parts
        self._next = clock.now() + (chance() * self._every if self._parts > 1 else 0)
        self._taken = -math.inf  # when the next permit of the line in the store may be taken

    def permit(self):
        """Waits until a token request may be sent. A permit that is taken up when the next one is due is lost: a
        process that stood still does not send at once all that waited in it."""
        while True:
            wait, every = self._reserve_shared()
            if wait <= 0:
                return
            due = self.clock.now() + wait
            self.clock.sleep(wait)
            if self.clock.now() - due < every:
                return

    def _reserve_shared(self):
        if not self.link:
            return self._reserve(RATION_PATIENCE), self._every

        def decide(_, left):
            if left > RATION_PATIENCE_SHARED:
                raise Shed(f"the next permit is {left:.0f} s away")
            return uuid.uuid4().hex, left + RATION, left

        try:
            wait = self.link.change(f"tokenstorm line {self._name}", decide)
        except Away:
            return self._reserve(RATION_PATIENCE_SHARED), self._every
        with self._lock:  # a store that has lost its last writes gives permits twice
            due = self.clock.now() + wait
            at = max(due, self._taken)
            self._taken = at + RATION
            return wait + at - due, RATION

    def _reserve(self, patience):
        with self._lock:
            now = self.clock.now()
            if self._parts == 1:  # after a pause the first is free
                self._next = max(self._next, now)
            elif now > self._next:  # what has passed is lost; chance spreads the processes' times
                self._next += math.ceil((now - self._next) / self._every) * self._every
            wait = self._next - now
            if wait > patience:
                raise Shed(f"the next permit is {wait:.0f} s away")
            self._next += self._every
            return wait


class Ban(collections.namedtuple("Ban", "passed refused silent over failed")):
    """When the last request was sent that succeeded, when the last was refused (-inf: never), when the next probe may
    be sent, when the ban is over, and how many probes failed when it should have been over."""

    def in_force(self):
        return self.refused > -math.inf and self.refused >= self.passed

    def learn(self, other):
        """Returns what both know: of two refusals the later counts."""
        passed = max(self.passed, other.passed)
        newer = other if other.refused >= self.refused and other.refused > -math.inf else self
        return newer._replace(passed=passed)

    def written(self, now):
        """Returns it in lengths of time, with the seconds for which it is kept. Its age is seen by what is left."""
        seconds = BAN_KEPT + max(0, self.silent - now, self.over - now)
        ago = [-1 if math.isinf(at) else max(0, now - at) for at in (self.passed, self.refused)]
        times = (seconds, *ago, self.silent - now, self.over - now)
        return " ".join(repr(float(t)) for t in times) + f" {self.failed}", seconds

    @staticmethod
    def read(value, left, asked, now):
        read = _read(value, float, float, float, float, float, int)
        if not read:
            return NO_BAN
        kept, passed, refused, silent, over, failed = read
        age = max(0, kept - left)
        passed, refused = (-math.inf if ago < 0 else at - age - ago for at, ago in ((asked, passed), (now, refused)))
        return Ban(passed, refused, now - age + silent, now - age + over, failed)


NO_BAN = Ban(-math.inf, -math.inf, 0.0, 0.0, 0)


class Breaker:
    """Lets nothing pass while the carrier refuses with a status; then one request, the probe, and all when that
    succeeds. A ban is often older than the first request that meets it, so it is probed early. Shared is a store,
    and the name of what all processes know of the ban in it."""

    def __init__(self, status, clock, lasts, probe=0, after=1, shared=None):
        self._status, self._clock, self._lasts, self._probe, self._after = status, clock, lasts, probe, after
        self._shared, self._key = bool(shared), shared and f"tokenstorm ban {status} {shared[1]}"
        self._link = shared and shared[0]
        self._asking = threading.Lock()  # held while the store is asked
        self._asked = self._told = -math.inf
        self._lock = threading.Lock()  # guards what follows
        self._state = "closed"  # or open, or half-open
        self._probing = False
        self._generation = 0  # counts the changes of state
        self._row = 0  # such answers since the last success
        self._ban = NO_BAN
        self._none = 0 if probe > 0 else 1  # failed at first: what has no early probes waits twice as long at once
        self._most = MOST_BAN if probe > 0 else MOST_THROTTLED  # times lasts

    def enter(self):
        """Returns what leave needs, or raises Open."""
        if self._shared:
            with self._asking:
                if self._asks(self._clock.now()):
                    self._ask()
        with self._lock:
            now = self._clock.now()
            if self._state == "open" and now >= self._ban.silent:
                self._become("half-open")
            if self._state == "open" or self._state == "half-open" and self._probing:
                raise Open(f"answered {self._status}; the next probe is {max(0, self._ban.silent - now):.0f} s away")
            self._probing = self._state == "half-open"
            return now, self._generation, self._probing

    def leave(self, entry, success, status=0, retry_after=0):
        """Takes the outcome; a failure without a status says nothing of a ban."""
        sent, generation, probe = entry
        with self._lock:
            now = self._clock.now()
            if generation != self._generation:
                return
            if success:
                self._row = 0
                self._ban = self._ban._replace(passed=max(self._ban.passed, sent))
                if self._state == "half-open":
                    self._become("closed")
                elif self._after > 1 and now - self._told < self._probe:
                    return  # of calls it is told from time to time
            elif status == self._status:
                self._row += 1
                if self._row < self._after and not probe:
                    return
                self._refused(now, retry_after)
                self._become("open")
            else:
                self._probing = False
                return
            self._tell()

    def _refused(self, now, said):
        ban, earliest = self._ban, now + self._probe
        over, failed = ban.over, ban.failed
        if said > 0:
            over, failed = now + said, self._none
        elif self._state == "closed":
            over, failed = now + self._lasts, self._none
            if self._shared and ban.passed == -math.inf:  # nobody else has had a success either
                earliest = over
            earliest = max(earliest, ban.passed + self._lasts)
        elif now >= over:
            # Others have prolonged it if no process has sent a probe since; else probes may have, and the next one
            # leaves it alone for longer.
            alone = self._shared and failed == 0 and over - ban.refused > self._lasts - self._probe
            over = now + self._lasts * min(2**failed, self._most)
            if not alone:
                failed += 1
                earliest = over
        early = self._probe > 0 and earliest <= over - self._probe
        self._ban = Ban(ban.passed, now, earliest if early else over, over, failed)

    def _become(self, state):
        self._state, self._probing = state, False
        self._generation += 1

    def _asks(self, now):
        """Reports whether others are to be asked: of token requests always; of calls before the first one, after a
        refusal, and before a probe."""
        if self._after == 1:
            return True
        with self._lock:
            asks = self._state == "closed" and self._row > 0
            asks |= self._state == "open" and now >= self._ban.silent
            asks |= self._state == "half-open" and not self._probing
            asks = self._asked == -math.inf or asks and now - self._asked >= PROBE_LASTS
            if asks:
                self._asked = now
            return asks

    def _ask(self):
        """Learns what other processes know. Who finds the silence over sends the probe: others find it silent."""
        asked = self._clock.now()

        def decide(value, left):
            now = self._clock.now()
            known = Ban.read(value, left, asked, now)
            if known.in_force() and known.silent <= now:
                return *known._replace(silent=now + PROBE_LASTS).written(now), known
            return None, 0, known

        try:
            ban = self._link.change(self._key, decide)
        except Away:
            return
        with self._lock:
            later = ban.refused < self._ban.refused
            self._ban = self._ban.learn(ban)
            if later:
                self._tell()
            if not self._ban.in_force():
                if self._state != "closed":
                    self._become("closed")
            elif self._state == "closed" or (
                self._state == "half-open" and not self._probing and self._clock.now() < self._ban.silent
            ):
                self._become("open")

    def _tell(self):
        """Lets other processes know, beside the caller, who holds the lock."""
        if not self._shared:
            return
        self._told, ban = self._clock.now(), self._ban

        def decide(value, left):
            now = self._clock.now()
            known = Ban.read(value, left, now, now)
            return *known.learn(ban).written(now), None

        def tell():
            try:
                self._link.change(self._key, decide)
            except Away:
                pass  # it learns it when it is asked the next time

        self._clock.start(tell)

    def guard(self, request):
        """Sends a token request, unless the breaker is open."""
        entry, success, status, retry_after = self.enter(), False, 0, 0
        try:
            token = request()
            success = True
            return token
        except Refused as refusal:
            if refusal.code != "invalid_grant" or refusal.status == 429:  # else it says nothing of a ban
                status, retry_after = refusal.status, refusal.retry_after
            raise
        finally:
            self.leave(entry, success, status, retry_after)


Grant = collections.namedtuple("Grant", "fence held released")  # of the grant in force; ours?; the last given back


class _Lease:
    """The lease on the renewal of a token. Each grant has a larger number than those before it, its fence."""

    def __init__(self, link, key, holder):
        self._link, self._key, self._holder = link, key, holder

    def hold(self, fence=0):
        """Takes the lease; with a fence it prolongs that grant, or does nothing."""

        def decide(value, left):
            number, released, holder = _read(value, int, int, str) or (0, 0, "")
            held = holder != "" and left > GRANT_KEPT - HOLD
            if held and (holder != self._holder or fence not in (0, number)) or not held and fence:
                return None, 0, Grant(number, False, released)
            if not held:
                number = max(number + 1, time.time_ns() // 1_000_000)  # grows even where a store forgets
            return f"{number} {released} {self._holder}", GRANT_KEPT, Grant(number, True, released)

        return self._link.change(self._key, decide)

    def release(self, fence):
        """Gives that grant back. One that cannot be given back runs out."""

        def decide(value, left):
            number, _, holder = _read(value, int, int, str) or (0, 0, "")
            if number != fence or not holder or left <= GRANT_KEPT - HOLD:
                return None, 0, None
            return f"{number} {number} ", GRANT_KEPT, None

        try:
            self._link.change(self._key, decide)
        except Away:
            pass


class Token:
    """An access token, and when it expires by the clock; never, if the answer did not say."""

    def __init__(self, value, expires=math.inf):
        self.value, self.expires = value, expires


class Flight:
    """A renewal that callers wait for."""

    def __init__(self, landed):
        self.landed, self.token, self.error = landed, None, None


class Recommended:
    """A client for one customer's credentials. Basic puts them into a Basic header, as UPS wants them, not into
    the form. Life is how many seconds a token lives whose answer does not say."""

    def __init__(self, token_url, client_id, client_secret, basic=False, life=math.inf, node=None, open=None):
        self._url, self._id, self._secret, self._basic, self._life = token_url, client_id, client_secret, basic, life
        self._node = node or Node()
        self._clock = self._node.clock
        self._ask = open or urllib.request.build_opener(_NoRedirect).open
        self._open = open or urllib.request.urlopen
        self._throttle = Breaker(429, self._clock, THROTTLED)
        self._link = self._node.link
        self._key = f"tokenstorm token {token_url} {client_id}"
        self._lease = _Lease(self._link, f"tokenstorm lease {token_url} {client_id}", self._node.id)
        self._young = YOUNG_SHARED if self._link else YOUNG
        self._lock = threading.Lock()  # guards what follows
        self._held = None  # the token that was seen last
        self._flight = None  # the renewal under way
        self._ahead_of, self._moment = None, 0.0  # the token whose moment to be renewed is drawn
        self._renewing, self._resting = False, -math.inf  # ahead of time; none before
        self._newest, self._since = "", 0.0  # the token that a caller got last, and when it was first seen
        self._works, self._refused, self._vain = False, False, 0  # that one; and tokens before it that never did
        self._failure, self._failed_until = None, -math.inf
        self._grant_failure, self._grant_until = None, -math.inf

    def urlopen(self, request, timeout=30):
        """Opens a urllib.request.Request as urllib.request.urlopen does, with a token."""
        if not isinstance(request.data, (bytes, type(None))):
            raise TypeError(f"found data of {type(request.data)}; meant bytes, which can be sent again")

        def call(token):
            request.add_unredirected_header("Authorization", "Bearer " + token)  # for no other host
            try:
                return self._open(request, timeout=timeout)
            except urllib.error.HTTPError as answer:
                return answer

        answer = self.do(call)
        if isinstance(answer, urllib.error.HTTPError):
            raise answer
        return answer

    def do(self, call):
        """Makes a call, which gets the token's value, up to three times. It returns its answer, whatever the status:
        that of urllib, http.client, requests or httpx, or what else has status or status_code, headers and close."""
        entry, status, retry_after = self._node.calls.enter(), 0, 0
        try:
            rejected = None
            for left in range(RETRIES, -1, -1):
                token = self._token(rejected)
                self._see(token)
                status = 0
                answer = call(token.value)
                status = getattr(answer, "status", None) or answer.status_code
                if status < 400:
                    self._worked(token)
                if left == 0 or status != 401:
                    retry_after = _retry_after(answer.headers)
                    return answer
                answer.close()
                rejected = None if self._waits_while_young(token) else token
        finally:
            self._node.calls.leave(entry, 0 < status < 400, status, retry_after)

    # The token for the next call, ahead of time

    def _token(self, rejected):
        token = self._fresh(rejected)
        if not self._link and self._due(token):
            self._clock.start(lambda: self._renew_ahead(token))
        return token

    def _due(self, token):
        with self._lock:
            now = self._clock.now()
            if token is not self._ahead_of:
                early = AHEAD + self._node.chance() * AHEAD_JITTER
                self._ahead_of, self._moment = token, token.expires - min(early, (token.expires - now) / 2)
            if self._renewing or math.isinf(token.expires) or now < self._moment or now < self._resting:
                return False
            self._renewing, self._resting = True, now + AHEAD_AGAIN
            return True

    def _renew_ahead(self, token):
        try:
            self._fresh(token)
        except Exception:
            pass  # whoever finds the token expired meets the failure itself
        finally:
            with self._lock:
                self._renewing = False

    # A renewal for all callers

    def _find(self, rejected):
        """Returns the token of all processes, unless it is the rejected one, and whether it may be used."""
        token = self._look()
        if token and rejected and token.value == rejected.value:
            token = None
        return token, bool(token) and self._clock.now() < token.expires - MARGIN

    def _look(self):
        with self._lock:
            held = self._held
        if not self._link:
            return held
        asked = self._clock.now()
        try:
            value, left = self._link.change(self._key, lambda value, left: (None, 0, (value, left)))
        except Away:
            return held
        read = _read(value, int, int, str)
        if not read:
            return None
        token = Token(read[2], asked + left if read[1] else math.inf)
        with self._lock:
            self._held = token
        return token

    def _fresh(self, rejected):
        found, usable = self._find(rejected)
        if usable:
            return found
        try:
            return self._joined(rejected)
        except Exception:
            if self._link and found and self._clock.now() < found.expires:
                return found
            raise

    def _joined(self, rejected):
        patient_until = self._clock.now() + FLIGHT_PATIENCE
        while True:
            with self._lock:
                flight, mine = self._flight, self._flight is None
                if mine:
                    flight = self._flight = Flight(self._clock.event())
            if mine:
                self._clock.start(lambda: self._fly(flight, rejected))
            if not flight.landed.wait(max(0, patient_until - self._clock.now())):
                raise Shed(f"a renewal takes longer than {FLIGHT_PATIENCE} s")
            if flight.error:
                raise flight.error.with_traceback(None)  # of one thread, which others raise, too
            if mine or not rejected or flight.token.value != rejected.value:  # else it began before the refusal
                return flight.token

    def _fly(self, flight, rejected):
        try:
            flight.token = self._for_all(rejected) if self._link else self._renew(rejected)
        except BaseException as failure:
            flight.error = failure
        finally:
            with self._lock:
                self._flight = None
            flight.landed.set()

    # Only the flight comes here: no other thread

    def _for_all(self, rejected):
        """Renews for all processes, or waits for the one that does. If that fails, so do those who waited for it."""
        awaited, asked, failure = 0, False, Shed("nobody has renewed")
        begun = self._clock.now()
        while True:
            found, usable = self._find(rejected)
            if usable:
                return found
            try:
                grant = self._lease.hold()
            except Away:
                grant = None
            if grant and awaited and grant.released >= awaited:
                if grant.held:
                    self._lease.release(grant.fence)
                found, usable = self._find(rejected)  # it may have come since
                if usable:
                    return found
                raise failure
            if asked:
                raise failure
            if not grant:
                return self._renew(rejected)
            if grant.held:
                at = self._clock.now()
                try:
                    return self._lead(grant.fence, rejected)
                except Exception as its:
                    if self._clock.now() - at <= POLL:
                        raise
                    asked, awaited, failure = True, grant.fence, its  # a token may have come meanwhile
            elif not awaited:
                awaited = grant.fence
            if self._clock.now() - begun >= FLIGHT_PATIENCE:
                raise failure
            self._clock.sleep(POLL)

    def _lead(self, fence, rejected):
        """Renews as the holder of that grant, which it prolongs meanwhile."""
        done = threading.Event()

        def prolong():
            while True:
                self._clock.sleep(HOLD / 3)
                try:
                    if done.is_set() or not self._lease.hold(fence).held:
                        return
                except Away:
                    pass  # perhaps it answers the next time

        self._clock.start(prolong)
        try:
            return self._renew(rejected, fence)
        finally:
            done.set()
            self._lease.release(fence)

    def _renew(self, rejected, fence=0):
        found, usable = self._find(rejected)
        if usable:
            return found
        token = self._node.tokens.guard(lambda: self._throttle.guard(self._request_or_remember))
        with self._lock:
            self._held = token
        if self._link:
            self._put(token, fence)
        return token

    def _put(self, token, fence):
        said = 0 if math.isinf(token.expires) else 1
        seconds = token.expires - self._clock.now() if said else BAN_KEPT

        def decide(value, _):
            seen, *_ = _read(value, int, int, str) or (0,)
            if fence and fence < seen:
                return None, 0, None  # another process has replaced this one, and its token is newer
            return f"{max(fence, seen)} {said} {token.value}", seconds, None

        try:
            if seconds > 0:
                self._link.change(self._key, decide)
        except Away:
            pass  # the next process renews

    def _request_or_remember(self):
        now = self._clock.now()
        if now < self._failed_until:
            raise self._failure.with_traceback(None)
        try:
            if now < self._grant_until:
                raise self._grant_failure.with_traceback(None)
            self._node.permit()
            return self._request()
        except Exception as failure:
            now = self._clock.now()
            self._failure, self._failed_until = failure, now + REMEMBERED
            if isinstance(failure, Refused) and failure.code == "invalid_grant" and now >= self._grant_until:
                self._grant_failure, self._grant_until = failure, now + GRANT_REFUSED
            raise

    def _request(self):
        form = {"grant_type": "client_credentials"}
        headers = {"Accept": "application/json"}
        if self._basic:
            pair = base64.b64encode(f"{self._id}:{self._secret}".encode()).decode()
            headers["Authorization"] = "Basic " + pair
        else:
            form |= {"client_id": self._id, "client_secret": self._secret}
        request = urllib.request.Request(self._url, urllib.parse.urlencode(form).encode(), headers)
        try:
            answer = self._ask(request, timeout=ANSWER_PATIENCE)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            body = answer.read()
            if body.startswith(b"\x1f\x8b"):  # FedEx is reported to send gzip to those who did not ask for it
                body = gzip.decompress(body)
            return self._read(answer.status, answer.headers, body)

    def _read(self, status, headers, body):
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            said = {}
        value = said.get("access_token")
        if status == 200 and isinstance(value, str) and value:
            life = said.get("expires_in")
            life = self._life if life in (None, "") else float(life)  # a number, or a string
            if not life > 0:
                raise ValueError(f"found expires_in {life}; meant a number of seconds")
            return Token(value, self._clock.now() + life)
        code = said.get("error")
        code = code if isinstance(code, str) else ""
        if status == 200 and not code:
            raise ValueError("the token endpoint answered 200 without a token")
        words = "" if status == 200 else " ".join(body[:200].decode(errors="replace").split())
        raise Refused(status, code, words, _retry_after(headers))

    # Young tokens: all of the carrier's machines may not know one yet, and the next would be as young

    def _see(self, token):
        with self._lock:
            if token.value == self._newest:
                return
            self._vain = self._vain + 1 if self._refused and not self._works else 0
            self._newest, self._since = token.value, self._clock.now()
            self._works = self._refused = False

    def _worked(self, token):
        with self._lock:
            self._works = self._works or token.value == self._newest

    def _waits_while_young(self, token):
        with self._lock:
            if token.value != self._newest:
                return False
            self._refused = True
            left = self._young * min(2**self._vain, MOST_YOUNG) - (self._clock.now() - self._since)
        if left <= 0:
            return False
        self._clock.sleep(left)
        return True


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Credentials go to the token endpoint and nowhere else."""

    def redirect_request(self, *_):
        return None


def _retry_after(headers):
    """Returns how many seconds the answer says to wait, 0 where it does not. A date counts from the answer's own."""
    text = headers.get("Retry-After") or ""
    if text.isdecimal():
        return float(text)
    try:
        until, date = (email.utils.parsedate_to_datetime(t) for t in (text, headers.get("Date") or ""))
        return max(0.0, (until - date).total_seconds())
    except (TypeError, ValueError):
        return 0.0
