// Java's own client, which knows of proxy and trust store by JAVA_TOOL_OPTIONS.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class Carrier {
  public static void main(String[] args) throws Exception {
    var form = "grant_type=client_credentials&client_id=shop&client_secret=s3cret";
    var request = HttpRequest.newBuilder(URI.create("https://apis.fedex.com/oauth/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form)).build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.body().contains("access_token")) {
      System.out.println("a token by " + answer.version());
    }
  }
}
