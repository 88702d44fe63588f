package dev.skep.server.hms.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.skep.thrift.hms.Partition;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of partitions a 4.x client wants: parameters whose keys match one SQL LIKE pattern and not another, and whether it wants the columns, which it usually
 * knows from the table.
 *
 * @param include null for all
 * @param exclude null for none
 */
public record ParameterSelection(@Nullable Pattern include, @Nullable Pattern exclude, boolean withoutColumns) {
    public static final ParameterSelection ALL = new ParameterSelection(null, null, false);

    public static ParameterSelection of(@Nullable String include, @Nullable String exclude, boolean withoutColumns) {
        return new ParameterSelection(like(include), like(exclude), withoutColumns);
    }

    private static @Nullable Pattern like(@Nullable String pattern) {
        if (pattern == null || pattern.isEmpty()) {
            return null;
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '%' -> regex.append(".*");
                case '_' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Takes away what is not wanted, from each partition when it is asked for. */
    public List<Partition> apply(List<Partition> partitions) {
        return include == null && exclude == null && !withoutColumns
                ? partitions
                : new Mapped<>(partitions, this::apply);
    }

    private Partition apply(Partition partition) {
        Map<String, String> parameters = partition.getParameters();
        if (parameters != null && (include != null || exclude != null)) {
            Map<String, String> wanted = new HashMap<>(parameters);
            wanted.keySet().removeIf(key -> !wants(key));
            partition.setParameters(wanted);
        }
        if (withoutColumns && partition.getSd() != null) {
            partition.getSd().setCols(List.of());
        }
        return partition;
    }

    private boolean wants(String key) {
        return (include == null || include.matcher(key).matches())
                && (exclude == null || !exclude.matcher(key).matches());
    }
}
