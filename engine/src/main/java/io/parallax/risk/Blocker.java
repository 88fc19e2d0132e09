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
    FROZEN("waiting for an exchange to tell what became of an order, or to take one"),
    HALTED("halted: a human has to look, then resume"),
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
    BOOK_MISSING("a book has not come yet, or one of its sides is empty"),
    BOOK_GAP("a change of a book was lost, and a new one has not come yet"),
    BOOK_DISCONNECTED("the connection of a book was lost"),
    BOOK_BAD_DATA("a book held a price or quantity that cannot be"),
    BOOK_CROSSED("a book's bid is at or above its ask"),
    BOOK_OLD("a book was not confirmed by its exchange for too long"),
    BOOK_UNPROVEN("the engine stood still, and what was read since may have been waiting"),
    BOOK_JUMPED("a book's price jumped by 2 % or more in the last 2 s"),
    PHANTOM("an account's equity changed by 5 % or more without a price or a fill that explains it"),
    DAY_RESULT("what today's trading cost so far is not known; until resume, which accepts that, or midnight UTC"),
    DAY_LOSS("the loss limit of the day is reached; after midnight UTC, resume"),
    MAINTENANCE("an exchange is about to be maintained"),
    ORDER_BUDGET("as many entries as a minute or a day may have"),
    ORDER_RATE("more orders now would lose an exchange's lower fee"),
    SLOW_REPLIES("an exchange answers orders slowly"),
    ACCOUNT_UNKNOWN("equity or margin of an account not read in the last 60 s"),
    MARGIN_USE("too much of an account's equity is needed for its positions"),
    FEED_LAG("a feed is later than it usually is, or stopped telling its time"),
    MARK_MISSING("an exchange has not told mark and index for too long"),
    MARK_BAND("a book's middle is too far from its exchange's mark"),
    INDEX_BAND("a mark is too far from its index, or the two exchanges' indexes from each other"),
    QUOTE_RATE("the rate of the settlement currency is unknown, too old, or too far from 1"),
    FUNDING_UNKNOWN("an exchange has not told a believable funding rate in the last minute"),
    EDGE_UNREAL("the last cycles earned too little of what the books promised; review, then resume"),
    THRESHOLDS_UNKNOWN("the market has not been seen for long enough to say what is usual"),
    SPREAD("spread below the entry threshold"),
    UNCONFIRMED("not yet shown by new quotes of both exchanges"),
    SPREAD_UNBELIEVABLE("spread too large to be true"),
    DECISION_AGE("decision too old"),
    NET_EDGE("what would be left after fees, depth, funding and buffer is too little"),
    QUANTITY_MIN("quantity below what both exchanges take, for entry or exit"),
    QUANTITY_MAX("quantity above what an exchange takes"),
    NOTIONAL_MAX("order value above the limit"),
    POSITION_MAX("position value above the limit"),
    TOTAL_MAX("value of all positions above the limit"),
    EQUITY_MAX("value above what the equity of the accounts allows"),
    MARGIN("free margin too small for the entry and an adverse move"),
    LIQUIDATION_DISTANCE("liquidation would be too near"),
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
