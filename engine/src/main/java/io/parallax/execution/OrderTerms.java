package io.parallax.execution;

import io.parallax.risk.OrderRates.Rate;
import java.util.List;

/// What an exchange asks in return for a lower fee. Thread: any; immutable.
///
/// @param speedBumpMillis how long it holds back every order, and every cancel, before it looks at them
/// @param rates beyond these it takes orders without the lower fee; none when there are no such limits
public record OrderTerms(long speedBumpMillis, List<Rate> rates) {
    /// Nothing: orders are looked at as they come, and cost the same however many there are.
    public static final OrderTerms NONE = new OrderTerms(0, List.of());

    /// Paradex, API documentation, page "Trader profiles", column "retail" (August 2026).
    private static final List<Rate> PARADEX_RETAIL_RATES =
            List.of(new Rate(3, 1_000), new Rate(30, 60_000), new Rate(300, 3_600_000), new Rate(1_000, 86_400_000));

    public OrderTerms {
        rates = List.copyOf(rates);
        if (speedBumpMillis < 0) {
            throw new IllegalArgumentException("a speed bump must not be negative, found " + speedBumpMillis + " ms");
        }
    }

    /// Paradex's retail profile.
    public static OrderTerms paradexRetail(long speedBumpMillis) {
        return new OrderTerms(speedBumpMillis, PARADEX_RETAIL_RATES);
    }
}
