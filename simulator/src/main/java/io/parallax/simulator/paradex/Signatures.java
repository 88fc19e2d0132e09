package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.signing.OrderMessage;
import io.parallax.exchange.signing.OrderSide;
import io.parallax.exchange.signing.ParadexMessages;
import io.parallax.exchange.signing.StarkKeys;
import io.parallax.exchange.signing.StarkSignature;
import io.parallax.exchange.signing.StarkVerifier;
import io.parallax.instrument.Side;
import java.util.LinkedHashMap;
import java.util.Map;

/// Checks every signature the protocol asks for, with the real rules. Thread: simulator loop.
final class Signatures {
    private static final int PREPARED_MAX = 1_024;

    private final String chainId;
    /// Message hashes prepared per account, market, side and type, the latest ones.
    private final Map<String, OrderMessage> prepared = new LinkedHashMap<>();

    Signatures(String chainId) {
        this.chainId = chainId;
    }

    static Felt accountAddress(Felt publicKey) {
        return StarkKeys.paradexAddress(
                publicKey, Felt.parse(SystemConfig.ACCOUNT_CLASS_HASH), Felt.parse(SystemConfig.PROXY_CLASS_HASH));
    }

    boolean login(Felt account, Felt publicKey, long timestamp, long expiration, StarkSignature signature) {
        Felt hash =
                ParadexMessages.login(chainId, account, timestamp, expiration).messageHash();
        return StarkVerifier.verify(publicKey, hash, signature);
    }

    boolean onboarding(Felt account, Felt publicKey, StarkSignature signature) {
        return StarkVerifier.verify(
                publicKey, ParadexMessages.onboarding(chainId, account).messageHash(), signature);
    }

    void checkOrder(Felt account, Felt publicKey, OrderForm order) {
        Felt hash = message(account, order).hash(order.sizeE8(), order.priceE8(), order.signatureTimestamp());
        check(publicKey, hash, order);
    }

    void checkModify(Felt account, Felt publicKey, OrderForm order, String orderId) {
        Felt hash = ParadexMessages.modifyOrder(
                        chainId,
                        account,
                        order.market(),
                        side(order.side()),
                        order.type().name(),
                        order.sizeE8(),
                        order.priceE8(),
                        order.signatureTimestamp(),
                        orderId)
                .messageHash();
        check(publicKey, hash, order);
    }

    private static void check(Felt publicKey, Felt hash, OrderForm order) {
        StarkSignature signature;
        try {
            signature = StarkSignature.parse(order.signature());
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        if (!StarkVerifier.verify(publicKey, hash, signature)) {
            throw refused();
        }
    }

    private static ApiException refused() {
        return ApiException.badRequest("INVALID_ORDER_SIGNATURE", "order signature verification failed");
    }

    private OrderMessage message(Felt account, OrderForm order) {
        String key = account.toHex() + ' ' + order.market() + ' ' + order.side() + ' ' + order.type();
        if (prepared.size() >= PREPARED_MAX && !prepared.containsKey(key)) {
            prepared.remove(prepared.keySet().iterator().next());
        }
        return prepared.computeIfAbsent(
                key,
                k -> OrderMessage.prepare(
                        chainId,
                        account,
                        order.market(),
                        side(order.side()),
                        order.type().name()));
    }

    private static OrderSide side(Side side) {
        return side == Side.BUY ? OrderSide.BUY : OrderSide.SELL;
    }
}
