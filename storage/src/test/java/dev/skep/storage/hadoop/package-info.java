/**
 * Tests of S3 and other stores behind Hadoop's client, and an S3 server for them and for other modules' tests.
 * Nothing in production code may depend on it.
 */
@NullMarked
package dev.skep.storage.hadoop;

import org.jspecify.annotations.NullMarked;
