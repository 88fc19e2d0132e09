package io.parallax.exchange.signing;

/// Signs Paradex orders of one market, side and type: [OrderMessage] and [StarkSigner] together. Thread: one at
/// a time.
public final class OrderSigner {
    private final StarkSigner signer;
    private final OrderMessage message;

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
}
