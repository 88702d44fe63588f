package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.List;

import dev.skep.metastore.model.TypeDefinition;
import dev.skep.metastore.model.TypeDefinition.Field;
import dev.skep.thrift.hms.FieldSchema;
import dev.skep.thrift.hms.Type;
import org.jspecify.annotations.Nullable;

/** Types under a name. */
public final class TypeMapping {
    private TypeMapping() {}

    public static TypeDefinition fromThrift(@Nullable Type given) {
        Type type = required(given, "type");
        List<Field> fields = new ArrayList<>();
        for (FieldSchema field : listOf(type.getFields())) {
            fields.add(new Field(required(field.getName(), "name of a field"),
                    required(field.getType(), "type of a field"),
                    field.getComment()));
        }
        return new TypeDefinition(required(type.getName(), "name of the type"), type.getType1(), type.getType2(),
                fields);
    }

    public static Type toThrift(TypeDefinition type) {
        Type answer = new Type(type.name());
        answer.setType1(type.first());
        answer.setType2(type.second());
        List<FieldSchema> fields = new ArrayList<>();
        type.fields().forEach(field -> fields.add(new FieldSchema(field.name(), field.type(), field.comment())));
        answer.setFields(fields);
        return answer;
    }
}
