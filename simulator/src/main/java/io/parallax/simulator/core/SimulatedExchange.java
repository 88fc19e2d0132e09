package io.parallax.simulator.core;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.Instrument;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// One simulated exchange: books, accounts, orders. Results of orders arrive at the [ExchangeListener]s after
/// the engine delay that the front end draws. Thread: simulator loop; [#ledgers] and [#faults] from any.
public final class SimulatedExchange {
    /// Ended orders are remembered for queries up to this number; beyond it the oldest are forgotten.
    private static final int ENDED_ORDERS_MAX = 20_000;

    private ExchangeRules rules;
    private final IoLoop loop;
    private final FaultPlan faults = new FaultPlan();
    private final Map<String, SimulatedBook> books = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, SimulatedOrder> orders = new LinkedHashMap<>();
    private final Map<String, SimulatedOrder> untriggered = new LinkedHashMap<>();
    private final List<ExchangeListener> listeners = new ArrayList<>();
    private final Map<String, LedgerReport> ledgers = new ConcurrentSkipListMap<>();
    private final Matching matching;
    private final ExchangeControl control = new ExchangeControl(this);
    private final Ledgers money = new Ledgers(this);
    private final Liquidations liquidations;
    private ReadLags lags = ReadLags.NONE;
    private OrderJudge judge = OrderJudge.LENIENT;
    private OrderFees fees = OrderFees.SAME;
    private TradingMode mode = TradingMode.OPEN;
    private long sequence;
    private boolean marksSilent;

    public SimulatedExchange(
            ExchangeRules rules, Collection<SimulatedInstrument> instruments, IoLoop loop, long firstBookSequence) {
        this.rules = rules;
        this.loop = loop;
        boolean showsResting = rules.execution() == ExchangeRules.Execution.ORDER_BOOK;
        for (SimulatedInstrument instrument : instruments) {
            books.put(
                    instrument.symbol(),
                    new SimulatedBook(instrument, showsResting, firstBookSequence, loop::nanoTime));
        }
        this.matching = new Matching(this);
        this.liquidations = new Liquidations(this, matching);
    }

    public ExchangeRules rules() {
        return rules;
    }

    public IoLoop loop() {
        return loop;
    }

    /// Faults that tests and scenarios plan. Thread: any adds.
    public FaultPlan faults() {
        return faults;
    }

    /// The way to change the exchange while it runs, and to let accidents happen to it.
    public ExchangeControl control() {
        return control;
    }

    /// How far answers lie behind at the moment; front ends follow it.
    public ReadLags lags() {
        return lags;
    }

    /// Whether streams tell marks and indexes at the moment; front ends follow it.
    public boolean tellsMarks() {
        return !marksSilent;
    }

    /// What the exchange as a whole takes.
    public TradingMode mode() {
        return mode;
    }

    /// What an instrument takes: the stricter of its own mode and the exchange's.
    public TradingMode mode(String symbol) {
        SimulatedBook book = books.get(symbol);
        return book == null ? TradingMode.HALTED : mode.stricter(book.mode());
    }

    /// From now on orders pay what `changed` says; for front ends.
    public void fees(OrderFees changed) {
        fees = changed;
    }

    OrderFees fees() {
        return fees;
    }

    public void addListener(ExchangeListener listener) {
        listeners.add(listener);
    }

    /// The books of what is listed.
    public Collection<SimulatedBook> books() {
        return books.values().stream().filter(book -> !book.delisted()).toList();
    }

    public Optional<SimulatedBook> book(String symbol) {
        return Optional.ofNullable(books.get(symbol)).filter(book -> !book.delisted());
    }

    /// The book of an instrument that is or was listed.
    public Optional<SimulatedBook> bookEverListed(String symbol) {
        return Optional.ofNullable(books.get(symbol));
    }

    /// The account of that name, opened with the starting balance if it is new.
    public Account openAccount(String accountId) {
        return accounts.computeIfAbsent(accountId, id -> {
            Account account = new Account(rules.exchange().name(), id, rules.startingBalanceE8(), books);
            account.remember(loop.nanoTime());
            publishLedger(account);
            return account;
        });
    }

    public Optional<Account> account(String accountId) {
        return Optional.ofNullable(accounts.get(accountId));
    }

    /// The ledger of every account as of its last change. Thread: any.
    public List<LedgerReport> ledgers() {
        return List.copyOf(ledgers.values());
    }

    /// An order as it stands, ended ones included while remembered.
    public Optional<OrderUpdate> order(String orderId) {
        return Optional.ofNullable(orders.get(orderId)).map(order -> order.update(sequence));
    }

    /// All remembered orders of an account, oldest first.
    public List<OrderUpdate> orders(String accountId) {
        return orders.values().stream()
                .filter(order -> order.request().account().equals(accountId))
                .map(order -> order.update(sequence))
                .toList();
    }

    /// Checks what can be told without book and account: the instrument, ticks, lots, sizes. For front ends
    /// whose exchange refuses such orders in the answer; [#submit] checks again.
    public EndReason check(NewOrder order) {
        SimulatedBook book = books.get(order.symbol());
        if (book == null || book.delisted()) {
            return EndReason.UNKNOWN_INSTRUMENT;
        }
        Instrument instrument = book.instrument().instrument();
        EndReason refusal = mode(order.symbol()).refusal(order);
        if (refusal != EndReason.NONE) {
            return refusal;
        }
        if (order.quantityE8() % instrument.lotE8() != 0) {
            return EndReason.OFF_LOT;
        }
        if (order.hasLimit() && order.limitE8() % instrument.tickE8() != 0) {
            return EndReason.OFF_TICK;
        }
        if (order.quantityE8() < instrument.quantityMinE8()) {
            return EndReason.QUANTITY_BELOW_MIN;
        }
        return order.quantityE8() > instrument.quantityMaxE8() ? EndReason.QUANTITY_ABOVE_MAX : EndReason.NONE;
    }

    /// Takes an order: tells the listeners that it is [OrderState#NEW] before this returns, and matches it
    /// after `engineDelayNanos`. Its account must be open and its id unused.
    public OrderUpdate submit(NewOrder request, long engineDelayNanos) {
        Account account = accounts.get(request.account());
        if (account == null) {
            throw new IllegalStateException("the account of order " + request.orderId() + " is not open");
        }
        if (orders.containsKey(request.orderId())) {
            throw new IllegalStateException("order id " + request.orderId() + " was used before");
        }
        SimulatedOrder order = new SimulatedOrder(request, account, judge.judge(request), loop.epochMillis());
        remember(order);
        account.track(order);
        OrderUpdate accepted = announce(order);
        publishLedger(account);
        loop.schedule(engineDelayNanos + order.verdict().lateNanos(), () -> start(order));
        return accepted;
    }

    /// What was decided about an order while it is remembered; for front ends, which send its reports.
    public OrderVerdict verdict(String orderId) {
        SimulatedOrder order = orders.get(orderId);
        return order == null ? OrderVerdict.NONE : order.verdict();
    }

    private void remember(SimulatedOrder order) {
        orders.put(order.request().orderId(), order);
        if (orders.size() > ENDED_ORDERS_MAX) {
            orders.values().stream()
                    .filter(old -> old.state().ended())
                    .findFirst()
                    .ifPresent(old -> orders.remove(old.request().orderId()));
        }
    }

    private void start(SimulatedOrder order) {
        if (order.state().ended()) {
            return;
        }
        SimulatedBook book = books.get(order.request().symbol());
        EndReason refusal = faults.take(Fault.RefusedOrder.class)
                .map(Fault.RefusedOrder::reason)
                .orElseGet(() -> order.verdict().refusal() == EndReason.NONE
                        ? check(order.request())
                        : order.verdict().refusal());
        if (refusal != EndReason.NONE || book == null) {
            end(order, OrderState.REJECTED, refusal);
        } else if (order.request().hasTrigger() && !triggered(order.request(), book)) {
            order.becomes(OrderState.UNTRIGGERED, EndReason.NONE, loop.epochMillis());
            untriggered.put(order.request().orderId(), order);
            announce(order);
        } else if (order.endsUnfilled()) {
            end(order, OrderState.CANCELLED, EndReason.IOC_REMAINDER);
        } else {
            matching.execute(order, book);
            publishBook(book);
            publishLedger(order.account());
        }
    }

    private static boolean triggered(NewOrder order, SimulatedBook book) {
        return book.hasMark()
                && (order.triggersAbove() ? book.markE8() >= order.triggerE8() : book.markE8() <= order.triggerE8());
    }

    /// Cancels an order that has not ended. Returns false when there is none of that id and account, or it has
    /// ended.
    public boolean cancel(String accountId, String orderId) {
        SimulatedOrder order = orders.get(orderId);
        if (order == null || order.state().ended() || !order.request().account().equals(accountId)) {
            return false;
        }
        cancel(order, EndReason.USER_CANCELLED);
        return true;
    }

    void cancel(SimulatedOrder order, EndReason reason) {
        SimulatedBook book = books.get(order.request().symbol());
        end(order, OrderState.CANCELLED, reason);
        if (book != null) {
            book.remove(order);
            publishBook(book);
        }
    }

    /// Changes size and limit of a limit order that has not ended; what is filled counts towards the new size.
    /// Returns why not, or [EndReason#NONE]. A resting order is matched anew and joins the end of its queue.
    ///
    /// @param keepsPlace whether a resting order stays where it is in the queue; only for a smaller size at the
    /// same limit
    public EndReason modify(String accountId, String orderId, long quantityE8, long limitE8, boolean keepsPlace) {
        SimulatedOrder order = orders.get(orderId);
        if (order == null || order.state().ended() || !order.request().account().equals(accountId)) {
            return EndReason.USER_CANCELLED;
        }
        if (quantityE8 <= order.filledE8()) {
            return EndReason.QUANTITY_BELOW_MIN;
        }
        NewOrder before = order.request();
        NewOrder changed = before.amended(quantityE8, limitE8);
        EndReason refusal = check(changed);
        SimulatedBook book = books.get(before.symbol());
        if (refusal != EndReason.NONE || book == null) {
            return refusal;
        }
        if (order.state() != OrderState.OPEN || keepsPlace) {
            order.amend(changed);
            book.touch(before.side(), before.limitE8());
            announce(order);
        } else {
            book.remove(order);
            order.amend(changed);
            refusal = matching.refusal(order, book);
            if (refusal == EndReason.NONE) {
                matching.execute(order, book);
            } else {
                order.amend(before);
                book.rest(order);
            }
        }
        publishBook(book);
        publishLedger(order.account());
        return refusal;
    }

    /// Puts new quotes of the market into a book, executes the resting orders they cross, and wakes triggers.
    public void refresh(String symbol, List<Level> bids, List<Level> asks) {
        SimulatedBook book = existing(symbol);
        book.refresh(bids, asks);
        if (book.delisted()) {
            return;
        }
        boolean open = mode(symbol) == TradingMode.OPEN;
        if (open) {
            matching.matchResting(book);
        }
        BookChange change = book.endChange(BookChange.Cause.MARKET, loop.epochMillis());
        listeners.forEach(listener -> listener.onBookChange(change));
        liquidations.check();
        if (untriggered.isEmpty()) {
            return;
        }
        List.copyOf(untriggered.values()).stream()
                .filter(order -> open && order.request().symbol().equals(symbol) && triggered(order.request(), book))
                .forEach(order -> {
                    untriggered.remove(order.request().orderId());
                    matching.execute(order, book);
                    publishBook(book);
                    publishLedger(order.account());
                });
    }

    // What the control changes.

    void changeMode(TradingMode changed) {
        mode = changed;
        listeners.forEach(listener -> listener.onMode(changed));
    }

    void restart() {
        listeners.forEach(ExchangeListener::onRestart);
    }

    void changeMode(String symbol, TradingMode changed) {
        SimulatedBook book = existing(symbol);
        book.mode(changed);
        listeners.forEach(listener -> listener.onInstrument(book));
    }

    void changeInstrument(String symbol, UnaryOperator<SimulatedInstrument> change) {
        SimulatedBook book = existing(symbol);
        book.instrument(change.apply(book.instrument()));
        listeners.forEach(listener -> listener.onInstrument(book));
    }

    void changeRules(ExchangeRules changed) {
        rules = changed;
        books.values().forEach(book -> listeners.forEach(listener -> listener.onInstrument(book)));
    }

    void lags(ReadLags changed) {
        lags = changed;
    }

    void marksSilent(boolean silent) {
        marksSilent = silent;
    }

    void judge(OrderJudge changed) {
        judge = changed;
    }

    Collection<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    Ledgers money() {
        return money;
    }

    Liquidations liquidations() {
        return liquidations;
    }

    Account existingAccount(String accountId) {
        Account account = accounts.get(accountId);
        if (account == null) {
            throw new IllegalArgumentException("no account " + accountId + ", there are " + accounts.keySet());
        }
        return account;
    }

    void status(String accountId, AccountStatus status) {
        Account account = existingAccount(accountId);
        account.status(status);
        announceMargin(account);
    }

    void phantom(String accountId, long addedE8) {
        Account account = existingAccount(accountId);
        account.phantomE8(addedE8);
        announceMargin(account);
    }

    /// Cancels every order that has not ended and that `which` picks.
    void cancelAll(Predicate<SimulatedOrder> which, EndReason reason) {
        for (Account account : accounts()) {
            List.copyOf(account.openOrders()).stream()
                    .filter(order -> which.test(order) && !order.state().ended())
                    .forEach(order -> cancel(order, reason));
        }
    }

    void rollBack(long nanos) {
        cancelAll(order -> true, EndReason.EXCHANGE_CANCELLED);
        long thenEpochMillis = loop.epochMillis() - TimeUnit.NANOSECONDS.toMillis(nanos);
        orders.values().removeIf(order -> order.createdEpochMillis() > thenEpochMillis);
        money.rollBack(nanos);
    }

    /// Takes a fill that was undone out of the money of its order.
    void undoneIn(Fill fill) {
        SimulatedOrder order = orders.get(fill.order().orderId());
        if (order != null) {
            order.busted(fill);
        }
    }

    /// Settled positions are closed by then.
    void delist(String symbol) {
        SimulatedBook book = existing(symbol);
        book.delist();
        listeners.forEach(listener -> listener.onInstrument(book));
    }

    SimulatedBook existing(String symbol) {
        SimulatedBook book = books.get(symbol);
        if (book == null) {
            throw new IllegalArgumentException("no instrument " + symbol + ", there are " + books.keySet());
        }
        return book;
    }

    private void publishBook(SimulatedBook book) {
        if (book.changed()) {
            BookChange change = book.endChange(BookChange.Cause.ORDER, loop.epochMillis());
            listeners.forEach(listener -> listener.onBookChange(change));
        }
    }

    // What matching tells.

    long nextSequence() {
        return ++sequence;
    }

    void end(SimulatedOrder order, OrderState state, EndReason reason) {
        order.becomes(state, reason, loop.epochMillis());
        order.account().forget(order);
        untriggered.remove(order.request().orderId());
        announce(order);
        publishLedger(order.account());
        if (order.takeRepeat()) {
            loop.execute(() -> {
                order.repeat();
                again(order, state, reason);
            });
        } else if (order.takeLateFill()) {
            loop.schedule(order.verdict().fillsLateNanos(), () -> {
                order.reopen();
                again(order, state, reason);
            });
        }
    }

    /// Executes an order that has ended once more; not if it would be refused by now.
    private void again(SimulatedOrder order, OrderState before, EndReason reasonBefore) {
        SimulatedBook book = existing(order.request().symbol());
        order.account().track(order);
        if (check(order.request()) == EndReason.NONE && matching.refusal(order, book) == EndReason.NONE) {
            matching.execute(order, book);
            publishBook(book);
        } else {
            order.becomes(before, reasonBefore, loop.epochMillis());
            order.account().forget(order);
        }
        publishLedger(order.account());
    }

    /// The ledger first: who hears of an execution from another thread finds it there.
    OrderUpdate announce(SimulatedOrder order) {
        publishLedger(order.account());
        OrderUpdate update = order.update(nextSequence());
        listeners.forEach(listener -> listener.onOrder(update));
        return update;
    }

    void tell(Consumer<ExchangeListener> event) {
        listeners.forEach(event);
    }

    void announce(Fill fill) {
        money.remember(fill);
        listeners.forEach(listener -> listener.onFill(fill));
    }

    void announce(Trade trade) {
        listeners.forEach(listener -> listener.onTrade(trade));
    }

    void announceAccount(Account account, String symbol) {
        account.remember(loop.nanoTime());
        listeners.forEach(listener -> listener.onPosition(account, symbol));
        listeners.forEach(listener -> listener.onAccount(account));
        publishLedger(account);
        cancelOversizedReduceOnly(account, symbol);
    }

    /// A resting reduce-only order ends when other trades have made it larger than the position.
    private void cancelOversizedReduceOnly(Account account, String symbol) {
        long heldE8 = account.position(symbol).quantityE8();
        List.copyOf(account.openOrders()).stream()
                .filter(order -> order.state() == OrderState.OPEN
                        && order.request().reduceOnly()
                        && order.request().symbol().equals(symbol))
                .filter(order -> order.remainingE8() > -order.request().side().sign() * heldE8)
                .forEach(order -> cancel(order, EndReason.REDUCE_ONLY_INCREASES));
    }

    /// The account's money or status changed, and no position.
    void announceMargin(Account account) {
        listeners.forEach(listener -> listener.onAccount(account));
        publishLedger(account);
    }

    void publishLedger(Account account) {
        ledgers.put(account.id(), account.report());
    }

    /// Rounded to the decimals that the exchange's money has.
    long moneyE8(long amountE8) {
        return feeE8(amountE8, 1_000_000);
    }

    long feeE8(long notionalE8, long feePpm) {
        long stepE8 = 1;
        for (int place = rules.feeDecimals(); place < FixedPoint.DECIMALS; place++) {
            stepE8 *= 10;
        }
        return FixedPoint.multiplyDivide(notionalE8, feePpm, 1_000_000L * stepE8, Rounding.HALF_EVEN) * stepE8;
    }
}
