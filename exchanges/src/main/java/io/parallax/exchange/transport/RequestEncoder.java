package io.parallax.exchange.transport;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Writes the head of an HTTP/1.1 request. Refuses every character that could smuggle a second header or request.
/// Thread: any; pure.
final class RequestEncoder {
    private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "transfer-encoding");
    private static final int SMALLEST_PRINTABLE = 0x21;
    private static final int LARGEST_PRINTABLE = 0x7E;

    private RequestEncoder() {}

    /// Writes request line, `Host` and the caller's headers, without the empty line that ends them.
    static void encodeHead(ByteBuf out, String method, String target, String authority, Map<String, String> headers) {
        token(out, method, "method");
        out.writeByte(' ');
        if (target.isEmpty() || target.charAt(0) != '/') {
            throw new IllegalArgumentException("a request path begins with /");
        }
        printable(out, target, SMALLEST_PRINTABLE, "path");
        ascii(out, " HTTP/1.1\r\nhost: ");
        printable(out, authority, SMALLEST_PRINTABLE, "host");
        headers.forEach((name, value) -> {
            if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header " + name + " is written by the client itself");
            }
            ascii(out, "\r\n");
            token(out, name, "header name");
            ascii(out, ": ");
            printable(out, value, ' ', "value of header " + name);
        });
        ascii(out, "\r\n");
    }

    static void ascii(ByteBuf out, String text) {
        for (int i = 0; i < text.length(); i++) {
            out.writeByte(text.charAt(i));
        }
    }

    private static void token(ByteBuf out, String text, String what) {
        if (text.isEmpty() || text.indexOf(':') >= 0) {
            throw new IllegalArgumentException(what + " is empty or holds a colon");
        }
        printable(out, text, SMALLEST_PRINTABLE, what);
    }

    private static void printable(ByteBuf out, String text, int smallest, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < smallest || c > LARGEST_PRINTABLE) {
                throw new IllegalArgumentException(
                        what + " holds character " + (int) c + " at index " + i + "; printable ASCII is expected");
            }
            out.writeByte(c);
        }
    }
}
