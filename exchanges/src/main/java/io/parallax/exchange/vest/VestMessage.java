package io.parallax.exchange.vest;

import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.PositionInfo;
import io.parallax.units.FixedPoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What Vest says, decoded. Thread: any; immutable.
sealed interface VestMessage {
    /// Stands in for an amount that the message does not hold. No data is not zero.
    long ABSENT = FixedPoint.NO_PRICE;

    /// The answer to our ping.
    record Pong() implements VestMessage {}

    /// The answer to a subscription.
    record Subscribed(long requestId) implements VestMessage {}

    /// News of an order of the account.
    record OrderNews(OrderRow row) implements VestMessage {}

    /// A deposit, a withdrawal, or a change in the liquidity pool.
    ///
    /// @param event `TRANSFER` or `LP`
    record AccountNews(String event, String id, String orderType, String size, String status) implements VestMessage {}

    /// What the channel `tickers` tells of every instrument.
    ///
    /// @param unreadable rows that could not be read
    record Tickers(List<Ticker> rows, int unreadable) implements VestMessage {
        public Tickers {
            rows = List.copyOf(rows);
        }
    }

    /// Mark and index of one instrument, × 10⁸, both positive; and its funding rate of one hour, if it was readable.
    record Ticker(String symbol, long markE8, long indexE8, OptionalLong fundingE8) {}

    /// Anything that we do not know. Passed over and counted.
    record Unknown(String what) implements VestMessage {}

    /// An order as an order row or an event tells it.
    ///
    /// @param id the exchange's id as received: a cancel signs its bytes
    /// @param nonce our name of it
    /// @param symbol empty in events that do not tell it
    /// @param lastFilledE8 size of the newest execution
    /// @param feeE8 all fees of the order so far
    /// @param fundingE8 all funding that the order settled so far, positive when received
    /// @param code 0 when there is none
    record OrderRow(
            String id,
            long nonce,
            String symbol,
            String orderType,
            Status status,
            long sizeE8,
            long lastFilledE8,
            long lastPriceE8,
            long lastFilledEpochMillis,
            long averagePriceE8,
            long feeE8,
            int code,
            long postEpochMillis,
            long fundingE8) {}

    /// The life of an order in Vest's words.
    enum Status {
        NEW,
        PARTIALLY_FILLED,
        FILLED,
        CANCELLED,
        REJECTED,
        /// A word that we do not know.
        OTHER;

        boolean open() {
            return this == NEW || this == PARTIALLY_FILLED;
        }
    }

    /// The account at one moment.
    ///
    /// @param margin empty when the answer lacks it
    /// @param positions by symbol, flat ones left out
    /// @param leverages by symbol
    record Account(
            String address,
            long cashE8,
            long equityE8,
            Optional<Margin> margin,
            Map<String, PositionInfo> positions,
            Map<String, Integer> leverages,
            long exchangeEpochMillis) {
        public Account {
            // In the order told: Map.copyOf has another order in every JVM, and positions are told on in this one.
            positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
            leverages = Collections.unmodifiableMap(new LinkedHashMap<>(leverages));
        }

        PositionInfo position(String symbol) {
            return positions.getOrDefault(symbol, PositionInfo.flat(symbol));
        }
    }

    /// The answer to a registration. `toString` does not show the key.
    record Registration(String apiKey, int accountGroup) {
        @Override
        public String toString() {
            return "Registration[account group " + accountGroup + "]";
        }
    }
}
