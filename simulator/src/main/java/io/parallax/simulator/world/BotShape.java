package io.parallax.simulator.world;

import io.parallax.execution.LegOrder;
import io.parallax.execution.PairSettings;
import io.parallax.strategy.LayerSettings;

/// How the bot of a world enters. Thread: any; immutable.
///
/// @param legOrder in which order the legs of its entries leave
/// @param layers in how many steps it builds a position up
public record BotShape(LegOrder legOrder, LayerSettings layers) {
    /// Both legs at once, the whole position at once.
    public static final BotShape PLAIN = new BotShape(LegOrder.CONCURRENT, LayerSettings.NONE);

    /// Above the entry threshold of the world's bot.
    private static final long LAYERS_OVER_PPM = 500;

    /// @param layers of equal weight, the last one 5 basis points above the first; 1 for the whole position at once
    public static BotShape of(LegOrder legOrder, int layers) {
        return new BotShape(
                legOrder,
                layers == 1
                        ? LayerSettings.NONE
                        : new LayerSettings(
                                layers, SimulatedWorld.ENTRY_PPM + LAYERS_OVER_PPM, LayerSettings.Weights.EQUAL));
    }

    /// At this spread some entry of the world's bot is due whatever the exchanges' minima are: layers that are
    /// too small to be traded alone come with a later one.
    public long surelyEntersPpm() {
        return layers.isLayered() ? layers.entryMaxPpm() : SimulatedWorld.ENTRY_PPM;
    }

    PairSettings apply(PairSettings settings) {
        return settings.withLegOrder(legOrder).withLayers(layers);
    }
}
