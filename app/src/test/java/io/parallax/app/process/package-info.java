/// The program as a process that dies, over sockets to exchanges that live on.
@NullMarked
package io.parallax.app.process;

import org.jspecify.annotations.NullMarked;
