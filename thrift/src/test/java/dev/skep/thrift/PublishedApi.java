package dev.skep.thrift;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the generated classes of one library say about the wire, read by reflection, so that classes of any Thrift version can be
 * compared: the fields of structs by id, the values of enums by name, the arguments and results of methods.
 */
final class PublishedApi {
    /** A field or argument. Types are written as in an IDL, structs and enums by their simple names. */
    record WireField(String name, String type, Requirement requirement) {}

    enum Requirement {
        REQUIRED, OPTIONAL, DEFAULT
    }

    private static final int REQUIRED = 1;
    private static final int OPTIONAL = 2;

    final Map<String, Map<Integer, WireField>> structs = new TreeMap<>();
    final Map<String, Map<String, Integer>> enums = new TreeMap<>();
    /** By method and part: {@code get_table_args}, {@code get_table_result}; a oneway method has no result. */
    final Map<String, Map<Integer, WireField>> methods = new TreeMap<>();
    final Map<String, Object> constants = new TreeMap<>();

    private PublishedApi() {}

    /** Reads the structs, enums and constants of a package, and the services named. */
    static PublishedApi read(ClassLoader loader, String structPackage, String... services) throws Exception {
        PublishedApi api = new PublishedApi();
        for (String name : classNames(loader, structPackage)) {
            if (name.contains("Thrift")) {
                // Services, read below, and hand-written servers beside the structs of Hive 1.2.
                continue;
            }
            api.readClass(Class.forName(structPackage + "." + name, false, loader));
        }
        for (String service : services) {
            Class<?> declared = Class.forName(service, false, loader);
            for (Method method : Class.forName(service + "$Iface", false, loader).getDeclaredMethods()) {
                api.readMethod(declared, method.getName());
            }
        }
        return api;
    }

    private void readClass(Class<?> type) throws ReflectiveOperationException {
        if (type.getSimpleName().endsWith("Constants")) {
            for (Field field : type.getFields()) {
                constants.put(field.getName(), field.get(null));
            }
        } else if (type.isEnum()) {
            Map<String, Integer> values = new TreeMap<>();
            for (Object value : type.getEnumConstants()) {
                values.put(((Enum<?>) value).name(), (Integer) type.getMethod("getValue").invoke(value));
            }
            enums.put(type.getSimpleName(), values);
        } else {
            fields(type).ifPresent(fields -> structs.put(type.getSimpleName(), fields));
        }
    }

    private void readMethod(Class<?> service, String method) throws ReflectiveOperationException {
        for (String part : List.of("_args", "_result")) {
            try {
                Class<?> type = Class.forName(service.getName() + "$" + method + part, false, service.getClassLoader());
                methods.put(method + part, fields(type).orElseThrow());
            } catch (ClassNotFoundException e) {
                if (part.equals("_args")) {
                    throw e;
                }
            }
        }
    }

    private static Optional<Map<Integer, WireField>> fields(Class<?> type) throws ReflectiveOperationException {
        Field described;
        try {
            described = type.getField("metaDataMap");
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        }
        if (!Modifier.isStatic(described.getModifiers())) {
            return Optional.empty();
        }
        Map<Integer, WireField> fields = new TreeMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) described.get(null)).entrySet()) {
            Method id = entry.getKey().getClass().getMethod("getThriftFieldId");
            id.setAccessible(true);
            Object field = entry.getValue();
            int requirement = (Byte) value(field, "requirementType");
            String name = (String) value(field, "fieldName");
            String wireType = typeOf(value(field, "valueMetaData"));
            if (wireType.isEmpty()) {
                wireType = type.getDeclaredField(name).getType().getSimpleName();
            }
            fields.put((int) (Short) id.invoke(entry.getKey()),
                    new WireField(name, wireType,
                            requirement == REQUIRED
                                    ? Requirement.REQUIRED
                                    : requirement == OPTIONAL ? Requirement.OPTIONAL : Requirement.DEFAULT));
        }
        return Optional.of(fields);
    }

    private static String typeOf(Object described) throws ReflectiveOperationException {
        int type = (Byte) value(described, "type");
        return switch (type) {
            case 2 -> "bool";
            case 3 -> "i8";
            case 4 -> "double";
            case 6 -> "i16";
            case 8 -> described.getClass().getSimpleName().equals("EnumMetaData")
                    ? simpleName(described, "enumClass")
                    : "i32";
            case 10 -> "i64";
            case 11 -> (Boolean) described.getClass().getMethod("isBinary").invoke(described) ? "binary" : "string";
            // A struct used before it is declared is described by its name alone, an exception of Thrift 0.9 not even by that.
            case 12 -> described.getClass().getSimpleName().equals("StructMetaData")
                    ? simpleName(described, "structClass")
                    : Objects.requireNonNullElse(
                            (String) described.getClass().getMethod("getTypedefName").invoke(described), "");
            case 13 -> "map<" + typeOf(value(described, "keyMetaData")) + ","
                    + typeOf(value(described, "valueMetaData")) + ">";
            case 14 -> "set<" + typeOf(value(described, "elemMetaData")) + ">";
            case 15 -> "list<" + typeOf(value(described, "elemMetaData")) + ">";
            case -1, 16 -> simpleName(described, "enumClass");
            default -> throw new IllegalStateException("Unknown type " + type);
        };
    }

    private static String simpleName(Object described, String field) throws ReflectiveOperationException {
        return ((Class<?>) value(described, field)).getSimpleName();
    }

    private static Object value(Object owner, String field) throws ReflectiveOperationException {
        return owner.getClass().getField(field).get(owner);
    }

    /** Top-level classes of a package, wherever its loader has it. */
    private static List<String> classNames(ClassLoader loader, String packageName)
            throws IOException, java.net.URISyntaxException {
        List<String> names = new ArrayList<>();
        String directory = packageName.replace('.', '/');
        for (URL url : java.util.Collections.list(loader.getResources(directory))) {
            if (url.getProtocol().equals("jar")) {
                String jar = url.toString().substring(0, url.toString().indexOf('!'));
                try (FileSystem files = FileSystems.newFileSystem(URI.create(jar), Map.of())) {
                    addNames(files.getPath("/" + directory), names);
                }
            } else {
                addNames(Path.of(url.toURI()), names);
            }
        }
        if (names.isEmpty()) {
            throw new IOException("Cannot find classes of package " + packageName);
        }
        return names;
    }

    private static void addNames(Path directory, List<String> names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(".class") && !file.contains("$"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .filter(name -> !name.equals("package-info")).forEach(names::add);
        }
    }

    static String text(int id, @Nullable WireField field) {
        return field == null ? id + " (none)" : id + " " + field.name() + " " + field.type();
    }
}
