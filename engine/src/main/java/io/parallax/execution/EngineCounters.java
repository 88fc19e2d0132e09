package io.parallax.execution;

/// Counts since the start, shared by all pairs. Thread: engine only; snapshots carry copies out.
public final class EngineCounters {
    public long opportunitiesTaken;
    public long orders;
    public long fills;
    public long fillsDuplicate;
    public long fillsMalformed;
    public long ordersUnknown;
    public long lateFills;
    public long repairs;
    public long alerts;
    public long eventsUnexpected;
}
