package io.parallax.simulator.core;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Closes positions without their owner's order: for want of margin, by deleveraging, at settlement. Thread: simulator
/// loop.
final class Liquidations {
    private static final long PPM = 1_000_000;
    /// Paradex, risk pages: margins are checked every 5 s and positions are closed in fifths.
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long STEP_PPM = 200_000;
    /// What a liquidation costs beside the price, in millionths of the notional. No page says how much: chosen.
    private static final long PENALTY_PPM = 5_000;

    private final SimulatedExchange exchange;
    private final Matching matching;
    private boolean watching = true;
    private long checkedNanos;

    Liquidations(SimulatedExchange exchange, Matching matching) {
        this.exchange = exchange;
        this.matching = matching;
        this.checkedNanos = exchange.loop().nanoTime();
    }

    void watch(boolean changed) {
        watching = changed;
    }

    /// Liquidates accounts that are worth less than their maintenance margin, every 5 s at most, in open markets.
    void check() {
        long now = exchange.loop().nanoTime();
        if (!watching || now - checkedNanos < CHECK_NANOS) {
            return;
        }
        checkedNanos = now;
        exchange.accounts().forEach(this::check);
    }

    private void check(Account account) {
        if (account.status() == AccountStatus.LIQUIDATION && !isShort(account)) {
            exchange.status(account.id(), AccountStatus.ACTIVE);
        }
        Map<String, Long> fifths = new LinkedHashMap<>();
        account.positions()
                .forEach(position -> fifths.put(
                        position.symbol(), shareE8(position, exchange.existing(position.symbol()), STEP_PPM)));
        while (isShort(account)) {
            Optional<Position> largest = largest(account);
            if (largest.isEmpty()) {
                return;
            }
            String symbol = largest.get().symbol();
            liquidateE8(account, symbol, fifths.getOrDefault(symbol, Long.MAX_VALUE));
        }
    }

    private static boolean isShort(Account account) {
        return account.trueValueE8() < account.maintenanceMarginE8();
    }

    private Optional<Position> largest(Account account) {
        return account.positions().stream()
                .filter(position -> !position.flat() && exchange.mode(position.symbol()) == TradingMode.OPEN)
                .max(Comparator.comparingLong(account::maintenanceMarginE8));
    }

    /// Cancels the account's orders and closes a share of its position at the mark, less a penalty.
    void liquidate(Account account, String symbol, long sharePpm) {
        liquidateE8(account, symbol, shareE8(account.position(symbol), exchange.existing(symbol), sharePpm));
    }

    private void liquidateE8(Account account, String symbol, long quantityE8) {
        exchange.status(account.id(), AccountStatus.LIQUIDATION);
        exchange.cancelAll(order -> order.account() == account, EndReason.IN_LIQUIDATION);
        SimulatedBook book = exchange.existing(symbol);
        close(account, book, FillKind.LIQUIDATION, quantityE8, book.markE8(), PENALTY_PPM);
    }

    /// Cancels the account's orders in the instrument and closes a share of its position at a price that need not be
    /// any of the market's; without a fee.
    void deleverage(Account account, String symbol, long sharePpm, long priceE8) {
        exchange.cancelAll(
                order -> order.account() == account && order.request().symbol().equals(symbol), EndReason.DELEVERAGED);
        SimulatedBook book = exchange.existing(symbol);
        long quantityE8 = shareE8(account.position(symbol), book, sharePpm);
        close(account, book, FillKind.DELEVERAGING, quantityE8, priceE8, 0);
    }

    /// Halts an instrument for good, cancels its orders and closes its positions.
    void settle(String symbol, long priceE8, long feePpm) {
        exchange.changeMode(symbol, TradingMode.HALTED);
        exchange.cancelAll(order -> order.request().symbol().equals(symbol), EndReason.SETTLED);
        exchange.accounts()
                .forEach(account -> close(
                        account, exchange.existing(symbol), FillKind.SETTLEMENT, Long.MAX_VALUE, priceE8, feePpm));
    }

    /// A share of a position, rounded up to the lot.
    private static long shareE8(Position position, SimulatedBook book, long sharePpm) {
        if (sharePpm <= 0 || sharePpm > PPM) {
            throw new IllegalArgumentException("the share must be 1 to " + PPM + " ppm, found " + sharePpm);
        }
        return FixedPoint.roundToMultiple(
                FixedPoint.multiplyDivide(Math.abs(position.quantityE8()), sharePpm, PPM, Rounding.UP),
                book.instrument().instrument().lotE8(),
                Rounding.UP);
    }

    private void close(Account account, SimulatedBook book, FillKind kind, long quantityE8, long priceE8, long feePpm) {
        Position position = account.position(book.symbol());
        if (position.flat()) {
            return;
        }
        long closedE8 = Math.min(Math.abs(position.quantityE8()), quantityE8);
        long notionalE8 = FixedPoint.multiply(priceE8, closedE8, Rounding.HALF_EVEN);
        matching.force(account, kind, closedE8, priceE8, exchange.feeE8(notionalE8, feePpm), book);
        exchange.announceAccount(account, book.symbol());
    }
}
