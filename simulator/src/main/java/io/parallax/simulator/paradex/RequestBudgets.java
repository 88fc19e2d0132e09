package io.parallax.simulator.paradex;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.paradex.RateLimiter.Verdict;
import io.parallax.simulator.paradex.RateLimiter.Window;
import java.util.Optional;

/// The exchange's rate limits. All clients of a simulation share one address. Order requests of REST and
/// WebSocket draw from the same buckets; a batch is one unit. Thread: simulator loop.
final class RequestBudgets {
    private static final String ADDRESS = "address";

    private final RateLimiter publicReads;
    private final RateLimiter logins;
    private final RateLimiter onboardings;
    private final RateLimiter orders;
    private final RateLimiter privateReads;
    private final RateLimiter privatePerAddress;
    private final RateLimiter connections;
    private final boolean ordersCountAgainstAddress;

    RequestBudgets(IoLoop loop, ParadexSimulatorSettings.Limits limits) {
        publicReads = new RateLimiter(loop, new Window(limits.publicPerMinute(), 60));
        logins = new RateLimiter(loop, new Window(limits.loginsPerMinute(), 60));
        onboardings = new RateLimiter(loop, new Window(limits.loginsPerMinute(), 60));
        orders = new RateLimiter(
                loop, new Window(limits.ordersPerSecond(), 1), new Window(limits.ordersPerMinute(), 60));
        privateReads = new RateLimiter(
                loop, new Window(limits.privateReadsPerSecond(), 1), new Window(limits.privateReadsPerMinute(), 60));
        privatePerAddress = new RateLimiter(loop, new Window(limits.privatePerMinuteAndAddress(), 60));
        connections = new RateLimiter(
                loop, new Window(limits.connectionsPerSecond(), 1), new Window(limits.connectionsPerMinute(), 60));
        ordersCountAgainstAddress = limits.ordersCountAgainstAddress();
    }

    Verdict publicRead() {
        return publicReads.take(ADDRESS);
    }

    Verdict login() {
        return logins.take(ADDRESS);
    }

    Verdict onboarding() {
        return onboardings.take(ADDRESS);
    }

    Verdict connection() {
        return connections.take(ADDRESS);
    }

    Verdict order(String account) {
        return perAddress(ordersCountAgainstAddress).orElseGet(() -> orders.take(account));
    }

    Verdict privateRead(String account) {
        return perAddress(true).orElseGet(() -> privateReads.take(account));
    }

    /// The refusal of the per-address bucket, if it refuses.
    private Optional<Verdict> perAddress(boolean counts) {
        return counts
                ? Optional.of(privatePerAddress.take(ADDRESS)).filter(verdict -> !verdict.allowed())
                : Optional.empty();
    }
}
