package io.parallax.execution;

/// What can happen to a pair. Each has its rows in [TransitionTable].
public enum PairEvent {
    BOOT_CHECKED("configuration checked, engine started"),
    READ_FAILED("a required read failed"),
    TRUTH_FLAT("both exchanges flat, nothing alive, horizon passed"),
    TRUTH_HEDGED("equal and opposite"),
    TRUTH_UNEQUAL("unequal, opposite or one-sided"),
    TRUTH_UNEQUAL_HOLD("the same, restart policy `ask`"),
    TRUTH_SAME_SIDE("same side on both"),
    TRUTH_FOREIGN("an order that is not ours"),
    ENTRY_SIGNAL("entry signal, all gates open"),
    LAYER_SIGNAL("entry signal of a further layer, all gates open"),
    LEG_SLOW("one leg filled, the other not accepted in time"),
    LEG_UNKNOWN("a leg's fate is unknown"),
    STAY_EXPIRED("stayed too long"),
    LEGS_FLAT("all fates known, both legs zero"),
    LEGS_HEDGED("all fates known, equal and opposite"),
    LEGS_UNEQUAL("all fates known, unequal"),
    LEGS_SAME_SIDE("both legs on the same side"),
    RESOLVE_EXPIRED("resolve deadline passed"),
    REPAIR_BLOCKED("exchange of the excess not open, or no price to refer to"),
    REPAIR_POSSIBLE("the excess can be worked on again"),
    EVIDENCE("all fates known again"),
    BUDGET_SPENT("repair budget spent"),
    EXIT_SIGNAL("exit spread reached"),
    EXIT_DEMANDED("operator, shutdown policy or longest hold"),
    GUARD_HALVE("an account needs too much of its equity, or a liquidation is near: level 2"),
    GUARD_CLOSE("the same, level 3"),
    STOP_LOSS("closing both legs would have cost more than the pair may lose, for 10 s"),
    DRIFT("the exchange's position differs, nothing in flight explains it"),
    COOLED_DOWN("timer over, positions read again"),
    HALT_REQUIRED("a halt reason"),
    CORE_PAUSED("the engine stood still for more than 5 s"),
    REARMED("operator re-arms");

    private final String text;

    PairEvent(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
