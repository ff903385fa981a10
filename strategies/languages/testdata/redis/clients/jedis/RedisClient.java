package redis.clients.jedis;

import java.net.InetSocketAddress;

/** A client of one Redis. */
public final class RedisClient extends UnifiedJedis {
    private RedisClient(InetSocketAddress address, int patience) {
        super(address, patience);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What makes one. */
    public static final class Builder {
        private InetSocketAddress address;
        private int patience;

        public Builder hostAndPort(HostAndPort its) {
            address = new InetSocketAddress(its.host(), its.port());
            return this;
        }

        public Builder clientConfig(DefaultJedisClientConfig config) {
            patience = config.patience();
            return this;
        }

        /** There is no pool here. */
        public Builder poolConfig(ConnectionPoolConfig config) {
            return this;
        }

        public RedisClient build() {
            return new RedisClient(address, patience);
        }
    }
}
