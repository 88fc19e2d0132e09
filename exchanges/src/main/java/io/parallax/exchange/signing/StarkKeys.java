package io.parallax.exchange.signing;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Where Starknet keys and account addresses come from. Thread: any.
public final class StarkKeys {
    private static final BigInteger N = ScalarField.N;
    /// The largest multiple of n up to 2²⁵⁶: hashes from here on would make small keys likelier.
    private static final BigInteger GRIND_LIMIT =
            BigInteger.TWO.pow(256).subtract(BigInteger.TWO.pow(256).mod(N));
    private static final BigInteger ADDRESS_BOUND = BigInteger.TWO.pow(251).subtract(BigInteger.valueOf(256));

    private StarkKeys() {}

    /// The private key from a seed: the first SHA-256 of the seed and a counter that is below the limit, modulo
    /// n. The counter has one byte, then two, and so on.
    public static Secret grind(byte[] seed) {
        for (int i = 0; ; i++) {
            BigInteger hash = new BigInteger(1, sha256(seed, minimalBytes(i)));
            if (hash.compareTo(GRIND_LIMIT) < 0) {
                return secret(hash.mod(N));
            }
        }
    }

    /// The Starknet key that Paradex's onboarding derives from an Ethereum key: the r of a signature over a
    /// constant, ground. With leading zero bytes kept, as the JavaScript client does; the Python client drops
    /// them, and so derives another key once in 256 times.
    public static Secret fromEthereumKey(EthereumSigner signer, long l1ChainId) {
        byte[] signature = signer.sign(derivationDigest(l1ChainId));
        try {
            return grind(Arrays.copyOf(signature, 32));
        } finally {
            Arrays.fill(signature, (byte) 0);
        }
    }

    /// The address of a Paradex account of a Starknet key. The class hashes are those of `GET
    /// /v1/system/config`, `paraclear_account_hash` and `paraclear_account_proxy_hash`.
    public static Felt paradexAddress(Felt publicKey, Felt accountClassHash, Felt proxyClassHash) {
        Felt calldata = Pedersen.hashOnElements(
                accountClassHash, StarkHashes.selector("initialize"), Felt.of(2), publicKey, Felt.ZERO);
        return contractAddress(publicKey, proxyClassHash, calldata);
    }

    /// The address of a contract deployed by nobody: salt, class hash and the hash of the constructor's
    /// arguments.
    public static Felt contractAddress(Felt salt, Felt classHash, Felt calldataHash) {
        Felt hash = Pedersen.hashOnElements(
                Felt.ofShortText("STARKNET_CONTRACT_ADDRESS"), Felt.ZERO, salt, classHash, calldataHash);
        return Felt.of(hash.toBigInteger().mod(ADDRESS_BOUND));
    }

    static byte[] derivationDigest(long l1ChainId) {
        byte[] domain = Eip712.structHash(
                "EIP712Domain(string name,string version,uint256 chainId)",
                new Abi()
                        .bytes32(Keccak256.digest("Paradex"))
                        .bytes32(Keccak256.digest("1"))
                        .uint256(l1ChainId)
                        .encode());
        byte[] constant = Eip712.structHash(
                "Constant(string action)",
                new Abi().bytes32(Keccak256.digest("STARK Key")).encode());
        return Eip712.digest(domain, constant);
    }

    private static Secret secret(BigInteger value) {
        byte[] bytes = Felt.of(value).toBytes();
        try {
            return Secret.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Big-endian without leading zero bytes, but at least one byte.
    private static byte[] minimalBytes(int value) {
        int length = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 7) / Byte.SIZE);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[length - 1 - i] = (byte) (value >>> (Byte.SIZE * i));
        }
        return bytes;
    }

    private static byte[] sha256(byte[] seed, byte[] counter) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(seed);
            digest.update(counter);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
