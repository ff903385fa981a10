package redis.clients.jedis;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Stands in for Jedis, which neither Debian nor npm has: as much of it as docs/production.md uses, with the same names,
 * time-outs and results. Each command has a connection of its own.
 */
public class UnifiedJedis {
    private final InetSocketAddress address;
    private final int patience; // ms

    UnifiedJedis(InetSocketAddress address, int patience) {
        this.address = address;
        this.patience = patience;
    }

    public Object eval(String script, List<String> keys, List<String> args) {
        var words = new ArrayList<>(List.of("EVAL", script, String.valueOf(keys.size())));
        words.addAll(keys);
        words.addAll(args);
        try (var socket = new Socket()) {
            socket.connect(address, patience);
            socket.setSoTimeout(patience);
            var command = new StringBuilder("*" + words.size() + "\r\n");
            for (var word : words) {
                command.append("$" + word.getBytes(UTF_8).length + "\r\n" + word + "\r\n");
            }
            socket.getOutputStream().write(command.toString().getBytes(UTF_8));
            return reply(new DataInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object reply(DataInputStream from) throws IOException {
        var line = line(from);
        var said = line.substring(1);
        switch (line.charAt(0)) {
            case ':':
                return Long.valueOf(said);
            case '$':
                if (said.equals("-1")) {
                    return null;
                }
                var bytes = new byte[Integer.parseInt(said)];
                from.readFully(bytes);
                line(from);
                return new String(bytes, UTF_8);
            case '*':
                var all = new ArrayList<Object>();
                for (int left = Integer.parseInt(said); left > 0; left--) {
                    all.add(reply(from));
                }
                return all;
            default:
                throw new IOException("Redis answered " + line);
        }
    }

    private static String line(DataInputStream from) throws IOException {
        var line = new StringBuilder();
        for (int b = from.readUnsignedByte(); b != '\n'; b = from.readUnsignedByte()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
