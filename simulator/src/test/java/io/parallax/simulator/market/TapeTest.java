package io.parallax.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TapeTest {
    @Test
    void shipsTheRecordedQuotesAndSpreads() {
        Tape tape = Tape.shipped();

        assertThat(tape.pairs()).extracting(Tape.Pair::name).containsExactly("BTC-PERP", "ETH-PERP");
        Tape.Pair bitcoin = tape.pairs().getFirst();
        assertThat(bitcoin.quoteMillis()).hasSize(4041);
        assertThat(bitcoin.spreadMillis()).hasSize(1435);
        // First and last quote of the recording, 61800.2/61800.3 and 61659.7/61659.8; first and last spread, per cent.
        assertThat(bitcoin.bidTicks()[0]).isEqualTo(618_002);
        assertThat(bitcoin.askTicks()[0]).isEqualTo(618_003);
        assertThat(last(bitcoin.bidTicks())).isEqualTo(616_597);
        assertThat(last(bitcoin.askTicks())).isEqualTo(616_598);
        assertThat(bitcoin.spreadPpm()[0]).isEqualTo(1_560);
        assertThat(last(bitcoin.spreadPpm())).isEqualTo(1_297);
        Tape.Pair ether = tape.pairs().getLast();
        assertThat(ether.quoteMillis()).hasSize(3977);
        assertThat(ether.spreadMillis()).hasSize(1501);
        assertThat(ether.spreadPpm()[0]).isEqualTo(3_663);
        assertThat(last(ether.spreadPpm())).isEqualTo(4_234);
    }

    @Test
    void keepsTheSpreadsInTheirRecordedRange() {
        Tape tape = Tape.shipped();

        assertThat(Arrays.stream(tape.pairs().getFirst().spreadPpm()).summaryStatistics())
                .satisfies(range -> {
                    assertThat(range.getMin()).isEqualTo(501);
                    assertThat(range.getMax()).isEqualTo(2_200);
                });
        assertThat(Arrays.stream(tape.pairs().getLast().spreadPpm()).summaryStatistics())
                .satisfies(range -> {
                    assertThat(range.getMin()).isEqualTo(2_776);
                    assertThat(range.getMax()).isEqualTo(4_764);
                });
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Tape tape = Tape.shipped();
        var bytes = new ByteArrayOutputStream();
        tape.write(bytes);

        Tape again = Tape.read(new ByteArrayInputStream(bytes.toByteArray()), "copy");

        for (int i = 0; i < tape.pairs().size(); i++) {
            assertThat(again.pairs().get(i))
                    .usingRecursiveComparison()
                    .isEqualTo(tape.pairs().get(i));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parallax-tape 2|line 1: expected \"parallax-tape 1\", found \"parallax-tape 2\"",
                "parallax-tape 1|line 1: expected a pair, found the end",
                "parallax-tape 1;pair X 1|line 2: expected \"pair NAME TICK_E8 QUOTES SPREADS\", found \"pair X 1\"",
                "parallax-tape 1;pair X 1 1 2|line 2: expected 2 to 1000000 rows, found 1",
                "parallax-tape 1;pair X 1 2 2;0 5|line 3: expected 3 numbers, found \"0 5\"",
                "parallax-tape 1;pair X 1 2 2;0 five 1|line 3: expected a whole number, found \"five\"",
                "parallax-tape 1;pair X 1 2 2;0 5 0|line 3: expected a bid above zero and below the ask",
                "parallax-tape 1;pair X 1 2 2;0 5 1;-1 0 1|line 4: expected a time that does not go back, found -1 ms",
                "parallax-tape 1;pair X 1 2 2;0 5 1|line 4: expected 3 numbers, found \"the end\"",
            })
    void saysWhereAMalformedTapeIsWrong(String lines, String message) {
        assertThatThrownBy(() -> Tape.read(new ByteArrayInputStream(zipped(lines.replace(';', '\n'))), "bad.tape.gz"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("bad.tape.gz, ")
                .hasMessageContaining(message);
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static int last(int[] values) {
        return values[values.length - 1];
    }
}
