package io.parallax.simulator.paradex;

/// Which form of the schema frames take on one connection. Thread: any; immutable.
///
/// @param version 0, 1 or 2, written into every header
/// @param lateFields whether version 2 has the fields that joined it later (request information of orders, text
/// of trade ids, last seen notification); the header version alone does not tell the two forms apart
/// @param unknownBlockBytes bytes of fields that no reader knows yet, after every known block
/// @param unknownEntryBytes the same after every known group entry
record SbeLayout(int version, boolean lateFields, int unknownBlockBytes, int unknownEntryBytes) {
    static final int VERSION_MAX = 2;

    SbeLayout {
        if (version < 0 || version > VERSION_MAX) {
            throw new IllegalArgumentException("SBE schema version 0 to 2 expected, found " + version);
        }
    }

    static SbeLayout of(int version) {
        return new SbeLayout(version, version == 2, 0, 0);
    }
}
