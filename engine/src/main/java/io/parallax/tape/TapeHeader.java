package io.parallax.tape;

import io.parallax.engine.EngineSettings;
import io.parallax.engine.OperatorCommand;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.execution.EngineNotice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// The first chunk of a tape. Thread: any; immutable.
///
/// @param program version of the program that recorded it
/// @param settings what the engine was told at its start
/// @param startNanos its monotonic time then
/// @param startEpochMillis the calendar then
public record TapeHeader(String program, EngineSettings settings, long startNanos, long startEpochMillis) {
    private static final String MAGIC = "parallax-tape 1";
    static final RecordCodec CODEC = new RecordCodec(
            ExchangeEvent.class,
            OperatorCommand.class,
            ExchangeCommand.class,
            EngineNotice.class,
            EngineSettings.class);
    private static final long SCHEMA = checksum(CODEC.schema());

    private static long checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /// The chunk.
    public byte[] bytes() {
        TapeBytes out = new TapeBytes(4_096);
        out.putText(MAGIC);
        out.putText(program);
        out.putUnsigned(SCHEMA);
        out.putSigned(startNanos);
        out.putSigned(startEpochMillis);
        CODEC.write(out, EngineSettings.class, settings);
        return java.util.Arrays.copyOf(out.array(), out.length());
    }

    /// Reads the chunk.
    ///
    /// @param program version of the present program, for the message
    /// @throws TapeFormatException when it is no tape, or one of a program whose engine has other inputs
    public static TapeHeader read(ByteBuffer chunk, String program) throws TapeFormatException {
        TapeInput in = new TapeInput(chunk);
        String magic = in.text();
        if (!magic.equals(MAGIC)) {
            throw new TapeFormatException("expected \"" + MAGIC + "\", found \"" + magic + "\"");
        }
        String recordedBy = in.text();
        long schema = in.unsigned();
        if (schema != SCHEMA) {
            throw new TapeFormatException(
                    "recorded by " + recordedBy + ", whose engine is told other things than that of " + program
                            + ": only the program that recorded a tape can replay it");
        }
        long startNanos = in.signed();
        long startEpochMillis = in.signed();
        return new TapeHeader(recordedBy, CODEC.read(in, EngineSettings.class), startNanos, startEpochMillis);
    }
}
