package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.AccountEvent.ForcedKind;
import io.parallax.exchange.AccountEvent.Standing;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// An exchange closes part of a position by itself, or restricts the account.
class ForcedReductionTest extends TradingScenario {
    private void told(ForcedKind kind, String quantity, String fillId) {
        told(kind, quantity, fillId, false);
    }

    private void told(ForcedKind kind, String quantity, String fillId, boolean late) {
        vest.tell(new AccountEvent.ForcedReduction(
                ExchangeId.VEST,
                PAIR,
                kind,
                FixedPoint.parse("86000"),
                FixedPoint.parse(quantity),
                FixedPoint.parse("1.25"),
                fillId,
                late,
                time.nowNanos()));
    }

    /// Vest is long 0.01 and sells part of it at 86000 with a fee of 1.25.
    private void closes(ForcedKind kind, String quantity, String fillId) {
        closesUntold(quantity);
        told(kind, quantity, fillId);
    }

    private void closesUntold(String quantity) {
        long quantityE8 = FixedPoint.parse(quantity);
        vest.move(PAIR, -quantityE8, FixedPoint.parse("86000"));
        vest.cashE8 += quantityE8 * 86_000 - FixedPoint.parse("1.25");
    }

    @Test
    void s21TheOtherLegLosesTheSameAndThePairHalts() {
        untilHedged();
        calm();
        closes(ForcedKind.LIQUIDATION, "0.002", "l1");
        told(ForcedKind.LIQUIDATION, "0.002", "l1");
        await(PairState.HALTED, 3_000);
        isHaltedFor(HaltReason.LIQUIDATED);
        holds("0.008", "-0.008");
    }

    @Test
    void s22ThePriceOfTheExchangeIsBookedToTheLastDigit() {
        long vestStartE8 = vest.cashE8;
        long paradexStartE8 = paradex.cashE8;
        untilHedged();
        calm();
        closes(ForcedKind.DELEVERAGING, "0.01", "d1");
        told(ForcedKind.DELEVERAGING, "0.01", "d1");
        await(PairState.HALTED, 3_000);
        isHaltedFor(HaltReason.DELEVERAGED);
        isFlat();
        run(1_000);
        agreesWithBothLedgers(vestStartE8, paradexStartE8);
    }

    /// Its report was lost, the position was believed; then the report comes.
    @Test
    void ps10AReportThatComesAfterThePositionWasBelievedIsNotBookedTwice() {
        untilHedged();
        calm();
        vest.move(PAIR, -FixedPoint.parse("0.004"), FixedPoint.parse("86000"));
        run(20_000);
        isHaltedFor(HaltReason.LEDGER_MISMATCH);
        holds("0.006", "-0.006");
        told(ForcedKind.LIQUIDATION, "0.004", "l1");
        run(20_000);
        holds("0.006", "-0.006");
    }

    /// The position was taken over flat, a new one was opened since, and the old reduction is found among old fills.
    @Test
    void ps10AReductionThatIsFoundLateAndWasInThePositionIsNotBooked() {
        untilHedged();
        told(ForcedKind.DELEVERAGING, "0.004", "d1", true);
        run(20_000);
        holds("0.01", "-0.01");
        assertThat(view().state()).isEqualTo(PairState.HEDGED);
    }

    /// The stream lost it, and it is found before the position is read.
    @Test
    void ps10AReductionThatIsFoundLateAndIsNewIsBookedByTheNextRead() {
        long vestStartE8 = vest.cashE8;
        long paradexStartE8 = paradex.cashE8;
        untilHedged();
        closesUntold("0.01");
        told(ForcedKind.DELEVERAGING, "0.01", "d1", true);
        await(PairState.HALTED, 3_000);
        isHaltedFor(HaltReason.DELEVERAGED);
        isFlat();
        run(1_000);
        agreesWithBothLedgers(vestStartE8, paradexStartE8);
    }

    @Test
    void ps10AReportFromBeforeTheTruthIsKnownIsHistory() {
        start();
        told(ForcedKind.LIQUIDATION, "0.002", "l1");
        run(500);
        assertThat(view().state()).isEqualTo(PairState.RECONCILE);
        told(ForcedKind.LIQUIDATION, "0.002", "l2");
        await(PairState.HALTED, 30_000);
        isHaltedFor(HaltReason.LIQUIDATED);
        isFlat();
    }

    @Test
    void ec04FundingIsPartOfTheResultOnce() {
        untilHedged();
        calm();
        for (int i = 0; i < 3; i++) {
            vest.tell(new AccountEvent.FundingPaid(ExchangeId.VEST, PAIR, -12_345, "p1", time.nowNanos()));
            vest.tell(new AccountEvent.FundingPaid(ExchangeId.VEST, "ETH-PERP", 777, "p2", time.nowNanos()));
        }
        long before = view().netE8();
        vest.tell(new AccountEvent.FundingPaid(ExchangeId.VEST, PAIR, 45, "p3", time.nowNanos()));
        run(300);
        assertThat(view().fundingE8()).isEqualTo(-12_300);
        assertThat(view().netE8()).isEqualTo(view().grossE8() - view().feesE8() - 12_300);
        assertThat(before).isNotEqualTo(view().netE8());
    }

    @Test
    void vn13ARestrictedAccountLetsNothingGrowUntilItIsActiveAgain() {
        untilFlat();
        vest.tell(new AccountEvent.AccountState(ExchangeId.VEST, Standing.RESYNC, "RESYNC", time.nowNanos()));
        vestIsCheap();
        run(10_000);
        assertThat(vest.received).isEmpty();
        assertThat(view().haltReason()).isEmpty();
        vest.tell(new AccountEvent.AccountState(ExchangeId.VEST, Standing.ACTIVE, "ACTIVE", time.nowNanos()));
        vestIsCheap();
        await(PairState.HEDGED, 10_000);
    }

    @Test
    void vn13AStatusThatNobodyKnowsHalts() {
        untilFlat();
        vest.tell(new AccountEvent.AccountState(ExchangeId.VEST, Standing.UNKNOWN, "ODD", time.nowNanos()));
        await(PairState.HALTED, 1_000);
        isHaltedFor(HaltReason.ACCOUNT_RESTRICTED);
    }
}
