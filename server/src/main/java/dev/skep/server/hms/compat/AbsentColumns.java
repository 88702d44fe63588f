package dev.skep.server.hms.compat;

import java.util.HashMap;
import java.util.Map;

import dev.skep.thrift.hms.Partition;

/**
 * Hive's server keeps it apart whether a partition came with no columns or without a list of them, and gives back the same (seen in 3.1.3). That there was no list is
 * kept as a parameter of the partition, which is the door's and which no client sees.
 */
public final class AbsentColumns {
    private static final String PARAMETER = "skep.hive.no-columns";

    private AbsentColumns() {}

    /** The parameters of a partition that a client gives. */
    public static Map<String, String> added(Partition given) {
        Map<String, String> parameters = new HashMap<>();
        if (given.getParameters() != null) {
            given.getParameters().forEach((key, value) -> {
                if (key != null && value != null) {
                    parameters.put(key, value);
                }
            });
        }
        if (given.getSd() != null && given.getSd().getCols() == null) {
            parameters.put(PARAMETER, "true");
        }
        return parameters;
    }

    /** Takes the parameter from an answer, and with it the list if it is empty still. */
    public static void taken(Partition answer) {
        if (!answer.getParameters().containsKey(PARAMETER)) {
            return;
        }
        Map<String, String> others = new HashMap<>(answer.getParameters());
        others.remove(PARAMETER);
        answer.setParameters(others);
        if (answer.getSd().getCols().isEmpty()) {
            answer.getSd().unsetCols();
        }
    }
}
