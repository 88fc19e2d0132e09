package io.parallax.exchange.vest;

import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.signing.Abi;
import io.parallax.instrument.Instrument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Signed orders of one instrument, side, time in force and reduce-only flag. Everything that is the same for all of
/// them is encoded once, by [VestSigner#orderArguments] and [VestRequests#order]; an order writes its time, nonce,
/// size and limit price over the last one's, and makes no garbage. Thread: the gateway loop.
final class VestOrderTemplate {
    /// Positions among the signed values.
    private static final int TIME = 0;
    private static final int NONCE = 1;
    private static final int SIZE = 5;
    private static final int LIMIT_PRICE = 6;

    /// Where the body's numbers and the signature stand, in order, and what stands there in a body without any.
    private static final String[] GAPS = {
        "\"time\":", "\"nonce\":", "\"size\":\"", "\"limitPrice\":\"", "\"signature\":\"0x"
    };
    private static final String NOTHING = "0";

    private final byte[] arguments;
    private final int sizeAt;
    private final int limitPriceAt;
    private final byte[][] pieces;
    private final byte[] signature = new byte[VestSigner.SIGNATURE_BYTES];
    private final byte[] body;
    private int length;

    /// @param kind what the orders share; its time, nonce, size and limit price are not looked at
    VestOrderTemplate(VestOrderTicket kind, long recvWindowMillis) {
        VestOrderTicket empty = new VestOrderTicket(
                0,
                0,
                kind.symbol(),
                kind.isBuy(),
                NOTHING,
                kind.orderType(),
                NOTHING,
                kind.reduceOnly(),
                kind.timeInForce());
        // Texts of numbers have at most 20 bytes, so each stays in the one word that it has here.
        this.arguments = VestSigner.orderArguments(empty);
        this.sizeAt = Abi.stringOffset(arguments, SIZE);
        this.limitPriceAt = Abi.stringOffset(arguments, LIMIT_PRICE);
        this.pieces = pieces(VestRequests.order(empty, recvWindowMillis, "0x" + NOTHING));
        int fixed = Arrays.stream(pieces).mapToInt(piece -> piece.length).sum();
        this.body = new byte[fixed + 4 * VestDigits.BYTES_MAX + 2 * VestSigner.SIGNATURE_BYTES];
    }

    /// Orders that nobody could place, to sign a few of them before the first real one.
    static VestOrderTemplate ofNothing(long recvWindowMillis) {
        VestOrderTicket nothing =
                new VestOrderTicket(0, 0, "WARM-UP", true, NOTHING, "NONE", NOTHING, false, Optional.empty());
        return new VestOrderTemplate(nothing, recvWindowMillis);
    }

    /// What stands before, between and after the gaps. Values have no quotes, so no value looks like a gap.
    private static byte[][] pieces(byte[] body) {
        String text = new String(body, StandardCharsets.US_ASCII);
        byte[][] pieces = new byte[GAPS.length + 1][];
        int from = 0;
        for (int i = 0; i < GAPS.length; i++) {
            int gap = text.indexOf(GAPS[i], from);
            if (gap < 0) {
                throw new IllegalStateException("the body of an order has no " + GAPS[i] + " after byte " + from);
            }
            int to = gap + GAPS[i].length();
            pieces[i] = Arrays.copyOfRange(body, from, to);
            from = to + NOTHING.length();
        }
        pieces[GAPS.length] = Arrays.copyOfRange(body, from, body.length);
        return pieces;
    }

    /// Signs an order and leaves its request in [#body()], [#length()] bytes of it.
    void write(long timeEpochMillis, long nonce, OrderRequest order, VestSigner signer) {
        Instrument instrument = order.instrument();
        write(
                timeEpochMillis,
                nonce,
                order.quantityE8(),
                instrument.quantityDecimals(),
                order.limitPriceE8(),
                instrument.priceDecimals(),
                signer);
    }

    void write(
            long timeEpochMillis,
            long nonce,
            long quantityE8,
            int quantityDecimals,
            long limitPriceE8,
            int priceDecimals,
            VestSigner signer) {
        Abi.putUint256(arguments, TIME * Abi.WORD_BYTES, timeEpochMillis);
        Abi.putUint256(arguments, NONCE * Abi.WORD_BYTES, nonce);
        int sizeBytes = putText(sizeAt, quantityE8, quantityDecimals);
        int limitPriceBytes = putText(limitPriceAt, limitPriceE8, priceDecimals);
        signer.signArguments(arguments, signature);

        int end = VestDigits.putLong(timeEpochMillis, body, putPiece(0, 0));
        end = VestDigits.putLong(nonce, body, putPiece(1, end));
        end = putSignedText(sizeAt, sizeBytes, putPiece(2, end));
        end = putSignedText(limitPriceAt, limitPriceBytes, putPiece(3, end));
        end = VestDigits.putHex(signature, body, putPiece(4, end));
        length = putPiece(5, end);
    }

    /// The request of the last order, overwritten by the next one.
    byte[] body() {
        return body;
    }

    int length() {
        return length;
    }

    /// A number as text into the signed values: a word with its length and a word with the text.
    private int putText(int textAt, long valueE8, int decimals) {
        int from = textAt + Abi.WORD_BYTES;
        Arrays.fill(arguments, from, from + Abi.WORD_BYTES, (byte) 0);
        int bytes = VestDigits.putDecimal(valueE8, decimals, arguments, from) - from;
        Abi.putUint256(arguments, textAt, bytes);
        return bytes;
    }

    private int putPiece(int index, int offset) {
        byte[] piece = pieces[index];
        System.arraycopy(piece, 0, body, offset, piece.length);
        return offset + piece.length;
    }

    /// The very bytes that were signed.
    private int putSignedText(int textAt, int bytes, int offset) {
        System.arraycopy(arguments, textAt + Abi.WORD_BYTES, body, offset, bytes);
        return offset + bytes;
    }
}
