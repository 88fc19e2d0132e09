package io.parallax.execution;

/// Why a pair stopped for a human to look. A closed list: a new reason needs a test that reaches it.
public enum HaltReason {
    REPAIR_BUDGET("repair orders or their cost reached the limit", true),
    FOREIGN_ACTIVITY("the account shows orders that are not ours", false),
    TWIN_INSTANCE("another engine trades this account", false),
    VENUE_ROLLBACK("the exchange took back its own history", false),
    BUST_CASCADE("the exchange took back several executions", true),
    SAME_SIDE("both legs are on the same side", false),
    LIQUIDATED("the exchange liquidated part of a leg", true),
    DELEVERAGED("the exchange deleveraged a leg", true),
    DAY_LOSS("the loss limit of the day is reached", true),
    BREAKER_DAY("the breaker opened three times in a day", true),
    CLOCK("our clock and the exchange's differ too much", true),
    ACCOUNT_RESTRICTED("the exchange restricted the account", true),
    ACCOUNT_MISMATCH("the account is not the configured one", false),
    MARGIN_MODE("margin mode or leverage is not as configured", true),
    SPEC_UNEXITABLE("the instrument's rules no longer allow closing", true),
    LEDGER_MISMATCH("the exchange's position differs from what our fills explain", false),
    CORE_FAULT("the engine found an error in itself", true),
    BOOT_STORM("too many starts in a short time", true),
    KILL("killed by the operator", true),
    OPERATOR("an operator must look before entries resume", true);

    private final String text;
    private final boolean slowDuty;

    HaltReason(String text, boolean slowDuty) {
        this.text = text;
        this.slowDuty = slowDuty;
    }

    public String text() {
        return text;
    }

    /// Whether a naked leg is still reduced, slowly, while halted for this reason.
    public boolean slowDuty() {
        return slowDuty;
    }
}
