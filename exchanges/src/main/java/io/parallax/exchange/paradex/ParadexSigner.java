package io.parallax.exchange.paradex;

import io.parallax.exchange.paradex.ParadexConfig.Credentials;
import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.signing.OrderSide;
import io.parallax.exchange.signing.OrderSigner;
import io.parallax.exchange.signing.ParadexMessages;
import io.parallax.exchange.signing.StarkSignature;
import io.parallax.exchange.signing.StarkSigner;
import io.parallax.instrument.Side;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Signs logins and orders for one account on one chain. Keeps what is the same for every order of an
/// instrument and side. Thread: gateway loop only.
final class ParadexSigner {
    private static final String ORDER_TYPE = "LIMIT";

    private record Kind(String symbol, Side side) {}

    private final StarkSigner signer;
    private final String chainId;
    private final String accountAddress;
    private final Felt account;
    private final Map<Kind, OrderSigner> orders = new HashMap<>();
    private final byte[] text = new byte[StarkSignature.TEXT_BYTES_MAX];

    ParadexSigner(Credentials credentials, String chainId) {
        this.signer = new StarkSigner(credentials.privateKey());
        this.chainId = chainId;
        this.accountAddress = credentials.accountAddress();
        this.account = Felt.parse(credentials.accountAddress());
    }

    /// Hexadecimal with `0x`, as the login's path wants it.
    String publicKey() {
        return signer.publicKey().toHex();
    }

    /// The headers of a login. The signed path is `/v1/auth`, whatever the real one is.
    Map<String, String> loginHeaders(long nowEpochSeconds, long expirationEpochSeconds) {
        String signature = signer.sign(ParadexMessages.login(chainId, account, nowEpochSeconds, expirationEpochSeconds)
                        .messageHash())
                .toText();
        return Map.of(
                "PARADEX-STARKNET-ACCOUNT",
                accountAddress,
                "PARADEX-STARKNET-SIGNATURE",
                signature,
                "PARADEX-TIMESTAMP",
                Long.toString(nowEpochSeconds),
                "PARADEX-SIGNATURE-EXPIRATION",
                Long.toString(expirationEpochSeconds));
    }

    /// The signature of a limit order, as the body wants it.
    String sign(String symbol, Side side, long quantityE8, long limitPriceE8, long timestampEpochMillis) {
        int length = orders.computeIfAbsent(new Kind(symbol, side), this::prepare)
                .sign(quantityE8, limitPriceE8, timestampEpochMillis, text, 0);
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    private OrderSigner prepare(Kind kind) {
        OrderSide side = switch (kind.side) {
            case BUY -> OrderSide.BUY;
            case SELL -> OrderSide.SELL;
        };
        return OrderSigner.prepare(signer, chainId, account, kind.symbol, side, ORDER_TYPE);
    }

    /// Does the work of the first orders of an instrument ahead of them. The signatures are thrown away.
    void warm(String symbol, int signatures) {
        for (int i = 1; i <= signatures; i++) {
            for (Side side : Side.values()) {
                sign(symbol, side, i, i, i);
            }
        }
    }
}
