package io.parallax.simulator.vest;

import io.parallax.simulator.core.EndReason;

/// The exchange's error codes that the simulation uses (Vest API page, section Errors). Texts are known
/// literally only for 1125, 3011, 3017 and 429; the others are readings of the codes' names.
enum VestCode {
    UNAUTHORIZED(1002, "Unauthorized"),
    INVALID_SIGNATURE(1022, "Invalid signature"),
    INVALID_NONCE(1023, "Invalid nonce"),
    INVALID_NETWORK_TYPE(1024, "Invalid network type"),
    BAD_DECIMALS(1111, "Bad decimals"),
    INVALID_ORDER_TYPE(1116, "Invalid order type"),
    BAD_SYMBOL(1121, "Bad symbol"),
    INVALID_LISTEN_KEY(1125, "Listen key expired. Make a POST request to create a new key."),
    INVALID_PARAMETER(1130, "Invalid parameter"),
    BAD_RECV_WINDOW(1131, "Bad recv window"),
    ORDER_EXPIRED(1132, "Order expired"),
    INVALID_TIME_IN_FORCE(1133, "Invalid time in force"),
    INVALID_TP_SL_PRICE(1145, "Take-profit and stop-loss legs are not simulated"),
    INVALID_ACCOUNT_GROUP(1146, "Invalid account group"),
    MARKET_CLOSED(1148, "Market closed"),
    PRICE_CHECK_FAILED(3001, "Price check failed"),
    MARGIN_CHECK_FAILED(3002, "Margin check failed"),
    PRICE_STALE(3003, "Price stale"),
    ORDER_STALE(3004, "Order stale"),
    INCREASE_DURING_INSOLVENCY(3007, "Increase during insolvency"),
    DELETED_BY_LIQUIDATION(3008, "Deleted by liquidation"),
    OI_CAP_EXCEEDED(3010, "Open interest cap exceeded"),
    INVALID_LIMIT_PRICE(3011, "Limit price must be positive"),
    DUPLICATE(3015, "Duplicate"),
    ORDER_NOT_FOUND(3017, "Order already processed or cancelled"),
    REDUCE_ONLY_INCREASES(3018, "Reduce only order increases position"),
    REDUCE_ONLY_EXCEEDS_SIZE(3019, "Reduce only order exceeds position size"),
    ORDER_CHANGES_LEVERAGE(3020, "Order changes leverage"),
    DECREASE_LEVERAGE_WITH_POSITION(3021, "Cannot decrease leverage with an open position"),
    BAD_SYMBOL_IN_ENGINE(3023, "Bad symbol"),
    MARKET_CLOSED_IN_ENGINE(3024, "Market closed");

    private final int number;
    private final String text;

    VestCode(int number, String text) {
        this.number = number;
        this.text = text;
    }

    int number() {
        return number;
    }

    String text() {
        return text;
    }

    /// The code with which the engine rejects an order after acceptance.
    static VestCode ofRejection(EndReason reason) {
        return switch (reason) {
            case PRICE_CHECK_FAILED, SLIPPAGE, EMPTY_BOOK, FOK_NOT_FILLABLE, IOC_REMAINDER, OUTSIDE_PRICE_BAND ->
                PRICE_CHECK_FAILED;
            case INSUFFICIENT_MARGIN -> MARGIN_CHECK_FAILED;
            case PRICE_STALE -> PRICE_STALE;
            case ORDER_STALE, EXPIRED, TIMEOUT -> ORDER_STALE;
            case DUPLICATE -> DUPLICATE;
            case LIMIT_INVALID -> INVALID_LIMIT_PRICE;
            case IN_LIQUIDATION -> INCREASE_DURING_INSOLVENCY;
            case DELEVERAGED -> DELETED_BY_LIQUIDATION;
            case POSITION_LIMIT, TOO_MANY_OPEN_ORDERS, QUANTITY_ABOVE_MAX -> OI_CAP_EXCEEDED;
            case REDUCE_ONLY_INCREASES -> REDUCE_ONLY_INCREASES;
            case REDUCE_ONLY_EXCEEDS_POSITION -> REDUCE_ONLY_EXCEEDS_SIZE;
            case UNKNOWN_INSTRUMENT -> BAD_SYMBOL_IN_ENGINE;
            case SETTLED, HALTED, CANCEL_ONLY_MODE, POST_ONLY_MODE, MAINTENANCE -> MARKET_CLOSED_IN_ENGINE;
            case NONE,
                    OFF_TICK,
                    OFF_LOT,
                    QUANTITY_BELOW_MIN,
                    NOTIONAL_BELOW_MIN,
                    POST_ONLY_WOULD_CROSS,
                    SELF_TRADE,
                    USER_CANCELLED,
                    EXCHANGE_CANCELLED,
                    FAILURE -> ORDER_STALE;
        };
    }
}
