@NullMarked
package io.parallax.simulator.backtest;

import org.jspecify.annotations.NullMarked;
