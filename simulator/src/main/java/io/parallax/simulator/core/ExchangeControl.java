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
}
