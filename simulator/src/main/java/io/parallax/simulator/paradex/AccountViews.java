package io.parallax.simulator.paradex;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.Bust;
import io.parallax.simulator.core.FundingPayment;
import io.parallax.simulator.core.Position;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Transfer;
import io.parallax.units.FixedPoint;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// Accounts and positions in the exchange's own shape. One USDC counts as one USD: chosen. Thread: simulator
/// loop.
final class AccountViews {
    private static final String SETTLEMENT_ASSET = "USDC";

    private final SimulatedExchange exchange;

    AccountViews(SimulatedExchange exchange) {
        this.exchange = exchange;
    }

    ObjectNode account(Account account, long sequence, long nowMillis) {
        return Json.object()
                .put("account", account.id())
                .put("account_value", FixedPoint.format(account.valueE8()))
                .put("free_collateral", FixedPoint.format(freeCollateralE8(account)))
                .put("initial_margin_requirement", FixedPoint.format(account.initialMarginE8()))
                .put("maintenance_margin_requirement", FixedPoint.format(account.maintenanceMarginE8()))
                .put("margin_cushion", FixedPoint.format(cushionE8(account)))
                .put("seq_no", sequence)
                .put("settlement_asset", SETTLEMENT_ASSET)
                .put("status", CoreNames.accountStatus(account.status()).name())
                .put("total_collateral", FixedPoint.format(account.cashE8()))
                .put("updated_at", nowMillis);
    }

    SbeMessage.Account accountMessage(Account account, long sequence, long nowMillis) {
        long micros = TimeUnit.MILLISECONDS.toMicros(nowMillis);
        return new SbeMessage.Account(
                micros,
                sequence,
                account.cashE8(),
                freeCollateralE8(account),
                account.initialMarginE8(),
                account.maintenanceMarginE8(),
                account.valueE8(),
                micros,
                account.id(),
                cushionE8(account),
                CoreNames.accountStatus(account.status()),
                SbeMessage.NULL,
                SETTLEMENT_ASSET);
    }

    private static long freeCollateralE8(Account account) {
        return account.valueE8() - account.initialMarginE8();
    }

    private static long cushionE8(Account account) {
        return account.valueE8() - account.maintenanceMarginE8();
    }

    ObjectNode balance(Account account, long nowMillis) {
        return Json.object()
                .put("token", SETTLEMENT_ASSET)
                .put("size", FixedPoint.format(account.cashE8()))
                .put("last_updated_at", nowMillis);
    }

    /// Every position that was ever open; flat ones stay listed as closed.
    static List<Position> positions(Account account) {
        return everOpen(account.positions());
    }

    /// As questions see them: as long ago as answers lie behind.
    List<Position> positionsToRead(Account account) {
        long lagNanos = exchange.lags().positionsNanos();
        return lagNanos == 0
                ? positions(account)
                : everOpen(account.positionsAsOf(exchange.loop().nanoTime() - lagNanos));
    }

    private static List<Position> everOpen(Collection<Position> positions) {
        return positions.stream()
                .filter(position -> position.updatedEpochMillis() != 0)
                .toList();
    }

    static ObjectNode payment(FundingPayment payment) {
        return Json.object()
                .put("id", Long.toString(payment.id()))
                .put("account", payment.account())
                .put("market", payment.symbol())
                .put("payment", FixedPoint.format(payment.paymentE8()))
                .put("index", FixedPoint.format(payment.indexE8()))
                .put("fill_id", payment.fillId() == 0 ? "" : Identifiers.fillId(payment.fillId()))
                .put("created_at", payment.epochMillis());
    }

    static ObjectNode bust(Bust bust) {
        return Json.object()
                .put("account", bust.fill().order().account())
                .put("busted_fill_id", Identifiers.fillId(bust.fill().fillId()))
                .put("created_at", bust.epochMillis());
    }

    /// The fields of a transfer are not in what we have of the documentation: chosen.
    static ObjectNode transfer(Transfer transfer) {
        return Json.object()
                .put("id", Long.toString(transfer.id()))
                .put("account", transfer.account())
                .put("kind", transfer.amountE8() < 0 ? "WITHDRAWAL" : "DEPOSIT")
                .put("status", "COMPLETED")
                .put("amount", FixedPoint.format(Math.abs(transfer.amountE8())))
                .put("token", SETTLEMENT_ASSET)
                .put("created_at", transfer.epochMillis())
                .put("last_updated_at", transfer.epochMillis());
    }

    ObjectNode position(Account account, Position position, long sequence) {
        long markE8 = markE8(position.symbol());
        long entryE8 = position.averageEntryE8();
        boolean flat = position.flat();
        return Json.object()
                .put("id", account.id() + "-" + position.symbol())
                .put("account", account.id())
                .put("market", position.symbol())
                .put("status", flat ? "CLOSED" : "OPEN")
                .put("side", position.quantityE8() < 0 ? "SHORT" : "LONG")
                .put("size", FixedPoint.format(position.quantityE8()))
                .put("average_entry_price", FixedPoint.format(entryE8))
                .put("average_entry_price_usd", FixedPoint.format(entryE8))
                .put("average_exit_price", "")
                .put("realized_positional_pnl", FixedPoint.format(position.realisedE8()))
                .put("realized_positional_funding_pnl", FixedPoint.format(position.fundingE8()))
                .put("unrealized_pnl", FixedPoint.format(unrealisedE8(account, position, markE8)))
                .put("unrealized_funding_pnl", FixedPoint.format(account.unrealisedFundingE8(position)))
                .put("cost", FixedPoint.format(position.costE8()))
                .put("cost_usd", FixedPoint.format(position.costE8()))
                .put("cached_funding_index", FixedPoint.format(position.fundingIndexE8()))
                .put("leverage", Integer.toString(account.leverage(position.symbol())))
                .put("liquidation_price", Json.decimal(account.liquidationPriceE8(position)))
                .put("last_fill_id", Identifiers.fillId(position.lastFillId()))
                .put("seq_no", sequence)
                .put("created_at", position.openedEpochMillis())
                .put("last_updated_at", position.updatedEpochMillis())
                .put("closed_at", flat ? position.updatedEpochMillis() : 0);
    }

    SbeMessage.Position positionMessage(Account account, Position position, long sequence, long nowMillis) {
        long markE8 = markE8(position.symbol());
        long entryE8 = position.averageEntryE8();
        return new SbeMessage.Position(
                TimeUnit.MILLISECONDS.toMicros(nowMillis),
                sequence,
                position.quantityE8() < 0 ? Side.SELL : Side.BUY,
                Math.abs(position.quantityE8()),
                entryE8,
                unrealisedE8(account, position, markE8),
                position.realisedE8(),
                account.liquidationPriceE8(position),
                account.leverage(position.symbol()) * FixedPoint.ONE,
                TimeUnit.MILLISECONDS.toMicros(position.updatedEpochMillis()),
                account.id(),
                entryE8,
                position.costE8(),
                position.costE8(),
                position.fundingIndexE8(),
                account.unrealisedFundingE8(position),
                position.flat() ? Wire.PositionStatus.CLOSED : Wire.PositionStatus.OPEN,
                position.symbol(),
                Identifiers.fillId(position.lastFillId()));
    }

    /// Running funding included: documented.
    private static long unrealisedE8(Account account, Position position, long markE8) {
        return position.flat() ? 0 : position.unrealisedE8(markE8) + account.unrealisedFundingE8(position);
    }

    /// Of the spot market behind an instrument.
    long indexE8(String symbol) {
        return exchange.bookEverListed(symbol)
                .filter(SimulatedBook::hasMark)
                .map(SimulatedBook::indexE8)
                .orElse(0L);
    }

    long markE8(String symbol) {
        return exchange.bookEverListed(symbol)
                .filter(SimulatedBook::hasMark)
                .map(SimulatedBook::markE8)
                .orElse(0L);
    }
}
