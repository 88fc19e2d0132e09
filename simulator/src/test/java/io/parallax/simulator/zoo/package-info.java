/// Tests the tests: defects that real systems had are built into copies of our own code, and the fault simulation must
/// notice each. Way in: [io.parallax.simulator.zoo.DefectZooTest]; the list: [io.parallax.simulator.zoo.Defects].
/// Production code knows nothing of this.
@NullMarked
package io.parallax.simulator.zoo;

import org.jspecify.annotations.NullMarked;
