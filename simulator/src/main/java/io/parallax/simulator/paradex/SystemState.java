package io.parallax.simulator.paradex;

import io.parallax.simulator.core.TradingMode;

/// What the exchange accepts at the moment. Thread: any; immutable.
public enum SystemState {
    OK("ok"),
    MAINTENANCE("maintenance"),
    CANCEL_ONLY("cancel_only"),
    POST_ONLY("post_only");

    private final String text;

    SystemState(String text) {
        this.text = text;
    }

    /// How the exchange tells a mode. It has no word for a halt: orders are refused with `MARKET_NOT_OPEN` then.
    static SystemState of(TradingMode mode) {
        return switch (mode) {
            case OPEN, HALTED -> OK;
            case POST_ONLY -> POST_ONLY;
            case CANCEL_ONLY -> CANCEL_ONLY;
            case MAINTENANCE -> MAINTENANCE;
        };
    }

    TradingMode mode() {
        return switch (this) {
            case OK -> TradingMode.OPEN;
            case MAINTENANCE -> TradingMode.MAINTENANCE;
            case CANCEL_ONLY -> TradingMode.CANCEL_ONLY;
            case POST_ONLY -> TradingMode.POST_ONLY;
        };
    }

    /// Under maintenance nothing is taken, cancels included: chosen.
    void checkService() {
        if (this == MAINTENANCE) {
            throw ApiException.unavailable("SERVICE_UNAVAILABLE", "the exchange is under maintenance");
        }
    }

    /// As `GET /system/state` says it.
    public String text() {
        return text;
    }

    void check(OrderForm order) {
        checkService();
        switch (this) {
            case OK, MAINTENANCE -> {}
            case CANCEL_ONLY ->
                throw ApiException.badRequest("SYSTEM_STATUS_CANCEL_ONLY", "only cancellations are accepted");
            case POST_ONLY -> {
                if (order.instruction() != Wire.Instruction.POST_ONLY) {
                    throw ApiException.badRequest("SYSTEM_STATUS_POST_ONLY", "only post-only orders are accepted");
                }
            }
        }
    }
}
