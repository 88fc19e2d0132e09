package io.parallax.simulator.paradex;

import tools.jackson.databind.node.ObjectNode;

/// What `GET /system/config` says. Addresses and class hashes are those of the public testnet, as the
/// exchange's Python client carries them in its tests. Thread: any; stateless.
final class SystemConfig {
    static final String ACCOUNT_CLASS_HASH = "0x41cb0280ebadaa75f996d8d92c6f265f6d040bb3ba442e5f86a554f1765244e";
    static final String PROXY_CLASS_HASH = "0x3530cc4759d78042f1b543bf797f5f3d647cde0388c33734cf91b7f7b9314a9";

    private SystemConfig() {}

    static ObjectNode json(String chainId) {
        ObjectNode config = Json.object()
                .put("starknet_gateway_url", "https://potc-testnet-sepolia.starknet.io")
                .put("starknet_fullnode_rpc_url", "https://pathfinder.api.testnet.paradex.trade/rpc/v0.5")
                .put("starknet_fullnode_rpc_base_url", "https://pathfinder.api.testnet.paradex.trade")
                .put("starknet_chain_id", chainId)
                .put("block_explorer_url", "https://voyager.testnet.paradex.trade/")
                .put("paraclear_address", "0x286003f7c7bfc3f94e8f0af48b48302e7aee2fb13c23b141479ba00832ef2c6")
                .put("paraclear_decimals", 8)
                .put("paraclear_account_proxy_hash", PROXY_CLASS_HASH)
                .put("paraclear_account_hash", ACCOUNT_CLASS_HASH)
                .put("oracle_address", "0x2c6a867917ef858d6b193a0ff9e62b46d0dc760366920d631715d58baeaca1f")
                .put("l1_core_contract_address", "0x582CC5d9b509391232cd544cDF9da036e55833Af")
                .put("l1_operator_address", "0x11bACdFbBcd3Febe5e8CEAa75E0Ef6444d9B45FB")
                .put("l1_chain_id", "11155111")
                .put("liquidation_fee", "0.2");
        config.set("bridged_tokens", Json.array().add(usdc()));
        return config;
    }

    private static ObjectNode usdc() {
        return Json.object()
                .put("name", "TEST USDC")
                .put("symbol", "USDC")
                .put("decimals", 6)
                .put("l1_token_address", "0x29A873159D5e14AcBd63913D4A7E2df04570c666")
                .put("l1_bridge_address", "0x8586e05adc0C35aa11609023d4Ae6075Cb813b4C")
                .put("l2_token_address", "0x6f373b346561036d98ea10fb3e60d2f459c872b1933b50b21fe6ef4fda3b75e")
                .put("l2_bridge_address", "0x46e9237f5408b5f899e72125dd69bd55485a287aaf24663d3ebe00d237fc7ef");
    }
}
