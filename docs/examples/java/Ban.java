import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Provokes a ban, and moves the clock past it. */
final class Ban {
    static final HttpClient client = HttpClient.newHttpClient();

    static int token(String base) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=shop&client_secret=secret"))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    static void expect(Object want, Object got, String what) {
        if (!want.equals(got)) {
            throw new AssertionError("found " + got + ", meant " + want + ": " + what);
        }
    }

    interface Test {
        void run() throws Exception;
    }

    /** Expects that a test fails, and why. */
    static void fails(String why, Test test) throws Exception {
        try {
            test.run();
        } catch (AssertionError e) {
            expect(true, e.getMessage().contains(why), e.getMessage());
            return;
        }
        throw new AssertionError("it does not fail: " + why);
    }

    public static void main(String[] args) throws Exception {
        try (var carrier = new Fakecarrier()) {
            try (var shop = carrier.session("ten-minutes").allowBans()) {
                shop.admin("POST", "clock/freeze", "");
                for (int i = 0; i < 15; i++) {
                    expect(200, token(shop.url), "a token");
                }
                expect(403, token(shop.url), "the sixteenth within five seconds");
                shop.admin("POST", "clock/advance", "{\"by\": \"10m\"}");
                expect(200, token(shop.url), "a token after ten minutes");
            }
            fails("the carrier banned: \"bans\": 1", () -> {
                try (var banned = carrier.session("banned", "{\"frozen\": true}")) {
                    for (int i = 0; i < 16; i++) {
                        token(banned.url);
                    }
                }
            });
            fails("nobody used the carrier", () -> carrier.session("elsewhere").close());
        }
        System.out.println("java: banned at the sixteenth, free after ten minutes");
    }
}
