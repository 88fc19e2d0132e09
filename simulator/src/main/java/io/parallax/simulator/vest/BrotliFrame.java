package io.parallax.simulator.vest;

import java.io.ByteArrayOutputStream;

/// Brotli streams whose content is stored, not compressed: valid for every decoder, and no encoder is needed
/// (RFC 7932, sections 9.1 and 9.2). Thread: any; stateless.
final class BrotliFrame {
    private static final int BLOCK_MAX = 1 << 16;
    private static final int IS_UNCOMPRESSED_BIT = 20;
    private static final int LAST_AND_EMPTY = 0x03;

    private BrotliFrame() {}

    static byte[] stored(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 16);
        for (int from = 0; from < content.length; from += BLOCK_MAX) {
            int length = Math.min(BLOCK_MAX, content.length - from);
            // ISLAST 0, MNIBBLES 0 (four), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1; then padding to a whole byte. The
            // first block follows the one bit of WBITS (window 16), later ones begin on a byte.
            int header = from == 0
                    ? (length - 1) << 4 | 1 << IS_UNCOMPRESSED_BIT
                    : (length - 1) << 3 | 1 << (IS_UNCOMPRESSED_BIT - 1);
            out.write(header);
            out.write(header >>> 8);
            out.write(header >>> 16);
            out.write(content, from, length);
        }
        out.write(content.length == 0 ? LAST_AND_EMPTY << 1 : LAST_AND_EMPTY);
        return out.toByteArray();
    }
}
