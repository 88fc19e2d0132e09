package io.parallax.execution;

import static io.parallax.exchange.OrderRequest.RECEIVE_WINDOW_MILLIS;

import io.parallax.instrument.ExchangeId;

/// What the engine assumes of an exchange's timing. Thread: any; immutable. Estimates until measured; each may
/// be wrong by the amounts the invariants allow.
///
/// @param receiveWindowMillis the window we sign orders with: later the exchange refuses them
/// @param engineTailMillis from acceptance to execution at most
/// @param skewMarginMillis for clocks that differ
/// @param resolveMillis after sending, until an unknown order freezes its pair
/// @param orderReplyMillis until a missing answer makes an order unknown
/// @param bookAgeEntryMillis a book without a frame for longer blocks entries
/// @param bookAgeExitMillis a book without a frame for longer makes exits wait
/// @param reduceOnlyReliable whether the exchange can be trusted to refuse a close that would flip
/// @param tellsIndex whether it tells an index beside its mark; where it does not, marks are compared with no index
/// @param terms what it asks for a lower fee; its speed bump is part of engine tail, resolve and reply times
/// @param fundingSettles whether funding is paid at the end of each interval; on both exchanges that we know it accrues
///     continuously
/// @param settlesApart whether accounts are settled in another currency than prices are told in: on Paradex, prices are
///     in USD and cash is USDC, on Vest both are USDC; of others it is not known, and a rate is asked for
public record ExchangeSettings(
        ExchangeId exchange,
        long receiveWindowMillis,
        long engineTailMillis,
        long skewMarginMillis,
        long resolveMillis,
        long orderReplyMillis,
        long bookAgeEntryMillis,
        long bookAgeExitMillis,
        boolean reduceOnlyReliable,
        boolean tellsIndex,
        OrderTerms terms,
        boolean fundingSettles,
        boolean settlesApart) {

    public static final ExchangeSettings VEST = new ExchangeSettings(
            ExchangeId.VEST,
            RECEIVE_WINDOW_MILLIS,
            1_500,
            250,
            5_000,
            1_000,
            1_200,
            2_500,
            false,
            true,
            OrderTerms.NONE,
            false,
            false);

    public static final ExchangeSettings PARADEX = new ExchangeSettings(
            ExchangeId.PARADEX,
            RECEIVE_WINDOW_MILLIS,
            250,
            250,
            3_500,
            1_000,
            500,
            1_500,
            true,
            true,
            OrderTerms.NONE,
            false,
            true);

    /// The defaults of a known exchange; the more careful ones for any other.
    public static ExchangeSettings defaultsOf(ExchangeId exchange) {
        if (exchange.equals(ExchangeId.PARADEX)) {
            return PARADEX;
        }
        return new ExchangeSettings(
                exchange,
                VEST.receiveWindowMillis,
                VEST.engineTailMillis,
                VEST.skewMarginMillis,
                VEST.resolveMillis,
                VEST.orderReplyMillis,
                VEST.bookAgeEntryMillis,
                VEST.bookAgeExitMillis,
                VEST.reduceOnlyReliable,
                VEST.tellsIndex,
                VEST.terms,
                VEST.fundingSettles,
                !exchange.equals(ExchangeId.VEST));
    }

    /// After sending, until absence can be proven.
    public long horizonMillis() {
        return receiveWindowMillis + skewMarginMillis + engineTailMillis;
    }

    /// The same with other limits on the age of books.
    public ExchangeSettings withBookAgeMillis(long entryMillis, long exitMillis) {
        return new ExchangeSettings(
                exchange,
                receiveWindowMillis,
                engineTailMillis,
                skewMarginMillis,
                resolveMillis,
                orderReplyMillis,
                entryMillis,
                exitMillis,
                reduceOnlyReliable,
                tellsIndex,
                terms,
                fundingSettles,
                settlesApart);
    }

    /// The same under other terms: everything that waits for an answer, or for the end of an order that was taken,
    /// waits for the speed bump too. Whether the exchange looks at the receive window before the bump or behind
    /// it is not documented; the horizon holds for both.
    public ExchangeSettings withTerms(OrderTerms other) {
        long moreMillis = other.speedBumpMillis() - terms.speedBumpMillis();
        return new ExchangeSettings(
                exchange,
                receiveWindowMillis,
                engineTailMillis + moreMillis,
                skewMarginMillis,
                resolveMillis + moreMillis,
                orderReplyMillis + moreMillis,
                bookAgeEntryMillis,
                bookAgeExitMillis,
                reduceOnlyReliable,
                tellsIndex,
                other,
                fundingSettles,
                settlesApart);
    }
}
