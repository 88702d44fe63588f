/** Tests of the transports over real sockets, with libthrift's own client transports. They may not look into the implementation. */
@NullMarked
package dev.skep.thrift.transport;

import org.jspecify.annotations.NullMarked;
