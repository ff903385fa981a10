package redis.clients.jedis;

/** Where a Redis listens. */
public record HostAndPort(String host, int port) {
    public static HostAndPort from(String text) {
        var words = text.split(":");
        return new HostAndPort(words[0], Integer.parseInt(words[1]));
    }
}
