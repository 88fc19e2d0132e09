package io.parallax.simulator.core;

import static io.parallax.simulator.core.CoreWorld.OTHER_SYMBOL;
import static io.parallax.simulator.core.CoreWorld.SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.SimulatedBook.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Money and quantities are conserved to the last digit whatever happens to an exchange: a witness adds up what the
/// listeners are told and must agree with every ledger after every step. The seed is `parallax.seed`, or drawn.
class ConservationTest {
    private static final int STEPS = 4_000;
    private static final List<String> SYMBOLS = List.of(SYMBOL, OTHER_SYMBOL);
    private static final List<AccountStatus> STATUSES = List.of(AccountStatus.values());
    private static final List<TradingMode> MODES = List.of(TradingMode.values());
    private static final List<Instruction> INSTRUCTIONS = List.of(Instruction.values());
    private static final List<String> ACCOUNTS = List.of("me", "other");

    @ParameterizedTest
    @EnumSource(Execution.class)
    void conservesMoneyAndQuantityWhateverHappens(Execution execution) {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("ConservationTest " + execution + " -Dparallax.seed=" + seed);
        var run = new Run(execution, seed);
        for (int step = 0; step < STEPS; step++) {
            String did = run.step();
            run.witness.check("seed " + seed + ", step " + step + ", " + did);
        }
        assertThat(run.witness.kinds()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(6);
    }

    private static final class Run {
        private final SplittableRandom random;
        private final CoreWorld world;
        private final ExchangeControl control;
        private final Witness witness;
        private long middle = 1_000;
        private int orders;

        Run(Execution execution, long seed) {
            random = new SplittableRandom(seed);
            world = new CoreWorld(execution);
            control = world.control;
            world.exchange.openAccount("other");
            witness = new Witness(world.exchange, world.loop);
            world.exchange.addListener(witness);
            control.judge(order -> verdict());
            SYMBOLS.forEach(this::quote);
        }

        private OrderVerdict verdict() {
            OrderVerdict none = OrderVerdict.NONE;
            return switch (random.nextInt(16)) {
                case 0 -> OrderVerdict.refused(EndReason.PRICE_STALE);
                case 1 -> none.withFillMaxE8(random.nextLong(1, 2_000) * 100_000);
                case 2 -> none.withOverfillE8(random.nextLong(1, 2_000) * 100_000);
                case 3 -> none.withLateNanos(random.nextLong(5_000_000));
                case 4 -> none.withTwice();
                case 5 -> none.withRests();
                case 6 -> none.withBustAfterNanos(random.nextLong(20_000_000));
                case 7 ->
                    none.withTwice()
                            .withBustAfterNanos(random.nextLong(3_000_000))
                            .withOverfillE8(100_000);
                default -> none;
            };
        }

        String step() {
            world.loop.advanceNanos(random.nextLong(3_000_000));
            int dice = random.nextInt(100);
            if (dice < 30) {
                middle = Math.max(200, middle + random.nextLong(-30, 31));
                quote(symbol());
                return "quotes";
            }
            if (dice < 80) {
                order();
                return "order";
            }
            return accident(random.nextInt(16));
        }

        private String accident(int which) {
            switch (which) {
                case 0 -> control.funding(symbol(), random.nextLong(-50_000_000_000L, 50_000_000_000L), 1);
                case 1 -> control.payFunding(symbol());
                case 2 -> control.transfer(account(), random.nextLong(-100_000_000_000L, 500_000_000_000L));
                case 3 -> control.bust(random.nextLong(1, 2 + Math.max(1, witness.lastFillId)));
                case 4 -> control.liquidate(account(), symbol(), 200_000 * random.nextLong(1, 6));
                case 5 -> control.deleverage(account(), symbol(), random.nextLong(1, 1_000_001), middle * 9_000_000);
                case 6 -> control.rollBack(random.nextLong(40_000_000));
                case 7 -> control.status(account(), STATUSES.get(random.nextInt(STATUSES.size())));
                case 8 -> control.cancelAll();
                case 9 -> control.deviate(symbol(), random.nextLong(-20_000, 20_000), random.nextLong(-20_000, 20_000));
                case 10 -> control.mode(symbol(), MODES.get(random.nextInt(MODES.size())));
                case 11 -> control.change(symbol(), rules -> rules.withTakerFeePpm(random.nextLong(0, 3_000)));
                case 12 -> control.makerFeePpm(random.nextLong(-100, 500));
                case 13 -> control.phantom(account(), random.nextLong(-100_000_000_000L, 1));
                case 14 -> {
                    String symbol = symbol();
                    control.settle(symbol, middle * 10_000_000, 150);
                    control.mode(symbol, TradingMode.OPEN);
                }
                default -> SYMBOLS.forEach(symbol -> control.mode(symbol, TradingMode.OPEN));
            }
            return "accident " + which;
        }

        private String symbol() {
            return SYMBOLS.get(random.nextInt(2));
        }

        private String account() {
            return ACCOUNTS.get(random.nextInt(2));
        }

        private void quote(String symbol) {
            world.exchange.refresh(
                    symbol,
                    List.of(new Level((middle - 1) * 10_000_000, random.nextLong(1, 300) * 100_000)),
                    List.of(
                            new Level((middle + 1) * 10_000_000, random.nextLong(1, 300) * 100_000),
                            new Level((middle + 2) * 10_000_000, random.nextLong(1, 900) * 100_000)));
        }

        private void order() {
            world.exchange.submit(
                    NewOrder.limit(
                            "s" + orders++,
                            "",
                            account(),
                            symbol(),
                            random.nextBoolean() ? Side.BUY : Side.SELL,
                            INSTRUCTIONS.get(random.nextInt(INSTRUCTIONS.size())),
                            random.nextLong(1, 3_000) * 100_000,
                            (middle + random.nextLong(-10, 10)) * 10_000_000,
                            random.nextInt(4) == 0),
                    random.nextLong(2_000_000));
        }
    }

    /// Adds up what happened, in pure flows: nothing of the ledger's own arithmetic.
    private static final class Witness implements ExchangeListener {
        private final SimulatedExchange exchange;
        private final VirtualIoLoop loop;
        private final List<Entry> entries = new ArrayList<>();
        private final Set<String> seen = new LinkedHashSet<>();
        private long lastFillId;

        private record Entry(String kind, long nanos, String account, String symbol, long quantityE8, long moneyE8) {}

        Witness(SimulatedExchange exchange, VirtualIoLoop loop) {
            this.exchange = exchange;
            this.loop = loop;
        }

        private void add(String kind, String account, String symbol, long quantityE8, long moneyE8) {
            seen.add(kind);
            entries.add(new Entry(kind, loop.nanoTime(), account, symbol, quantityE8, moneyE8));
        }

        @Override
        public void onFill(Fill fill) {
            int sign = fill.order().side().sign();
            lastFillId = fill.fillId();
            add(
                    fill.kind().name(),
                    fill.order().account(),
                    fill.order().symbol(),
                    sign * fill.quantityE8(),
                    -sign * fill.notionalE8() - fill.feeE8());
        }

        @Override
        public void onBust(Bust bust) {
            Fill fill = bust.fill();
            int sign = fill.order().side().sign();
            add(
                    "bust",
                    fill.order().account(),
                    fill.order().symbol(),
                    -sign * fill.quantityE8(),
                    sign * fill.notionalE8() + fill.feeE8());
        }

        @Override
        public void onFunding(FundingPayment payment) {
            add("funding", payment.account(), payment.symbol(), 0, payment.paymentE8());
        }

        @Override
        public void onTransfer(Transfer transfer) {
            add("transfer", transfer.account(), "", 0, transfer.amountE8());
        }

        @Override
        public void onRollback(long nanos, long epochMillis) {
            entries.removeIf(entry -> entry.nanos() - nanos > 0);
        }

        void check(String when) {
            for (String name : ACCOUNTS) {
                Account account = exchange.account(name).orElseThrow();
                long costE8 =
                        account.positions().stream().mapToLong(Position::costE8).sum();
                assertThat(account.cashE8() - costE8)
                        .as("money of %s less the cost of its positions, %s", name, when)
                        .isEqualTo(account.startingBalanceE8() + sum(name));
                for (Position position : account.positions()) {
                    assertThat(position.quantityE8()).as(when).isEqualTo(held(name, position.symbol()));
                    assertThat(position.realisedE8() - position.costE8())
                            .as(when)
                            .isEqualTo(position.tradedFlowE8());
                    assertThat(Long.signum(position.costE8()))
                            .as("sign of the cost, %s", when)
                            .isEqualTo(Long.signum(position.quantityE8()));
                }
                LedgerReport report = account.report();
                assertThat(report.cashE8())
                        .as(when)
                        .isEqualTo(report.startingBalanceE8() + report.netE8() + report.transfersE8());
            }
        }

        private long sum(String account) {
            return entries.stream()
                    .filter(entry -> entry.account().equals(account))
                    .mapToLong(Entry::moneyE8)
                    .sum();
        }

        private long held(String account, String symbol) {
            return entries.stream()
                    .filter(entry ->
                            entry.account().equals(account) && entry.symbol().equals(symbol))
                    .mapToLong(Entry::quantityE8)
                    .sum();
        }

        /// Everything that happened, also what a rollback made undone.
        Set<String> kinds() {
            return seen;
        }
    }
}
