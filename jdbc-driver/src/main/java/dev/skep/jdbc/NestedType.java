package dev.skep.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A type as Hive writes it, taken apart: {@code array<struct<a:int,b:map<string,double>>>}. What it does not say counts as text. */
final class NestedType {
    private static final NestedType TEXT = new NestedType("string", List.of());

    private final String name;
    private final List<NestedType> arguments;

    private NestedType(String name, List<NestedType> arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    static NestedType parse(String text) {
        int open = text.indexOf('<');
        int parameters = text.indexOf('(');
        if (open < 0 || !text.endsWith(">")) {
            return new NestedType(text.substring(0, parameters < 0 ? text.length() : parameters)
                    .trim().toLowerCase(Locale.ROOT), List.of());
        }
        String name = text.substring(0, open).trim().toLowerCase(Locale.ROOT);
        List<NestedType> arguments = new ArrayList<>();
        int depth = 0;
        int start = open + 1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && (c == ',' || i == text.length() - 1)) {
                arguments.add(argument(name, text.substring(start, i)));
                start = i + 1;
            }
            depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
        }
        return new NestedType(name, arguments);
    }

    private static NestedType argument(String name, String text) {
        return parse(name.equals("struct") ? text.substring(text.indexOf(':') + 1) : text);
    }

    String name() {
        return name;
    }

    boolean isStruct() {
        return name.equals("struct");
    }

    /** The element type of an array, key and value type of a map, the fields' types of a struct. */
    NestedType argument(int index) {
        return index < arguments.size() ? arguments.get(index) : TEXT;
    }
}
