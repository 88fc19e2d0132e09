package io.parallax.exchange.signing;

/// Writes signatures as text without making garbage. Thread: any; no state.
final class SignatureText {
    /// Decimal digits of a group: the largest power of ten whose remainders leave room for 32 more bits.
    private static final int GROUP_DIGITS = 9;
    private static final long GROUP = 1_000_000_000;
    /// 2²⁵⁶ has 78 digits.
    private static final int GROUPS = 9;

    private SignatureText() {}

    /// Writes r and s, four words each, as `["<r>","<s>"]` from the offset on; returns the number of bytes.
    static int write(long[] signature, byte[] target, int offset) {
        int at = offset;
        target[at++] = '[';
        target[at++] = '"';
        at = writeDecimal(signature[0], signature[1], signature[2], signature[3], target, at);
        target[at++] = '"';
        target[at++] = ',';
        target[at++] = '"';
        at = writeDecimal(signature[4], signature[5], signature[6], signature[7], target, at);
        target[at++] = '"';
        target[at++] = ']';
        return at - offset;
    }

    /// Writes a number without leading zeros; returns the place after it. Takes nine digits at a time off the low end
    /// by dividing the number, in halves of words, by 10⁹.
    private static int writeDecimal(long word0, long word1, long word2, long word3, byte[] target, int at) {
        long w0 = word0;
        long w1 = word1;
        long w2 = word2;
        long w3 = word3;
        int end = at + GROUPS * GROUP_DIGITS;
        int to = end;
        do {
            long rest = w3 >>> 32;
            long high = rest / GROUP;
            rest = ((rest % GROUP) << 32) | (w3 & 0xffff_ffffL);
            w3 = (high << 32) | (rest / GROUP);
            rest = ((rest % GROUP) << 32) | (w2 >>> 32);
            high = rest / GROUP;
            rest = ((rest % GROUP) << 32) | (w2 & 0xffff_ffffL);
            w2 = (high << 32) | (rest / GROUP);
            rest = ((rest % GROUP) << 32) | (w1 >>> 32);
            high = rest / GROUP;
            rest = ((rest % GROUP) << 32) | (w1 & 0xffff_ffffL);
            w1 = (high << 32) | (rest / GROUP);
            rest = ((rest % GROUP) << 32) | (w0 >>> 32);
            high = rest / GROUP;
            rest = ((rest % GROUP) << 32) | (w0 & 0xffff_ffffL);
            w0 = (high << 32) | (rest / GROUP);
            int digits = (int) (rest % GROUP);
            for (int i = 0; i < GROUP_DIGITS; i++) {
                target[--to] = (byte) ('0' + digits % 10);
                digits /= 10;
            }
        } while ((w0 | w1 | w2 | w3) != 0);
        while (to < end - 1 && target[to] == '0') {
            to++;
        }
        System.arraycopy(target, to, target, at, end - to);
        return at + end - to;
    }
}
