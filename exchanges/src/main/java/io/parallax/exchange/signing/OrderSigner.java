package io.parallax.exchange.signing;

/// Signs Paradex orders of one market, side and type: [OrderMessage] and [StarkSigner] together. Thread: one at
/// a time.
public final class OrderSigner {
    private final StarkSigner signer;
    private final OrderMessage message;
    private final long[] hash = new long[4];

    private OrderSigner(StarkSigner signer, OrderMessage message) {
        this.signer = signer;
        this.message = message;
    }

    /// The account is the main account's address, also where the key is a subkey.
    public static OrderSigner prepare(
            StarkSigner signer, String chainId, Felt account, String market, OrderSide side, String orderType) {
        return new OrderSigner(signer, OrderMessage.prepare(chainId, account, market, side, orderType));
    }

    /// Size and price in units of 10⁻⁸, price 0 for the types without one; the timestamp is the request's
    /// `signature_timestamp`. None may be negative.
    public StarkSignature sign(long sizeE8, long priceE8, long timestampMillis) {
        return signer.sign(message.hash(sizeE8, priceE8, timestampMillis));
    }

    /// Like the method above, but writes the text of the signature to the target, at most
    /// [StarkSignature#TEXT_BYTES_MAX] bytes from the offset on, and returns their number. Makes no garbage.
    public int sign(long sizeE8, long priceE8, long timestampMillis, byte[] target, int offset) {
        message.hash(sizeE8, priceE8, timestampMillis, hash);
        return signer.sign(hash, target, offset);
    }

    /// Does ahead what orders with this timestamp have in common, nearly half of the hashes: for a timestamp that is
    /// known before size and price are. Orders with another timestamp are signed as well, only not as fast.
    public void startAt(long timestampMillis) {
        message.startAt(timestampMillis);
    }
}
