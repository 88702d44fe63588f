/** Sign-in by DIGEST-MD5 and Kerberos, with clients of libthrift and a KDC in this process. Tests only. */
@NullMarked
package dev.skep.thrift.sasl;

import org.jspecify.annotations.NullMarked;
