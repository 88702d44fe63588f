package dev.skep.server.hms.mapping;

import static dev.skep.server.hms.mapping.Requests.listOf;
import static dev.skep.server.hms.mapping.Requests.required;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.Constraint.Kind;
import dev.skep.metastore.model.Constraint.Reference;
import dev.skep.metastore.model.TableName;
import dev.skep.thrift.hms.SQLCheckConstraint;
import dev.skep.thrift.hms.SQLDefaultConstraint;
import dev.skep.thrift.hms.SQLForeignKey;
import dev.skep.thrift.hms.SQLNotNullConstraint;
import dev.skep.thrift.hms.SQLPrimaryKey;
import dev.skep.thrift.hms.SQLUniqueConstraint;
import org.jspecify.annotations.Nullable;

/**
 * Constraints. The wire has one struct for each column of each constraint; those of one table and name are one constraint here. One without a name gets one, as
 * from Hive's server.
 */
public final class ConstraintMapping {
    private static final Map<Kind, String> PREFIXES = Map.of(Kind.PRIMARY_KEY, "pk", Kind.FOREIGN_KEY, "fk",
            Kind.UNIQUE, "uk", Kind.NOT_NULL, "nn", Kind.DEFAULT, "dc", Kind.CHECK, "ck");

    private ConstraintMapping() {}

    /** One column of a constraint. */
    private record Part(Kind kind, TableName table, @Nullable String name, @Nullable String column, int sequence,
            boolean enabled, boolean validated, boolean relied, @Nullable String expression,
            @Nullable TableName parent, @Nullable String parentColumn, @Nullable String key, int updateRule,
            int deleteRule) {}

    /** Puts the columns of each constraint together. */
    private static List<Constraint> joined(List<Part> parts) {
        Map<String, List<Part>> byName = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean isKey = part.kind() == Kind.PRIMARY_KEY || part.kind() == Kind.FOREIGN_KEY
                    || part.kind() == Kind.UNIQUE;
            // Several unnamed columns are one key, but as many constraints of other kinds.
            String name = part.name() == null || part.name().isEmpty()
                    ? "\0" + (isKey ? "" : String.valueOf(i))
                    : part.name().toLowerCase(Locale.ROOT);
            byName.computeIfAbsent(part.table() + "\0" + name, key -> new ArrayList<>()).add(part);
        }
        List<Constraint> constraints = new ArrayList<>();
        byName.values().forEach(columns -> constraints.add(joinedOne(columns)));
        return constraints;
    }

    private static Constraint joinedOne(List<Part> columns) {
        columns.sort(Comparator.comparingInt(Part::sequence));
        Part first = columns.getFirst();
        String name = first.name() == null || first.name().isEmpty()
                ? PREFIXES.get(first.kind()) + "_" + UUID.randomUUID().toString().replace('-', '_')
                : first.name();
        TableName parent = first.parent();
        return new Constraint(first.kind(), first.table(), name,
                columns.stream().map(Part::column).filter(Objects::nonNull).toList(), first.enabled(),
                first.validated(), first.relied(), first.expression(),
                parent == null
                        ? null
                        : new Reference(parent, columns.stream().map(Part::parentColumn).toList(), first.key(),
                                first.updateRule(), first.deleteRule()));
    }

    public static List<Constraint> primaryKeys(@Nullable List<SQLPrimaryKey> given) {
        List<Part> parts = new ArrayList<>();
        for (SQLPrimaryKey one : listOf(given)) {
            parts.add(new Part(Kind.PRIMARY_KEY,
                    NameMapping.table(one.getCatName(), one.getTable_db(), one.getTable_name()),
                    one.getPk_name(), required(one.getColumn_name(), "column of a constraint"), one.getKey_seq(),
                    one.isEnable_cstr(), one.isValidate_cstr(), one.isRely_cstr(), null, null,
                    null, null, 0, 0));
        }
        return joined(parts);
    }

    public static List<Constraint> uniqueConstraints(@Nullable List<SQLUniqueConstraint> given) {
        List<Part> parts = new ArrayList<>();
        for (SQLUniqueConstraint one : listOf(given)) {
            parts.add(new Part(Kind.UNIQUE, NameMapping.table(one.getCatName(), one.getTable_db(), one.getTable_name()),
                    one.getUk_name(), required(one.getColumn_name(), "column of a constraint"), one.getKey_seq(),
                    one.isEnable_cstr(), one.isValidate_cstr(), one.isRely_cstr(), null, null,
                    null, null, 0, 0));
        }
        return joined(parts);
    }

    public static List<Constraint> notNullConstraints(@Nullable List<SQLNotNullConstraint> given) {
        List<Part> parts = new ArrayList<>();
        for (SQLNotNullConstraint one : listOf(given)) {
            parts.add(
                    new Part(Kind.NOT_NULL, NameMapping.table(one.getCatName(), one.getTable_db(), one.getTable_name()),
                            one.getNn_name(), required(one.getColumn_name(), "column of a constraint"), 0,
                            one.isEnable_cstr(), one.isValidate_cstr(), one.isRely_cstr(), null, null,
                            null, null, 0, 0));
        }
        return joined(parts);
    }

    public static List<Constraint> defaultConstraints(@Nullable List<SQLDefaultConstraint> given) {
        List<Part> parts = new ArrayList<>();
        for (SQLDefaultConstraint one : listOf(given)) {
            parts.add(
                    new Part(Kind.DEFAULT, NameMapping.table(one.getCatName(), one.getTable_db(), one.getTable_name()),
                            one.getDc_name(), required(one.getColumn_name(), "column of a constraint"), 0,
                            one.isEnable_cstr(), one.isValidate_cstr(), one.isRely_cstr(), one.getDefault_value(), null,
                            null, null, 0, 0));
        }
        return joined(parts);
    }

    public static List<Constraint> checkConstraints(@Nullable List<SQLCheckConstraint> given) {
        List<Part> parts = new ArrayList<>();
        for (SQLCheckConstraint one : listOf(given)) {
            parts.add(new Part(Kind.CHECK, NameMapping.table(one.getCatName(), one.getTable_db(), one.getTable_name()),
                    one.getDc_name(), one.getColumn_name(), 0, one.isEnable_cstr(), one.isValidate_cstr(),
                    one.isRely_cstr(), one.getCheck_expression(), null,
                    null, null, 0, 0));
        }
        return joined(parts);
    }

    public static List<Constraint> foreignKeys(@Nullable List<SQLForeignKey> given) {
        List<Part> parts = new ArrayList<>();
        for (SQLForeignKey one : listOf(given)) {
            parts.add(new Part(Kind.FOREIGN_KEY,
                    NameMapping.table(one.getCatName(), one.getFktable_db(), one.getFktable_name()), one.getFk_name(),
                    required(one.getFkcolumn_name(), "column of a foreign key"), one.getKey_seq(),
                    one.isEnable_cstr(), one.isValidate_cstr(), one.isRely_cstr(), null,
                    NameMapping.table(one.getCatName(), one.getPktable_db(), one.getPktable_name()),
                    required(one.getPkcolumn_name(), "column that a foreign key points at"), one.getPk_name(),
                    one.getUpdate_rule(), one.getDelete_rule()));
        }
        return joined(parts);
    }

    /** Those of the constraints that are of this kind. */
    public static List<SQLPrimaryKey> toPrimaryKeys(List<Constraint> constraints) {
        List<SQLPrimaryKey> answer = new ArrayList<>();
        for (Constraint constraint : of(Kind.PRIMARY_KEY, constraints)) {
            for (int i = 0; i < constraint.columns().size(); i++) {
                SQLPrimaryKey one = new SQLPrimaryKey();
                one.setCatName(constraint.table().database().catalog().name());
                one.setTable_db(constraint.table().database().name());
                one.setTable_name(constraint.table().name());
                one.setColumn_name(constraint.columns().get(i));
                one.setKey_seq(i + 1);
                one.setPk_name(constraint.name());
                one.setEnable_cstr(constraint.enabled());
                one.setValidate_cstr(constraint.validated());
                one.setRely_cstr(constraint.relied());
                answer.add(one);
            }
        }
        return answer;
    }

    /** Those of the constraints that are of this kind. */
    public static List<SQLUniqueConstraint> toUniqueConstraints(List<Constraint> constraints) {
        List<SQLUniqueConstraint> answer = new ArrayList<>();
        for (Constraint constraint : of(Kind.UNIQUE, constraints)) {
            for (int i = 0; i < constraint.columns().size(); i++) {
                SQLUniqueConstraint one = new SQLUniqueConstraint();
                one.setCatName(constraint.table().database().catalog().name());
                one.setTable_db(constraint.table().database().name());
                one.setTable_name(constraint.table().name());
                one.setColumn_name(constraint.columns().get(i));
                one.setKey_seq(i + 1);
                one.setUk_name(constraint.name());
                one.setEnable_cstr(constraint.enabled());
                one.setValidate_cstr(constraint.validated());
                one.setRely_cstr(constraint.relied());
                answer.add(one);
            }
        }
        return answer;
    }

    /** Those of the constraints that are of this kind. */
    public static List<SQLNotNullConstraint> toNotNullConstraints(List<Constraint> constraints) {
        List<SQLNotNullConstraint> answer = new ArrayList<>();
        for (Constraint constraint : of(Kind.NOT_NULL, constraints)) {
            for (int i = 0; i < constraint.columns().size(); i++) {
                SQLNotNullConstraint one = new SQLNotNullConstraint();
                one.setCatName(constraint.table().database().catalog().name());
                one.setTable_db(constraint.table().database().name());
                one.setTable_name(constraint.table().name());
                one.setColumn_name(constraint.columns().get(i));
                one.setNn_name(constraint.name());
                one.setEnable_cstr(constraint.enabled());
                one.setValidate_cstr(constraint.validated());
                one.setRely_cstr(constraint.relied());
                answer.add(one);
            }
        }
        return answer;
    }

    /** Those of the constraints that are of this kind. */
    public static List<SQLDefaultConstraint> toDefaultConstraints(List<Constraint> constraints) {
        List<SQLDefaultConstraint> answer = new ArrayList<>();
        for (Constraint constraint : of(Kind.DEFAULT, constraints)) {
            for (int i = 0; i < constraint.columns().size(); i++) {
                SQLDefaultConstraint one = new SQLDefaultConstraint();
                one.setCatName(constraint.table().database().catalog().name());
                one.setTable_db(constraint.table().database().name());
                one.setTable_name(constraint.table().name());
                one.setColumn_name(constraint.columns().get(i));
                one.setDefault_value(constraint.expression());
                one.setDc_name(constraint.name());
                one.setEnable_cstr(constraint.enabled());
                one.setValidate_cstr(constraint.validated());
                one.setRely_cstr(constraint.relied());
                answer.add(one);
            }
        }
        return answer;
    }

    /** Those of the constraints that are of this kind. */
    public static List<SQLCheckConstraint> toCheckConstraints(List<Constraint> constraints) {
        List<SQLCheckConstraint> answer = new ArrayList<>();
        for (Constraint constraint : of(Kind.CHECK, constraints)) {
            for (int i = 0; i < Math.max(1, constraint.columns().size()); i++) {
                SQLCheckConstraint one = new SQLCheckConstraint();
                one.setCatName(constraint.table().database().catalog().name());
                one.setTable_db(constraint.table().database().name());
                one.setTable_name(constraint.table().name());
                one.setColumn_name(constraint.columns().isEmpty() ? null : constraint.columns().get(i));
                one.setCheck_expression(constraint.expression());
                one.setDc_name(constraint.name());
                one.setEnable_cstr(constraint.enabled());
                one.setValidate_cstr(constraint.validated());
                one.setRely_cstr(constraint.relied());
                answer.add(one);
            }
        }
        return answer;
    }

    /** Those of the constraints that are of this kind. */
    public static List<SQLForeignKey> toForeignKeys(List<Constraint> constraints) {
        List<SQLForeignKey> answer = new ArrayList<>();
        for (Constraint constraint : of(Kind.FOREIGN_KEY, constraints)) {
            Reference reference = Objects.requireNonNull(constraint.reference());
            for (int i = 0; i < constraint.columns().size(); i++) {
                SQLForeignKey one = new SQLForeignKey();
                one.setCatName(constraint.table().database().catalog().name());
                one.setPktable_db(reference.table().database().name());
                one.setPktable_name(reference.table().name());
                one.setPkcolumn_name(reference.columns().get(i));
                one.setFktable_db(constraint.table().database().name());
                one.setFktable_name(constraint.table().name());
                one.setFkcolumn_name(constraint.columns().get(i));
                one.setKey_seq(i + 1);
                one.setUpdate_rule(reference.updateRule());
                one.setDelete_rule(reference.deleteRule());
                one.setFk_name(constraint.name());
                one.setPk_name(reference.key());
                one.setEnable_cstr(constraint.enabled());
                one.setValidate_cstr(constraint.validated());
                one.setRely_cstr(constraint.relied());
                answer.add(one);
            }
        }
        return answer;
    }

    private static List<Constraint> of(Kind kind, List<Constraint> constraints) {
        return constraints.stream().filter(constraint -> constraint.kind() == kind).toList();
    }
}
