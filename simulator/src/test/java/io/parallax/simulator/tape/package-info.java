@NullMarked
package io.parallax.simulator.tape;

import org.jspecify.annotations.NullMarked;
