package io.parallax.simulator.paradex;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.Fill;
import io.parallax.simulator.core.FillKind;
import io.parallax.units.FixedPoint;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A fill in the exchange's own shape. Thread: any; immutable.
///
/// @param id unique among the fills of its type only (Paradex, fill types)
/// @param side as published, see [ParadexSimulatorSettings.Stream#fillSideOfTaker]
/// @param underlyingE8 price of the underlying at the time
record ParadexFill(Fill fill, String id, Side side, boolean interactive, long underlyingE8) {
    private static final String FEE_CURRENCY = "USDC";

    /// Unique among all fills, for cursors.
    String key() {
        return type() + "-" + id;
    }

    String market() {
        return fill.order().symbol();
    }

    long createdMillis() {
        return fill.epochMillis();
    }

    private Set<Wire.FillFlag> flags() {
        return interactive ? EnumSet.of(Wire.FillFlag.INTERACTIVE) : EnumSet.noneOf(Wire.FillFlag.class);
    }

    private Wire.FillType type() {
        return CoreNames.fillType(fill.kind());
    }

    /// A liquidation has an order that no client was told of: chosen. Transfers and settlements have none.
    private String orderId() {
        return fill.kind() == FillKind.LIQUIDATION
                ? Identifiers.ownOrderId(fill.epochMillis(), fill.fillId())
                : fill.order().orderId();
    }

    private Wire.Liquidity liquidity() {
        return fill.maker() ? Wire.Liquidity.MAKER : Wire.Liquidity.TAKER;
    }

    ObjectNode json() {
        ArrayNode flagNames = Json.array();
        if (interactive) {
            flagNames.add("interactive");
        }
        ObjectNode node = Json.object()
                .put("id", id)
                .put("account", fill.order().account())
                .put("market", market())
                .put("order_id", orderId())
                .put("client_id", fill.order().clientId())
                .put("side", side.name())
                .put("liquidity", liquidity().name())
                .put("price", FixedPoint.format(fill.priceE8()))
                .put("size", FixedPoint.format(fill.quantityE8()))
                .put("remaining_size", FixedPoint.format(fill.remainingE8()))
                .put("fee", FixedPoint.format(fill.feeE8()))
                .put("fee_currency", FEE_CURRENCY)
                .put("fill_type", type().name())
                .put("realized_pnl", FixedPoint.format(fill.realisedE8()))
                .put("realized_funding", FixedPoint.format(fill.fundingE8()))
                .put("underlying_price", FixedPoint.format(underlyingE8))
                .put("orderbook_seq_no", fill.bookSequence())
                .put("created_at", fill.epochMillis());
        node.set("flags", flagNames);
        return node;
    }

    SbeMessage.Fill message(long publishedMillis) {
        return new SbeMessage.Fill(
                TimeUnit.MILLISECONDS.toMicros(publishedMillis),
                fill.kind() == FillKind.DELEVERAGING ? SbeMessage.NULL : fill.bookSequence(),
                type(),
                side,
                liquidity(),
                fill.priceE8(),
                fill.quantityE8(),
                fill.feeE8(),
                fill.realisedE8() == 0 ? SbeMessage.NULL : fill.realisedE8(),
                TimeUnit.MILLISECONDS.toMicros(fill.epochMillis()),
                fill.order().account(),
                underlyingE8,
                fill.fundingE8(),
                flags(),
                fill.bookSequence(),
                id,
                orderId(),
                fill.order().clientId(),
                Identifiers.tradeId(fill.epochMillis(), fill.tradeId()),
                market(),
                FEE_CURRENCY);
    }
}
