package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.tape.Replay;
import io.parallax.tape.TapeFormatException;
import io.parallax.tape.TapeHeader;
import io.parallax.tape.TapePlayer;
import io.parallax.tape.TapeRecorder;
import io.parallax.tape.TapeSink;
import io.parallax.telemetry.EngineSnapshot.CandidatesView;
import io.parallax.units.FixedPoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A recorded run is done again to the last decision, and a tape that was tampered with is noticed where it was.
class ReplayTest {
    private static final ExchangeId VEST = ExchangeId.VEST;
    private static final ExchangeId PARADEX = ExchangeId.PARADEX;
    private static final long SECOND = 1_000_000_000L;

    private final List<byte[]> tape = new ArrayList<>();
    private final HandDrivenEngine hand = new HandDrivenEngine(HandDrivenEngine.settings(), Optional.of(keeping(tape)));
    private long entryNanos;

    private static TapeSink keeping(List<byte[]> tape) {
        return (bytes, length) -> tape.add(Arrays.copyOf(bytes, length));
    }

    /// Enters at exactly the threshold, exits, is refused once, is stopped, and hears of this and that.
    private void live() {
        hand.untilFlat();
        hand.pass(1_000_000);
        entryNanos = hand.now();
        hand.quote(VEST, "99990", "100000");
        hand.quote(PARADEX, "100150", "100160");
        hand.quote(VEST, "99990", "100000");
        hand.is(PairState.ENTERING);
        hand.fills(VEST);
        hand.fills(PARADEX);
        hand.is(PairState.HEDGED);
        hand.ticksFor(2 * SECOND, hand::calm);
        hand.paradexIsCheap();
        hand.is(PairState.EXITING);
        hand.fills(VEST);
        hand.fails(PARADEX, new ExchangeError.Rejected("X", "no — ☃", RejectionKind.MODE));
        hand.ticksFor(3 * SECOND, hand::calm);
        hand.engine().onWallClock(0);
        hand.event(new AccountEvent.ForeignActivity(VEST, "somebody sold", hand.now()));
        hand.ticksFor(2 * SECOND, hand::calm);
        hand.flushTape();
    }

    private static Replay replay(List<byte[]> tape, List<String> log) throws TapeFormatException {
        Replay replay = new Replay(TapeHeader.read(ByteBuffer.wrap(tape.getFirst()), "test"), log::add);
        for (byte[] chunk : tape.subList(1, tape.size())) {
            replay.play(ByteBuffer.wrap(chunk));
        }
        replay.end(false);
        return replay;
    }

    @Test
    void theSameInputsLeadToTheSameDecisions() throws TapeFormatException {
        live();
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        Replay replayed = replay(tape, first);
        assertThat(replayed.divergence()).isEmpty();
        CandidatesView candidates = replayed.snapshot().bots().getFirst().candidates();
        assertThat(candidates.count()).isPositive();
        assertThat(candidates.verdicts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("a verdict for each candidate")
                .isEqualTo(candidates.count());
        assertThat(replay(tape, second).divergence()).isEmpty();
        assertThat(first)
                .isEqualTo(second)
                .hasSize(hand.commands.size() + hand.notices.size())
                .anyMatch(line -> line.contains("PlaceOrder"));
    }

    @Test
    void oneTickOfOnePriceIsNoticedWhereItIs() throws TapeFormatException {
        live();
        Replay.Divergence found = replay(
                        altered(FixedPoint.parse("100150"), -FixedPoint.parse("0.1")), new ArrayList<>())
                .divergence()
                .orElseThrow();
        assertThat(found.afterNanos()).isEqualTo(entryNanos - SECOND);
        assertThat(found.recorded()).contains("OpportunityDropped", "entrySpreadPpm=1500");
    }

    /// The tape again, with another price for every bid at `priceE8`.
    private List<byte[]> altered(long priceE8, long byE8) throws TapeFormatException {
        List<byte[]> copy = new ArrayList<>();
        TapeHeader header = TapeHeader.read(ByteBuffer.wrap(tape.getFirst()), "test");
        TapeRecorder recorder = new TapeRecorder(new Deaf(), 2, header, keeping(copy));
        EngineInputs altering = new Deaf() {
            @Override
            public void advanceTo(long nowNanos) {
                recorder.advanceTo(nowNanos);
            }

            @Override
            public void onTick() {
                recorder.onTick();
            }

            @Override
            public void onEvent(ExchangeEvent event) {
                recorder.onEvent(event);
            }

            @Override
            public void onOperator(OperatorCommand command) {
                recorder.onOperator(command);
            }

            @Override
            public void beginSnapshot(int book, long sequence, long receivedNanos, long exchangeEpochMicros) {
                recorder.beginSnapshot(book, sequence, receivedNanos, exchangeEpochMicros);
            }

            @Override
            public void onLevel(Side side, long levelE8, long quantityE8) {
                boolean meant = side == Side.BUY && levelE8 == priceE8;
                recorder.onLevel(side, meant ? levelE8 + byE8 : levelE8, quantityE8);
            }

            @Override
            public void end() {
                recorder.end();
            }
        };
        TapePlayer player = new TapePlayer(header, altering, new TapePlayer.Recorded() {
            @Override
            public void onInput() {
                // The next input is written when it is done.
            }

            @Override
            public void onCommand(ExchangeCommand command) {
                recorder.onCommand(command);
            }

            @Override
            public void onNotice(EngineNotice notice) {
                recorder.onNotice(notice);
            }
        });
        for (byte[] chunk : tape.subList(1, tape.size())) {
            player.play(ByteBuffer.wrap(chunk));
        }
        recorder.flush();
        return copy;
    }

    /// Takes everything and does nothing.
    private static class Deaf implements EngineInputs {
        @Override
        public void advanceTo(long nowNanos) {}

        @Override
        public void onWallClock(long epochMillis) {}

        @Override
        public void onTick() {}

        @Override
        public void onEvent(ExchangeEvent event) {}

        @Override
        public void onOperator(OperatorCommand command) {}

        @Override
        public void beginSnapshot(int book, long sequence, long receivedNanos, long exchangeEpochMicros) {}

        @Override
        public void beginDelta(int book, long sequence, long receivedNanos, long exchangeEpochMicros) {}

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {}

        @Override
        public void end() {}

        @Override
        public void onBookLost(int book, BookLoss reason, long atNanos) {}
    }

    /// Whatever bytes there are: a message, or a difference, and nothing else.
    @Test
    void damagedBytesAreToldNotThrown() {
        live();
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            List<byte[]> damaged =
                    new ArrayList<>(tape.stream().map(byte[]::clone).toList());
            byte[] chunk = damaged.get(random.nextInt(damaged.size()));
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                chunk[random.nextInt(chunk.length)] = (byte) random.nextInt(256);
            }
            try {
                replay(damaged, new ArrayList<>());
            } catch (TapeFormatException expected) {
                assertThat(expected).as("seed %d, tape %d", seed, i).hasMessageNotContaining("null");
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }

    @Test
    void aRecordingWithoutRoomEndsAndTheEngineGoesOn() {
        List<byte[]> short_ = new ArrayList<>();
        HandDrivenEngine full = new HandDrivenEngine(HandDrivenEngine.settings(), Optional.of((bytes, length) -> {
            short_.add(Arrays.copyOf(bytes, length));
            return short_.size() < 2;
        }));
        full.untilHedged();
        full.ticksFor(3 * SECOND, full::calm);
        assertThat(short_).hasSize(2);
        full.is(PairState.HEDGED);
    }

    @Test
    void anotherProgramsTapeIsRefused() {
        byte[] magic = tape.getFirst().clone();
        magic[3] = '?';
        assertThatThrownBy(() -> TapeHeader.read(ByteBuffer.wrap(magic), "test"))
                .isInstanceOf(TapeFormatException.class)
                .hasMessageStartingWith("expected \"parallax-tape 1\", found \"pa?");
        byte[] schema = tape.getFirst().clone();
        // Behind both texts.
        schema[1 + 15 + 1 + 4] ^= 1;
        assertThatThrownBy(() -> TapeHeader.read(ByteBuffer.wrap(schema), "Parallax 2"))
                .isInstanceOf(TapeFormatException.class)
                .hasMessage("recorded by test, whose engine is told other things than that of Parallax 2: only the"
                        + " program that recorded a tape can replay it");
    }
}
