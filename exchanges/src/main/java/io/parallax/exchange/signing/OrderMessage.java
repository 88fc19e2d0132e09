package io.parallax.exchange.signing;

/// The message hash of Paradex orders of one account, market, side and type, with all that is constant hashed
/// beforehand: nine Pedersen hashes remain of eighteen, all of them with a right operand that is a prepared
/// point or a `long`. Needs no key, so a server checks orders with it. Thread: one at a time.
public final class OrderMessage {
    private static final String TYPE =
            "Order(timestamp:felt,market:felt,side:felt,orderType:felt,size:felt,price:felt)";
    private static final int STRUCT_ELEMENTS = 7;
    private static final int MESSAGE_ELEMENTS = 4;

    private final PedersenHasher hasher = new PedersenHasher();
    /// The chain over the struct's type, and over prefix, domain and account.
    private final Felt structStart;
    private final Felt messageStart;
    private final PedersenHasher.Suffix market;
    private final PedersenHasher.Suffix side;
    private final PedersenHasher.Suffix orderType;
    private final PedersenHasher.Suffix structLength;
    private final PedersenHasher.Suffix messageLength;

    private OrderMessage(String chainId, Felt account, String market, OrderSide side, String orderType) {
        structStart = Pedersen.hash(Felt.ZERO, StarkHashes.selector(TYPE));
        Felt prefix = Pedersen.hash(Felt.ZERO, TypedData.PREFIX);
        messageStart = Pedersen.hash(
                Pedersen.hash(prefix, ParadexMessages.domain(chainId).hash()), account);
        this.market = PedersenHasher.suffix(Felt.ofText(market));
        this.side = PedersenHasher.suffix(Felt.of(side.code()));
        this.orderType = PedersenHasher.suffix(Felt.ofText(orderType));
        structLength = PedersenHasher.suffix(Felt.of(STRUCT_ELEMENTS));
        messageLength = PedersenHasher.suffix(Felt.of(MESSAGE_ELEMENTS));
    }

    /// The account is the main account's address, also where a subkey signs. Market and type as in the request,
    /// such as `BTC-USD-PERP` and `LIMIT`.
    public static OrderMessage prepare(String chainId, Felt account, String market, OrderSide side, String orderType) {
        return new OrderMessage(chainId, account, market, side, orderType);
    }

    /// Size and price in units of 10⁻⁸, price 0 for the types without one; the timestamp is the request's
    /// `signature_timestamp`. None may be negative.
    public Felt hash(long sizeE8, long priceE8, long timestampMillis) {
        if ((sizeE8 | priceE8 | timestampMillis) < 0) {
            throw new IllegalArgumentException("size, price and timestamp are not negative, found " + sizeE8 + ", "
                    + priceE8 + ", " + timestampMillis);
        }
        Felt struct = hasher.hash(structStart, timestampMillis);
        struct = hasher.hash(struct, market);
        struct = hasher.hash(struct, side);
        struct = hasher.hash(struct, orderType);
        struct = hasher.hash(struct, sizeE8);
        struct = hasher.hash(struct, priceE8);
        struct = hasher.hash(struct, structLength);
        return hasher.hash(hasher.hash(messageStart, struct), messageLength);
    }
}
