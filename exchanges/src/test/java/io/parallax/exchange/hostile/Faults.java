package io.parallax.exchange.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// The ways to misbehave. Thread: any; stateless.
final class Faults {
    private static final int DRIP_MILLIS = 30;
    private static final int FLOOD = 20_000;
    private static final int PART_BYTES = 64 << 10;
    private static final long ENDLESS_BYTES_MAX = 64L << 20;
    private static final String HTML = "<html><head><title>Error</title></head><body>one moment</body></html>";

    private Faults() {}

    /// On every kind of connection.
    static List<Fault> ofBytes() {
        return List.of(
                Fault.unknown("silence", (wire, proper) -> wire.hold()),
                Fault.unknown("end between request and answer", (wire, proper) -> {}),
                Fault.unknown("reset between request and answer", (wire, proper) -> wire.reset()),
                Fault.unknown("stall in the middle", (wire, proper) -> {
                    wire.write(half(proper));
                    wire.hold();
                }),
                Fault.unknown("end in the middle", (wire, proper) -> wire.write(half(proper))),
                Fault.unknown("reset in the middle", (wire, proper) -> {
                    wire.write(half(proper));
                    wire.reset();
                }),
                Fault.unknown("all but the last byte", (wire, proper) -> {
                    wire.write(Arrays.copyOf(proper, proper.length - 1));
                    wire.hold();
                }),
                Fault.unknown("one byte at a time", (wire, proper) -> {
                    for (byte one : proper) {
                        wire.write(one);
                        wire.pause(DRIP_MILLIS);
                    }
                    wire.hold();
                }),
                Fault.unknown("random bytes", (wire, proper) -> {
                    byte[] bytes = new byte[4_096];
                    new SplittableRandom(7).nextBytes(bytes);
                    wire.write(bytes);
                    wire.hold();
                }));
    }

    /// In the place of an HTTP answer. The proper one has a head, a stated length and a JSON body.
    static List<Fault> ofHttp() {
        List<Fault> faults = new ArrayList<>(ofBytes());
        faults.add(whole("page with status 200", proper -> answer("200 OK", "content-type: text/html", HTML)));
        faults.add(whole("page with status 502", proper -> answer("502 Bad Gateway", "content-type: text/html", HTML)));
        faults.add(whole("page with status 403", proper -> answer("403 Forbidden", "content-type: text/html", HTML)));
        faults.add(whole("503 without a body", proper -> answer("503 Service Unavailable", "retry-after: 1", "")));
        faults.add(whole("page with status 429", proper -> answer("429 Too Many Requests", "a: b", HTML)));
        faults.add(whole(
                "page with status 429 and Retry-After",
                proper -> answer("429 Too Many Requests", "retry-after: 1", HTML)));
        faults.add(whole("redirect 307", proper -> answer("307 Temporary Redirect", "location: /stolen", "")));
        faults.add(whole("redirect 301", proper -> answer("301 Moved Permanently", "location: /stolen", "")));
        faults.add(whole(
                "204 without a body", proper -> "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        faults.add(whole("empty object", proper -> answer("200 OK", "a: b", "{}")));
        faults.add(whole("list in place of an object", proper -> answer("200 OK", "a: b", "[[]]")));
        faults.add(Fault.unknown("end before the stated length, after whole JSON", (wire, proper) -> {
            byte[] body = body(proper);
            wire.write("HTTP/1.1 200 OK\r\ncontent-length: " + (body.length + 1) + "\r\n\r\n");
            wire.write(body);
        }));
        faults.add(whole("half of the body, well framed", proper -> {
            byte[] body = body(proper);
            return answer("200 OK", "a: b", Arrays.copyOf(body, body.length / 2));
        }));
        faults.add(whole("gzip unasked for", proper -> answer("200 OK", "content-encoding: gzip", gzip(body(proper)))));
        faults.add(whole(
                "deflate unasked for", proper -> answer("200 OK", "content-encoding: deflate", deflate(body(proper)))));
        faults.add(whole("Brotli unasked for", proper -> answer("200 OK", "content-encoding: br", BROTLI_BOMB)));
        faults.add(whole("wrong content type", proper -> answer("200 OK", "content-type: image/png", body(proper)))
                .telling("Acknowledged"));
        faults.add(whole("header twice", proper -> answer("200 OK", "x-a: 1\r\nx-a: 2", body(proper)))
                .telling("Acknowledged"));
        faults.add(whole("two lengths that differ", proper -> answer("200 OK", "content-length: 7", body(proper))));
        faults.add(whole("length and chunks", proper -> answer("200 OK", "transfer-encoding: chunked", body(proper))));
        faults.add(whole("negative length", proper -> raw("HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello")));
        faults.add(whole("no length", proper -> raw("HTTP/1.1 200 OK\r\n\r\n{\"id\":\"0x1\"}")));
        faults.add(
                whole("huge stated length", proper -> raw("HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n{")));
        faults.add(whole("head of a million bytes", proper -> raw("HTTP/1.1 200 OK\r\nx: " + "a".repeat(1_000_000))));
        faults.add(whole("ten thousand headers", proper -> raw("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(10_000))));
        faults.add(whole("HTTP/2", proper -> HexFormat.of().parseHex("00000c04000000000000030000006400040000ffff")));
        faults.add(whole("other protocol", proper -> raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n")));
        faults.add(whole("answer twice", proper -> concat(proper, proper)).telling("Acknowledged"));
        faults.add(whole("bytes behind the answer", proper -> concat(proper, raw("HTTP/1.1 200")))
                .telling("Acknowledged"));
        faults.add(Fault.unknown("100 Continue for ever", (wire, proper) -> {
            while (!wire.isOver() && wire.written() < ENDLESS_BYTES_MAX) {
                wire.write("HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000));
            }
            wire.hold();
        }));
        faults.add(endless("chunks without end", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", true));
        faults.add(endless("body above the limit", "HTTP/1.1 200 OK\r\ncontent-length: 60000000\r\n\r\n", false));
        return List.copyOf(faults);
    }

    /// The exchange's own words for too many requests.
    static Fault rateLimit(String body) {
        return whole("429 with a body", proper -> answer("429 Too Many Requests", "retry-after: 1", body))
                .telling("RateLimited");
    }

    /// Resets after every so many bytes of the proper answer.
    static List<Fault> cuts(int lengthMax, int step) {
        List<Fault> faults = new ArrayList<>();
        for (int length = 1; length < lengthMax; length += step) {
            int kept = length;
            faults.add(Fault.unknown("reset after " + kept + " bytes", (wire, proper) -> {
                wire.write(Arrays.copyOf(proper, Math.min(kept, proper.length - 1)));
                wire.reset();
            }));
        }
        return faults;
    }

    /// In the place of a WebSocket frame.
    static List<Fault> ofFrames() {
        List<Fault> faults = new ArrayList<>(ofBytes());
        faults.add(whole("compressed frame unasked for", proper -> {
            byte[] frame = Wire.binary(deflate(proper));
            frame[0] |= 0x40;
            return frame;
        }));
        faults.add(whole("gzip in a frame", proper -> Wire.binary(gzip(proper))));
        faults.add(whole("Brotli that unpacks to 8 MiB", proper -> Wire.binary(BROTLI_BOMB)));
        faults.add(whole("masked frame", proper -> HexFormat.of().parseHex("818100000000" + "20")));
        faults.add(whole("unknown opcode", proper -> Wire.frame(11, new byte[1])));
        faults.add(whole("length of a terabyte", proper -> HexFormat.of().parseHex("827f0000010000000000")));
        faults.add(whole("negative length", proper -> HexFormat.of().parseHex("827fffffffffffffffff")));
        faults.add(whole("frame of 2 MiB", proper -> Wire.binary(new byte[2 << 20])));
        faults.add(whole("long ping", proper -> Wire.frame(9, new byte[126])));
        faults.add(whole("invalid UTF-8", proper -> Wire.frame(1, new byte[] {'{', (byte) 0xC0, (byte) 0x80, '}'})));
        faults.add(whole("text that is not JSON", proper -> Wire.text("one moment")));
        faults.add(whole("half of a JSON text", proper -> Wire.text("{\"id\":1,\"result\":{")));
        faults.add(whole("deep nesting", proper -> Wire.text("[".repeat(50_000))));
        faults.add(whole("page in a frame", proper -> Wire.text(HTML)));
        faults.add(whole("empty binary frame", proper -> Wire.binary(new byte[0])));
        for (int code : new int[] {1000, 1001, 1002, 1008, 1012, 1013, 4000, 4005}) {
            faults.add(whole("close with " + code, proper -> Wire.close(code)));
        }
        faults.add(whole("close without a code", proper -> Wire.frame(8, new byte[0])));
        faults.add(whole("close with a code that must not be sent", proper -> Wire.close(1006)));
        faults.add(Fault.unknown("fragments without end", (wire, proper) -> {
            wire.write((byte) 0x01, (byte) 0);
            byte[] part = new byte[2_000];
            while (!wire.isOver() && wire.written() < ENDLESS_BYTES_MAX) {
                wire.write(part);
            }
            wire.hold();
        }));
        faults.add(Fault.unknown("flood of pings", (wire, proper) -> {
            byte[] ping = Wire.frame(9, new byte[125]);
            for (int i = 0; i < FLOOD && !wire.isOver(); i++) {
                wire.write(ping);
            }
            wire.pause(400);
        }));
        return List.copyOf(faults);
    }

    /// Beneath TLS.
    static List<Fault> ofTls() {
        return List.of(
                Fault.unknown(
                        "end in the middle of a record",
                        (wire, proper) -> wire.writeBare(HexFormat.of().parseHex("17030340000102030405"))),
                Fault.unknown("end without a goodbye", (wire, proper) -> wire.write(half(proper))),
                Fault.unknown("plain text in a TLS connection", (wire, proper) -> {
                    wire.writeBare(proper);
                    wire.hold();
                }),
                Fault.unknown("fatal alert in clear", (wire, proper) -> {
                    wire.writeBare(HexFormat.of().parseHex("15030300020228"));
                    wire.hold();
                }),
                Fault.unknown("reset in the middle", (wire, proper) -> {
                    wire.write(half(proper));
                    wire.reset();
                }));
    }

    /// JSON of 8 MiB in 37 bytes of Brotli.
    private static final byte[] BROTLI_BOMB =
            HexFormat.of().parseHex("cbffff3ff88dd460cd9863a588ce5e85e1c56d81c0d9fbbf15380008616161616161227d03");

    /// Something that is written at once; then nothing more comes.
    private static Fault whole(String name, Function<byte[], byte[]> instead) {
        return Fault.unknown(name, (wire, proper) -> {
            wire.write(instead.apply(proper));
            wire.hold();
        });
    }

    private static Fault endless(String name, String head, boolean chunked) {
        return Fault.unknown(name, (wire, proper) -> {
            wire.write(head);
            byte[] part = " ".repeat(PART_BYTES).getBytes(StandardCharsets.US_ASCII);
            while (!wire.isOver() && wire.written() < ENDLESS_BYTES_MAX) {
                wire.write(chunked ? Integer.toHexString(PART_BYTES) + "\r\n" : "");
                wire.write(part);
                wire.write(chunked ? "\r\n" : "");
            }
            wire.hold();
        });
    }

    private static byte[] half(byte[] proper) {
        return Arrays.copyOf(proper, Math.max(1, proper.length / 2));
    }

    static byte[] answer(String status, String headers, String body) {
        return answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] answer(String status, String headers, byte[] body) {
        return concat(
                raw("HTTP/1.1 " + status + "\r\n" + headers + "\r\ncontent-length: " + body.length + "\r\n\r\n"), body);
    }

    private static byte[] body(byte[] proper) {
        String text = new String(proper, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return Arrays.copyOfRange(proper, end < 0 ? 0 : end + 4, proper.length);
    }

    private static byte[] raw(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static byte[] gzip(byte[] bytes) {
        return packed(bytes, true);
    }

    private static byte[] deflate(byte[] bytes) {
        return packed(bytes, false);
    }

    private static byte[] packed(byte[] bytes, boolean gzip) {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }
}
