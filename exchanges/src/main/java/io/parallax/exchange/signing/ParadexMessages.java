package io.parallax.exchange.signing;

/// The messages that Paradex has signed (Paradex API documentation, "API Authentication" and "Signing"). Orders
/// take [OrderSigner], which is faster. Thread: any.
public final class ParadexMessages {
    static final String DOMAIN_TYPE = "StarkNetDomain(name:felt,chainId:felt,version:felt)";

    private ParadexMessages() {}

    /// SNIP-12's domain in Paradex's own order of fields. The version is the number 1.
    public static TypedStruct domain(String chainId) {
        return TypedStruct.named("StarkNetDomain")
                .with("name", Felt.ofShortText("Paradex"))
                .with("chainId", chainId)
                .with("version", Felt.ONE);
    }

    /// The request for a token, `POST /v1/auth`. Times in seconds.
    public static TypedData login(String chainId, Felt account, long timestampSeconds, long expirationSeconds) {
        TypedStruct request = TypedStruct.named("Request")
                .with("method", "POST")
                .with("path", "/v1/auth")
                .with("body", "")
                .with("timestamp", timestampSeconds)
                .with("expiration", expirationSeconds);
        return new TypedData(domain(chainId), account, request);
    }

    public static TypedData onboarding(String chainId, Felt account) {
        return new TypedData(
                domain(chainId), account, TypedStruct.named("Constant").with("action", "Onboarding"));
    }

    /// Size and price in units of 10⁻⁸; the order id as Paradex gave it, a decimal number.
    public static TypedData modifyOrder(
            String chainId,
            Felt account,
            String market,
            OrderSide side,
            String orderType,
            long sizeE8,
            long priceE8,
            long timestampMillis,
            String orderId) {
        TypedStruct order = TypedStruct.named("ModifyOrder")
                .with("timestamp", timestampMillis)
                .with("market", market)
                .with("side", side.code())
                .with("orderType", orderType)
                .with("size", sizeE8)
                .with("price", priceE8)
                .with("id", orderId);
        return new TypedData(domain(chainId), account, order);
    }
}
