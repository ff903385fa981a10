import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A fake carrier for the length of a test. Copy this file beside your tests: it needs Java 17, and the
 * program fakecarrier on the PATH, or where FAKECARRIER_PROGRAM says. It is a process of its own, on a
 * free port, until it is closed; flags are those of the program.
 */
final class Fakecarrier implements AutoCloseable {
    final String url;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();

    Fakecarrier(String... flags) throws IOException {
        var program = System.getenv().getOrDefault("FAKECARRIER_PROGRAM", "fakecarrier");
        var command = new ArrayList<>(List.of(program, "--listen", "127.0.0.1:0", "--admin", "same"));
        command.addAll(List.of(flags));
        process = new ProcessBuilder(command).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        var errors = new BufferedReader(new InputStreamReader(process.getErrorStream()));
        var said = new StringBuilder();
        while (said.indexOf("admin API") < 0) {
            var line = errors.readLine();
            if (line == null) {
                throw new IOException(command + " did not start:\n" + said);
            }
            said.append(line).append('\n');
        }
        url = find("https?://[^\\s,]+", said.toString());
        var rest = new Thread(() -> errors.lines().forEach(line -> {})); // it must not fill the pipe
        rest.setDaemon(true);
        rest.start();
    }

    /** A carrier that no other test disturbs. */
    Session session(String name) {
        var session = new Session(url + "/s/" + name);
        session.admin("POST", "reset", "");
        return session;
    }

    /** One with settings of its own: the JSON of POST /__admin/sessions, without the name. */
    Session session(String name, String settings) {
        new Session(url).admin("POST", "sessions",
                "{\"session\": \"" + name + "\", " + settings.strip().substring(1));
        return new Session(url + "/s/" + name);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    /**
     * Its url is the base URL for the application. When it is closed, it throws if there was a ban, or
     * if nobody used the carrier, unless that was allowed.
     */
    final class Session implements AutoCloseable {
        final String url;
        private boolean bans, unused;

        private Session(String url) {
            this.url = url;
        }

        Session allowBans() {
            bans = true;
            return this;
        }

        Session allowUnused() {
            unused = true;
            return this;
        }

        /** Asks the admin API, and returns the JSON that it answers. */
        String admin(String method, String path, String body) {
            var request = HttpRequest.newBuilder(URI.create(url + "/__admin/" + path))
                    .header("Content-Type", "application/json")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            try {
                var answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() >= 300) {
                    throw new AssertionError(
                            method + " " + path + ": " + answer.statusCode() + " " + answer.body());
                }
                return answer.body();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(method + " " + path, e);
            }
        }

        @Override
        public void close() {
            var verdict = admin("GET", "verdict", "");
            if (!unused && find("\"unused\": (true|false)", verdict).endsWith("true")) {
                throw new AssertionError("nobody used the carrier at " + url);
            }
            var count = find("\"bans\": \\d+", verdict);
            if (!bans && !count.endsWith(" 0")) {
                throw new AssertionError("the carrier banned: " + count + "\n" + admin("GET", "journal", ""));
            }
        }
    }

    private static String find(String what, String in) {
        var found = Pattern.compile(what).matcher(in);
        if (!found.find()) {
            throw new AssertionError("no " + what + " in " + in);
        }
        return found.group();
    }
}
