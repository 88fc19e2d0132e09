@NullMarked
package io.parallax.simulator.world;

import org.jspecify.annotations.NullMarked;
