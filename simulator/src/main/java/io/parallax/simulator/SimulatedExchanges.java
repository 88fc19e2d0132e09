package io.parallax.simulator;

import io.parallax.exchange.transport.NettyIoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.FaultPlan;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.LoopbackServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Both simulated exchanges on real sockets of the loopback interface, on a loop of their own. Thread: any.
public final class SimulatedExchanges implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final NettyIoLoop loop;
    private final Simulation simulation;
    private final LoopbackServer vest;
    private final LoopbackServer paradex;

    private SimulatedExchanges(NettyIoLoop loop, Simulation simulation, LoopbackServer vest, LoopbackServer paradex) {
        this.loop = loop;
        this.simulation = simulation;
        this.vest = vest;
        this.paradex = paradex;
    }

    /// Starts listening; returns when both exchanges answer.
    ///
    /// @throws java.io.UncheckedIOException when a port cannot be had; nothing is left behind then
    public static SimulatedExchanges start(SimulatorSettings settings) {
        NettyIoLoop loop = NettyIoLoop.start("simulator");
        try {
            Simulation simulation = CompletableFuture.supplyAsync(() -> new Simulation(settings, loop), loop)
                    .join();
            LoopbackServer vest = serve(simulation.vestFrontEnd(), settings.vestPort(), loop);
            LoopbackServer paradex = serve(simulation.paradexFrontEnd(), settings.paradexPort(), loop);
            return new SimulatedExchanges(loop, simulation, vest, paradex);
        } catch (RuntimeException | Error e) {
            loop.close();
            throw e;
        }
    }

    private static LoopbackServer serve(FrontEnd frontEnd, int port, NettyIoLoop loop) {
        return LoopbackServer.start(frontEnd, HOST, port, loop);
    }

    public URI vestRest() {
        return URI.create("http://" + HOST + ":" + vest.port() + "/v2");
    }

    public URI vestWebSocket() {
        return URI.create("ws://" + HOST + ":" + vest.port() + "/ws-api");
    }

    public URI paradexRest() {
        return URI.create("http://" + HOST + ":" + paradex.port() + "/v1");
    }

    public URI paradexWebSocket() {
        return URI.create("ws://" + HOST + ":" + paradex.port() + "/v1");
    }

    /// The ledger of every account of both exchanges as of its last change.
    public List<LedgerReport> ledgers() {
        return simulation.ledgers();
    }

    /// The ledger of one account, if the exchange knows it. Vest names accounts by primary address, Paradex by
    /// account address; letter case does not matter.
    public Optional<LedgerReport> ledger(ExchangeId exchange, String account) {
        return ledgers().stream()
                .filter(report -> report.exchange().equals(exchange.name())
                        && report.account().equalsIgnoreCase(account))
                .findFirst();
    }

    /// What trading brought on one exchange over all accounts, fees paid, × 10⁸.
    public long netE8(ExchangeId exchange) {
        return ledgers().stream()
                .filter(report -> report.exchange().equals(exchange.name()))
                .mapToLong(LedgerReport::netE8)
                .sum();
    }

    /// What is planned to go wrong on Vest.
    public FaultPlan vestFaults() {
        return simulation.vestFaults();
    }

    /// What is planned to go wrong on Paradex.
    public FaultPlan paradexFaults() {
        return simulation.paradexFaults();
    }

    /// Everything behind the sockets. Its state belongs to the loop: use [#run] to touch it.
    public Simulation simulation() {
        return simulation;
    }

    /// Runs `task` on the simulator loop and waits for it.
    public void run(Runnable task) {
        CompletableFuture.runAsync(task, loop).join();
    }

    @Override
    public void close() {
        loop.execute(() -> simulation.market().stop());
        vest.close();
        paradex.close();
        loop.close();
    }

    @Override
    public String toString() {
        return "simulated Vest at " + vestRest() + " and " + vestWebSocket() + ", simulated Paradex at " + paradexRest()
                + " and " + paradexWebSocket();
    }
}
