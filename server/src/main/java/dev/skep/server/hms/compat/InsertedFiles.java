package dev.skep.server.hms.compat;

import java.util.List;

import dev.skep.thrift.hms.InsertEventRequestData;

/** What a report of an insert says that not every generation of clients writes. */
public final class InsertedFiles {
    private InsertedFiles() {}

    public static List<String> of(InsertEventRequestData insert) {
        return insert.isSetFilesAdded() ? insert.getFilesAdded() : List.of();
    }

    /** Whether the files replace those that were there. A client that does not say, as none up to 2.3 can, is taken to replace (seen in InsertEvent of 3.1.3). */
    public static boolean replace(InsertEventRequestData insert) {
        return !insert.isSetReplace() || insert.isReplace();
    }
}
