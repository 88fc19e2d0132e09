package io.parallax.exchange.vest;

import io.parallax.exchange.signing.Abi;
import io.parallax.exchange.signing.Eip712;
import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.signing.EthereumSignatures;
import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.signing.Keccak256;
import io.parallax.exchange.signing.PersonalMessage;
import io.parallax.exchange.signing.Secret;
import java.util.HexFormat;

/// Vest's three signatures: the delegation of the signing key (EIP-712, by the primary key), orders and cancels
/// (ABI-encoded, then signed as a personal message, by the signing key). Texts are signed byte for byte as they
/// stand in the body. Source: "Vest API" page, copy of November 2025. Thread: the gateway loop.
final class VestSigner implements AutoCloseable {
    private static final String DOMAIN_TYPE = "EIP712Domain(string name,string version,address verifyingContract)";
    private static final String PROOF_TYPE = "SignerProof(address approvedSigner,uint256 signerExpiry)";
    private static final String DOMAIN_NAME = "VestRouterV2";
    private static final String DOMAIN_VERSION = "0.0.1";

    static final int SIGNATURE_BYTES = EthereumSignatures.BYTES;

    private final EthereumSigner signingKey;
    private final Keccak256.Hasher keccak = new Keccak256.Hasher();
    private final byte[] digest = new byte[Keccak256.DIGEST_BYTES];

    VestSigner(Secret signingKey) {
        this.signingKey = new EthereumSigner(signingKey);
    }

    /// The address that the primary key delegates to.
    EthereumAddress address() {
        return signingKey.address();
    }

    /// The domain separator: no chain id, no salt.
    static byte[] domainSeparator(EthereumAddress verifyingContract) {
        return Eip712.structHash(
                DOMAIN_TYPE,
                new Abi()
                        .bytes32(Keccak256.digest(DOMAIN_NAME))
                        .bytes32(Keccak256.digest(DOMAIN_VERSION))
                        .address(verifyingContract)
                        .encode());
    }

    /// The digest of the delegation, which the primary key signs.
    static byte[] delegationDigest(
            EthereumAddress verifyingContract, EthereumAddress delegate, long expiryEpochMillis) {
        byte[] values = new Abi().address(delegate).uint256(expiryEpochMillis).encode();
        return Eip712.digest(domainSeparator(verifyingContract), Eip712.structHash(PROOF_TYPE, values));
    }

    /// Delegates orders to our signing key until `expiryEpochMillis`.
    String signDelegation(EthereumSigner primaryKey, EthereumAddress verifyingContract, long expiryEpochMillis) {
        return hex(primaryKey.sign(delegationDigest(verifyingContract, address(), expiryEpochMillis)));
    }

    /// The signed values of an order.
    static byte[] orderArguments(VestOrderTicket ticket) {
        return new Abi()
                .uint256(ticket.timeEpochMillis())
                .uint256(ticket.nonce())
                .string(ticket.orderType())
                .string(ticket.symbol())
                .bool(ticket.isBuy())
                .string(ticket.size())
                .string(ticket.limitPrice())
                .bool(ticket.reduceOnly())
                .encode();
    }

    /// What the signature of an order is made over, before the personal-message prefix.
    static byte[] orderHash(VestOrderTicket ticket) {
        return Keccak256.digest(orderArguments(ticket));
    }

    static byte[] cancelHash(long timeEpochMillis, long nonce, String exchangeOrderId) {
        return Keccak256.digest(new Abi()
                .uint256(timeEpochMillis)
                .uint256(nonce)
                .string(exchangeOrderId)
                .encode());
    }

    /// Signs the values of an order into 65 bytes, without garbage.
    void signArguments(byte[] arguments, byte[] signature) {
        keccak.update(arguments, 0, arguments.length);
        keccak.finish(digest, 0);
        PersonalMessage.digest(keccak, digest, digest);
        signingKey.sign(digest, signature, 0);
    }

    /// The plain way to the signature of an order, for other order types too; [VestOrderTemplate] is the fast one.
    String signOrder(VestOrderTicket ticket) {
        return hex(signingKey.sign(PersonalMessage.digest(orderHash(ticket))));
    }

    String signCancel(long timeEpochMillis, long nonce, String exchangeOrderId) {
        return hex(signingKey.sign(PersonalMessage.digest(cancelHash(timeEpochMillis, nonce, exchangeOrderId))));
    }

    private static String hex(byte[] signature) {
        return "0x" + HexFormat.of().formatHex(signature);
    }

    @Override
    public void close() {
        signingKey.close();
    }
}
