@NullMarked
package io.parallax.simulator.oracle;

import org.jspecify.annotations.NullMarked;
