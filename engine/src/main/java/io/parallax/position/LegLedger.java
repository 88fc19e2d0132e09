package io.parallax.position;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// What we hold on one exchange and what it earned. Thread: engine only.
///
/// Cash is conserved: whatever a fill paid or took is in the cost of what is still held or in the realised
/// result, never in both and never lost. Closing takes its share of the cost, rounded half-even to 10⁻⁸; the
/// last close takes the remainder. So a flat leg's realised result is exactly what came in minus what went out.
public final class LegLedger {
    private long quantityE8;
    private long pricedE8;
    private long costE8;
    private long realisedE8;
    private long feesE8;
    private long fundingE8;
    private long lastChangeNanos = Long.MIN_VALUE;
    private boolean exact = true;
    private final SettlementBasis basis;

    /// On an exchange whose accounts are settled in the currency of its prices.
    public LegLedger() {
        this(false);
    }

    /// @param settlesApart whether accounts are settled in another currency than prices are told in: USDC and USD
    public LegLedger(boolean settlesApart) {
        basis = new SettlementBasis(settlesApart);
    }

    /// What one unit of the settlement currency is worth in the currency of prices from now on, × 10⁸; 0 when that is
    /// not known.
    public void settlementRate(long rateE8) {
        basis.rate(rateE8);
    }

    /// More (or, negative, less) of the position is known, perhaps before its price is.
    ///
    /// @param signedE8 positive adds to a long
    public void onQuantity(long signedE8, long nowNanos) {
        if (signedE8 != 0) {
            if (quantityE8 == 0 && pricedE8 == 0) {
                exact = true;
            }
            quantityE8 = Math.addExact(quantityE8, signedE8);
            lastChangeNanos = nowNanos;
        }
    }

    /// The price of an execution whose quantity was told by [#onQuantity].
    public void onFill(Side side, long priceE8, long quantityE8, long feeE8) {
        long signedE8 = side.sign() * quantityE8;
        long notionalE8 = side.sign() * FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
        feesE8 = Math.addExact(feesE8, feeE8);
        long worthE8 = basis.ofE8(notionalE8);
        boolean reduces = pricedE8 != 0 && Long.signum(pricedE8) != Long.signum(signedE8);
        if (!reduces) {
            pricedE8 = Math.addExact(pricedE8, signedE8);
            costE8 = Math.addExact(costE8, notionalE8);
            basis.open(worthE8);
            return;
        }
        long heldE8 = Math.abs(pricedE8);
        long closedE8 = Math.min(heldE8, quantityE8);
        long paidE8 = closedE8 == quantityE8
                ? notionalE8
                : FixedPoint.multiplyDivide(notionalE8, closedE8, quantityE8, Rounding.HALF_EVEN);
        long paidWorthE8 = closedE8 == quantityE8
                ? worthE8
                : FixedPoint.multiplyDivide(worthE8, closedE8, quantityE8, Rounding.HALF_EVEN);
        close(heldE8, closedE8, paidE8);
        basis.close(heldE8, closedE8, paidWorthE8);
        if (closedE8 < quantityE8) {
            pricedE8 = side.sign() * (quantityE8 - closedE8);
            costE8 = notionalE8 - paidE8;
            basis.open(worthE8 - paidWorthE8);
        }
    }

    private void close(long heldE8, long closedE8, long paidE8) {
        long shareE8 =
                closedE8 == heldE8 ? costE8 : FixedPoint.multiplyDivide(costE8, closedE8, heldE8, Rounding.HALF_EVEN);
        realisedE8 = Math.subtractExact(realisedE8, Math.addExact(paidE8, shareE8));
        costE8 -= shareE8;
        pricedE8 -= Long.signum(pricedE8) * closedE8;
    }

    /// Funding was settled.
    ///
    /// @param paymentE8 positive when we received it
    public void onFunding(long paymentE8) {
        fundingE8 = Math.addExact(fundingE8, paymentE8);
    }

    /// The exchange took an execution back: cash and quantity flow the other way, at the settlement rate of now.
    public void onBust(Side side, long priceE8, long quantityE8, long feeE8) {
        onFill(side.opposite(), priceE8, quantityE8, Math.negateExact(feeE8));
    }

    /// The exchange holds something else than we can explain, and it is right. From here on the figures are
    /// not ours alone, and [#exact] says so until a position is opened anew.
    public void adopt(long exchangeQuantityE8, long entryPriceE8, long nowNanos) {
        quantityE8 = exchangeQuantityE8;
        pricedE8 = exchangeQuantityE8;
        costE8 = FixedPoint.multiply(entryPriceE8, exchangeQuantityE8, Rounding.HALF_EVEN);
        basis.adopt(exchangeQuantityE8 == 0);
        lastChangeNanos = nowNanos;
        exact = false;
    }

    /// Signed: positive is long.
    public long quantityE8() {
        return quantityE8;
    }

    /// Whether every execution that we know of has its price.
    public boolean isSettled() {
        return quantityE8 == pricedE8;
    }

    /// Whether all of the present position, or of the last one while flat, came about by fills that we know: false
    /// once anything was taken over from the exchange.
    public boolean exact() {
        return exact;
    }

    /// Average price of what is held, or 0 when flat. For screens.
    public long entryPriceE8() {
        return pricedE8 == 0 ? 0 : FixedPoint.divide(costE8, pricedE8, Rounding.HALF_EVEN);
    }

    /// What the open position cost: positive when it was paid for a long, negative when it was received for a short.
    public long costE8() {
        return costE8;
    }

    /// Result of everything closed so far, before fees.
    public long realisedE8() {
        return realisedE8;
    }

    /// Fees paid so far.
    public long feesE8() {
        return feesE8;
    }

    /// Funding received so far; negative when more was paid.
    public long fundingE8() {
        return fundingE8;
    }

    /// What the settlement currency's distance from par made of everything closed so far, beside [#realisedE8], as
    /// far as that is known. Prices made as much of the settlement currency as both together; fees and funding are
    /// told in it.
    public long basisE8() {
        return basis.realisedE8();
    }

    /// Closes so far whose part in [#basisE8] is not known, because no rate was.
    public long basisUnknowns() {
        return basis.unknowns();
    }

    /// Whether a rate was ever told, or none is needed.
    public boolean isBasisRead() {
        return basis.isRead();
    }

    /// When the quantity last changed, or [Long#MIN_VALUE].
    public long lastChangeNanos() {
        return lastChangeNanos;
    }
}
