import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Calls a carrier by Recommended.java, with the store that docs/production.md shows, which Shown returns: for each line
 * of standard input, which has a number, five callers make so many calls in a row each. It answers with a line of how
 * they ended.
 */
final class Caller {
    private Caller() {}

    public static void main(String[] args) throws Exception {
        var node = new Recommended.Node(4, Shown.store(), "fedex");
        var fedex = new Recommended(URI.create(args[0] + "/oauth/token"), "shop", "s3cret", node);
        var request = HttpRequest.newBuilder(URI.create(args[0] + args[1]))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(args[2])).build();

        var callers = Executors.newFixedThreadPool(5);
        var lines = new BufferedReader(new InputStreamReader(System.in));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            int calls = Integer.parseInt(line);
            Callable<String> caller = () -> IntStream.range(0, calls).mapToObj(i -> call(fedex, request))
                    .collect(Collectors.joining(" "));
            var ended = new StringBuilder();
            for (var its : callers.invokeAll(Collections.nCopies(5, caller))) {
                ended.append(its.get()).append(' ');
            }
            System.out.println(ended);
        }
        System.exit(0); // the client of Redis would go on
    }

    private static String call(Recommended fedex, HttpRequest request) {
        try {
            return String.valueOf(fedex.send(request, BodyHandlers.discarding()).statusCode());
        } catch (Exception failure) {
            failure.printStackTrace();
            return failure.getClass().getSimpleName();
        }
    }
}
