package io.parallax.simulator.paradex;

import io.parallax.instrument.Side;

/// The enumerations of the protocol. The names are those of the JSON texts, the codes those of the SBE schema
/// 1:2. Thread: any; immutable.
final class Wire {
    private Wire() {}

    /// A value with a one-byte code in binary frames.
    interface Coded {
        int code();
    }

    static int code(Side side) {
        return side == Side.BUY ? 1 : 2;
    }

    enum OrderType implements Coded {
        LIMIT(1),
        MARKET(2),
        STOP_LIMIT(3),
        STOP_MARKET(4),
        TAKE_PROFIT_LIMIT(5),
        TAKE_PROFIT_MARKET(6),
        STOP_LOSS_LIMIT(7),
        STOP_LOSS_MARKET(8);

        private final int code;

        OrderType(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum Status implements Coded {
        NEW(1),
        UNTRIGGERED(2),
        OPEN(3),
        CLOSED(4);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum Instruction implements Coded {
        GTC(1),
        IOC(2),
        POST_ONLY(3),
        RPI(4);

        private final int code;

        Instruction(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum FillType implements Coded {
        FILL(1),
        LIQUIDATION(2),
        UNWIND_TRANSFER(3),
        SETTLE_MARKET(4),
        RPI(5),
        BLOCK_TRADE(6);

        private final int code;

        FillType(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum Liquidity implements Coded {
        MAKER(1),
        TAKER(2);

        private final int code;

        Liquidity(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /// Self-trade prevention.
    enum Stp implements Coded {
        NONE(0),
        EXPIRE_MAKER(1),
        EXPIRE_TAKER(2),
        EXPIRE_BOTH(3);

        private final int code;

        Stp(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum PositionStatus implements Coded {
        OPEN(1),
        CLOSED(2),
        UNSPECIFIED(3);

        private final int code;

        PositionStatus(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum AccountStatus implements Coded {
        ACTIVE(1),
        LIQUIDATION(2),
        /// After a trade bust. The documentation names the state, the schema has no code for it: chosen.
        RESYNC(3);

        private final int code;

        AccountStatus(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum RequestStatus implements Coded {
        UNSPECIFIED(0),
        PENDING(1),
        PROCESSED(2),
        REJECTED(3),
        SUCCESS(4);

        private final int code;

        RequestStatus(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    enum RequestType implements Coded {
        UNSPECIFIED(0),
        MODIFY_ORDER(1);

        private final int code;

        RequestType(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /// The code is one bit of a byte.
    enum OrderFlag implements Coded {
        REDUCE_ONLY(1),
        STOP_CONDITION_BELOW_TRIGGER(2),
        STOP_CONDITION_ABOVE_TRIGGER(4),
        INTERACTIVE(8),
        TARGET_STRATEGY_VWAP(16),
        MMP(32);

        private final int code;

        OrderFlag(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /// The code is one bit of a byte; JSON writes the names in lower case.
    enum FillFlag implements Coded {
        INTERACTIVE(1),
        RPI(2),
        FASTFILL(4);

        private final int code;

        FillFlag(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }
}
