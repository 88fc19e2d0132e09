package io.parallax.exchange.signing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Tables that a new process reads instead of building them, which takes cold code ten times as long. A file is a list
/// of numbers of 64 bits, least significant byte first: for each table its window bits, its windows, the points and
/// the half sums as [CombTable] keeps them, and at the end the CRC-32C of all bytes before. The files in the package
/// are made and checked by a test. Thread: any; no state.
final class TableFile {
    static final String GENERATOR = "generator-table.bin";
    static final String PEDERSEN = "pedersen-tables.bin";

    private TableFile() {}

    /// The tables of a file of this package; empty when it is missing or damaged.
    static Optional<List<CombTable>> read(String name) {
        try (InputStream file = TableFile.class.getResourceAsStream(name)) {
            return file == null ? Optional.empty() : parse(file.readAllBytes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<List<CombTable>> parse(byte[] bytes) {
        int numbers = bytes.length - Long.BYTES;
        if (numbers <= 0 || bytes.length % Long.BYTES != 0) {
            return Optional.empty();
        }
        LongBuffer content =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        if (content.get(content.capacity() - 1) != checksum(bytes, numbers)) {
            return Optional.empty();
        }
        content.limit(content.capacity() - 1);
        List<CombTable> tables = new ArrayList<>();
        while (content.hasRemaining()) {
            tables.add(CombTable.read(content));
        }
        return Optional.of(tables);
    }

    static byte[] write(List<CombTable> tables) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (CombTable table : tables) {
                for (long number : table.numbers()) {
                    out.writeLong(Long.reverseBytes(number));
                }
            }
            out.writeLong(Long.reverseBytes(checksum(bytes.toByteArray(), bytes.size())));
        } catch (IOException e) {
            throw new IllegalStateException("an array takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }
}
