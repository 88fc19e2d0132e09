package io.parallax.instrument;

/// Which way an order goes.
public enum Side {
    BUY(1),
    SELL(-1);

    private final int sign;

    Side(int sign) {
        this.sign = sign;
    }

    /// `+1` for a buy, `-1` for a sell: what a fill does to a signed position.
    public int sign() {
        return sign;
    }

    public Side opposite() {
        return this == BUY ? SELL : BUY;
    }
}
