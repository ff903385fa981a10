import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A client of a carrier's API that renews its access token so that nobody is banned: with a store that all processes
 * reach by the strategy recommended of tokenstorm, without one by recommended-unshared. Copy this file into your
 * service: it needs Java 17, and nothing else.
 *
 * <pre>{@code
 * var node = new Recommended.Node(2, store, "fedex"); // two processes behind one public IP address
 * var fedex = new Recommended(URI.create("https://apis.fedex.com/oauth/token"), "l7...", "secret", node);
 * HttpResponse<String> answer = fedex.send(request, BodyHandlers.ofString());
 * }</pre>
 *
 * <p>Make one client for each customer's credentials and process, and let all threads share it. A call is sent again
 * only if it was answered 401: at most twice, with a new token. What else comes back is returned as it is. Its body
 * must be one that can be sent again: of an InputStream, give a Supplier that opens it anew. {@link Store} says what
 * a store has to do: two things, as Redis does them.
 *
 * <p>An action that ends without an answer to its call throws
 * <ul>
 * <li>{@link Open}: a breaker is open, because the carrier has banned us, or throttles; nothing was sent
 * <li>{@link Shed}: it would have waited too long for a permit or a renewal; nothing was sent
 * <li>{@link Refused}: the token endpoint answered otherwise than with a token; its status says how
 * <li>or whatever the call, or the token request, threw, or InterruptedException.
 * </ul>
 *
 * <p>The parts, outermost first, with their numbers; why they are so is in tokenstorm's recommended.yaml and
 * recommended-unshared.yaml:
 * <pre>
 *   breaker of calls    5 calls in a row answered 403 are a ban: none is sent for 10 min 5 s, but for a probe each
 *                       minute from the earliest end of the ban on; Retry-After is obeyed
 *   retry               401: twice at most. A token that is refused less than 5 s after it was first seen is tried
 *                       again then, not replaced; 10 s, then 20 s, where those before it never worked.
 *                       Without a store 2 s, 4 s, and 8 s
 *   refresh-ahead       without a store alone: 5 to 10 min before the token expires (half of its life at most) it is
 *                       renewed in the background, and used meanwhile; once a minute if that fails
 *   cache               in the store, while that is away in memory; a token counts as expired 30 s before it does,
 *                       unless no other can be had. Without a store in memory
 *   single-flight       one renewal at a time for all callers, who wait 32 s for it at most; it goes on
 *   lease               one process renews for all, which look each 200 ms for its token; it keeps the lease of 10 s
 *                       while it works, and gives it back. Who was replaced cannot put its older token over a newer
 *                       one. While the store is away each process renews for itself
 *   breaker of tokens   a token request answered 403 is a ban, as above; live tokens stay in use
 *   breaker of 429      no token request for as long as Retry-After says; else for a minute, and twice as long each
 *                       time that it is answered so again, up to 16 minutes
 *   remember-failure    a failed token request is the answer for 5 s; a refusal with invalid_grant for a minute
 *   ration              54 token requests a minute for all processes together, one at a time, from one line in the
 *                       store. Without a store each process has times of its own, and half as many while the store
 *                       is away. Who would wait longer than 40 s is shed; without a store 2 min
 * </pre>
 * A token request is given up after 30 s. The two breakers of a ban learn by the store what other processes know.
 *
 * <p>Left out: refresh tokens, metrics.
 */
public final class Recommended {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final int RETRIES = 2;
    private static final long YOUNG = 2 * SECOND;
    private static final long YOUNG_SHARED = 5 * SECOND;
    private static final int MOST_YOUNG = 4; // times that
    private static final long AHEAD = 5 * MINUTE;
    private static final long AHEAD_JITTER = 5 * MINUTE;
    private static final long AHEAD_AGAIN = MINUTE;
    private static final long MARGIN = 30 * SECOND; // before its end a token counts as expired
    private static final long FLIGHT_PATIENCE = 32 * SECOND;
    private static final long HOLD = 10 * SECOND;
    private static final long POLL = SECOND / 5;
    private static final long BAN = 10 * MINUTE + 5 * SECOND;
    private static final long PROBE = MINUTE;
    private static final int MOST_BAN = 8; // times BAN
    private static final int CALLS_OF_A_BAN = 5; // in a row
    private static final long THROTTLED = MINUTE; // after a 429 without Retry-After
    private static final int MOST_THROTTLED = 16; // times that
    private static final long REMEMBERED = 5 * SECOND;
    private static final long GRANT_REFUSED = MINUTE;
    private static final long RATION = MINUTE / 54 + 1; // between two token requests of all processes
    private static final long RATION_PATIENCE = 2 * MINUTE;
    private static final long RATION_PATIENCE_SHARED = 40 * SECOND;
    private static final long PROBE_LASTS = 30 * SECOND; // others wait for the outcome of a probe for so long
    private static final long STORE_PAUSE = SECOND; // a store that failed is not asked for so long
    private static final long GRANT_KEPT = 10 * MINUTE;
    private static final long BAN_KEPT = 24 * 60 * MINUTE; // after its end
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    /** A breaker is open, and nothing was sent. */
    public static final class Open extends IOException {
        private static final long serialVersionUID = 1;

        Open(String message) {
            super(message);
        }
    }

    /** It would have waited too long, and nothing was sent. */
    public static final class Shed extends IOException {
        private static final long serialVersionUID = 1;

        Shed(String message) {
            super(message);
        }
    }

    /** The token endpoint answered with a status, perhaps an error's code (RFC 6749, 5.2), and words. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        public final int status;
        public final String code;
        final long retryAfter;

        Refused(int status, String code, String words, long retryAfter) {
            super(("the token endpoint answered " + status + " " + code + " " + words).strip());
            this.status = status;
            this.code = code;
            this.retryAfter = retryAfter;
        }
    }

    /** Time that nobody sets, in nanoseconds, and waiting. A test has another one. */
    public interface Clock {
        long now();

        void sleep(long nanos) throws InterruptedException;

        Event event();

        void start(Runnable run);
    }

    /** Something that happens once. */
    public interface Event {
        void set();

        /** Waits until it has happened, and reports whether it has. */
        boolean await(long nanos) throws InterruptedException;
    }

    /** The clock of the machine. */
    public static final Clock REAL = new Clock() {
        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }

        @Override
        public Event event() {
            var latch = new CountDownLatch(1);
            return new Event() {
                @Override
                public void set() {
                    latch.countDown();
                }

                @Override
                public boolean await(long nanos) throws InterruptedException {
                    return latch.await(nanos, TimeUnit.NANOSECONDS);
                }
            };
        }

        @Override
        public void start(Runnable run) {
            var thread = new Thread(run, "token renewal");
            thread.setDaemon(true);
            thread.start();
        }
    };

    /** Sends a request and returns its answer: the method send of an HttpClient. */
    public interface Sender {
        <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException, InterruptedException;
    }

    /** What all processes reach. Each method throws when the store is away, or has not answered for a second or so. */
    public interface Store {
        /** A value, and for how long it will yet be there. */
        record Entry(String value, Duration left) {}

        /** Returns what the key has; null: nothing. */
        Entry get(String key) throws IOException, InterruptedException;

        /** Puts a value for so long if the key has the expected one, null: if it has none. Reports whether it did. */
        boolean putIf(String key, String value, Duration lasts, String expected)
                throws IOException, InterruptedException;
    }

    /** The store cannot be asked. */
    private static final class Away extends IOException {
        private static final long serialVersionUID = 1;

        Away(String message, Exception cause) {
            super(message, cause);
        }
    }

    /** What to put, null for nothing, for how long, and what is returned. */
    private record Change<T>(String value, long lasts, T result) {}

    private interface Decision<T> {
        /** Decides what to put for what there is, which has no words where there is nothing. */
        Change<T> of(Words there, long left) throws Shed;
    }

    /** The words of a value. Whatever else somebody put there is taken for nothing. */
    private record Words(List<String> all) {
        static Words of(String value, int count) {
            var words = value == null ? new String[0] : value.split(" ", count);
            return new Words(words.length == count ? List.of(words) : List.of());
        }

        boolean none() {
            return all.isEmpty();
        }

        double number(int i) {
            return none() ? 0 : Double.parseDouble(all.get(i));
        }

        long whole(int i) {
            return none() ? 0 : Long.parseLong(all.get(i));
        }

        String text(int i) {
            return none() ? "" : all.get(i);
        }
    }

    /** A store that is left alone for a moment once it has failed. */
    private static final class Link {
        private final Store store;
        private final Clock clock;
        private boolean failed;
        private long awayUntil;

        Link(Store store, Clock clock) {
            this.store = store;
            this.clock = clock;
        }

        /** Changes what the key has, a value of so many words. */
        <T> T change(String key, int words, Decision<T> decision) throws Away, Shed, InterruptedException {
            synchronized (this) {
                if (failed && clock.now() - awayUntil < 0) {
                    throw new Away("it has just failed", null);
                }
            }
            try {
                for (int i = 0; i < 100; i++) {
                    var entry = store.get(key);
                    var change = decided(entry, words, decision);
                    if (change.value == null || store.putIf(key, change.value, Duration.ofNanos(change.lasts),
                            entry == null ? null : entry.value())) {
                        return change.result;
                    }
                }
            } catch (InterruptedException | Shed e) {
                throw e;
            } catch (Exception e) {
                synchronized (this) {
                    failed = true;
                    awayUntil = clock.now() + STORE_PAUSE;
                }
                throw new Away(String.valueOf(e.getMessage()), e);
            }
            throw new Away("others are always quicker", null);
        }

        private static <T> Change<T> decided(Store.Entry entry, int words, Decision<T> decision) throws Shed {
            if (entry != null) {
                try {
                    return decision.of(Words.of(entry.value(), words), entry.left().toNanos());
                } catch (NumberFormatException e) {
                    // It is none of ours.
                }
            }
            return decision.of(Words.of(null, words), 0);
        }
    }

    /** What all clients of this process share: the ration of its public IP address, and what is known of a ban. */
    public static final class Node {
        private final Clock clock;
        private final DoubleSupplier chance;
        private final Breaker calls;
        private final Breaker tokens;
        private final Link link; // null: there is no store
        private final String id = UUID.randomUUID().toString();
        private final String name;
        private final int parts;
        private final long every;
        private long next;
        private boolean took;
        private long taken; // when the next permit of the line in the store may be taken

        /** Nodes is the largest number of processes behind that address. */
        public Node(int nodes) {
            this(nodes, null, "");
        }

        /** Store is that of all processes; name tells this carrier and address from others in it. */
        public Node(int nodes, Store store, String name) {
            this(nodes, store, name, REAL, () -> ThreadLocalRandom.current().nextDouble());
        }

        public Node(int nodes, Store store, String name, Clock clock, DoubleSupplier chance) {
            if (nodes < 1) {
                throw new IllegalArgumentException("found nodes " + nodes + "; meant 1 or more");
            }
            this.clock = clock;
            this.chance = chance;
            this.name = name;
            link = store == null ? null : new Link(store, clock);
            calls = new Breaker(403, clock, BAN, PROBE, CALLS_OF_A_BAN, link, "calls " + name);
            tokens = new Breaker(403, clock, BAN, PROBE, 1, link, name);
            parts = store == null ? nodes : 2 * nodes; // a fleet may grow while the store is away
            every = RATION * parts;
            next = clock.now() + (parts > 1 ? (long) (chance.getAsDouble() * every) : 0);
        }

        /** How long to wait for a permit, and until the one after it. */
        private record Permit(long delay, long every) {}

        /**
         * Waits until a token request may be sent. A permit that is taken up when the next one is due is lost: a
         * process that stood still does not send at once all that waited in it.
         */
        void permit() throws Shed, InterruptedException {
            while (true) {
                var permit = link == null ? own(RATION_PATIENCE) : shared();
                if (permit.delay <= 0) {
                    return;
                }
                long due = clock.now() + permit.delay;
                clock.sleep(permit.delay);
                if (clock.now() - due < permit.every) {
                    return;
                }
            }
        }

        private Permit shared() throws Shed, InterruptedException {
            long wait;
            try {
                wait = link.change("tokenstorm line " + name, 1, (there, left) -> {
                    if (left > RATION_PATIENCE_SHARED) {
                        throw new Shed("the next permit is " + left / SECOND + " s away");
                    }
                    return new Change<>(UUID.randomUUID().toString(), left + RATION, left);
                });
            } catch (Away e) {
                return own(RATION_PATIENCE_SHARED);
            }
            synchronized (this) { // a store that has lost its last writes gives permits twice
                long due = clock.now() + wait;
                long at = took && taken - due > 0 ? taken : due;
                took = true;
                taken = at + RATION;
                return new Permit(wait + at - due, RATION);
            }
        }

        private synchronized Permit own(long patience) throws Shed {
            long now = clock.now();
            long missed = now - next;
            if (missed > 0 && parts == 1) { // after a pause the first is free
                next = now;
            } else if (missed > 0) { // what has passed is lost; chance spreads the processes' times
                next += (missed + every - 1) / every * every;
            }
            long wait = next - now;
            if (wait > patience) {
                throw new Shed("the next permit is " + wait / SECOND + " s away");
            }
            next += every;
            return new Permit(wait, every);
        }
    }

    /**
     * When the last request was sent that succeeded, when the last was refused (null: never), when the next probe may
     * be sent, when the ban is over, and how many probes failed when it should have been over.
     */
    private record Ban(Long passed, Long refused, long silent, long over, int failed) {
        static final Ban NONE = new Ban(null, null, 0, 0, 0);
        static final int WORDS = 6;

        boolean inForce() {
            return refused != null && !before(refused, passed);
        }

        static boolean before(Long one, Long other) {
            return other != null && (one == null || one - other < 0);
        }

        Ban passed(Long at) {
            return before(passed, at) ? new Ban(at, refused, silent, over, failed) : this;
        }

        Ban silent(long until) {
            return new Ban(passed, refused, until, over, failed);
        }

        /** Returns what both know: of two refusals the later counts. */
        Ban learn(Ban other) {
            var newer = other.refused != null && !before(other.refused, refused) ? other : this;
            return newer.passed(passed).passed(other.passed);
        }

        /** Puts it in lengths of time, in seconds, the first for how long it is kept: what is left shows its age. */
        <T> Change<T> put(long now, T result) {
            long kept = BAN_KEPT + Math.max(0, Math.max(silent - now, over - now));
            var text = String.join(" ", seconds(kept), ago(now, passed), ago(now, refused), seconds(silent - now),
                    seconds(over - now), String.valueOf(failed));
            return new Change<>(text, kept, result);
        }

        private static String seconds(long nanos) {
            return String.valueOf(nanos / (double) SECOND);
        }

        private static String ago(long now, Long at) {
            return at == null ? "-1" : seconds(Math.max(0, now - at));
        }

        static Ban of(Words there, long left, long asked, long now) {
            if (there.none()) {
                return NONE;
            }
            long age = Math.max(0, nanos(there, 0) - left);
            var passed = there.number(1) < 0 ? null : (Long) (asked - age - nanos(there, 1));
            var refused = there.number(2) < 0 ? null : (Long) (now - age - nanos(there, 2));
            return new Ban(passed, refused, now - age + nanos(there, 3), now - age + nanos(there, 4),
                    (int) there.whole(5));
        }

        private static long nanos(Words there, int i) {
            return (long) (there.number(i) * SECOND);
        }
    }

    /**
     * Lets nothing pass while the carrier refuses with a status; then one request, the probe, and all when that
     * succeeds. A ban is often older than the first request that meets it, so it is probed early.
     */
    private static final class Breaker {
        private enum State { CLOSED, OPEN, HALF_OPEN }

        private record Entry(long sent, long generation, boolean probe) {}

        private final int status;
        private final Clock clock;
        private final long lasts;
        private final long early; // the time between early probes; 0: none
        private final int after;
        private final int none; // failed at first: what has no early probes waits twice as long at once
        private final int most; // times lasts
        private final Link link; // to what all processes know of the ban, which has the key; null: none
        private final String key;

        private final Object asking = new Object(); // held while the store is asked
        private boolean hasAsked;
        private long asked;
        private boolean hasTold;
        private long told;

        private State state = State.CLOSED;
        private boolean probing;
        private long generation; // counts the changes of state
        private int row; // such answers since the last success
        private Ban ban = Ban.NONE;

        Breaker(int status, Clock clock, long lasts, long early, int after, Link link, String name) {
            this.status = status;
            this.clock = clock;
            this.lasts = lasts;
            this.early = early;
            this.after = after;
            this.link = link;
            key = "tokenstorm ban " + status + " " + name;
            none = early > 0 ? 0 : 1;
            most = early > 0 ? MOST_BAN : MOST_THROTTLED;
        }

        /** Returns what leave needs. */
        Entry enter() throws Open, InterruptedException {
            if (link != null) {
                synchronized (asking) {
                    if (asks()) {
                        ask();
                    }
                }
            }
            synchronized (this) {
                long now = clock.now();
                if (state == State.OPEN && now - ban.silent >= 0) {
                    become(State.HALF_OPEN);
                }
                if (state == State.OPEN || state == State.HALF_OPEN && probing) {
                    throw new Open("answered " + status + "; the next probe is "
                            + Math.max(0, (ban.silent - now) / SECOND) + " s away");
                }
                probing = state == State.HALF_OPEN;
                return new Entry(now, generation, probing);
            }
        }

        /** Takes the outcome; a failure without a status says nothing of a ban. */
        synchronized void leave(Entry entry, boolean success, int answered, long retryAfter) {
            long now = clock.now();
            if (entry.generation != generation) {
                return;
            }
            if (success) {
                row = 0;
                ban = ban.passed(entry.sent);
                if (state == State.HALF_OPEN) {
                    become(State.CLOSED);
                } else if (after > 1 && hasTold && now - told < early) {
                    return; // of calls it is told from time to time
                }
            } else if (answered == status) {
                row++;
                if (row < after && !entry.probe) {
                    return;
                }
                refused(now, retryAfter);
                become(State.OPEN);
            } else {
                probing = false;
                return;
            }
            tell();
        }

        private void refused(long now, long said) {
            long earliest = now + early;
            long over = ban.over;
            int failed = ban.failed;
            if (said > 0) {
                over = now + said;
                failed = none;
            } else if (state == State.CLOSED) {
                over = now + lasts;
                failed = none;
                if (link != null && ban.passed == null) { // nobody else has had a success either
                    earliest = over;
                } else if (ban.passed != null && ban.passed + lasts - earliest > 0) {
                    earliest = ban.passed + lasts;
                }
            } else if (now - over >= 0) {
                // Others have prolonged it if no process has sent a probe since; else probes may have, and the next
                // one leaves it alone for longer.
                boolean alone = link != null && failed == 0 && over - ban.refused > lasts - early;
                over = now + lasts * Math.min(1L << Math.min(failed, 10), most);
                if (!alone) {
                    failed++;
                    earliest = over;
                }
            }
            long silent = early > 0 && over - early - earliest >= 0 ? earliest : over;
            ban = new Ban(ban.passed, now, silent, over, failed);
        }

        private void become(State next) {
            state = next;
            probing = false;
            generation++;
        }

        /** Whether others are to be asked: of calls before the first one, after a refusal, and before a probe. */
        private synchronized boolean asks() {
            long now = clock.now();
            if (after == 1) {
                return true; // of token requests always
            }
            boolean asks = state == State.CLOSED && row > 0 || state == State.OPEN && now - ban.silent >= 0
                    || state == State.HALF_OPEN && !probing;
            asks = !hasAsked || asks && now - asked >= PROBE_LASTS;
            if (asks) {
                hasAsked = true;
                asked = now;
            }
            return asks;
        }

        /** Learns what others know. Who finds the silence over sends the probe: others find it silent. */
        private void ask() throws InterruptedException {
            long begun = clock.now();
            Ban known;
            try {
                known = link.change(key, Ban.WORDS, (there, left) -> {
                    long now = clock.now();
                    var its = Ban.of(there, left, begun, now);
                    if (its.inForce() && its.silent - now <= 0) {
                        return its.silent(now + PROBE_LASTS).put(now, its);
                    }
                    return new Change<>(null, 0, its);
                });
            } catch (IOException e) {
                return;
            }
            synchronized (this) {
                boolean later = Ban.before(known.refused, ban.refused);
                ban = ban.learn(known);
                if (later) {
                    tell();
                }
                if (!ban.inForce()) {
                    if (state != State.CLOSED) {
                        become(State.CLOSED);
                    }
                } else if (state == State.CLOSED
                        || state == State.HALF_OPEN && !probing && clock.now() - ban.silent < 0) {
                    become(State.OPEN);
                }
            }
        }

        /** Lets other processes know, beside the caller, who holds the monitor. */
        private void tell() {
            if (link == null) {
                return;
            }
            hasTold = true;
            told = clock.now();
            var mine = ban;
            clock.start(() -> {
                try {
                    link.change(key, Ban.WORDS, (there, left) -> {
                        long now = clock.now();
                        return Ban.of(there, left, now, now).learn(mine).put(now, null);
                    });
                } catch (IOException e) {
                    // It learns it when it is asked the next time.
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        /** Sends a token request, unless the breaker is open. */
        Token guard(TokenRequest request) throws IOException, InterruptedException {
            var entry = enter();
            boolean success = false;
            int answered = 0;
            long retryAfter = 0;
            try {
                var token = request.send();
                success = true;
                return token;
            } catch (Refused refusal) {
                if (!refusal.code.equals("invalid_grant") || refusal.status == 429) { // else it is no ban
                    answered = refusal.status;
                    retryAfter = refusal.retryAfter;
                }
                throw refusal;
            } finally {
                leave(entry, success, answered, retryAfter);
            }
        }
    }

    private interface TokenRequest {
        Token send() throws IOException, InterruptedException;
    }

    /** The number of the grant in force, whether it is ours, and the number of the one last given back. */
    private record Grant(long fence, boolean held, long released) {}

    /** The lease on the renewal of a token. Each grant has a larger number than those before it, its fence. */
    private static final class Lease {
        private final Link link;
        private final String key;
        private final String me;

        Lease(Link link, String key, String me) {
            this.link = link;
            this.key = key;
            this.me = me;
        }

        /** Takes the lease; with a fence other than 0 it prolongs that grant, or does nothing. */
        Grant hold(long fence) throws Away, Shed, InterruptedException {
            return link.change(key, 3, (there, left) -> {
                long number = there.whole(0);
                var holder = there.text(2);
                boolean held = !holder.isEmpty() && left > GRANT_KEPT - HOLD;
                long released = there.whole(1);
                boolean ours = held && holder.equals(me) && (fence == 0 || fence == number);
                if (held && !ours || !held && fence != 0) {
                    return new Change<>(null, 0, new Grant(number, false, released));
                }
                if (!held) {
                    number = Math.max(number + 1, System.currentTimeMillis()); // grows even where a store forgets
                }
                return new Change<>(number + " " + released + " " + me, GRANT_KEPT,
                        new Grant(number, true, released));
            });
        }

        /** Gives that grant back. One that cannot be given back runs out. */
        void release(long fence) throws InterruptedException {
            try {
                link.change(key, 3, (there, left) -> {
                    boolean held = !there.text(2).isEmpty() && left > GRANT_KEPT - HOLD;
                    var back = held && there.whole(0) == fence ? fence + " " + fence + " " : null;
                    return new Change<Void>(back, GRANT_KEPT, null);
                });
            } catch (IOException e) {
                // It runs out.
            }
        }
    }

    /** An access token, and when it expires by the clock, if the answer said so. */
    private record Token(String value, boolean ends, long expires) {
        boolean same(Token other) {
            return other != null && value.equals(other.value);
        }
    }

    /** A renewal that callers wait for. */
    private static final class Flight {
        final Event landed;
        Token token;
        Exception failure;

        Flight(Event landed) {
            this.landed = landed;
        }
    }

    private final URI tokenUri;
    private final String id;
    private final String secret;
    private final Node node;
    private final Clock clock;
    private final Sender sender;
    private final Breaker throttle;
    private final Link link; // null: there is no store
    private final String key;
    private final Lease lease;
    private final long young;
    private boolean basic;
    private Duration life = Duration.ZERO; // none

    // What follows is guarded by this.
    private Token held; // the token that was seen last
    private Flight flight; // the renewal under way
    private Token aheadOf; // the token whose moment to be renewed is drawn
    private long moment;
    private boolean renewing; // ahead of time
    private boolean rested = true; // resting is of no meaning yet
    private long resting; // no renewal ahead of time before
    private Token newest; // the token that a caller got last
    private long since; // when it was first seen
    private boolean works;
    private boolean refused;
    private int vain; // tokens in a row before it that never worked

    // What follows is the flight's alone.
    private Exception failure;
    private long failedUntil;
    private Exception grantFailure;
    private long grantUntil;

    /** A client for one customer's credentials, with an HttpClient of its own, which follows no redirects. */
    public Recommended(URI tokenUri, String id, String secret, Node node) {
        this(tokenUri, id, secret, node, HttpClient.newHttpClient()::send);
    }

    /** One that sends its requests by sender, which must not follow redirects. */
    public Recommended(URI tokenUri, String id, String secret, Node node, Sender sender) {
        this.tokenUri = tokenUri;
        this.id = id;
        this.secret = secret;
        this.node = node;
        this.clock = node.clock;
        this.sender = sender;
        throttle = new Breaker(429, clock, THROTTLED, 0, 1, null, "");
        link = node.link;
        key = "tokenstorm token " + tokenUri + " " + id;
        lease = new Lease(link, "tokenstorm lease " + tokenUri + " " + id, node.id);
        young = link == null ? YOUNG : YOUNG_SHARED;
    }

    /** Puts the credentials into a Basic header, as UPS wants them, not into the form. */
    public Recommended basic() {
        basic = true;
        return this;
    }

    /** How long a token lives whose answer does not say; without this, until it is refused. */
    public Recommended life(Duration life) {
        this.life = life;
        return this;
    }

    /** Sends a request as the HttpClient does, with a token. */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        var entry = node.calls.enter();
        int status = 0;
        long retryAfter = 0;
        try {
            Token rejected = null;
            for (int left = RETRIES;; left--) {
                var token = token(rejected);
                see(token);
                var call = HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader("Authorization", "Bearer " + token.value).build();
                status = 0;
                var answer = sender.send(call, handler);
                status = answer.statusCode();
                if (status < 400) {
                    worked(token);
                }
                if (left == 0 || status != 401) {
                    retryAfter = retryAfter(answer.headers());
                    return answer;
                }
                rejected = waitsWhileYoung(token) ? null : token;
            }
        } finally {
            node.calls.leave(entry, status > 0 && status < 400, status, retryAfter);
        }
    }

    // The token for the next call, ahead of time

    private Token token(Token rejected) throws IOException, InterruptedException {
        var token = fresh(rejected);
        if (link == null && due(token)) {
            clock.start(() -> renewAhead(token));
        }
        return token;
    }

    private synchronized boolean due(Token token) {
        if (!token.ends) {
            return false;
        }
        long now = clock.now();
        if (token != aheadOf) {
            aheadOf = token;
            long early = AHEAD + (long) (node.chance.getAsDouble() * AHEAD_JITTER);
            moment = token.expires - Math.min(early, (token.expires - now) / 2);
        }
        if (renewing || now - moment < 0 || !rested && now - resting < 0) {
            return false;
        }
        renewing = true;
        rested = false;
        resting = now + AHEAD_AGAIN;
        return true;
    }

    private void renewAhead(Token token) {
        try {
            fresh(token);
        } catch (IOException e) {
            // Whoever finds the token expired meets the failure itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                renewing = false;
            }
        }
    }

    // A renewal for all callers

    private record Found(Token token, boolean usable) {}

    /** Returns the token of all processes, unless it is the rejected one, and whether it may be used. */
    private Found find(Token rejected) throws InterruptedException {
        var token = look();
        if (token == null || token.same(rejected)) {
            return new Found(null, false);
        }
        return new Found(token, !token.ends || clock.now() - (token.expires - MARGIN) < 0);
    }

    private Token look() throws InterruptedException {
        if (link != null) {
            long asked = clock.now();
            try {
                var token = link.change(key, 3, (there, left) -> new Change<>(null, 0, there.none() ? null
                        : new Token(there.text(2), there.whole(1) != 0, asked + left)));
                synchronized (this) {
                    held = token == null ? held : token;
                }
                return token;
            } catch (IOException e) {
                // The store is away, and what was seen last in it still counts.
            }
        }
        synchronized (this) {
            return held;
        }
    }

    private Token fresh(Token rejected) throws IOException, InterruptedException {
        var found = find(rejected);
        if (found.usable) {
            return found.token;
        }
        try {
            return joined(rejected);
        } catch (IOException e) {
            if (link != null && found.token != null && clock.now() - found.token.expires < 0) {
                return found.token;
            }
            throw e;
        }
    }

    private Token joined(Token rejected) throws IOException, InterruptedException {
        long patientUntil = clock.now() + FLIGHT_PATIENCE;
        while (true) {
            Flight joined;
            boolean mine;
            synchronized (this) {
                mine = flight == null;
                if (mine) {
                    flight = new Flight(clock.event());
                }
                joined = flight;
            }
            if (mine) {
                clock.start(() -> fly(joined, rejected));
            }
            if (!joined.landed.await(Math.max(0, patientUntil - clock.now()))) {
                throw new Shed("a renewal takes longer than " + FLIGHT_PATIENCE / SECOND + " s");
            }
            if (joined.failure != null) {
                throw again(joined.failure);
            }
            if (mine || !joined.token.same(rejected)) { // else it began before the refusal
                return joined.token;
            }
        }
    }

    /** Returns a failure for another thread to throw, with the stack of that. */
    private static IOException again(Exception failure) {
        IOException copy;
        if (failure instanceof Refused r) {
            copy = new Refused(r.status, r.code, "", r.retryAfter);
        } else if (failure instanceof Open) {
            copy = new Open(failure.getMessage());
        } else if (failure instanceof Shed) {
            copy = new Shed(failure.getMessage());
        } else {
            copy = new IOException(failure.getMessage());
        }
        copy.initCause(failure);
        return copy;
    }

    private void fly(Flight mine, Token rejected) {
        try {
            mine.token = link == null ? renew(rejected, 0) : renewForAll(rejected);
        } catch (IOException | InterruptedException | RuntimeException e) {
            mine.failure = e;
        } finally {
            if (mine.token == null && mine.failure == null) {
                mine.failure = new IOException("the renewal was abandoned");
            }
            synchronized (this) {
                flight = null;
            }
            mine.landed.set();
        }
    }

    // Only the flight comes here: no other thread

    /** Renews for all processes, or waits for the one that does. If that fails, so do those who waited for it. */
    private Token renewForAll(Token rejected) throws IOException, InterruptedException {
        IOException failure = new Shed("nobody has renewed");
        long awaited = 0;
        boolean asked = false;
        for (long begun = clock.now();;) {
            var found = find(rejected);
            if (found.usable) {
                return found.token;
            }
            Grant grant;
            try {
                grant = lease.hold(0);
            } catch (Away e) {
                grant = null;
            }
            if (grant != null && awaited != 0 && grant.released >= awaited) {
                if (grant.held) {
                    lease.release(grant.fence);
                }
                found = find(rejected); // it may have come since
                if (found.usable) {
                    return found.token;
                }
                throw failure;
            }
            if (asked) {
                throw failure;
            }
            if (grant == null) {
                return renew(rejected, 0);
            }
            if (grant.held) {
                long at = clock.now();
                try {
                    return lead(grant.fence, rejected);
                } catch (IOException | RuntimeException e) {
                    if (clock.now() - at <= POLL) {
                        throw e;
                    }
                    asked = true; // a token may have come meanwhile
                    awaited = grant.fence;
                    failure = e instanceof IOException io ? io : new IOException(e);
                }
            } else if (awaited == 0) {
                awaited = grant.fence;
            }
            if (clock.now() - begun >= FLIGHT_PATIENCE) {
                throw failure;
            }
            clock.sleep(POLL);
        }
    }

    /** Renews as the holder of that grant, which it prolongs meanwhile. */
    private Token lead(long fence, Token rejected) throws IOException, InterruptedException {
        var done = new AtomicBoolean();
        clock.start(() -> {
            try {
                do {
                    clock.sleep(HOLD / 3);
                } while (!done.get() && prolonged(fence));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return renew(rejected, fence);
        } finally {
            done.set(true);
            lease.release(fence);
        }
    }

    private boolean prolonged(long fence) throws InterruptedException {
        try {
            return lease.hold(fence).held;
        } catch (IOException e) {
            return true; // perhaps it answers the next time
        }
    }

    private Token renew(Token rejected, long fence) throws IOException, InterruptedException {
        var found = find(rejected);
        if (found.usable) {
            return found.token;
        }
        var token = node.tokens.guard(() -> throttle.guard(this::requestOrRemember));
        synchronized (this) {
            held = token;
        }
        if (link != null) {
            put(token, fence);
        }
        return token;
    }

    private void put(Token token, long fence) throws InterruptedException {
        long lasts = token.ends ? token.expires - clock.now() : BAN_KEPT;
        try {
            if (lasts > 0) {
                link.change(key, 3, (there, left) -> {
                    long seen = there.whole(0);
                    if (fence != 0 && fence < seen) { // another process has replaced this one: its token is newer
                        return new Change<Void>(null, 0, null);
                    }
                    var ends = token.ends ? " 1 " : " 0 ";
                    return new Change<>(Math.max(fence, seen) + ends + token.value, lasts, null);
                });
            }
        } catch (IOException e) {
            // The next process renews.
        }
    }

    private Token requestOrRemember() throws IOException, InterruptedException {
        if (failure != null && clock.now() - failedUntil < 0) {
            throw again(failure);
        }
        try {
            if (grantFailure != null && clock.now() - grantUntil < 0) {
                throw again(grantFailure);
            }
            node.permit();
            return request();
        } catch (IOException | RuntimeException e) {
            long now = clock.now();
            failure = e;
            failedUntil = now + REMEMBERED;
            if (e instanceof Refused r && r.code.equals("invalid_grant")
                    && (grantFailure == null || now - grantUntil >= 0)) {
                grantFailure = e;
                grantUntil = now + GRANT_REFUSED;
            }
            throw e;
        }
    }

    private Token request() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(tokenUri).timeout(ANSWER_PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json");
        var form = "grant_type=client_credentials";
        if (basic) {
            var pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        } else {
            form += "&client_id=" + URLEncoder.encode(id, StandardCharsets.UTF_8)
                    + "&client_secret=" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        }
        var answer = sender.send(request.POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofByteArray());
        byte[] body = answer.body();
        if (body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b) {
            // FedEx is reported to send gzip to those who did not ask for it.
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        return read(answer.statusCode(), answer.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private Token read(int status, HttpHeaders headers, String body) throws IOException {
        var said = Json.members(body);
        var value = text(said.get("access_token"));
        if (status == 200 && !value.isEmpty()) {
            var text = text(said.get("expires_in")); // a number, or a string
            double seconds = text.isEmpty() ? life.toNanos() / (double) SECOND : Double.parseDouble(text);
            if (!text.isEmpty() && !(seconds > 0)) {
                throw new IOException("found expires_in " + text + "; meant a number of seconds");
            }
            return new Token(value, seconds > 0, clock.now() + (long) (seconds * SECOND));
        }
        var code = text(said.get("error"));
        if (status == 200 && code.isEmpty()) {
            throw new IOException("the token endpoint answered 200 without a token");
        }
        var words = status == 200 ? "" : body.substring(0, Math.min(200, body.length())).replaceAll("\\s+", " ");
        throw new Refused(status, code, words, retryAfter(headers));
    }

    private static String text(Object value) {
        return value instanceof String s ? s : "";
    }

    /** Reads JSON (RFC 8259), for which Java has nothing: an object is a Map, a number is its text. */
    private static final class Json {
        private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        /** Returns the members of the object that text is; none, if it is none. */
        static Map<?, ?> members(String text) {
            try {
                var json = new Json(text);
                var value = json.value();
                json.space();
                return json.at == text.length() && value instanceof Map<?, ?> m ? m : Map.of();
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return Map.of();
            }
        }

        private Object value() {
            space();
            switch (text.charAt(at)) {
                case '{':
                    var members = new HashMap<Object, Object>();
                    list('}', () -> {
                        space();
                        var name = string();
                        space();
                        expect(":");
                        members.put(name, value());
                    });
                    return members;
                case '[':
                    var elements = new ArrayList<Object>();
                    list(']', () -> elements.add(value()));
                    return elements;
                case '"':
                    return string();
                case 't':
                    expect("true");
                    return true;
                case 'f':
                    expect("false");
                    return false;
                case 'n':
                    expect("null");
                    return null;
                default:
                    var number = NUMBER.matcher(text).region(at, text.length());
                    if (!number.lookingAt()) {
                        throw new IllegalArgumentException();
                    }
                    at = number.end();
                    return number.group();
            }
        }

        private void list(char end, Runnable item) {
            at++;
            space();
            if (text.charAt(at) == end) {
                at++;
                return;
            }
            while (true) {
                item.run();
                space();
                char after = text.charAt(at++);
                if (after == end) {
                    return;
                }
                if (after != ',') {
                    throw new IllegalArgumentException();
                }
            }
        }

        private String string() {
            expect("\"");
            var read = new StringBuilder();
            for (char c; (c = text.charAt(at++)) != '"';) {
                if (c == '\\') {
                    c = text.charAt(at++);
                    int i = "bfnrt".indexOf(c);
                    if (i >= 0) {
                        c = "\b\f\n\r\t".charAt(i);
                    } else if (c == 'u') {
                        c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                        at += 4;
                    }
                }
                read.append(c);
            }
            return read.toString();
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private void expect(String word) {
            if (!text.startsWith(word, at)) {
                throw new IllegalArgumentException();
            }
            at += word.length();
        }
    }

    // Young tokens: all of the carrier's machines may not know one yet, and the next would be as young

    private synchronized void see(Token token) {
        if (token.same(newest)) {
            return;
        }
        vain = refused && !works ? vain + 1 : 0;
        newest = token;
        since = clock.now();
        works = false;
        refused = false;
    }

    private synchronized void worked(Token token) {
        works = works || token.same(newest);
    }

    private boolean waitsWhileYoung(Token token) throws InterruptedException {
        long left;
        synchronized (this) {
            if (!token.same(newest)) {
                return false;
            }
            refused = true;
            left = young * Math.min(1L << Math.min(vain, 10), MOST_YOUNG) - (clock.now() - since);
        }
        if (left <= 0) {
            return false;
        }
        clock.sleep(left);
        return true;
    }

    /** Returns how long the answer says to wait, 0 where it does not. A date counts from the answer's own. */
    private static long retryAfter(HttpHeaders headers) {
        var text = headers.firstValue("Retry-After").orElse("");
        if (text.matches("\\d{1,9}")) {
            return Long.parseLong(text) * SECOND;
        }
        try {
            var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            var date = ZonedDateTime.parse(headers.firstValue("Date").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME);
            return Math.max(0, Duration.between(date, until).toNanos());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
