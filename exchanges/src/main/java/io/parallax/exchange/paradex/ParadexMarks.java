package io.parallax.exchange.paradex;

import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.paradex.ParadexConfig.Timings;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.paradex.SbeTemplate.Summary;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Marks and indexes from the channel `markets_summary`, on the socket of the books. A channel that is refused, that
/// nobody answers or that stays silent is asked for again and again; the connection, which books need more, is left
/// alone, and whoever needs marks sees that there are none. Thread: feed loop only.
final class ParadexMarks {
    private static final Logger LOG = LoggerFactory.getLogger(ParadexMarks.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;
    /// A position's whole value; what is believable below it the engine decides.
    private static final long FUNDING_E8_MAX = 100_000_000L;

    private final IoLoop loop;
    private final Timings timings;
    private final ParadexCounters counters;
    private final ExchangeEventSink events;
    private final ParadexSocket socket;
    private final String quoteRateSymbol;
    private final List<Wanted> wanted = new ArrayList<>();
    private long epoch;

    /// @param quoteRateSymbol the instrument whose index is the rate of the settlement currency; empty for none
    ParadexMarks(
            IoLoop loop,
            Timings timings,
            ParadexCounters counters,
            ExchangeEventSink events,
            ParadexSocket socket,
            String quoteRateSymbol) {
        this.loop = loop;
        this.timings = timings;
        this.counters = counters;
        this.events = events;
        this.socket = socket;
        this.quoteRateSymbol = quoteRateSymbol;
        if (!quoteRateSymbol.isEmpty()) {
            wanted.add(new Wanted(quoteRateSymbol));
        }
    }

    /// The marks of one instrument.
    private static final class Wanted {
        private final String symbol;
        private final byte[] symbolBytes;
        private final String channel;
        /// Since when the next message is due: asked, acknowledged or told.
        private long waitingSinceNanos;

        private Wanted(String symbol) {
            this.symbol = symbol;
            this.symbolBytes = ParadexCodec.utf8(symbol);
            this.channel = "markets_summary." + symbol;
        }
    }

    void want(String symbol) {
        if (wanted.stream().noneMatch(each -> each.symbol.equals(symbol))) {
            Wanted added = new Wanted(symbol);
            wanted.add(added);
            if (socket.isOpen()) {
                ask(added);
            }
        }
    }

    /// A new connection.
    void onOpen() {
        epoch++;
        wanted.forEach(this::ask);
    }

    /// A summary frame, already found to be well formed.
    void onSummary(ParadexSbe sbe, long exchangeEpochMicros, long receivedNanos) {
        Wanted about = addressee(sbe);
        if (about == null) {
            counters.count(Counter.FRAMES_UNWANTED);
            return;
        }
        long markE8 = sbe.int64(Summary.MARK_PRICE);
        long indexE8 = sbe.int64(Summary.INDEX_PRICE);
        if (markE8 <= 0 || markE8 > ParadexFeed.PRICE_E8_MAX || indexE8 <= 0 || indexE8 > ParadexFeed.PRICE_E8_MAX) {
            counters.count(Counter.MARKS_BAD);
            return;
        }
        counters.count(Counter.MARKS);
        about.waitingSinceNanos = receivedNanos;
        if (about.symbol.equals(quoteRateSymbol)) {
            events.onEvent(new MarketEvent.QuoteRateReported(ExchangeId.PARADEX, indexE8, receivedNanos));
        } else {
            events.onEvent(new MarketEvent.MarkReported(
                    ExchangeId.PARADEX, about.symbol, markE8, indexE8, exchangeEpochMicros, receivedNanos));
            long fundingE8 = sbe.int64(Summary.FUNDING_RATE);
            if (fundingE8 >= -FUNDING_E8_MAX && fundingE8 <= FUNDING_E8_MAX) {
                events.onEvent(new MarketEvent.FundingRateReported(
                        ExchangeId.PARADEX, about.symbol, fundingE8, receivedNanos));
            } else {
                counters.count(Counter.MARKS_BAD);
            }
        }
    }

    private @Nullable Wanted addressee(ParadexSbe sbe) {
        for (Wanted each : wanted) {
            if (sbe.stringIs(Summary.MARKET, each.symbolBytes)) {
                return each;
            }
        }
        return null;
    }

    /// Asks again where nothing came for as long as the first book may take.
    void onWatch(long nowNanos) {
        for (Wanted each : wanted) {
            if (nowNanos - each.waitingSinceNanos >= timings.firstBook() * NANOS_PER_MILLI) {
                LOG.info("Paradex {}: no message for {} ms, asking again", each.channel, timings.firstBook());
                counters.count(Counter.MARK_RESUBSCRIPTIONS);
                each.waitingSinceNanos = nowNanos;
                socket.request(
                        "unsubscribe",
                        ParadexRequests.channel(each.channel),
                        timings.subscribeReply(),
                        new Reply(epoch) {
                            @Override
                            void onAnswer(String refusal) {
                                // Refused means that there was none; either way there is none now.
                                ask(each);
                            }
                        });
            }
        }
    }

    private void ask(Wanted each) {
        each.waitingSinceNanos = loop.nanoTime();
        socket.request("subscribe", ParadexRequests.channel(each.channel), timings.subscribeReply(), new Reply(epoch) {
            @Override
            void onAnswer(String refusal) {
                each.waitingSinceNanos = loop.nanoTime();
                if (!refusal.isEmpty()) {
                    LOG.warn("Paradex refused the subscription of {}: {}", each.channel, refusal);
                }
            }
        });
    }

    /// An answer on the connection that was asked; without one the next look asks again.
    private abstract class Reply implements ParadexSocket.ReplyHandler {
        private final long askedEpoch;

        private Reply(long askedEpoch) {
            this.askedEpoch = askedEpoch;
        }

        /// @param refusal the exchange's words; empty when it accepted
        abstract void onAnswer(String refusal);

        @Override
        public void onResult(JsonNode result, long receivedNanos) {
            if (askedEpoch == epoch) {
                onAnswer("");
            }
        }

        @Override
        public void onError(long code, String message, String data, long receivedNanos) {
            if (askedEpoch == epoch) {
                onAnswer(code + " " + message + (data.isEmpty() ? "" : ": " + data));
            }
        }

        @Override
        public void onDeadline() {
            // The next look asks again.
        }

        @Override
        public void onLost(boolean mayHaveLeft, String reason) {
            // The next connection subscribes anew.
        }
    }
}
