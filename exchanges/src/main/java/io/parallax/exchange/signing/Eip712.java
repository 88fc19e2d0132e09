package io.parallax.exchange.signing;

/// The outer steps of EIP-712 typed data; the encoding of the values is [Abi]'s. Thread: any.
public final class Eip712 {
    private static final byte[] PREFIX = {0x19, 0x01};

    private Eip712() {}

    /// The hash of a struct, domains included: `keccak256(keccak256(type) ‖ values)`. The values are one word
    /// each, as [Abi] writes them; a text value is the Keccak digest of the text.
    public static byte[] structHash(String type, byte[] values) {
        return Keccak256.digest(Keccak256.digest(type), values);
    }

    /// What the key signs: `keccak256(0x1901 ‖ domainSeparator ‖ structHash)`.
    public static byte[] digest(byte[] domainSeparator, byte[] structHash) {
        if (domainSeparator.length != Keccak256.DIGEST_BYTES || structHash.length != Keccak256.DIGEST_BYTES) {
            throw new IllegalArgumentException("domain separator and struct hash have 32 bytes each, found "
                    + domainSeparator.length + " and " + structHash.length);
        }
        return Keccak256.digest(PREFIX, domainSeparator, structHash);
    }
}
