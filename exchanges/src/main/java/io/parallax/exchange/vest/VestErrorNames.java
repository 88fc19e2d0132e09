package io.parallax.exchange.vest;

/// Vest's names of the codes that arrive without words, in order rows. Source: "Vest API" page, copy of November 2025.
/// Thread: any.
final class VestErrorNames {
    private VestErrorNames() {}

    static String of(int code) {
        return switch (code) {
            case 1148, 3024 -> "MARKET_CLOSED";
            case 3001 -> "PRICE_CHECK_FAILED";
            case 3002 -> "MARGIN_CHECK_FAILED";
            case 3003 -> "PRICE_STALE";
            case 3004 -> "ORDER_STALE";
            case 3006 -> "INCREASE_WITH_SL_TP";
            case 3007 -> "INCREASE_DURING_INSOLVENCY";
            case 3008 -> "DELETED_BY_LIQ";
            case 3010 -> "OI_CAP_EXCEEDED";
            case 3011 -> "INVALID_LIMIT_PRICE";
            case 3015 -> "DUPLICATE";
            case 3017 -> "ORDER_NOT_FOUND";
            case 3018 -> "REDUCE_ONLY_INCREASES";
            case 3019 -> "REDUCE_ONLY_EXCEEDS_SIZE";
            case 3020 -> "ORDER_CHANGES_LEVERAGE";
            case 3021 -> "DECREASE_LEVERAGE_WITH_POSITION";
            case 3022 -> "INVALID_TP_SL_PRICE";
            case 3023 -> "BAD_SYMBOL";
            default -> "code " + code;
        };
    }
}
