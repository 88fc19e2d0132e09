package io.parallax.exchange.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.hostile.Venue.Place;
import io.parallax.exchange.paradex.ParadexConfig.OrderPath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every adapter against every fault in every phase. The cases wait more than they work, so that several run at once
/// and each test only collects its own. `-Dparallax.long=true` runs the whole product of faults and places; otherwise
/// a place whose code another place exercises in full sees every sixth fault.
class HostileVenueTest {
    private static final boolean WHOLE = Boolean.getBoolean("parallax.long");
    private static final int AT_ONCE = 10;
    private static final int THINNED = 6;
    private static final long CASE_SECONDS_MAX = 60;
    private static final int FAULTS_BEFORE_HEALING = 3;
    private static final long UNHEALED_MILLIS = 900;
    private static final int ORDERS_UNTIL_ONE_PASSES = 60;
    private static final long BETWEEN_ORDERS_MILLIS = 50;
    private static final int CONNECTIONS_MAX = 100;

    /// Of one that never connects, in the time before it is healed.
    private static final int REQUESTS_MAX = 60;

    /// The answer to an order has a little more than that on every path.
    private static final int ANSWER_BYTES = 120;

    private static final long GARBAGE_BYTES_MAX = 128L << 20;
    private static final ExecutorService RUNNERS = Executors.newFixedThreadPool(AT_ONCE);
    private static final Side VEST = new Side("Vest", VestVenue::new);
    private static final Side PARADEX = new Side("Paradex", () -> new ParadexVenue(OrderPath.WEBSOCKET));
    private static final Side PARADEX_REST = new Side("Paradex over REST", () -> new ParadexVenue(OrderPath.REST));

    private static final Fault VEST_LIMIT = Faults.rateLimit("{\"code\":429,\"msg\":\"Rate limited\"}");
    private static final Fault PARADEX_LIMIT =
            Faults.rateLimit("{\"error\":\"RATE_LIMITED\",\"message\":\"too many requests\"}");

    /// An exchange with one way of sending orders.
    private record Side(String name, Supplier<Venue> venue) {}

    /// What one case does, and whether over TLS.
    @FunctionalInterface
    private interface Case {
        void run(Venue venue, Place place, Fault fault, boolean tls);
    }

    private final List<DynamicTest> tests = new ArrayList<>();
    private int thinnedLists;

    @AfterAll
    static void stop() {
        RUNNERS.shutdownNow();
    }

    // ---- while connecting

    @TestFactory
    Stream<DynamicTest> connectsAgainAfterAnythingThatMeetsItsBeginning() {
        for (Side side : List.of(VEST, PARADEX)) {
            all(side, Place.ANSWER, Faults.ofHttp(), false, HostileVenueTest::connecting);
            all(side, Place.ANSWER, List.of(VEST_LIMIT, PARADEX_LIMIT), false, HostileVenueTest::connecting);
            some(side, Place.UPGRADE, Faults.ofHttp(), HostileVenueTest::connecting);
            some(side, Place.PUBLIC_FRAME, Faults.ofFrames(), HostileVenueTest::connecting);
            some(side, Place.PRIVATE_FRAME, Faults.ofFrames(), HostileVenueTest::connecting);
            all(side, Place.UPGRADE, Faults.ofTls(), true, HostileVenueTest::connecting);
        }
        return tests.stream();
    }

    private static void connecting(Venue venue, Place place, Fault fault, boolean tls) {
        venue.misbehave(place, fault);
        try (Rig rig = Rig.connecting(venue, tls)) {
            rig.await("the fault acts", 5_000, () -> venue.hits() > 0);
            boolean connected =
                    rig.awaits(UNHEALED_MILLIS, () -> rig.isConnected() || venue.hits() >= FAULTS_BEFORE_HEALING);
            if (connected && rig.isConnected()) {
                assertThat(fault.outcome()).as("connected through the fault").isEqualTo("Acknowledged");
            }
            assertThat(venue.targets()).hasSizeLessThan(REQUESTS_MAX);
            venue.heal();
            rig.awaitReady();
            if (!fault.outcome().equals("Acknowledged")) {
                assertThat(rig.losses()).isNotEmpty().noneMatch(String::isBlank);
            }
            requireSound(rig, 1);
        }
    }

    // ---- while books stream

    @TestFactory
    Stream<DynamicTest> voidsTheBookAndComesBackAfterAnythingThatMeetsItsStreams() {
        for (Side side : List.of(VEST, PARADEX)) {
            all(side, Place.PUBLIC_FRAME, Faults.ofFrames(), false, HostileVenueTest::streaming);
            some(side, Place.PRIVATE_FRAME, Faults.ofFrames(), HostileVenueTest::streaming);
            all(side, Place.PUBLIC_FRAME, Faults.ofTls(), true, HostileVenueTest::streaming);
        }
        return tests.stream();
    }

    private static void streaming(Venue venue, Place place, Fault fault, boolean tls) {
        try (Rig rig = Rig.ready(venue, tls)) {
            int lostBefore = rig.booksLost();
            venue.misbehave(place, fault);
            rig.await("the fault acts", 5_000, () -> venue.hits() > 0);
            if (place == Place.PUBLIC_FRAME) {
                rig.await("the book is void", 5_000, () -> rig.booksLost() > lostBefore && !rig.isBookLive());
            } else {
                rig.await("the private stream is lost", 5_000, () -> !rig.isConnected());
            }
            venue.heal();
            rig.awaitReady();
            assertThat(rig.losses()).noneMatch(String::isBlank);
            requireSound(rig, 1);
        }
    }

    // ---- while an order is in flight

    @TestFactory
    Stream<DynamicTest> tellsOneEndOfAnOrderAndSendsItOnce() {
        all(VEST, Place.ORDER, Faults.ofHttp(), false, HostileVenueTest::ordering);
        all(PARADEX, Place.ORDER, Faults.ofFrames(), false, HostileVenueTest::ordering);
        all(PARADEX_REST, Place.ORDER, Faults.ofHttp(), false, HostileVenueTest::ordering);
        all(VEST, Place.ORDER, List.of(VEST_LIMIT), false, HostileVenueTest::ordering);
        all(PARADEX_REST, Place.ORDER, List.of(PARADEX_LIMIT), false, HostileVenueTest::ordering);
        for (Side side : List.of(VEST, PARADEX, PARADEX_REST)) {
            all(side, Place.ORDER, Faults.cuts(ANSWER_BYTES, WHOLE ? 1 : 41), false, HostileVenueTest::ordering);
        }
        all(VEST, Place.ORDER, Faults.ofTls(), true, HostileVenueTest::ordering);
        all(PARADEX, Place.ORDER, Faults.ofTls(), true, HostileVenueTest::ordering);
        return tests.stream();
    }

    private static void ordering(Venue venue, Place place, Fault fault, boolean tls) {
        try (Rig rig = Rig.ready(venue, tls)) {
            venue.misbehave(place, fault);
            String end = rig.placeAndAwait(1);
            assertThat(venue.hits()).isOne();
            assertThat(end).startsWith(fault.outcome());
            venue.heal();
            rig.awaitReady();
            OrderRequest first = venue.order(1);
            assertThat(venue.orders()).hasSize(1);
            requireSound(rig, 2);
            assertThat(rig.ends(first)).hasSize(1);
        }
    }

    // ---- all of them

    /// What holds after every case: orders pass again, no order was sent twice or told two ends, nothing was thrown on
    /// a
    /// loop, connections and garbage are bounded, and nobody followed a redirect.
    private static void requireSound(Rig rig, int firstNumber) {
        int number = firstNumber;
        // The fault may still hold the connection that the next order takes, or have asked us to wait.
        while (!rig.placeAndAwait(number).equals("Acknowledged")) {
            assertThat(++number).as("orders until one passes").isLessThan(firstNumber + ORDERS_UNTIL_ONE_PASSES);
            rig.awaits(BETWEEN_ORDERS_MILLIS, () -> false);
            rig.awaitReady();
        }
        for (int sent = firstNumber; sent <= number; sent++) {
            assertThat(rig.ends(rig.venue().order(sent))).hasSize(1);
        }
        assertThat(rig.venue().orders()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(number);
        assertThat(rig.allocatedBytes()).isLessThan(GARBAGE_BYTES_MAX);
        assertThat(rig.callbackFailures()).isZero();
        assertThat(rig.connections()).isLessThan(CONNECTIONS_MAX);
        assertThat(rig.venue().targets()).noneMatch(target -> target.contains("stolen"));
    }

    private void all(Side side, Place place, List<Fault> faults, boolean tls, Case how) {
        faults.forEach(fault -> start(side, place, fault, tls, how));
    }

    private void some(Side side, Place place, List<Fault> faults, Case how) {
        for (int i = 0; i < faults.size(); i++) {
            if (WHOLE || (i + thinnedLists) % THINNED == 0) {
                start(side, place, faults.get(i), false, how);
            }
        }
        thinnedLists++;
    }

    private void start(Side side, Place place, Fault fault, boolean tls, Case how) {
        Future<?> running = RUNNERS.submit(() -> how.run(side.venue().get(), place, fault, tls));
        tests.add(DynamicTest.dynamicTest(
                side.name() + (tls ? " over TLS, " : ", ") + place + ": " + fault, () -> collect(running)));
    }

    private static void collect(Future<?> running) throws Exception {
        try {
            running.get(CASE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(String.valueOf(e.getCause()), e);
        }
    }
}
