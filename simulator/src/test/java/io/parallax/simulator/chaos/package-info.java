@NullMarked
package io.parallax.simulator.chaos;

import org.jspecify.annotations.NullMarked;
