/// What stands between a decision and an order that increases risk: [RiskGate] with one named [Blocker] per
/// rule, [ExchangeGate], [CycleBreaker], [RiskLimits]. Nothing here blocks an order that reduces risk unless
/// it says so. Thread: engine only; records and enums: any. Must not know how orders are tracked.
@NullMarked
package io.parallax.risk;

import org.jspecify.annotations.NullMarked;
