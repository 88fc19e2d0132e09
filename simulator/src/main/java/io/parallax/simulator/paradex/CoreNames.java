package io.parallax.simulator.paradex;

import io.parallax.simulator.core.AccountStatus;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.FillKind;
import io.parallax.simulator.core.OrderState;
import io.parallax.simulator.core.OrderUpdate;

/// The exchange's words for what the core says. The exchange publishes no list of cancel reasons, so the
/// pairing is chosen where its samples and public clients show none. Thread: any; stateless.
final class CoreNames {
    private CoreNames() {}

    static Wire.Status status(OrderState state) {
        return switch (state) {
            case NEW -> Wire.Status.NEW;
            case UNTRIGGERED -> Wire.Status.UNTRIGGERED;
            case OPEN -> Wire.Status.OPEN;
            case FILLED, CANCELLED, REJECTED -> Wire.Status.CLOSED;
        };
    }

    static Wire.FillType fillType(FillKind kind) {
        return switch (kind) {
            case TRADE -> Wire.FillType.FILL;
            case LIQUIDATION -> Wire.FillType.LIQUIDATION;
            case DELEVERAGING -> Wire.FillType.UNWIND_TRANSFER;
            case SETTLEMENT -> Wire.FillType.SETTLE_MARKET;
        };
    }

    static Wire.AccountStatus accountStatus(AccountStatus status) {
        return switch (status) {
            case ACTIVE -> Wire.AccountStatus.ACTIVE;
            case LIQUIDATION -> Wire.AccountStatus.LIQUIDATION;
            case RESYNC -> Wire.AccountStatus.RESYNC;
        };
    }

    static String cancelReason(OrderUpdate update) {
        if (update.state() == OrderState.FILLED && update.remainingE8() > 0) {
            return "REDUCE_ONLY_WILL_INCREASE"; // filled as far as it reduced
        }
        return reason(update.reason());
    }

    static String reason(EndReason reason) {
        return switch (reason) {
            case NONE -> "";
            case UNKNOWN_INSTRUMENT -> "ASSET_UNAVAILABLE";
            case HALTED, CANCEL_ONLY_MODE, POST_ONLY_MODE, MAINTENANCE -> "MARKET_NOT_OPEN";
            case QUANTITY_BELOW_MIN, NOTIONAL_BELOW_MIN -> "ORDER_SIZE_BELOW_MIN";
            case OUTSIDE_PRICE_BAND, PRICE_CHECK_FAILED, PRICE_STALE -> "PRICE_NOT_AVAILABLE";
            case SLIPPAGE -> "EXCEEDS_MAX_SLIPPAGE";
            case EMPTY_BOOK -> "EMPTY_MARKET";
            case IOC_REMAINDER, FOK_NOT_FILLABLE -> "REMAINING_IOC_CANCEL";
            case POST_ONLY_WOULD_CROSS -> "POST_ONLY_WOULD_CROSS";
            case REDUCE_ONLY_INCREASES, REDUCE_ONLY_EXCEEDS_POSITION -> "REDUCE_ONLY_WILL_INCREASE";
            case INSUFFICIENT_MARGIN -> "NOT_ENOUGH_MARGIN";
            case POSITION_LIMIT -> "ORDER_EXCEEDS_POSITION_LIMIT";
            case SELF_TRADE -> "SELF_TRADE";
            case USER_CANCELLED -> "USER_CANCELED";
            case IN_LIQUIDATION -> "IN_LIQUIDATION";
            case DELEVERAGED -> "DELEVERAGE";
            case SETTLED -> "ASSET_EXPIRED";
            case EXPIRED, ORDER_STALE -> "EXPIRED";
            case TIMEOUT -> "TIMEOUT";
            case EXCHANGE_CANCELLED,
                    OFF_TICK,
                    OFF_LOT,
                    QUANTITY_ABOVE_MAX,
                    TOO_MANY_OPEN_ORDERS,
                    DUPLICATE,
                    LIMIT_INVALID,
                    FAILURE -> "UNEXPECTED_FAILURE";
        };
    }

    /// What the exchange says at once about an order that breaks the rules of its market. Which of these it
    /// catches at once is not documented: chosen.
    static void throwIfRefusedAtOnce(EndReason reason) {
        switch (reason) {
            case UNKNOWN_INSTRUMENT -> throw ApiException.badRequest("MARKET_NOT_FOUND", "market: not found");
            case HALTED -> throw ApiException.badRequest("MARKET_NOT_OPEN", "market: not open for trading");
            case OFF_TICK -> throw ApiException.validation("price: must be a multiple of price tick size");
            case OFF_LOT -> throw ApiException.validation("size: must be a multiple of order size increment");
            case QUANTITY_ABOVE_MAX -> throw ApiException.validation("size: must not exceed max order size");
            default -> {}
        }
    }
}
