package redis.clients.jedis;

import java.time.Duration;

/** How long a caller waits for one of the connections. */
public final class ConnectionPoolConfig {
    public void setMaxWait(Duration patience) {}
}
