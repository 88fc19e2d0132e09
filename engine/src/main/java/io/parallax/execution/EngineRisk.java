package io.parallax.execution;

import io.parallax.instrument.ExchangeId;
import io.parallax.risk.AccountMargin;
import io.parallax.risk.Blocker;
import io.parallax.risk.DayLoss;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.MaintenanceWindow;
import io.parallax.risk.OrderBudget;
import io.parallax.risk.OrderRates;
import io.parallax.risk.ReplyTimes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What limits all pairs of an engine together: order budget, loss of the day, accounts, calendar, speed of the
/// exchanges. It forbids entries only. Thread: engine only.
public final class EngineRisk {
    private final EngineLimits limits;
    private final OrderBudget budget;
    private final DayLoss dayLoss;
    private final Map<ExchangeId, AccountMargin> accounts = new LinkedHashMap<>();
    private final Map<ExchangeId, ReplyTimes> replies = new LinkedHashMap<>();
    private final Map<ExchangeId, OrderRates> rates = new LinkedHashMap<>();
    private final Set<ExchangeId> inMaintenance = new HashSet<>();

    /// @param dayResultSoFarE8 what earlier runs of this UTC day realised, quote currency × 10⁸; empty when unknown
    public EngineRisk(EngineLimits limits, Optional<Long> dayResultSoFarE8, Iterable<ExchangeSettings> exchanges) {
        this.limits = limits;
        this.budget = new OrderBudget(
                limits.entries().perMinuteMax(), limits.entries().perDayMax());
        this.dayLoss = new DayLoss(limits.dayLoss(), dayResultSoFarE8);
        for (ExchangeSettings each : exchanges) {
            accounts.put(each.exchange(), new AccountMargin());
            replies.put(
                    each.exchange(),
                    new ReplyTimes(
                            limits.entries().replyMillisP99Max() + each.terms().speedBumpMillis()));
            rates.put(each.exchange(), new OrderRates(each.terms().rates()));
        }
    }

    /// A tick of the timer.
    public void onTick(long nowNanos) {
        replies.values().forEach(each -> each.refresh(nowNanos));
        if (dayLoss.wantsEquity()) {
            learnEquity(nowNanos);
        }
    }

    private void learnEquity(long nowNanos) {
        long equityE8 = 0;
        for (AccountMargin account : accounts.values()) {
            if (!account.isKnown(nowNanos)) {
                return;
            }
            equityE8 = Math.addExact(equityE8, account.equityE8());
        }
        dayLoss.onEquity(equityE8);
    }

    /// What the calendar says.
    public void onWallClock(long epochMillis) {
        inMaintenance.clear();
        for (MaintenanceWindow window : limits.maintenance()) {
            if (window.contains(epochMillis)) {
                inMaintenance.add(window.exchange());
            }
        }
    }

    /// Midnight UTC has passed.
    public void onNewDay() {
        budget.onNewDay();
        dayLoss.onNewDay();
    }

    /// The operator re-arms.
    public void onRearm() {
        dayLoss.onRearm();
        accounts.values().forEach(AccountMargin::thaw);
    }

    /// What keeps a pair on both exchanges from `orders` that increase risk, or [Blocker#NONE].
    Blocker standing(ExchangeId a, ExchangeId b, int orders, long nowNanos) {
        if (account(a).isFrozen() || account(b).isFrozen()) {
            return Blocker.PHANTOM;
        }
        Blocker day = dayLoss.blocker();
        if (day != Blocker.NONE) {
            return day;
        }
        if (inMaintenance.contains(a) || inMaintenance.contains(b)) {
            return Blocker.MAINTENANCE;
        }
        if (!budget.allows(orders, nowNanos)) {
            return Blocker.ORDER_BUDGET;
        }
        return replies(a).tooSlow() || replies(b).tooSlow() ? Blocker.SLOW_REPLIES : Blocker.NONE;
    }

    /// What keeps a pair on both exchanges from beginning an entry now, or [Blocker#NONE]. An entry that has begun is
    /// finished: its second leg costs the full fee rather than leave the first one naked.
    Blocker beginning(ExchangeId a, ExchangeId b, long nowNanos) {
        return rates(a).allowsEntry(nowNanos) && rates(b).allowsEntry(nowNanos) ? Blocker.NONE : Blocker.ORDER_RATE;
    }

    public AccountMargin account(ExchangeId id) {
        return known(accounts.get(id), id);
    }

    ReplyTimes replies(ExchangeId id) {
        return known(replies.get(id), id);
    }

    OrderRates rates(ExchangeId id) {
        return known(rates.get(id), id);
    }

    OrderBudget budget() {
        return budget;
    }

    public DayLoss dayLoss() {
        return dayLoss;
    }

    private static <T> T known(@Nullable T found, ExchangeId id) {
        if (found == null) {
            throw new IllegalArgumentException("no account on exchange " + id);
        }
        return found;
    }
}
