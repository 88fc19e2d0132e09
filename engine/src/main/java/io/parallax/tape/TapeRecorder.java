package io.parallax.tape;

import io.parallax.engine.EngineInputs;
import io.parallax.engine.OperatorCommand;
import io.parallax.exchange.CommandSink;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.instrument.Side;

/// Stands before an engine and writes down whatever goes in, and after each input what the engine decided. Book changes
/// and ticks are written without garbage. Thread: engine only.
public final class TapeRecorder implements EngineInputs, CommandSink, EngineListener {
    private static final int CHUNK = 48 * 1_024;
    private static final int ROOM = 16 * 1_024;
    private static final long FLUSH_NANOS = 1_000_000_000L;

    private final EngineInputs engine;
    private final TapeSink sink;
    private final TapeBytes out = new TapeBytes(CHUNK + ROOM);
    private final BookDeltas[] books;
    private BookDeltas book = new BookDeltas();
    private long nowNanos;
    private long wallMillis;
    private long flushedNanos;
    private boolean on;

    /// @param books how many books there are
    public TapeRecorder(EngineInputs engine, int books, TapeHeader header, TapeSink sink) {
        this.engine = engine;
        this.sink = sink;
        this.books = new BookDeltas[books];
        for (int i = 0; i < books; i++) {
            this.books[i] = new BookDeltas();
        }
        nowNanos = header.startNanos();
        flushedNanos = nowNanos;
        wallMillis = header.startEpochMillis();
        byte[] first = header.bytes();
        on = sink.write(first, first.length);
    }

    /// Hands on what is written so far; before the end of a recording.
    public void flush() {
        if (on && out.length() > 0) {
            on = sink.write(out.array(), out.length());
        }
        out.clear();
        flushedNanos = nowNanos;
    }

    private void entryEnds() {
        if (out.length() >= CHUNK) {
            flush();
        }
    }

    // ---- what goes in

    @Override
    public void advanceTo(long nowNanos) {
        if (on && nowNanos != this.nowNanos) {
            out.put(TapeOp.ADVANCE);
            out.putSigned(nowNanos - this.nowNanos);
            this.nowNanos = nowNanos;
        }
        engine.advanceTo(nowNanos);
    }

    @Override
    public void onWallClock(long epochMillis) {
        if (on) {
            out.put(TapeOp.WALL_CLOCK);
            out.putSigned(epochMillis - wallMillis);
            wallMillis = epochMillis;
        }
        engine.onWallClock(epochMillis);
    }

    @Override
    public void onTick() {
        if (on) {
            out.put(TapeOp.TICK);
        }
        engine.onTick();
        if (on && nowNanos - flushedNanos >= FLUSH_NANOS) {
            flush();
        }
        entryEnds();
    }

    @Override
    public void onEvent(ExchangeEvent event) {
        if (on) {
            out.put(TapeOp.EVENT);
            TapeHeader.CODEC.write(out, ExchangeEvent.class, event);
            entryEnds();
        }
        engine.onEvent(event);
    }

    @Override
    public void onOperator(OperatorCommand command) {
        if (on) {
            out.put(TapeOp.OPERATOR);
            TapeHeader.CODEC.write(out, OperatorCommand.class, command);
            entryEnds();
        }
        engine.onOperator(command);
    }

    @Override
    public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        begin(TapeOp.SNAPSHOT, bookIndex, sequence, receivedNanos, exchangeEpochMicros);
        engine.beginSnapshot(bookIndex, sequence, receivedNanos, exchangeEpochMicros);
    }

    @Override
    public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        begin(TapeOp.DELTA, bookIndex, sequence, receivedNanos, exchangeEpochMicros);
        engine.beginDelta(bookIndex, sequence, receivedNanos, exchangeEpochMicros);
    }

    private void begin(int op, int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        if (!on) {
            return;
        }
        book = books[bookIndex];
        out.put(op);
        out.putUnsigned(bookIndex);
        out.putSigned(sequence - book.sequence);
        out.putSigned(nowNanos - receivedNanos);
        out.putSigned(exchangeEpochMicros - book.exchangeEpochMicros);
        book.sequence = sequence;
        book.exchangeEpochMicros = exchangeEpochMicros;
    }

    @Override
    public void onLevel(Side side, long priceE8, long quantityE8) {
        if (on) {
            if (side == Side.BUY) {
                out.put(TapeOp.BID);
                out.putSigned(priceE8 - book.bidE8);
                book.bidE8 = priceE8;
            } else {
                out.put(TapeOp.ASK);
                out.putSigned(priceE8 - book.askE8);
                book.askE8 = priceE8;
            }
            out.putSigned(quantityE8);
            entryEnds();
        }
        engine.onLevel(side, priceE8, quantityE8);
    }

    @Override
    public void end() {
        if (on) {
            out.put(TapeOp.END);
            entryEnds();
        }
        engine.end();
    }

    @Override
    public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
        if (on) {
            out.put(TapeOp.LOST);
            out.putUnsigned(bookIndex);
            out.putText(reason.name());
            out.putSigned(nowNanos - atNanos);
            entryEnds();
        }
        engine.onBookLost(bookIndex, reason, atNanos);
    }

    // ---- what comes out

    @Override
    public void onCommand(ExchangeCommand command) {
        if (on) {
            out.put(TapeOp.COMMAND);
            TapeHeader.CODEC.write(out, ExchangeCommand.class, command);
        }
    }

    @Override
    public void onNotice(EngineNotice notice) {
        if (on) {
            out.put(TapeOp.NOTICE);
            TapeHeader.CODEC.write(out, EngineNotice.class, notice);
        }
    }
}
