package io.parallax.exchange;

/// What an order is for. Its code is part of every client order id, so that a restarted engine knows.
public enum OrderIntent {
    ENTRY("EN"),
    EXIT("EX"),
    /// Repair by opening or closing the missing leg.
    REPAIR_COMPLETE("RC"),
    /// Repair by getting rid of the naked leg.
    REPAIR_UNWIND("RU"),
    GUARD("GD"),
    OPERATOR("OP");

    private final String code;

    OrderIntent(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /// Whether an order of this intent may only shrink a position.
    public boolean reducesOnly() {
        return this == EXIT || this == REPAIR_UNWIND || this == GUARD;
    }
}
