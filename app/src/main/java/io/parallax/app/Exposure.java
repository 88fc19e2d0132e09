package io.parallax.app;

import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Says in plain words what is open. Thread: any; stateless.
final class Exposure {
    private Exposure() {}

    /// `nothing`, or each position and each order whose fate is open.
    static String of(EngineSnapshot snapshot) {
        List<String> open = new ArrayList<>();
        for (BotView bot : snapshot.bots()) {
            Stream.of(bot.a(), bot.b()).forEach(leg -> describe(bot, leg, open));
        }
        return open.isEmpty() ? "nothing" : String.join("; ", open);
    }

    /// Whether both exchanges of every bot have told its positions.
    static boolean isTold(EngineSnapshot snapshot) {
        return snapshot.bots().stream()
                .allMatch(bot -> bot.a().confirmedE8().isPresent()
                        && bot.b().confirmedE8().isPresent());
    }

    /// Whether an order is in flight, a leg lacks its mate, or two legs are being worked on.
    static boolean isBusy(EngineSnapshot snapshot) {
        return snapshot.bots().stream().anyMatch(Exposure::isBusy);
    }

    private static boolean isBusy(BotView bot) {
        boolean working = switch (bot.state()) {
            case ENTERING, EXITING, RESOLVING, REPAIRING -> true;
            case BOOT, RECONCILE, FLAT, HEDGED, COOLDOWN, FROZEN, HALTED -> false;
        };
        return working
                || bot.a().order().isPresent()
                || bot.b().order().isPresent()
                || bot.a().positionE8() + bot.b().positionE8() != 0;
    }

    private static void describe(BotView bot, LegView leg, List<String> open) {
        if (leg.positionE8() != 0) {
            open.add((leg.positionE8() > 0 ? "long " : "short ") + FixedPoint.format(Math.abs(leg.positionE8())) + " "
                    + bot.pair() + " on " + leg.exchange());
        }
        if (leg.confirmedE8().isEmpty()) {
            open.add("not known for " + bot.pair() + " on " + leg.exchange() + ", which never told");
        }
        leg.order()
                .ifPresent(order -> open.add("order " + order.id() + " on " + leg.exchange() + " ("
                        + order.state().name().toLowerCase(Locale.ROOT) + ")"));
    }
}
