package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.MarketEvent.FundingRateReported;
import io.parallax.exchange.MarketEvent.MarkReported;
import io.parallax.exchange.MarketEvent.QuoteRateReported;
import io.parallax.exchange.transport.VirtualWebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What bad market data of Paradex becomes before the engine sees it, by its number in the catalogue of failures. What
/// the engine makes of that is in the test of the same name there.
class MarketDataCasesTest {
    private static final String CHANNEL = "markets_summary." + ScriptedParadex.MARKET;
    private static final int TIME = 8;
    private static final int MARK = 24;
    private static final int INDEX = 32;
    private static final int FUNDING = INDEX + 32;

    private static byte[] summary() {
        return HexFormat.of()
                .parseHex(Samples.json("sbe-market-summary-v1.made.json")
                        .get("hex")
                        .stringValue());
    }

    private static byte[] summary(int at, long value) {
        byte[] frame = summary();
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
        return frame;
    }

    @Test
    void md10Md22TellsMarkAndIndexAndDropsThoseThatCannotBe() {
        ParadexSession session = ParadexSession.ready();
        session.paradex.send(summary());
        MarkReported told = session.told(MarkReported.class).getFirst();
        assertThat(List.of(told.markE8(), told.indexE8(), told.exchangeEpochMicros()))
                .isEqualTo(List.of(8_343_312_345_678L, 8_340_150_000_000L, 1_795_305_609_001_000L));
        assertThat(session.told(FundingRateReported.class))
                .extracting(FundingRateReported::symbol, FundingRateReported::rateE8)
                .containsExactly(tuple("BTC-USD-PERP", 10_012L));
        for (long bad : new long[] {100_000_001, -100_000_001, Long.MIN_VALUE, Long.MAX_VALUE}) {
            session.paradex.send(summary(FUNDING, bad));
        }
        assertThat(session.told(FundingRateReported.class)).hasSize(1);
        assertThat(session.count("marks-bad")).isEqualTo(4);
        for (int field : new int[] {MARK, INDEX}) {
            for (long bad : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
                session.paradex.send(summary(field, bad));
            }
        }
        assertThat(session.told(MarkReported.class))
                .as("the good one, and four with a bad rate")
                .hasSize(5);
        assertThat(session.count("marks-bad")).isEqualTo(12);
    }

    @Test
    void md12AMarkOfAnotherInstrumentIsDroppedAndCounted() {
        ParadexSession session = ParadexSession.ready();
        byte[] other = summary();
        other[other.length - ScriptedParadex.MARKET.length()] = 'X';
        session.paradex.send(other);
        assertThat(session.told(MarketEvent.class)).isEmpty();
        assertThat(session.count("frames-unwanted")).isEqualTo(1);
    }

    @Test
    void md17ATimeOutsideTheCenturyIsNone() {
        ParadexSession session = ParadexSession.ready();
        for (long micros : new long[] {0, -1, 1_795_305_609L, 1_795_305_609_001_000_000L}) {
            session.paradex.send(summary(TIME, micros));
            assertThat(session.told(MarkReported.class).getLast().exchangeEpochMicros())
                    .isZero();
        }
    }

    @Test
    void md20AsksForMarksAgainThatStaySilentAndKeepsTheConnection() {
        ParadexSession session = ParadexSession.ready();
        VirtualWebSocket socket = session.paradex.publicSocket();
        session.paradex.passBusily(12_000);
        assertThat(session.paradex.take("subscribe"))
                .extracting(ScriptedParadex.Request::channel)
                .containsOnly(CHANNEL);
        assertThat(session.paradex.publicSocket()).isSameAs(socket);
        assertThat(session.streams()).doesNotContain(Stream.MARKET_DATA + " LOST");
    }

    @Test
    void md21TheIndexOfTheConfiguredInstrumentIsTheRate() {
        ParadexSession session = ParadexSession.ready(ParadexSession.CONFIG.withQuoteRateSymbol("USDC-USD-SPT"));
        byte[] frame = summary(INDEX, 99_990_000);
        byte[] name = "USDC-USD-SPT".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, frame, frame.length - name.length, name.length);
        session.paradex.send(frame);
        assertThat(session.told(QuoteRateReported.class))
                .extracting(QuoteRateReported::rateE8)
                .containsExactly(99_990_000L);
        assertThat(session.told(MarkReported.class)).isEmpty();
    }
}
