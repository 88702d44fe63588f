package dev.skep.storage.scan;

import dev.skep.storage.file.Location;

/** A complete file: where it is, its bytes and its rows. */
public record WrittenFile(Location location, long length, long rows) {}
