import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Provokes a ban, moves the clock past it, reads the verdict: java Ban.java, and a fakecarrier. */
class Ban {
    static final HttpClient client = HttpClient.newHttpClient();

    /** A session of its own: no other test disturbs it. */
    static final String base =
            System.getenv().getOrDefault("FAKECARRIER", "http://127.0.0.1:8480") + "/s/java";

    static HttpResponse<String> post(String path, String type, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", type).POST(BodyPublishers.ofString(body)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    static int token() throws Exception {
        return post("/oauth/token", "application/x-www-form-urlencoded",
                "grant_type=client_credentials&client_id=shop&client_secret=secret").statusCode();
    }

    static void admin(String path, String body) throws Exception {
        var answer = post("/__admin/" + path, "application/json", body);
        expect(200, answer.statusCode(), answer.body());
    }

    static void expect(Object want, Object got, String what) {
        if (!want.equals(got)) {
            throw new AssertionError("found " + got + ", meant " + want + ": " + what);
        }
    }

    public static void main(String[] args) throws Exception {
        admin("reset", "");
        admin("clock/freeze", "");
        for (int i = 0; i < 15; i++) {
            expect(200, token(), "a token");
        }
        expect(403, token(), "the sixteenth within five seconds");
        admin("clock/advance", "{\"by\":\"10m\"}");
        expect(200, token(), "a token after ten minutes");
        var verdict = client.send(HttpRequest.newBuilder(URI.create(base + "/__admin/verdict"))
                .build(), BodyHandlers.ofString()).body();
        expect(true, verdict.contains("\"bans\": 1,"), verdict);
        System.out.println("java: banned at the sixteenth, free after ten minutes");
    }
}
