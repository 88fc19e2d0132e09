package io.parallax.exchange.signing;

/// The side of a Paradex order as it is signed. Thread: any; immutable.
public enum OrderSide {
    BUY(1),
    SELL(2);

    private final long code;

    OrderSide(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
