/** Tests of the dispatch, of its errors and of its interceptors over real sockets. They may not look into the implementation. */
@NullMarked
package dev.skep.thrift.rpc;

import org.jspecify.annotations.NullMarked;
