import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Lets Recommended obey the commands of steps_test.go, on a clock that stands still between them. */
final class Driver {
    static final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Moves when every thread that it started waits, from one instant that somebody waits for to the next. */
    static final class VirtualClock {
        private static final class Waiter {
            final Process process;
            long at;
            long order;
            boolean woken;

            Waiter(Process process) {
                this.process = process;
            }
        }

        // Guarded by this.
        private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(
                Comparator.<Waiter>comparingLong(w -> w.at).thenComparingLong(w -> w.order));
        private long time = 5_000_000_000L; // not 0: the client must not hang on it
        private int busy;
        private long order;

        synchronized long now() {
            return time;
        }

        synchronized void start(Runnable run) {
            busy++;
            var thread = new Thread(() -> {
                try {
                    run.run();
                } finally {
                    synchronized (this) {
                        busy--;
                        notifyAll();
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        synchronized void sleep(Process process, long nanos) throws InterruptedException {
            await(new Waiter(process), nanos);
        }

        Recommended.Event event(Process process) {
            return new Recommended.Event() {
                private final List<Waiter> waiters = new ArrayList<>();
                private boolean happened;

                @Override
                public void set() {
                    synchronized (VirtualClock.this) {
                        happened = true;
                        waiters.forEach(VirtualClock.this::wake);
                    }
                }

                @Override
                public boolean await(long nanos) throws InterruptedException {
                    synchronized (VirtualClock.this) {
                        if (!happened) {
                            var waiter = new Waiter(process);
                            waiters.add(waiter);
                            VirtualClock.this.await(waiter, nanos);
                        }
                        return happened;
                    }
                }
            };
        }

        private void await(Waiter waiter, long nanos) throws InterruptedException {
            waiter.at = time + nanos;
            waiter.order = order++;
            waiting.add(waiter);
            busy--;
            notifyAll();
            until(() -> waiter.woken);
        }

        private void until(BooleanSupplier condition) throws InterruptedException {
            while (!condition.getAsBoolean()) {
                wait();
            }
        }

        private void wake(Waiter waiter) {
            if (!waiter.woken) {
                waiter.woken = true;
                busy++;
                notifyAll();
            }
        }

        synchronized void standStill(Process process, long nanos) {
            var all = List.copyOf(waiting);
            waiting.clear();
            all.stream().filter(waiter -> waiter.process == process)
                    .forEach(waiter -> waiter.at = Math.max(waiter.at, time + nanos));
            waiting.addAll(all);
        }

        synchronized void crash(Process process) {
            waiting.removeIf(waiter -> waiter.process == process);
        }

        synchronized void pass(long nanos) throws InterruptedException {
            long end = time + nanos;
            while (true) {
                until(() -> busy == 0);
                if (waiting.isEmpty() || waiting.peek().at > end) {
                    break;
                }
                var next = waiting.poll();
                if (!next.woken) {
                    time = next.at;
                    wake(next);
                }
            }
            time = end;
        }
    }

    /** A store that all processes reach. */
    static final class MemoryStore implements Recommended.Store {
        private record Kept(String value, long until) {}

        private final VirtualClock clock;
        private Map<String, Kept> entries = new HashMap<>();
        private boolean away;

        MemoryStore(VirtualClock clock) {
            this.clock = clock;
        }

        synchronized void set(String what) {
            away = what.equals("away");
            entries = what.equals("forget") ? new HashMap<>() : entries;
        }

        @Override
        public synchronized Entry get(String key) throws IOException {
            if (away) {
                throw new IOException("the store is away");
            }
            var kept = entries.get(key);
            long left = kept == null ? 0 : kept.until - clock.now();
            return left > 0 ? new Entry(kept.value, Duration.ofNanos(left)) : null;
        }

        @Override
        public synchronized boolean putIf(String key, String value, Duration lasts, String expected)
                throws IOException {
            var there = get(key);
            if (!Objects.equals(there == null ? null : there.value(), expected)) {
                return false;
            }
            entries.put(key, new Kept(value, clock.now() + lasts.toNanos()));
            return true;
        }
    }

    /** A process of the service, with the clock of all as it has it. */
    static final class Process implements Recommended.Sender, Recommended.Clock {
        private final Service service;
        private final Map<String, Recommended> clients = new HashMap<>();
        private int calls; // under way; guarded by the service

        Process(Service service) {
            this.service = service;
            double chance = Double.parseDouble(service.settings.get("chance"));
            int nodes = Integer.parseInt(service.settings.get("nodes"));
            var node = new Recommended.Node(nodes, service.store, "", this, () -> chance);
            for (var who : List.of("shop", "other")) {
                var client = new Recommended(service.token, who, "s3cret", node, this);
                clients.put(who, service.settings.get("basic").equals("true") ? client.basic() : client);
            }
        }

        @Override
        public long now() {
            return service.clock.now();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            service.clock.sleep(this, nanos);
        }

        @Override
        public Recommended.Event event() {
            return service.clock.event(this);
        }

        @Override
        public void start(Runnable run) {
            service.clock.start(run);
        }

        /** Sends what takes as long on its way as its answer. */
        @Override
        public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
                throws IOException, InterruptedException {
            long way = service.ways.get(request.uri().equals(service.token) ? "token" : "api") * 1_000_000;
            long patience = request.timeout().orElse(Duration.ofDays(1)).toNanos();
            travel(way, patience);
            service.bring();
            var answer = http.send(request, handler);
            travel(way, patience - way);
            return answer;
        }

        private void travel(long nanos, long patience) throws IOException, InterruptedException {
            sleep(Math.min(nanos, patience));
            if (nanos > patience) {
                throw new HttpTimeoutException("no answer");
            }
        }

        /** Makes one call and notes how it ended. */
        void action(String who) {
            synchronized (service) {
                calls++;
            }
            String how;
            try {
                var request = HttpRequest.newBuilder(service.call).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"parcels\":1}")).build();
                how = String.valueOf(clients.get(who).send(request, BodyHandlers.discarding()).statusCode());
            } catch (Recommended.Open e) {
                how = "open";
            } catch (Recommended.Shed e) {
                how = "shed";
            } catch (Recommended.Refused e) {
                how = "token-" + e.status;
            } catch (IOException | InterruptedException e) {
                how = "failed";
            }
            synchronized (service) {
                calls--;
                service.ended.add(how);
            }
        }

        void crash() {
            service.clock.crash(this);
            synchronized (service) {
                service.ended.addAll(Collections.nCopies(calls, "died"));
            }
        }
    }

    static final class Service {
        private final VirtualClock clock = new VirtualClock();
        private final Map<String, Long> ways = new HashMap<>(Map.of("token", 15L, "api", 10L));
        private final Map<String, Process> processes = new HashMap<>();
        private final Map<String, String> settings;
        private final MemoryStore store; // null: none
        private final String base;
        private final URI token;
        private final URI call;
        private long carrier = clock.now(); // what its clock shows
        private List<String> ended = new ArrayList<>();

        Service(Map<String, String> settings) {
            this.settings = settings;
            base = settings.get("base");
            token = URI.create(base + settings.get("token"));
            call = URI.create(base + settings.get("call"));
            int shared = Integer.parseInt(settings.getOrDefault("processes", "0"));
            store = shared > 0 ? new MemoryStore(clock) : null;
            for (var name : List.of("a", "b", "c").subList(0, Math.max(1, shared))) {
                processes.put(name, new Process(this));
            }
        }

        /** Moves the carrier's clock to the instant of this one. */
        synchronized void bring() throws IOException, InterruptedException {
            long now = clock.now();
            if (now > carrier) {
                var advance = HttpRequest.newBuilder(URI.create(base + "/__admin/clock/advance"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"by\":\"" + (now - carrier) + "ns\"}")).build();
                http.send(advance, BodyHandlers.ofString());
                carrier = now;
            }
        }

        String pass(long ms) throws IOException, InterruptedException {
            clock.pass(ms * 1_000_000);
            bring();
            synchronized (this) {
                var said = String.join(" ", ended);
                ended = new ArrayList<>();
                return said;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in));
        Service service = null;
        for (String line; (line = commands.readLine()) != null;) {
            var words = line.split(" ");
            var said = "";
            if (words[0].equals("open")) {
                var settings = new HashMap<String, String>();
                for (var word : words) {
                    var pair = word.split("=", 2);
                    settings.put(pair[0], pair[pair.length - 1]);
                }
                service = new Service(settings);
            }
            var process = service.processes.getOrDefault(words[words.length - 1], service.processes.get("a"));
            switch (words[0]) {
                case "open" -> { }
                case "call" -> {
                    var who = List.of(words).contains("other") ? "other" : "shop";
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        process.start(() -> process.action(who));
                    }
                    said = service.pass(1000);
                }
                case "pass" -> said = service.pass(Long.parseLong(words[1]));
                case "stall" -> {
                    service.clock.standStill(process, Long.parseLong(words[1]) * 1_000_000);
                    said = service.pass(Long.parseLong(words[1]));
                }
                case "crash" -> {
                    process.crash();
                    said = service.pass(0);
                }
                case "start" -> service.processes.put(words[1], new Process(service));
                case "store" -> service.store.set(words[1]);
                case "way" -> service.ways.put(words[1], Long.parseLong(words[2]));
                default -> throw new IllegalArgumentException(line);
            }
            System.out.println(said);
        }
    }
}
