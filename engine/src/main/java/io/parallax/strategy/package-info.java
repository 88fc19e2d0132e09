/// From two books to a decision worth considering: [SpreadCalculator], [MonitoringTask], [SpreadOpportunity] and the
/// hand-off [OpportunitySlot]. Thread: engine only, unless a type says otherwise.
/// Knows books; nothing of orders, risk or positions.
@NullMarked
package io.parallax.strategy;

import org.jspecify.annotations.NullMarked;
