package io.parallax.simulator.core;

import java.util.function.UnaryOperator;

/// What happens to an exchange other than by its clients' requests: its operators' decisions and its accidents. Every
/// change is told to the [ExchangeListener]s before the call returns, and from them to the clients in the way of each
/// protocol. Thread: simulator loop.
public final class ExchangeControl {
    private final SimulatedExchange exchange;

    ExchangeControl(SimulatedExchange exchange) {
        this.exchange = exchange;
    }

    /// Changes what the whole exchange takes. Where an instrument's own mode is stricter, that one holds.
    public void mode(TradingMode mode) {
        exchange.changeMode(mode);
    }

    /// Changes what one instrument takes.
    public void mode(String symbol, TradingMode mode) {
        exchange.changeMode(symbol, mode);
    }

    /// Ends every connection, as a restart of the servers does. Nothing else changes.
    public void restart() {
        exchange.restart();
    }

    /// A release, as Paradex makes them on weekdays from 04:30 UTC (its page on maintenance: about two minutes of each
    /// phase): cancel-only with a restart, then post-only, then open.
    public void release(long cancelOnlyNanos, long postOnlyNanos) {
        mode(TradingMode.CANCEL_ONLY);
        restart();
        exchange.loop().schedule(cancelOnlyNanos, () -> mode(TradingMode.POST_ONLY));
        exchange.loop().schedule(cancelOnlyNanos + postOnlyNanos, () -> mode(TradingMode.OPEN));
    }

    /// Changes the rules of one instrument: tick, lot, sizes, taker fee, band, margin. Resting orders stay as they
    /// are; the market's quotes keep the old grid until it refreshes the book.
    ///
    /// @param change must keep the symbol
    public void change(String symbol, UnaryOperator<SimulatedInstrument> change) {
        exchange.changeInstrument(symbol, change);
    }

    /// @param feePpm charged on fills of resting orders from now on, in millionths of notional
    public void makerFeePpm(long feePpm) {
        exchange.changeRules(exchange.rules().withMakerFeePpm(feePpm));
    }

    /// Who decides what goes wrong with each order from now on.
    public void judge(OrderJudge judge) {
        exchange.judge(judge);
    }

    /// How far answers lie behind from now on.
    public void lags(ReadLags lags) {
        exchange.lags(lags);
    }

    /// Cancels every order that has not ended.
    public void cancelAll() {
        exchange.cancelAll(order -> true, EndReason.EXCHANGE_CANCELLED);
    }

    /// Moves mark and index away from the middle of the touch, in millionths of it.
    public void deviate(String symbol, long markPpm, long indexPpm) {
        exchange.existing(symbol).deviate(markPpm, indexPpm);
    }

    /// Stops telling marks and indexes, or tells them again. Books go on, and so does everything that is reckoned with
    /// marks.
    public void marksSilent(boolean silent) {
        exchange.marksSilent(silent);
    }

    /// Changes the funding of an instrument; what accrued before stays. It is realised by every change of a position.
    ///
    /// @param hourlyRateE12 part of the notional at the index that longs pay per hour, × 10¹²; negative: shorts pay
    /// @param intervalMillis how often it accrues, 1 ms to 1 h
    public void funding(String symbol, long hourlyRateE12, long intervalMillis) {
        exchange.existing(symbol).funding(hourlyRateE12, intervalMillis);
    }

    /// Realises the funding of every position in an instrument now.
    public void payFunding(String symbol) {
        exchange.money().payFunding(exchange.existing(symbol));
    }

    /// Moves collateral in, or out where negative. Orders and positions stay as they are.
    public void transfer(String accountId, long amountE8) {
        exchange.money().transfer(exchange.existingAccount(accountId), amountE8);
    }

    /// Says that the account is in this state; see [AccountStatus].
    public void status(String accountId, AccountStatus status) {
        exchange.status(accountId, status);
    }

    /// Adds to the value that the exchange says the account has, and judges orders by, while the ledger stays right;
    /// zero ends it.
    public void phantom(String accountId, long addedE8) {
        exchange.phantom(accountId, addedE8);
    }

    /// Undoes a fill, on both sides of its trade. Returns whether it is remembered.
    public boolean bust(long fillId) {
        return exchange.money().bust(fillId);
    }

    /// Whether accounts worth less than their maintenance margin are liquidated; they are by default.
    public void liquidatesByMargin(boolean liquidates) {
        exchange.liquidations().watch(liquidates);
    }

    /// Liquidates a share of a position at the mark: cancels the account's orders and says that it is in liquidation,
    /// until its margin is found sufficient or [#status] says otherwise.
    ///
    /// @param sharePpm 1 to 1,000,000; rounded up to the lot
    public void liquidate(String accountId, String symbol, long sharePpm) {
        exchange.liquidations().liquidate(exchange.existingAccount(accountId), symbol, sharePpm);
    }

    /// Closes a share of a position at a price of the exchange's choice, as auto-deleveraging does.
    ///
    /// @param sharePpm 1 to 1,000,000; rounded up to the lot
    public void deleverage(String accountId, String symbol, long sharePpm, long priceE8) {
        exchange.liquidations().deleverage(exchange.existingAccount(accountId), symbol, sharePpm, priceE8);
    }

    /// Settles an instrument: halts it, cancels its orders, closes its positions at that price.
    ///
    /// @param feePpm of the notional; Paradex takes 150 (fee page)
    public void settle(String symbol, long priceE8, long feePpm) {
        exchange.liquidations().settle(symbol, priceE8, feePpm);
    }

    /// Takes an instrument off the list. Its positions should be settled before.
    public void delist(String symbol) {
        exchange.delist(symbol);
    }

    /// Makes orders, fills and ledgers what they were so long ago and cancels what is open. The market does not go
    /// back, and ids go on. Reaches as far back as each account's last 2,048 changes.
    public void rollBack(long nanos) {
        exchange.rollBack(nanos);
    }
}
