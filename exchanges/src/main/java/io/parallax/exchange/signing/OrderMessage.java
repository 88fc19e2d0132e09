package io.parallax.exchange.signing;

/// The message hash of Paradex orders of one account, market, side and type, with all that is constant hashed
/// beforehand: nine Pedersen hashes remain of eighteen, all of them with a right operand that is a prepared
/// point or a `long`. Needs no key, so a server checks orders with it. Thread: one at a time.
public final class OrderMessage {
    static final String TYPE = "Order(timestamp:felt,market:felt,side:felt,orderType:felt,size:felt,price:felt)";
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
    private final long[] struct = new long[4];
    private final long[] hash = new long[4];
    /// The chain up to the order's type, for one timestamp.
    private final long[] timed = new long[4];
    private long timedAtMillis = -1;

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
        hash(sizeE8, priceE8, timestampMillis, hash);
        return new Felt(hash[0], hash[1], hash[2], hash[3]);
    }

    /// Like the method above, into four words.
    void hash(long sizeE8, long priceE8, long timestampMillis, long[] words) {
        if ((sizeE8 | priceE8 | timestampMillis) < 0) {
            throw new IllegalArgumentException("size, price and timestamp are not negative, found " + sizeE8 + ", "
                    + priceE8 + ", " + timestampMillis);
        }
        startAt(timestampMillis);
        System.arraycopy(timed, 0, struct, 0, struct.length);
        hasher.hash(struct, sizeE8);
        hasher.hash(struct, priceE8);
        hasher.hash(struct, structLength);
        messageStart.words(words);
        hasher.hash(words, struct[0], struct[1], struct[2], struct[3]);
        hasher.hash(words, messageLength);
    }

    /// Computes ahead what orders with this timestamp have in common, four of the nine hashes. Orders with another
    /// timestamp compute them again.
    void startAt(long timestampMillis) {
        if (timestampMillis == timedAtMillis) {
            return;
        }
        structStart.words(timed);
        hasher.hash(timed, timestampMillis);
        hasher.hash(timed, market);
        hasher.hash(timed, side);
        hasher.hash(timed, orderType);
        timedAtMillis = timestampMillis;
    }
}
