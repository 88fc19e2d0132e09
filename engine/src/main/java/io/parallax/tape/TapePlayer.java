package io.parallax.tape;

import io.parallax.engine.EngineInputs;
import io.parallax.engine.OperatorCommand;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.execution.EngineNotice;
import io.parallax.instrument.Side;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Does again what a tape tells, and tells what was decided then. Thread: one.
public final class TapePlayer {
    private final EngineInputs target;
    private final Recorded recorded;
    private final List<BookDeltas> books = new ArrayList<>();
    private final Map<String, BookLoss> losses = new HashMap<>();
    private BookDeltas book = new BookDeltas();
    private long nowNanos;
    private long wallMillis;
    private long inputs;
    private long bookChanges;
    private long thrown;

    /// Hears what the recorded engine decided: after each input what followed from it.
    public interface Recorded {
        /// Another input is about to be done.
        void onInput();

        void onCommand(ExchangeCommand command);

        void onNotice(EngineNotice notice);
    }

    /// @param target an engine, or whoever wants to see what one saw
    public TapePlayer(TapeHeader header, EngineInputs target, Recorded recorded) {
        this.target = target;
        this.recorded = recorded;
        this.nowNanos = header.startNanos();
        this.wallMillis = header.startEpochMillis();
        for (int i = 0; i < 2 * header.settings().pairs().size(); i++) {
            books.add(new BookDeltas());
        }
        for (BookLoss loss : BookLoss.values()) {
            losses.put(loss.name(), loss);
        }
    }

    /// Inputs so far; every look at the time, level and tick counts.
    public long inputs() {
        return inputs;
    }

    /// Whole changes of books so far.
    public long bookChanges() {
        return bookChanges;
    }

    public long nowNanos() {
        return nowNanos;
    }

    /// Plays one chunk that follows the header, or the chunk before.
    public void play(ByteBuffer chunk) throws TapeFormatException {
        TapeInput in = new TapeInput(chunk);
        while (in.hasMore()) {
            int op = in.get();
            switch (op) {
                case TapeOp.COMMAND -> recorded.onCommand(TapeHeader.CODEC.read(in, ExchangeCommand.class));
                case TapeOp.NOTICE -> recorded.onNotice(TapeHeader.CODEC.read(in, EngineNotice.class));
                default -> attempt(op, in);
            }
        }
    }

    /// What the engine threw when it was recorded it throws again; whoever drove it went on, and so does this.
    private void attempt(int op, TapeInput in) throws TapeFormatException {
        try {
            input(op, in);
        } catch (RuntimeException e) {
            thrown++;
        }
    }

    /// How often the engine threw.
    public long thrown() {
        return thrown;
    }

    private void input(int op, TapeInput in) throws TapeFormatException {
        inputs++;
        recorded.onInput();
        switch (op) {
            case TapeOp.ADVANCE -> {
                nowNanos += in.signed();
                target.advanceTo(nowNanos);
            }
            case TapeOp.WALL_CLOCK -> {
                wallMillis += in.signed();
                target.onWallClock(wallMillis);
            }
            case TapeOp.TICK -> target.onTick();
            case TapeOp.EVENT -> target.onEvent(TapeHeader.CODEC.read(in, ExchangeEvent.class));
            case TapeOp.OPERATOR -> target.onOperator(TapeHeader.CODEC.read(in, OperatorCommand.class));
            case TapeOp.SNAPSHOT, TapeOp.DELTA -> begin(op, in);
            case TapeOp.BID -> {
                book.bidE8 += in.signed();
                target.onLevel(Side.BUY, book.bidE8, in.signed());
            }
            case TapeOp.ASK -> {
                book.askE8 += in.signed();
                target.onLevel(Side.SELL, book.askE8, in.signed());
            }
            case TapeOp.END -> {
                bookChanges++;
                target.end();
            }
            case TapeOp.LOST -> lost(in);
            default ->
                throw new TapeFormatException(
                        "expected an entry, found kind " + op + " before byte " + in.position() + " of a chunk");
        }
    }

    private void begin(int op, TapeInput in) throws TapeFormatException {
        int index = index(in);
        book = books.get(index);
        book.sequence += in.signed();
        long receivedNanos = nowNanos - in.signed();
        book.exchangeEpochMicros += in.signed();
        if (op == TapeOp.SNAPSHOT) {
            target.beginSnapshot(index, book.sequence, receivedNanos, book.exchangeEpochMicros);
        } else {
            target.beginDelta(index, book.sequence, receivedNanos, book.exchangeEpochMicros);
        }
    }

    private void lost(TapeInput in) throws TapeFormatException {
        int index = index(in);
        String reason = in.text();
        BookLoss loss = losses.get(reason);
        if (loss == null) {
            throw new TapeFormatException("expected a reason why a book was lost, found \"" + reason + "\"");
        }
        target.onBookLost(index, loss, nowNanos - in.signed());
    }

    private int index(TapeInput in) throws TapeFormatException {
        long index = in.unsigned();
        if (index < 0 || index >= books.size()) {
            throw new TapeFormatException("expected a book below " + books.size() + ", found " + index);
        }
        return (int) index;
    }
}
