package io.parallax.risk;

/// What a look at an exchange finds, the gravest first. Each has its row in [GateTable].
public enum GateCause {
    RATE_LIMITED("an order was refused because we sent too many, and the wait is not over"),
    POST_ONLY_REFUSED("an order was refused because only resting orders are taken"),
    CANCEL_ONLY_REFUSED("an order was refused because cancels alone are taken, or the market is not open"),
    SILENT("no stream for 10 s"),
    ACCOUNT_RESTRICTED("the exchange says that the account is not active"),
    NOT_CONNECTED("a stream was not ready yet since the start"),
    ORDER_PATH_DOWN("the order path went down"),
    ORDER_PATH_ENDING("the order path works, but its login ends soon"),
    STREAM_DOWN("books or private stream went down"),
    IMPAIRED("three orders of unknown fate in a minute, a refused login, or too many questions"),
    MODE_DOUBTED("orders are taken again, but were refused for the mode in the last 5 min"),
    SKEWED("clocks differ by more than 500 ms"),
    RECOVERING("nothing is wrong, but for less than 5 s"),
    ALL_WELL("nothing is wrong");

    private final String text;

    GateCause(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
