package io.parallax.risk;

import io.parallax.instrument.Side;

/// What must hold whenever an order leaves, by the numbers of `docs/reliability.md`. The engine believes none of its
/// own decisions: what broke a rule here is an error of ours, and the order is not sent. Thread: any; stateless.
public final class Invariants {
    private Invariants() {}

    /// A rule that must always hold does not.
    public static final class Violation extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Violation(String number, String what) {
            super(number + ": " + what);
        }
    }

    /// Throws [Violation] unless `holds`.
    public static void require(boolean holds, String number, String what) {
        if (!holds) {
            throw new Violation(number, what);
        }
    }

    /// I7: whether an order that may only shrink a position could turn its sign.
    ///
    /// @param heldE8 signed, the larger of what we believe and what the exchange told
    /// @param lotE8 below which nothing counts
    public static boolean flips(Side side, long quantityE8, long heldE8, long lotE8) {
        boolean closes = Long.signum(heldE8) == -side.sign();
        return !closes || quantityE8 >= Math.abs(heldE8) + lotE8;
    }

    /// I7: whether an order that opens would do so against what is held.
    public static boolean opposes(Side side, long heldE8, long lotE8) {
        return Math.abs(heldE8) >= lotE8 && Long.signum(heldE8) == -side.sign();
    }

    /// I13: whether a limit is beyond its cap.
    ///
    /// @param touchE8 best price for a taker of that side
    public static boolean isBeyond(Side side, long limitE8, long touchE8, long capPpm) {
        long capE8 = RiskGate.beyondE8(side, touchE8, capPpm);
        return side == Side.BUY ? limitE8 > capE8 : limitE8 < capE8;
    }
}
