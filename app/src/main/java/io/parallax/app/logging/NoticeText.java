package io.parallax.app.logging;

import io.parallax.exchange.OrderRequest;
import io.parallax.execution.CycleResult;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.Side;
import io.parallax.strategy.Direction;
import io.parallax.units.FixedPoint;
import java.util.Locale;

/// Says in plain language what the engine tells about itself. Thread: any; stateless.
public final class NoticeText {
    private NoticeText() {}

    /// One line that begins with the bot's name, if it has one.
    static String of(EngineNotice notice) {
        String text = text(notice);
        return notice.bot().isEmpty() ? text : notice.bot() + " " + text;
    }

    /// The same without the bot's name.
    public static String withoutBot(EngineNotice notice) {
        return text(notice);
    }

    private static String text(EngineNotice notice) {
        return switch (notice) {
            case EngineNotice.StateChanged changed ->
                lower(changed.from()) + " → " + lower(changed.to()) + ": "
                        + changed.event().text() + detail(changed.detail());
            case EngineNotice.OpportunityTaken taken ->
                "takes " + Spreads.bps(taken.entrySpreadPpm()) + " for " + quantity(taken.quantityE8()) + ", "
                        + words(taken.direction());
            case EngineNotice.OpportunityDropped dropped ->
                "lets " + Spreads.bps(dropped.entrySpreadPpm()) + " pass (" + words(dropped.direction()) + "): "
                        + dropped.blocker().text();
            case EngineNotice.ExitDecided exit ->
                "closes " + quantity(exit.quantityE8()) + " at " + Spreads.bps(exit.exitSpreadPpm()) + ": "
                        + exit.reason();
            case EngineNotice.OrderPlaced placed -> "order " + placed.order().id() + ": " + words(placed.order());
            case EngineNotice.OrderWritten written -> "order " + written.order().id() + " left";
            case EngineNotice.OrderChanged changed ->
                "order " + changed.id() + " on " + changed.exchange() + ": "
                        + lower(changed.from()) + " → " + lower(changed.to()) + ", filled "
                        + quantity(changed.filledE8()) + detail(changed.detail());
            case EngineNotice.OrderFilled filled ->
                (filled.side() == Side.BUY ? "bought " : "sold ") + quantity(filled.quantityE8()) + " on "
                        + filled.exchange() + " at " + FixedPoint.format(filled.priceE8()) + ", fee "
                        + FixedPoint.format(filled.feeE8());
            case EngineNotice.RepairDecided repair ->
                "repair " + repair.attempt() + ": " + repair.chosen() + "; instead of: " + repair.alternative();
            case EngineNotice.Exposed exposed -> "was naked for " + exposed.durationNanos() / 1_000 + " µs";
            case EngineNotice.CycleFinished finished -> cycle(finished.result());
            case EngineNotice.Alert alert -> "ALERT " + alert.text();
            case EngineNotice.Summary summary ->
                lower(summary.state()) + ", long A " + Spreads.bps(summary.entryPpmLongA()) + ", long B "
                        + Spreads.bps(summary.entryPpmLongB()) + ", " + summary.cycles() + " cycles, net "
                        + FixedPoint.format(summary.netE8())
                        // What holds back an entry is of interest only where one could happen.
                        + (summary.state() == PairState.FLAT
                                ? " (" + summary.topBlocker().text() + ")"
                                : "");
        };
    }

    private static String cycle(CycleResult result) {
        return "cycle " + result.number() + " "
                + switch (result.outcome()) {
                    case COMPLETED -> "completed";
                    case NOTHING_FILLED -> "without an execution";
                    case FAILED -> "failed";
                }
                + ": net " + FixedPoint.format(result.netE8()) + " (gross " + FixedPoint.format(result.grossE8())
                + ", fees " + FixedPoint.format(result.feesE8())
                + (result.fundingE8() == 0 ? "" : ", funding " + FixedPoint.format(result.fundingE8())) + ")"
                + (result.basisE8().orElse(0) == 0
                        ? ""
                        : ", basis " + FixedPoint.format(result.basisE8().getAsLong()))
                + " in "
                + result.durationNanos() / 1_000_000
                + " ms, naked for " + result.nakedNanosMax() / 1_000_000 + " ms at most";
    }

    private static String words(OrderRequest order) {
        return lower(order.side()) + " " + quantity(order.quantityE8()) + " "
                + order.instrument().symbol() + " on "
                + order.instrument().exchange() + " at " + FixedPoint.format(order.limitPriceE8()) + " or better"
                + (order.reduceOnly() ? ", reduce only" : "");
    }

    private static String words(Direction direction) {
        return direction == Direction.LONG_A_SHORT_B ? "long A, short B" : "long B, short A";
    }

    private static String quantity(long e8) {
        return FixedPoint.format(e8);
    }

    private static String detail(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
