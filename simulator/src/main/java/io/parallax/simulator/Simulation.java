package io.parallax.simulator;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.core.FaultPlan;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.market.MarketPlayer;
import io.parallax.simulator.paradex.ParadexFrontEnd;
import io.parallax.simulator.paradex.ParadexSimulatorSettings;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.vest.VestAlternative;
import io.parallax.simulator.vest.VestFrontEnd;
import java.util.ArrayList;
import java.util.List;

/// Both exchanges, their market and their front ends on one loop, mounted nowhere yet: [SimulatedExchanges]
/// puts them on real sockets, and on a virtual loop they run in virtual time. Thread: simulator loop,
/// construction too; [#ledgers] and the fault plans from any.
public final class Simulation {
    private final SimulatedExchange vest;
    private final SimulatedExchange paradex;
    private final MarketPlayer market;
    private final FrontEnd vestFrontEnd;
    private final FrontEnd paradexFrontEnd;

    public Simulation(SimulatorSettings settings, IoLoop loop) {
        SeededRandom random = new SeededRandom(settings.seed());
        vest = ExchangeCatalogue.vest(
                loop,
                settings.startingBalanceE8(),
                settings.vest().alternatives().contains(VestAlternative.REDUCE_ONLY_TRIMMED));
        paradex = ExchangeCatalogue.paradex(loop, settings.startingBalanceE8());
        market = new MarketPlayer(settings.tape(), paradex, vest, loop, settings.speed(), random.split("market"));
        double vestFactor = settings.vest().delayFactor() * settings.delayFactor();
        vestFrontEnd = new StartingFrontEnd(
                new VestFrontEnd(settings.vest().withDelayFactor(vestFactor), vest, random.split("vest")),
                market::start);
        paradexFrontEnd = new StartingFrontEnd(
                new ParadexFrontEnd(
                        scaled(settings.paradex(), settings.delayFactor()), paradex, random.split("paradex")),
                market::start);
        if (settings.startsAtOnce()) {
            market.start();
        }
    }

    private static ParadexSimulatorSettings scaled(ParadexSimulatorSettings settings, double factor) {
        ParadexSimulatorSettings.Orders orders = settings.orders();
        return settings.withOrders(new ParadexSimulatorSettings.Orders(
                (int) Math.round(orders.engineDelayMillisMin() * factor),
                (int) Math.round(orders.engineDelayMillisMax() * factor),
                orders.replyAfterUpdatePpm(),
                (int) Math.round(orders.retailDelayMillis() * factor),
                orders.retailFeePpm(),
                orders.recvWindowMillisMin(),
                orders.recvWindowMillisDefault(),
                orders.signatureAheadMillisMax(),
                orders.batchMax(),
                orders.historyMax(),
                orders.marketSlippagePpm(),
                orders.sizeCutKeepsPlace()));
    }

    public FrontEnd vestFrontEnd() {
        return vestFrontEnd;
    }

    public FrontEnd paradexFrontEnd() {
        return paradexFrontEnd;
    }

    /// The core of Vest: books, accounts, orders.
    public SimulatedExchange vest() {
        return vest;
    }

    /// The core of Paradex.
    public SimulatedExchange paradex() {
        return paradex;
    }

    public MarketPlayer market() {
        return market;
    }

    /// What is planned to go wrong on Vest. Thread: any.
    public FaultPlan vestFaults() {
        return vest.faults();
    }

    /// What is planned to go wrong on Paradex. Thread: any.
    public FaultPlan paradexFaults() {
        return paradex.faults();
    }

    /// The ledger of every account of both exchanges as of its last change. Thread: any.
    public List<LedgerReport> ledgers() {
        List<LedgerReport> all = new ArrayList<>(vest.ledgers());
        all.addAll(paradex.ledgers());
        return all;
    }
}
