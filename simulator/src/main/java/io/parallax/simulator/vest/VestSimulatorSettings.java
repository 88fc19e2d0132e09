package io.parallax.simulator.vest;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// How the simulated Vest behaves. Defaults follow the protocol's documentation where there is some and stated
/// choices where there is none. Thread: any; immutable.
///
/// @param alternatives behaviours chosen instead of the defaults
/// @param delayFactor multiplies every drawn server delay; 0 answers at once
/// @param verifyingContract of the EIP-712 domain of registrations; production's by default
/// @param accountGroup what registration assigns and `xrestservermm` must name
/// @param listenKeyLifeMillis documented: 60 minutes
/// @param idleMillis without a frame from the client, then the socket is closed; chosen
/// @param depthLevels levels a side of a depth message; documented: 20
/// @param requestsBurst requests a client may send at once before 429; chosen, no limit is published
/// @param requestsPerSecond at which that allowance refills; chosen
public record VestSimulatorSettings(
        Set<VestAlternative> alternatives,
        double delayFactor,
        String verifyingContract,
        int accountGroup,
        long listenKeyLifeMillis,
        long idleMillis,
        int depthLevels,
        int requestsBurst,
        int requestsPerSecond) {
    /// Production's contract (Vest API page, copy of November 2025).
    public static final String PRODUCTION_CONTRACT = "0x919386306C47b2Fe1036e3B4F7C40D22D2461a23";

    /// The development environment's contract (same page).
    public static final String DEVELOPMENT_CONTRACT = "0x8E4D87AEf4AC4D5415C35A12319013e34223825B";

    public VestSimulatorSettings {
        // Not Set.copyOf, whose order differs from process to process.
        Set<VestAlternative> ordered = EnumSet.noneOf(VestAlternative.class);
        ordered.addAll(alternatives);
        alternatives = Collections.unmodifiableSet(ordered);
        if (!(delayFactor >= 0 && delayFactor <= 100)) {
            throw new IllegalArgumentException("the delay factor must be 0 to 100, found " + delayFactor);
        }
    }

    public static VestSimulatorSettings defaults() {
        return new VestSimulatorSettings(Set.of(), 1, PRODUCTION_CONTRACT, 0, 3_600_000, 120_000, 20, 400, 40);
    }

    /// With one alternative more.
    public VestSimulatorSettings with(VestAlternative alternative) {
        Set<VestAlternative> more = EnumSet.of(alternative);
        more.addAll(alternatives);
        return new VestSimulatorSettings(
                more,
                delayFactor,
                verifyingContract,
                accountGroup,
                listenKeyLifeMillis,
                idleMillis,
                depthLevels,
                requestsBurst,
                requestsPerSecond);
    }

    public VestSimulatorSettings withDelayFactor(double changed) {
        return new VestSimulatorSettings(
                alternatives,
                changed,
                verifyingContract,
                accountGroup,
                listenKeyLifeMillis,
                idleMillis,
                depthLevels,
                requestsBurst,
                requestsPerSecond);
    }

    public VestSimulatorSettings withListenKeyLifeMillis(long changed) {
        return new VestSimulatorSettings(
                alternatives,
                delayFactor,
                verifyingContract,
                accountGroup,
                changed,
                idleMillis,
                depthLevels,
                requestsBurst,
                requestsPerSecond);
    }

    public VestSimulatorSettings withIdleMillis(long changed) {
        return new VestSimulatorSettings(
                alternatives,
                delayFactor,
                verifyingContract,
                accountGroup,
                listenKeyLifeMillis,
                changed,
                depthLevels,
                requestsBurst,
                requestsPerSecond);
    }

    public VestSimulatorSettings withDepthLevels(int changed) {
        return new VestSimulatorSettings(
                alternatives,
                delayFactor,
                verifyingContract,
                accountGroup,
                listenKeyLifeMillis,
                idleMillis,
                changed,
                requestsBurst,
                requestsPerSecond);
    }

    public VestSimulatorSettings withRequests(int burst, int perSecond) {
        return new VestSimulatorSettings(
                alternatives,
                delayFactor,
                verifyingContract,
                accountGroup,
                listenKeyLifeMillis,
                idleMillis,
                depthLevels,
                burst,
                perSecond);
    }

    boolean has(VestAlternative alternative) {
        return alternatives.contains(alternative);
    }
}
