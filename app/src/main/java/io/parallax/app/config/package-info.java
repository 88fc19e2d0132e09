/// Reads what the operator writes: the YAML configuration, the environment and `.env`. Way in:
/// [ConfigurationLoader] and [CredentialsLoader]. Opens no socket. Every problem is found in one go and told with
/// its place, what was found and what is allowed. Thread: any; all results are immutable.
@NullMarked
package io.parallax.app.config;

import org.jspecify.annotations.NullMarked;
