/**
 * Calls over Thrift connections: dispatch to a generated service, the context of a call, interceptors around it, and exact errors. It
 * works on any generated service and knows neither the metastore nor HiveServer2.
 *
 * <p>What a client gets when a call does not succeed, and what becomes of the connection:
 *
 * <pre>
 * declared exception                    in the result struct                          goes on
 * TApplicationException                 that exception                                goes on
 * anything else that a service throws   TApplicationException INTERNAL_ERROR          goes on
 * unknown method                        TApplicationException UNKNOWN_METHOD          goes on, the arguments are skipped
 * arguments without a required field    TApplicationException PROTOCOL_ERROR          goes on if framed, ends if raw
 * an answer that cannot be written      TApplicationException INTERNAL_ERROR          goes on, ends if a part has left
 * bytes that are no message             nothing                                       ends
 * </pre>
 */
@NullMarked
package dev.skep.thrift.rpc;

import org.jspecify.annotations.NullMarked;
