package io.parallax.simulator.vest;

import io.parallax.exchange.signing.Abi;
import io.parallax.exchange.signing.Eip712;
import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.signing.EthereumSignatures;
import io.parallax.exchange.signing.Keccak256;
import io.parallax.exchange.signing.PersonalMessage;
import java.util.HexFormat;
import java.util.Optional;

/// What the exchange recomputes of a signature (Vest API page, sections Registration and Orders). Written apart
/// from the client's signer on purpose: two readings of one document check each other. Thread: any; immutable.
final class VestSignatures {
    private static final String DOMAIN_TYPE = "EIP712Domain(string name,string version,address verifyingContract)";
    private static final String PROOF_TYPE = "SignerProof(address approvedSigner,uint256 signerExpiry)";

    private static final int SMALL_V_OFFSET = 27;

    private final byte[] domainSeparator;
    private final boolean acceptsSmallV;

    VestSignatures(VestSimulatorSettings settings) {
        this.acceptsSmallV = settings.has(VestAlternative.SIGNATURE_V_0_OR_1);
        this.domainSeparator = Eip712.structHash(
                DOMAIN_TYPE,
                new Abi()
                        .bytes32(Keccak256.digest("VestRouterV2"))
                        .bytes32(Keccak256.digest("0.0.1"))
                        .address(EthereumAddress.parse(settings.verifyingContract()))
                        .encode());
    }

    byte[] registrationDigest(EthereumAddress approvedSigner, long expiryMillis) {
        byte[] values = new Abi().address(approvedSigner).uint256(expiryMillis).encode();
        return Eip712.digest(domainSeparator, Eip712.structHash(PROOF_TYPE, values));
    }

    /// The hash that both identifies an order and is signed.
    static byte[] orderHash(
            long time,
            long nonce,
            String orderType,
            String symbol,
            boolean isBuy,
            String size,
            String limitPrice,
            boolean reduceOnly) {
        return Keccak256.digest(new Abi()
                .uint256(time)
                .uint256(nonce)
                .string(orderType)
                .string(symbol)
                .bool(isBuy)
                .string(size)
                .string(limitPrice)
                .bool(reduceOnly)
                .encode());
    }

    static byte[] cancelHash(long time, long nonce, String id) {
        return Keccak256.digest(
                new Abi().uint256(time).uint256(nonce).string(id).encode());
    }

    /// Who signed the hash as a personal message; empty when the text is not a signature.
    Optional<EthereumAddress> personalSigner(byte[] hash, String signature) {
        return signer(PersonalMessage.digest(hash), signature);
    }

    /// Who signed the digest.
    Optional<EthereumAddress> signer(byte[] digest, String signature) {
        if (!signature.startsWith("0x") || signature.length() != 2 + 2 * EthereumSignatures.BYTES) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(signature, 2, signature.length());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int last = bytes.length - 1;
        if (acceptsSmallV && bytes[last] >= 0 && bytes[last] <= 1) {
            bytes[last] = (byte) (bytes[last] + SMALL_V_OFFSET);
        }
        return EthereumSignatures.recover(digest, bytes);
    }
}
