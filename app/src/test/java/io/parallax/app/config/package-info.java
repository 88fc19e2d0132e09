@NullMarked
package io.parallax.app.config;

import org.jspecify.annotations.NullMarked;
