package io.parallax.exchange.signing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keccak-256 as Ethereum and Starknet use it: the original padding, not the one of SHA3-256 (the Keccak team,
/// "The Keccak reference", version 3.0). Ours, because the first digest of BouncyCastle takes 0.4 s: it sets up
/// the whole library. Thread: any.
public final class Keccak256 {
    public static final int DIGEST_BYTES = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int RATE_BYTES = 136;
    private static final int LANES = 25;
    private static final long[] ROUND_CONSTANTS = roundConstants();
    /// For lane x + 5y: how far it rotates, and where it goes.
    private static final int[] ROTATIONS = new int[LANES];

    private static final int[] TARGETS = new int[LANES];

    static {
        int x = 1;
        int y = 0;
        for (int t = 0; t < LANES - 1; t++) {
            ROTATIONS[x + 5 * y] = (t + 1) * (t + 2) / 2 % Long.SIZE;
            int next = (2 * x + 3 * y) % 5;
            x = y;
            y = next;
        }
        for (int lane = 0; lane < LANES; lane++) {
            TARGETS[lane] = lane / 5 + 5 * ((2 * (lane % 5) + 3 * (lane / 5)) % 5);
        }
    }

    private Keccak256() {}

    /// The digest of the pieces, one after the other.
    public static byte[] digest(byte[]... pieces) {
        long[] state = new long[LANES];
        byte[] block = new byte[RATE_BYTES];
        int filled = 0;
        for (byte[] piece : pieces) {
            int taken = 0;
            while (taken < piece.length) {
                int length = Math.min(piece.length - taken, RATE_BYTES - filled);
                System.arraycopy(piece, taken, block, filled, length);
                taken += length;
                filled += length;
                if (filled == RATE_BYTES) {
                    absorb(state, block);
                    filled = 0;
                }
            }
        }
        Arrays.fill(block, filled, RATE_BYTES, (byte) 0);
        block[filled] ^= 0x01;
        block[RATE_BYTES - 1] ^= (byte) 0x80;
        absorb(state, block);
        byte[] digest = new byte[DIGEST_BYTES];
        for (int i = 0; i < DIGEST_BYTES; i += Long.BYTES) {
            LONG.set(digest, i, state[i / Long.BYTES]);
        }
        return digest;
    }

    /// The digest of the text in UTF-8.
    public static byte[] digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void absorb(long[] state, byte[] block) {
        for (int i = 0; i < RATE_BYTES; i += Long.BYTES) {
            state[i / Long.BYTES] ^= (long) LONG.get(block, i);
        }
        permute(state);
    }

    private static void permute(long[] a) {
        long[] b = new long[LANES];
        long[] columns = new long[5];
        for (long roundConstant : ROUND_CONSTANTS) {
            for (int x = 0; x < 5; x++) {
                columns[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }
            for (int x = 0; x < 5; x++) {
                long change = columns[(x + 4) % 5] ^ Long.rotateLeft(columns[(x + 1) % 5], 1);
                for (int lane = x; lane < LANES; lane += 5) {
                    b[TARGETS[lane]] = Long.rotateLeft(a[lane] ^ change, ROTATIONS[lane]);
                }
            }
            for (int row = 0; row < LANES; row += 5) {
                for (int x = 0; x < 5; x++) {
                    a[row + x] = b[row + x] ^ (~b[row + (x + 1) % 5] & b[row + (x + 2) % 5]);
                }
            }
            a[0] ^= roundConstant;
        }
    }

    /// From the reference's linear feedback shift register, x⁸ + x⁶ + x⁵ + x⁴ + 1.
    private static long[] roundConstants() {
        long[] constants = new long[24];
        int register = 1;
        for (int round = 0; round < constants.length; round++) {
            for (int j = 0; j <= 6; j++) {
                constants[round] |= (register & 1L) << ((1 << j) - 1);
                register = (register << 1) ^ ((register >>> 7) * 0x171);
            }
        }
        return constants;
    }
}
