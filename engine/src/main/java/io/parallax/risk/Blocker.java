package io.parallax.risk;

/// The rules an entry must pass, in the order they are tried. The first that fails is counted and shown; the
/// order goes from what the operator decided, over what we cannot know, to what the market does not offer.
public enum Blocker {
    NONE("entries allowed"),
    KILLED("killed by the operator"),
    SHUTTING_DOWN("shutting down"),
    DRAINING("draining: no new positions"),
    PAUSED("paused by the operator"),
    NOT_FLAT("a cycle is running"),
    RECONCILING("asking both exchanges what is held and what is alive"),
    CYCLES_DONE("the configured number of cycles is done"),
    BREAKER("breaker open after failed cycles"),
    COOLING_DOWN("waiting after an order that could not be found"),
    INSTRUMENT_UNKNOWN("rules of the instrument not known"),
    INSTRUMENT_HALTED("the exchange does not trade the instrument"),
    GATE_A("exchange of leg A not open"),
    GATE_B("exchange of leg B not open"),
    BALANCE("balance not read yet"),
    LEVERAGE("leverage not confirmed by the exchange"),
    POSITION_UNCONFIRMED("position not confirmed by the exchange"),
    ORDER_LIVE("an order is still alive on a leg"),
    BOOK_A("book of leg A not usable: missing, old or crossed"),
    BOOK_B("book of leg B not usable: missing, old or crossed"),
    SPREAD("spread below the entry threshold"),
    DECISION_AGE("decision too old"),
    NET_EDGE("thresholds do not cover the fees of a round trip"),
    QUANTITY_MIN("quantity below what both exchanges take, for entry or exit"),
    QUANTITY_MAX("quantity above what an exchange takes"),
    NOTIONAL_MAX("order value above the limit"),
    POSITION_MAX("position value above the limit"),
    TOTAL_MAX("value of all positions above the limit"),
    DEPTH("book too thin within the price cap"),
    PRICE_CAP("price of the whole quantity beyond the cap");

    private final String text;

    Blocker(String text) {
        this.text = text;
    }

    /// In plain words, for screens and logs.
    public String text() {
        return text;
    }
}
