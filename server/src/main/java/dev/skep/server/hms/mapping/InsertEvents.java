package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;

import java.util.ArrayList;
import java.util.List;

import dev.skep.server.hms.compat.InsertedFiles;
import dev.skep.thrift.hms.FireEventRequest;
import dev.skep.thrift.hms.FireEventRequestData;
import dev.skep.thrift.hms.InsertEventRequestData;
import org.jspecify.annotations.Nullable;

/** Inserts that a client reports. */
public final class InsertEvents {
    private InsertEvents() {}

    /**
     * What was written into one table or partition.
     *
     * @param partition the values of the partition; empty where there are none
     */
    public record Insert(List<String> partition, boolean replace, List<String> files) {
        public Insert {
            partition = List.copyOf(partition);
            files = List.copyOf(files);
        }
    }

    /** The inserts of a report, one for each partition written. Fails with an IllegalArgumentException for another kind of report. */
    public static List<Insert> fromThrift(FireEventRequest request) {
        FireEventRequestData data = Requests.required(request.getData(), "event");
        FireEventRequestData._Fields kind = Requests.required(data.getSetField(), "kind of event that Skep knows");
        return switch (kind) {
            case INSERT_DATA -> List.of(insert(data.getInsertData(), request.getPartitionVals()));
            case INSERT_DATAS -> {
                List<Insert> inserts = new ArrayList<>();
                for (InsertEventRequestData insert : listOf(data.getInsertDatas())) {
                    inserts.add(insert(insert, insert.getPartitionVal()));
                }
                yield inserts;
            }
            case REFRESH_EVENT ->
                throw new IllegalArgumentException("Cannot report event: refresh events are not supported by Skep");
        };
    }

    private static Insert insert(InsertEventRequestData insert, @Nullable List<String> partition) {
        return new Insert(listOf(partition), InsertedFiles.replace(insert), InsertedFiles.of(insert));
    }
}
