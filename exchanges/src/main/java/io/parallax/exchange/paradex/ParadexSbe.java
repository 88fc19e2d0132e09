package io.parallax.exchange.paradex;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one binary frame in place (SBE: little-endian, header, block, groups, strings). [#wrap] walks the
/// whole frame once and tells whether it is well formed; after [Shape#KNOWN] every accessor is safe, and those
/// for numbers make no garbage. Never throws on any bytes. Thread: one; the buffer belongs to the caller and
/// must outlive the reading.
final class ParadexSbe {
    /// "Absent": what the schema writes for it, and what reading a field beyond the block gives.
    static final long NULL = Long.MIN_VALUE;

    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SCHEMA_ID = 1;
    private static final int HEADER_BYTES = 8;
    private static final int GROUP_HEADER_BYTES = 4;
    private static final int LEVEL_BYTES = 16;
    private static final int GROUPS_MAX = 2;
    private static final int STRINGS_MAX = 16;
    private static final byte[] NO_BYTES = {};

    /// What a frame turned out to be.
    enum Shape {
        /// Well formed and of a template we know.
        KNOWN,
        /// Another template or schema: to be skipped.
        UNKNOWN,
        /// Not a frame: it ends early, lacks required parts, or has bytes that belong to nothing.
        MALFORMED
    }

    private byte[] bytes = NO_BYTES;
    private int block;
    private int blockLength;
    private int version;
    private SbeTemplate template = SbeTemplate.HEARTBEAT;
    private final int[] groupStart = new int[GROUPS_MAX];
    private final int[] groupEntryLength = new int[GROUPS_MAX];
    private final int[] groupCount = new int[GROUPS_MAX];
    private final int[] stringStart = new int[STRINGS_MAX];
    private final int[] stringLength = new int[STRINGS_MAX];
    private int strings;

    /// Takes a frame. The accessors answer about it until the next call.
    Shape wrap(byte[] buffer, int offset, int length) {
        if (length < HEADER_BYTES) {
            return Shape.MALFORMED;
        }
        int end = offset + length;
        int schemaId = uint16(buffer, offset + 4);
        @Nullable SbeTemplate known = SbeTemplate.byId(uint16(buffer, offset + 2));
        if (schemaId != SCHEMA_ID || known == null) {
            return Shape.UNKNOWN;
        }
        bytes = buffer;
        template = known;
        blockLength = uint16(buffer, offset);
        version = uint16(buffer, offset + 6);
        block = offset + HEADER_BYTES;
        if (blockLength < known.blockLengthMin() || block + blockLength > end) {
            return Shape.MALFORMED;
        }
        int afterGroups = walkGroups(block + blockLength, end);
        return afterGroups >= 0 && walkStrings(afterGroups, end) ? Shape.KNOWN : Shape.MALFORMED;
    }

    /// The position behind the groups, or -1.
    private int walkGroups(int from, int end) {
        int position = from;
        for (int group = 0; group < template.groups(); group++) {
            if (position + GROUP_HEADER_BYTES > end) {
                return -1;
            }
            int entryLength = uint16(bytes, position);
            int count = uint16(bytes, position + 2);
            position += GROUP_HEADER_BYTES;
            long size = (long) entryLength * count;
            if ((count > 0 && entryLength < LEVEL_BYTES) || size > end - position) {
                return -1;
            }
            groupStart[group] = position;
            groupEntryLength[group] = entryLength;
            groupCount[group] = count;
            position += (int) size;
        }
        return position;
    }

    private boolean walkStrings(int from, int end) {
        int position = from;
        int count = 0;
        while (position < end) {
            int length = bytes[position] & 0xFF;
            position++;
            if (position + length > end) {
                return false;
            }
            if (count < STRINGS_MAX) {
                stringStart[count] = position;
                stringLength[count] = length;
                count++;
            }
            position += length;
        }
        strings = count;
        return count >= template.stringsMin();
    }

    SbeTemplate template() {
        return template;
    }

    int version() {
        return version;
    }

    /// The value of a field of eight bytes; [#NULL] when it is null or beyond this frame's block.
    long int64(SbeField field) {
        return field.offset() + Long.BYTES <= blockLength ? (long) INT64.get(bytes, block + field.offset()) : NULL;
    }

    /// The value of a field of one byte; -1 when it is beyond this frame's block.
    int uint8(SbeField field) {
        return field.offset() < blockLength ? bytes[block + field.offset()] & 0xFF : -1;
    }

    /// The name of an enumeration's value; empty when it is absent or not a value we know.
    String name(SbeField field) {
        int value = uint8(field);
        return value >= 0 && value < field.names().size() ? field.names().get(value) : "";
    }

    /// Whether the account field holds exactly these 32 bytes.
    boolean accountIs(SbeField field, byte[] account) {
        int from = block + field.offset();
        return field.end() <= blockLength && Arrays.equals(bytes, from, from + 32, account, 0, 32);
    }

    /// Entries of a group: 0 is bids, 1 is asks.
    int levels(int group) {
        return groupCount[group];
    }

    long levelPriceE8(int group, int index) {
        return (long) INT64.get(bytes, groupStart[group] + index * groupEntryLength[group]);
    }

    long levelQuantityE8(int group, int index) {
        return (long) INT64.get(bytes, groupStart[group] + index * groupEntryLength[group] + Long.BYTES);
    }

    /// A string by its place in the template; empty when this frame does not have it.
    String string(int index) {
        return index < strings
                ? new String(bytes, stringStart[index], stringLength[index], StandardCharsets.UTF_8)
                : "";
    }

    /// Whether a string holds exactly these bytes; makes no garbage.
    boolean stringIs(int index, byte[] utf8) {
        if (index >= strings) {
            return false;
        }
        int from = stringStart[index];
        return Arrays.equals(bytes, from, from + stringLength[index], utf8, 0, utf8.length);
    }

    /// Everything in the frame under the schema's names, for logs and tests: decimals as shortest text, times
    /// in microseconds, an absent value as null, an enumeration value we do not know as `UNKNOWN`.
    Map<String, @Nullable Object> describe() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (SbeField field : template.fields()) {
            if (field.end() <= blockLength) {
                all.put(field.name(), describe(field));
            }
        }
        if (template.groups() == GROUPS_MAX) {
            all.put("bids", describeLevels(0));
            all.put("asks", describeLevels(1));
        }
        for (int i = 0; i < Math.min(strings, template.strings().size()); i++) {
            all.put(template.strings().get(i), string(i));
        }
        return all;
    }

    private @Nullable Object describe(SbeField field) {
        return switch (field.kind()) {
            case INT64, TIME -> int64(field) == NULL ? null : (Object) int64(field);
            case DECIMAL -> int64(field) == NULL ? null : decimal(int64(field), 8);
            case DECIMAL12 -> int64(field) == NULL ? null : decimal(int64(field), 12);
            case INT16 -> (long) (short) uint16(bytes, block + field.offset());
            case ENUMERATION -> name(field).isEmpty() ? "UNKNOWN" : name(field);
            case FLAGS -> flags(field);
            case ACCOUNT -> "0x" + new BigInteger(1, bytes, block + field.offset(), 32).toString(16);
        };
    }

    private List<String> flags(SbeField field) {
        List<String> set = new ArrayList<>();
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            if ((uint8(field) >> bit & 1) == 1) {
                String name = bit < field.names().size() ? field.names().get(bit) : "";
                set.add(name.isEmpty() ? "UNKNOWN" : name);
            }
        }
        return set;
    }

    private List<List<String>> describeLevels(int group) {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < levels(group); i++) {
            all.add(List.of(decimal(levelPriceE8(group, i), 8), decimal(levelQuantityE8(group, i), 8)));
        }
        return all;
    }

    private static String decimal(long value, int scale) {
        BigDecimal decimal = BigDecimal.valueOf(value, scale).stripTrailingZeros();
        return (decimal.scale() < 0 ? decimal.setScale(0) : decimal).toPlainString();
    }

    private static int uint16(byte[] buffer, int offset) {
        return (short) INT16.get(buffer, offset) & 0xFFFF;
    }
}
