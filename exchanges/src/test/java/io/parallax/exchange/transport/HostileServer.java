package io.parallax.exchange.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A server on a loopback socket that does byte by byte what a test says, each connection on a thread of its own. Every
/// request head it reads is kept in `requests`. Thread: any.
public final class HostileServer implements AutoCloseable {
    /// What to do with one connection; the socket is closed when it returns.
    @FunctionalInterface
    public interface Script {
        void serve(Connection connection) throws IOException;
    }

    private static final Pattern CONTENT_LENGTH = Pattern.compile("content-length: (\\d+)");
    private static final Pattern KEY = Pattern.compile("sec-websocket-key: (\\S+)");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// One request as it came.
    public record Request(String head, String body) {
        public String method() {
            return head.substring(0, head.indexOf(' '));
        }

        /// Path and query.
        public String target() {
            int from = head.indexOf(' ') + 1;
            return head.substring(from, head.indexOf(' ', from));
        }

        public boolean isUpgrade() {
            return KEY.matcher(head).find();
        }
    }

    /// One frame of the client, unmasked.
    public record Frame(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private final ServerSocket listening;
    private final Script script;
    private final @Nullable SSLContext tls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();

    private HostileServer(ServerSocket listening, Script script, @Nullable SSLContext tls) {
        this.listening = listening;
        this.script = script;
        this.tls = tls;
    }

    public static HostileServer start(Script script) {
        return start(script, null);
    }

    /// Speaks TLS, but never says goodbye in it: its connections end with their TCP, in the middle of a record or not.
    public static HostileServer startTls(SSLContext context, Script script) {
        return start(script, context);
    }

    private static HostileServer start(Script script, @Nullable SSLContext tls) {
        try {
            var server = new HostileServer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script, tls);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                int number = accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException e) {
                notes.add("accept ended");
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.serve(new Connection(socket, number));
        } catch (IOException e) {
            notes.add("connection " + number + " ended");
        }
        open.remove(socket);
    }

    public URI http() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + listening.getLocalPort());
    }

    public URI webSocket() {
        return URI.create((tls == null ? "ws" : "wss") + "://127.0.0.1:" + listening.getLocalPort() + "/");
    }

    /// Connections accepted so far.
    public int accepted() {
        return accepted.get();
    }

    /// Request heads read so far and not yet taken.
    public BlockingQueue<String> requests() {
        return requests;
    }

    /// What scripts noted, in order.
    public String nextNote() throws InterruptedException {
        String note = notes.poll(10, TimeUnit.SECONDS);
        return note == null ? "nothing noted" : note;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : Set.copyOf(open)) {
            socket.close();
        }
    }

    /// One accepted connection. Thread: its script's.
    public final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final int number;

        private Connection(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            socket.setTcpNoDelay(true);
            Socket carrier = tls == null ? socket : secured(tls);
            this.in = carrier.getInputStream();
            this.out = carrier.getOutputStream();
        }

        private Socket secured(SSLContext context) throws IOException {
            var secured =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), false);
            secured.setUseClientMode(false);
            return secured;
        }

        /// Counted from 1 in order of acceptance.
        public int number() {
            return number;
        }

        /// Reads one request with its body; answers the body.
        public String readRequest() throws IOException {
            Request request = readWhole();
            requests.add(request.head());
            return request.body();
        }

        /// Reads one request, and keeps nothing of it.
        public Request readWhole() throws IOException {
            String head = readHead();
            Matcher length = CONTENT_LENGTH.matcher(head);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            return new Request(head, new String(body, StandardCharsets.UTF_8));
        }

        private String readHead() throws IOException {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("the client closed");
                }
                head.append((char) next);
            }
            return head.toString();
        }

        /// Reads the upgrade and answers it, with `behind` in the same packet.
        public void upgrade(byte... behind) throws IOException {
            byte[] head = upgradeAnswer(readWhole());
            byte[] all = new byte[head.length + behind.length];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(behind, 0, all, head.length, behind.length);
            write(all);
        }

        /// The proper answer to an upgrade.
        public static byte[] upgradeAnswer(Request upgrade) throws IOException {
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + acceptKey(upgrade) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        private static String acceptKey(Request upgrade) throws IOException {
            Matcher key = KEY.matcher(upgrade.head());
            if (!key.find()) {
                throw new IOException("no key");
            }
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest((key.group(1) + MAGIC).getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(digest);
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }

        public void write(byte... bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /// Writes beneath TLS.
        public void writeBare(byte... bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        public void write(String ascii) throws IOException {
            write(ascii.getBytes(StandardCharsets.US_ASCII));
        }

        /// A whole, correct response.
        public void answer(int status, String body) throws IOException {
            write("HTTP/1.1 " + status + " X\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
        }

        /// Reads one frame of the client.
        public Frame readFrame() throws IOException {
            int opcode = require(in.read()) & 0x0F;
            int small = require(in.read()) & 0x7F;
            long length = small;
            if (small >= 126) {
                length = 0;
                for (byte part : in.readNBytes(small == 126 ? 2 : 8)) {
                    length = (length << 8) | (part & 0xFF);
                }
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes((int) length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            return new Frame(opcode, payload);
        }

        /// Reads one frame of the client and notes it as opcode and payload, or close code.
        public void noteFrame() throws IOException {
            Frame frame = readFrame();
            byte[] payload = frame.payload();
            notes.add(
                    frame.opcode() == FrameReader.CLOSE && payload.length >= 2
                            ? "close " + (((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF))
                            : frame.opcode() + " " + frame.text());
        }

        private static int require(int read) throws IOException {
            if (read < 0) {
                throw new EOFException("the client closed");
            }
            return read;
        }

        public void note(String text) {
            notes.add(text);
        }

        /// Reads until the client closes and notes it.
        public void holdUntilClosed() throws IOException {
            try {
                while (in.read() >= 0) {
                    // Whatever comes is ignored.
                }
            } finally {
                notes.add("client closed");
            }
        }

        /// Ends the connection at once; without a goodbye in TLS.
        public void close() throws IOException {
            socket.close();
        }

        /// Ends the connection with a reset instead of an orderly end.
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
