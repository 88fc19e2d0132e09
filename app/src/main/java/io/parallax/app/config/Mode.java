package io.parallax.app.config;

/// Whether real money may move.
public enum Mode {
    /// Throwaway keys; the embedded simulated exchanges unless addresses say otherwise. The default.
    SIMULATED,
    /// The configured exchanges with the operator's keys. Also needs `--live` on the command line.
    LIVE
}
