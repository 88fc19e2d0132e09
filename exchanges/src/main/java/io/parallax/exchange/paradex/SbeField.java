package io.parallax.exchange.paradex;

import java.util.List;

/// One field of the root block of a binary frame. Thread: any; immutable.
///
/// @param name the schema's name of it
/// @param offset bytes from the start of the block
/// @param names for [Kind#ENUMERATION] the name of each value, for [Kind#FLAGS] of each bit; empty text where
///     the schema defines none
record SbeField(String name, int offset, Kind kind, List<String> names) {
    /// How the bytes are to be read.
    enum Kind {
        /// Signed 64 bits; also for the unsigned ones, which stay below 2⁶³.
        INT64(8),
        /// A decimal × 10⁸.
        DECIMAL(8),
        /// A decimal × 10¹².
        DECIMAL12(8),
        /// Microseconds since 1970.
        TIME(8),
        INT16(2),
        ENUMERATION(1),
        FLAGS(1),
        /// 32 bytes, big-endian.
        ACCOUNT(32);

        final int width;

        Kind(int width) {
            this.width = width;
        }
    }

    static SbeField int64(String name, int offset) {
        return new SbeField(name, offset, Kind.INT64, List.of());
    }

    static SbeField decimal(String name, int offset) {
        return new SbeField(name, offset, Kind.DECIMAL, List.of());
    }

    static SbeField decimal12(String name, int offset) {
        return new SbeField(name, offset, Kind.DECIMAL12, List.of());
    }

    static SbeField time(String name, int offset) {
        return new SbeField(name, offset, Kind.TIME, List.of());
    }

    static SbeField int16(String name, int offset) {
        return new SbeField(name, offset, Kind.INT16, List.of());
    }

    static SbeField account(int offset) {
        return new SbeField("account", offset, Kind.ACCOUNT, List.of());
    }

    static SbeField enumeration(String name, int offset, String... names) {
        return new SbeField(name, offset, Kind.ENUMERATION, List.of(names));
    }

    static SbeField flags(String name, int offset, String... names) {
        return new SbeField(name, offset, Kind.FLAGS, List.of(names));
    }

    int end() {
        return offset + kind.width;
    }
}
