package io.parallax.exchange.signing;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/// An Ethereum address: 20 bytes. Prints in lower case; see [#checksummed()] for the mixed case of ERC-55.
/// Thread: any; immutable.
public final class EthereumAddress {
    public static final int BYTES = 20;

    private static final int DIGITS = 2 * BYTES;

    private final byte[] bytes;

    private EthereumAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Throws [IllegalArgumentException] unless there are exactly 20 bytes.
    public static EthereumAddress of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an address has " + BYTES + " bytes, found " + bytes.length);
        }
        return new EthereumAddress(bytes.clone());
    }

    /// Takes `0x` and 40 hexadecimal digits. All lower or all upper case passes as it is; mixed case must be
    /// the checksum of ERC-55, so that a mistyped digit is found.
    public static EthereumAddress parse(String text) {
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : "";
        if (digits.length() != DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException(
                    "an address is 0x and " + DIGITS + " hexadecimal digits, found \"" + text + "\"");
        }
        EthereumAddress address = new EthereumAddress(HexFormat.of().parseHex(digits));
        if (isMixedCase(digits) && !address.checksummed().endsWith(digits)) {
            throw new IllegalArgumentException("the letter case of address " + text
                    + " does not fit its checksum; expected " + address.checksummed() + " or all lower case");
        }
        return address;
    }

    /// The address of an uncompressed public key: 65 bytes, 0x04 and then x and y.
    static EthereumAddress ofPublicKey(byte[] uncompressed) {
        byte[] digest = Keccak256.digest(Arrays.copyOfRange(uncompressed, 1, uncompressed.length));
        return new EthereumAddress(Arrays.copyOfRange(digest, digest.length - BYTES, digest.length));
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    /// `0x` and 40 digits whose letter case is the checksum of ERC-55.
    public String checksummed() {
        String digits = HexFormat.of().formatHex(bytes);
        String check = HexFormat.of().formatHex(Keccak256.digest(digits));
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < DIGITS; i++) {
            char digit = digits.charAt(i);
            text.append(check.charAt(i) >= '8' ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EthereumAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// `0x` and 40 digits in lower case.
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static boolean isMixedCase(String digits) {
        return !digits.equals(digits.toLowerCase(Locale.ROOT)) && !digits.equals(digits.toUpperCase(Locale.ROOT));
    }
}
