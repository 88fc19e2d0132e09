package io.parallax.app.journal;

import io.parallax.app.logging.JsonText;
import io.parallax.journal.JournalEntry;
import io.parallax.journal.JournalEntry.Alerted;
import io.parallax.journal.JournalEntry.Commanded;
import io.parallax.journal.JournalEntry.Decided;
import io.parallax.journal.JournalEntry.Ended;
import io.parallax.journal.JournalEntry.Halted;
import io.parallax.journal.JournalEntry.Lost;
import io.parallax.journal.JournalEntry.OrderFilled;
import io.parallax.journal.JournalEntry.OrderIntended;
import io.parallax.journal.JournalEntry.OrderReported;
import io.parallax.journal.JournalEntry.Started;
import io.parallax.journal.JournalEntry.StateChanged;
import io.parallax.journal.Journaled;
import io.parallax.units.FixedPoint;
import java.time.Instant;
import java.util.Locale;

/// Entries of the journal as lines, for people and for machines. Thread: any; stateless.
public final class JournalText {
    private JournalText() {}

    /// One line: time in UTC, bot, what happened.
    public static String plain(Journaled journaled) {
        return Instant.ofEpochMilli(journaled.epochMillis()) + " " + words(journaled.entry());
    }

    private static String words(JournalEntry entry) {
        return switch (entry) {
            case Started e -> "STARTED " + e.engine() + ", " + e.mode() + ", boot " + e.bootEpochSeconds();
            case Ended e -> "ENDED with code " + e.exitCode() + ", open: " + e.open();
            case OrderIntended e ->
                named(e.bot()) + "order " + e.id() + ": " + lower(e.side()) + " " + number(e.quantityE8()) + " "
                        + e.symbol() + " on " + e.exchange() + " at " + number(e.limitE8()) + " or better"
                        + (e.reduceOnly() ? ", reduce only" : "") + " (" + e.reason() + ")";
            case OrderReported e ->
                named(e.bot()) + "order " + e.id() + " on " + e.exchange() + ": " + lower(e.from()) + " → "
                        + lower(e.to()) + ", filled " + number(e.filledE8()) + detail(e.detail());
            case OrderFilled e ->
                named(e.bot()) + "order " + e.id() + " on " + e.exchange() + ": " + lower(e.side()) + " "
                        + number(e.quantityE8()) + " executed at " + number(e.priceE8()) + ", fee "
                        + number(e.feeE8());
            case Decided e -> named(e.bot()) + e.text();
            case StateChanged e ->
                named(e.bot()) + lower(e.from()) + " → " + lower(e.to()) + ": " + lower(e.event()) + detail(e.detail());
            case Halted e -> named(e.bot()) + "HALTED for " + e.reason() + detail(e.detail());
            case Commanded e -> "OPERATOR " + e.command() + detail(e.reason());
            case Alerted e -> named(e.bot()) + "ALERT " + e.text();
            case Lost e -> "LOST " + e.entries() + " entries";
        };
    }

    /// One JSON object on one line. Names are stable.
    public static String json(Journaled journaled) {
        JsonText json = new JsonText()
                .text("time", Instant.ofEpochMilli(journaled.epochMillis()).toString())
                .number("nanos", journaled.nanos())
                .number("sequence", journaled.sequence());
        return fields(json, journaled.entry()).toString();
    }

    private static JsonText fields(JsonText json, JournalEntry entry) {
        return switch (entry) {
            case Started e ->
                json.text("kind", "started")
                        .text("engine", e.engine())
                        .text("mode", e.mode())
                        .number("boot", e.bootEpochSeconds());
            case Ended e ->
                json.text("kind", "ended").number("exit_code", e.exitCode()).text("open", e.open());
            case OrderIntended e ->
                json.text("kind", "order_intended")
                        .text("bot", e.bot())
                        .text("exchange", e.exchange())
                        .text("symbol", e.symbol())
                        .text("id", e.id())
                        .text("side", lower(e.side()))
                        .number("quantity", number(e.quantityE8()))
                        .number("limit", number(e.limitE8()))
                        .flag("reduce_only", e.reduceOnly())
                        .text("reason", e.reason());
            case OrderReported e ->
                json.text("kind", "order_reported")
                        .text("bot", e.bot())
                        .text("exchange", e.exchange())
                        .text("id", e.id())
                        .text("from", lower(e.from()))
                        .text("to", lower(e.to()))
                        .number("filled", number(e.filledE8()))
                        .text("detail", e.detail());
            case OrderFilled e ->
                json.text("kind", "order_filled")
                        .text("bot", e.bot())
                        .text("exchange", e.exchange())
                        .text("id", e.id())
                        .text("side", lower(e.side()))
                        .number("quantity", number(e.quantityE8()))
                        .number("price", number(e.priceE8()))
                        .number("fee", number(e.feeE8()));
            case Decided e -> json.text("kind", "decided").text("bot", e.bot()).text("text", e.text());
            case StateChanged e ->
                json.text("kind", "state_changed")
                        .text("bot", e.bot())
                        .text("from", lower(e.from()))
                        .text("to", lower(e.to()))
                        .text("event", lower(e.event()))
                        .text("detail", e.detail());
            case Halted e ->
                json.text("kind", "halted")
                        .text("bot", e.bot())
                        .text("reason", e.reason())
                        .text("detail", e.detail());
            case Commanded e ->
                json.text("kind", "commanded").text("command", e.command()).text("reason", e.reason());
            case Alerted e -> json.text("kind", "alerted").text("bot", e.bot()).text("text", e.text());
            case Lost e -> json.text("kind", "lost").number("entries", e.entries());
        };
    }

    private static String named(String bot) {
        return bot.isEmpty() ? "" : bot + " ";
    }

    private static String detail(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static String number(long e8) {
        return FixedPoint.format(e8);
    }
}
