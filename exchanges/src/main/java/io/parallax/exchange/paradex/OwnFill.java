package io.parallax.exchange.paradex;

import io.parallax.exchange.AccountEvent.ForcedKind;
import java.util.Optional;

/// An execution of the account, from JSON or binary. It has no side on purpose: Paradex documents the taker's,
/// so ours is taken from our order. Thread: any; immutable.
///
/// @param type `FILL`, `RPI`, `LIQUIDATION`, …; fill ids are unique within a type only
/// @param orderId empty for transfers and settlements
/// @param clientId empty for none
/// @param feeE8 in `feeCurrency`, positive when we pay
/// @param fundingE8 funding that the execution settled, positive when received; 0 when not told
/// @param feeCurrency empty when the frame is too old to tell, which means USDC
record OwnFill(
        String id,
        String type,
        String orderId,
        String clientId,
        String market,
        long priceE8,
        long sizeE8,
        long feeE8,
        long fundingE8,
        String feeCurrency,
        long createdEpochMillis) {

    OwnFill {
        if (id.isEmpty() || priceE8 <= 0 || sizeE8 <= 0) {
            throw new IllegalArgumentException("a fill has an id, a positive price and a positive size, found id \""
                    + id + "\", price " + priceE8 + "e-8, size " + sizeE8 + "e-8");
        }
    }

    /// Unique across fill types; the plain id for the ordinary type, so that a bust, which names the plain id,
    /// finds it.
    String key() {
        return type.equals("FILL") ? id : type + ":" + id;
    }

    /// Whether the exchange closed a position by itself.
    Optional<ForcedKind> forced() {
        return switch (type) {
            case "LIQUIDATION" -> Optional.of(ForcedKind.LIQUIDATION);
            case "UNWIND_TRANSFER" -> Optional.of(ForcedKind.DELEVERAGING);
            default -> Optional.empty();
        };
    }

    boolean feeIsInQuoteCurrency() {
        return feeCurrency.isEmpty() || feeCurrency.equals("USDC");
    }
}
