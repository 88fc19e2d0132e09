/// What goes wrong in a world: a menu of faults, schedules of them drawn from a seed or read from text, and episodes
/// that live through one and are judged. Way in: [io.parallax.simulator.chaos.EpisodeRunner]. Thread: one for each
/// episode.
@NullMarked
package io.parallax.simulator.chaos;

import org.jspecify.annotations.NullMarked;
