/**
 * The Parquet format: pages decoded straight into vectors, and vectors written as row groups; parquet-java supplies the thrift structures of the
 * footer and the encoders of the writer. It may not touch a file system, Hadoop or another format.
 */
@NullMarked
package dev.skep.storage.parquet;

import org.jspecify.annotations.NullMarked;
