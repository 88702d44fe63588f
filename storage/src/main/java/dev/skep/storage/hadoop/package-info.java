/**
 * The file systems that Hadoop's client knows behind our port, S3 by S3A first of all, and the reverse: our files for libraries that ask for Hadoop's.
 * The only room that touches Hadoop's file-system classes; it may not touch formats.
 */
@NullMarked
package dev.skep.storage.hadoop;

import org.jspecify.annotations.NullMarked;
