/**
 * Thrift connections on Netty: one port takes raw and framed messages, the binary and the compact protocol, SASL, TLS and HTTP, told
 * apart by the first bytes; each connection is served by one virtual thread that reads and writes a blocking {@code TTransport}.
 *
 * <p>What the first bytes of a connection mean:
 *
 * <pre>
 * 80 01 ..                     binary protocol, raw
 * 82 v1 ..                     compact protocol, raw
 * n n n n 80 01 | 82           length of a frame, then binary | compact
 * n n n n 00                   length of a frame, then the binary protocol of old clients without a version
 * n n n n letter               length of a method name: the binary protocol of old clients, raw
 * 01 00 00 00 len              SASL: START with the name of a mechanism; after sign-in every message is a frame,
 *                              sealed if auth-int or auth-conf was agreed
 * POST, GET and so on          HTTP/1.1: each POST carries one message of the binary or the compact protocol (80, 00 | 82)
 * 16 03                        TLS 1.3 or 1.2; what is encrypted begins with one of the others
 * </pre>
 *
 * <p>Limits: nothing is allocated because a peer claims a length; a string or a container of more than a few kilobytes is first
 * received, then built. A message may not exceed {@link dev.skep.thrift.transport.ListenerSettings#maxMessageBytes}. What breaks the
 * protocol ends its own connection and no other. This package does not know which services are spoken over it.
 */
@NullMarked
package dev.skep.thrift.transport;

import org.jspecify.annotations.NullMarked;
