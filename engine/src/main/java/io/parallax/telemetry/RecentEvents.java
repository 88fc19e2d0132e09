package io.parallax.telemetry;

import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.telemetry.EngineSnapshot.EventView;
import io.parallax.units.FixedPoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The last few events of each bot in plain words, for screens. Thread: engine only.
public final class RecentEvents implements EngineListener {
    private static final int KEPT = 20;

    private final Map<String, Deque<EventView>> byBot = new HashMap<>();

    @Override
    public void onNotice(EngineNotice notice) {
        String text = switch (notice) {
            case EngineNotice.StateChanged changed ->
                changed.from() + " → " + changed.to() + ": "
                        + changed.event().text()
                        + (changed.detail().isEmpty() ? "" : " (" + changed.detail() + ")");
            case EngineNotice.OrderPlaced placed ->
                placed.order().instrument().exchange() + " "
                        + placed.order().side() + " "
                        + FixedPoint.format(placed.order().quantityE8()) + " at "
                        + FixedPoint.format(placed.order().limitPriceE8()) + " or better";
            case EngineNotice.OrderFilled filled ->
                filled.exchange() + " filled " + FixedPoint.format(filled.quantityE8()) + " at "
                        + FixedPoint.format(filled.priceE8());
            case EngineNotice.RepairDecided repair -> repair.chosen() + "; " + repair.alternative();
            case EngineNotice.CycleFinished finished ->
                "cycle " + finished.result().number() + " "
                        + finished.result().outcome() + ", net "
                        + FixedPoint.format(finished.result().netE8());
            case EngineNotice.Alert alert -> "! " + alert.text();
            case EngineNotice.OpportunityTaken _,
                    EngineNotice.OpportunityDropped _,
                    EngineNotice.ExitDecided _,
                    EngineNotice.OrderWritten _,
                    EngineNotice.OrderChanged _,
                    EngineNotice.Exposed _,
                    EngineNotice.Summary _ -> "";
        };
        if (!text.isEmpty()) {
            Deque<EventView> events = byBot.computeIfAbsent(notice.bot(), _ -> new ArrayDeque<>());
            events.addLast(new EventView(notice.atNanos(), text));
            if (events.size() > KEPT) {
                events.removeFirst();
            }
        }
    }

    /// The latest events of a bot, newest last.
    public List<EventView> of(String bot) {
        return List.copyOf(byBot.getOrDefault(bot, new ArrayDeque<>()));
    }
}
