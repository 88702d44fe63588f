/**
 * Ways to sign in by SASL that Java's own providers speak: Kerberos (GSSAPI) and the tokens of Hadoop and Hive (DIGEST-MD5), with their
 * protection of what follows. Decides nothing about users: names, passwords and rights are asked of ports; touches no connection.
 */
@NullMarked
package dev.skep.thrift.sasl;

import org.jspecify.annotations.NullMarked;
