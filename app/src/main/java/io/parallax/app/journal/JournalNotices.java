package io.parallax.app.journal;

import io.parallax.app.control.PlainText;
import io.parallax.app.logging.NoticeText;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/// What of the engine's notices is history, as entries of the journal. Texts are freed of what could be a key. Thread:
/// any; stateless.
final class JournalNotices {
    private static final int TEXT_MAX = 700;

    private JournalNotices() {}

    /// Chosen by kind, without a look inside: the engine's thread asks.
    static boolean isKept(EngineNotice notice) {
        return notice instanceof EngineNotice.OrderPlaced
                || notice instanceof EngineNotice.OrderChanged
                || notice instanceof EngineNotice.OrderFilled
                || notice instanceof EngineNotice.StateChanged
                || notice instanceof EngineNotice.Alert
                || isDecision(notice);
    }

    private static boolean isDecision(EngineNotice notice) {
        return notice instanceof EngineNotice.OpportunityTaken
                || notice instanceof EngineNotice.ExitDecided
                || notice instanceof EngineNotice.RepairDecided
                || notice instanceof EngineNotice.CycleFinished;
    }

    /// Whether an entry has to be on the disk at once.
    static boolean isUrgent(JournalEntry entry) {
        return entry instanceof JournalEntry.Halted
                || entry instanceof JournalEntry.Commanded
                || entry instanceof JournalEntry.Started
                || entry instanceof JournalEntry.Ended;
    }

    static @Nullable JournalEntry entry(EngineNotice notice) {
        if (isDecision(notice)) {
            return new JournalEntry.Decided(notice.bot(), clean(NoticeText.withoutBot(notice)));
        }
        if (notice instanceof EngineNotice.OrderPlaced placed) {
            return intended(placed.bot(), placed.order());
        }
        if (notice instanceof EngineNotice.OrderChanged changed) {
            return new JournalEntry.OrderReported(
                    changed.bot(),
                    changed.exchange().name(),
                    changed.id().text(),
                    changed.from().name(),
                    changed.to().name(),
                    changed.filledE8(),
                    clean(changed.detail()));
        }
        if (notice instanceof EngineNotice.OrderFilled filled) {
            return new JournalEntry.OrderFilled(
                    filled.bot(),
                    filled.exchange().name(),
                    filled.id().text(),
                    filled.side().name(),
                    filled.quantityE8(),
                    filled.priceE8(),
                    filled.feeE8());
        }
        if (notice instanceof EngineNotice.StateChanged changed) {
            return stateChanged(changed);
        }
        return notice instanceof EngineNotice.Alert alert
                ? new JournalEntry.Alerted(alert.bot(), clean(alert.text()))
                : null;
    }

    private static JournalEntry stateChanged(EngineNotice.StateChanged changed) {
        String detail = clean(changed.detail());
        int end = detail.indexOf(':');
        if (changed.to() == PairState.HALTED && end > 0) {
            return new JournalEntry.Halted(
                    changed.bot(),
                    detail.substring(0, end),
                    detail.substring(end + 1).strip());
        }
        return new JournalEntry.StateChanged(
                changed.bot(),
                changed.from().name(),
                changed.to().name(),
                changed.event().name(),
                detail);
    }

    private static JournalEntry intended(String bot, OrderRequest order) {
        return new JournalEntry.OrderIntended(
                bot,
                order.instrument().exchange().name(),
                order.instrument().symbol(),
                order.id().text(),
                order.side().name(),
                order.quantityE8(),
                order.limitPriceE8(),
                order.reduceOnly(),
                words(order.id().intent()));
    }

    private static String words(OrderIntent intent) {
        return switch (intent) {
            case ENTRY -> "entry";
            case EXIT -> "exit";
            case REPAIR_COMPLETE -> "repair: complete the pair";
            case REPAIR_UNWIND -> "repair: remove the excess";
            case GUARD -> "guard";
            case OPERATOR -> "operator";
        };
    }

    private static String clean(String text) {
        return PlainText.of(text, TEXT_MAX);
    }
}
