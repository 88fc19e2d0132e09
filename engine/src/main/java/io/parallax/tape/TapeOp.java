package io.parallax.tape;

/// What an entry of a tape begins with. Thread: any; constants.
final class TapeOp {
    static final int ADVANCE = 1;
    static final int WALL_CLOCK = 2;
    static final int TICK = 3;
    static final int EVENT = 4;
    static final int OPERATOR = 5;
    static final int SNAPSHOT = 6;
    static final int DELTA = 7;
    static final int BID = 8;
    static final int ASK = 9;
    static final int END = 10;
    static final int LOST = 11;
    static final int COMMAND = 12;
    static final int NOTICE = 13;

    private TapeOp() {}
}
