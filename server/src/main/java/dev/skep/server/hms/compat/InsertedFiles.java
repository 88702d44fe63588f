package dev.skep.server.hms.compat;

import java.util.List;

import dev.skep.thrift.hms.InsertEventRequestData;

/**
 * The files of a reported insert. Up to Hive 2.3 field 1 of the struct was the list of files and field 2, since 2.3, that of checksums; from 3.1 on field 1 is {@code replace},
 * which its clients always set, and field 2 the list of files (the structs of 2.3.10 and 3.1.3). So an older client's files cannot be read, and what
 * looks like files are checksums.
 */
public final class InsertedFiles {
    private InsertedFiles() {}

    /** The files, none where the client's generation is too old to tell. */
    public static List<String> of(InsertEventRequestData insert) {
        return insert.isSetReplace() && insert.isSetFilesAdded() ? insert.getFilesAdded() : List.of();
    }
}
