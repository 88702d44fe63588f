package dev.skep.storage.orc;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import dev.skep.storage.file.Location;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanRequest;
import org.apache.orc.TypeDescription;

/**
 * Which of a file's columns answer a request.
 *
 * @param schema the type to ask orc-core for: all columns of the file at their places, the wanted ones with the types they shall have
 * @param include which type ids of {@code schema} to read
 * @param positions for each column of the request its place in the file, -1 if the file lacks it
 */
record OrcProjection(TypeDescription schema, boolean[] include, int[] positions) {
    /** A table or SerDe property: columns go by their place in the file, not their name. */
    static final String BY_POSITION = "orc.force.positional.evolution";
    /** What Hive before 0.13 wrote in place of names. */
    private static final Pattern NAMELESS = Pattern.compile("_col\\d+");

    static OrcProjection of(Location file, TypeDescription actual, ScanRequest request) {
        if (actual.getCategory() != TypeDescription.Category.STRUCT) {
            throw OrcFailures.unsupported(file, "its rows are of type %s, not struct".formatted(actual));
        }
        List<String> names = actual.getFieldNames();
        boolean byPosition = Boolean.parseBoolean(request.properties().getOrDefault(BY_POSITION, "false"))
                || (!names.isEmpty() && names.stream().allMatch(name -> NAMELESS.matcher(name).matches()));
        int[] positions = new int[request.columns().size()];
        TypeDescription[] types = new TypeDescription[names.size()];
        for (int i = 0; i < positions.length; i++) {
            ScanColumn column = request.columns().get(i);
            positions[i] = byPosition
                    ? (column.ordinal() < names.size() ? column.ordinal() : -1)
                    : OrcTypes.indexOf(names, column.name());
            if (positions[i] >= 0) {
                types[positions[i]] = OrcTypes.reading(file, column.name(), actual.getChildren().get(positions[i]),
                        column.type());
            }
        }
        TypeDescription schema = TypeDescription.createStruct();
        for (int i = 0; i < types.length; i++) {
            schema.addField(names.get(i), types[i] == null ? actual.getChildren().get(i).clone() : types[i]);
        }
        return new OrcProjection(schema, include(schema, types), positions);
    }

    private static boolean[] include(TypeDescription schema, TypeDescription[] wanted) {
        boolean[] include = new boolean[schema.getMaximumId() + 1];
        include[0] = true;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] != null) {
                TypeDescription type = schema.getChildren().get(i);
                Arrays.fill(include, type.getId(), type.getMaximumId() + 1, true);
            }
        }
        return include;
    }

    /** The type that orc-core delivers for column {@code index} of the request, which the file has. */
    TypeDescription type(int index) {
        return schema.getChildren().get(positions[index]);
    }

    boolean isInFile(int index) {
        return positions[index] >= 0;
    }
}
