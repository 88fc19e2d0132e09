package io.parallax.execution;

/// What to do at the start with what an earlier run left. Orders of an earlier run are cancelled whatever it says,
/// and orders that are not ours halt the pair.
public enum RestartPolicy {
    /// A hedged pair is held on as if there had been no restart; the excess of an unhedged one is removed at once,
    /// then the operator is waited for.
    ADOPT,
    /// A hedged pair is closed at once, within the exit caps; an unhedged one as with [#ADOPT].
    CLOSE,
    /// Nothing is sent until the operator resumes, which goes on as [#ADOPT] does.
    ASK
}
