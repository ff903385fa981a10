package redis.clients.jedis;

/** How long a client waits for a connection, and for an answer, in milliseconds. */
public record DefaultJedisClientConfig(int patience) {
    public static Builder builder() {
        return new Builder();
    }

    /** What makes one. */
    public static final class Builder {
        private int patience = 2000;

        public Builder timeoutMillis(int ms) {
            patience = ms;
            return this;
        }

        public DefaultJedisClientConfig build() {
            return new DefaultJedisClientConfig(patience);
        }
    }
}
