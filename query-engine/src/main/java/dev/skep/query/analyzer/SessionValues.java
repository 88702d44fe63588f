package dev.skep.query.analyzer;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.skep.metastore.access.Identity;
import dev.skep.metastore.access.Principal;
import dev.skep.query.parser.VarcharLiteral;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Calls that stand for something else: what the session knows (CURRENT_DATABASE, CURRENT_SCHEMA, CURRENT_USER,
 * IS_MEMBER_OF, VERSION); IF, which is a CASE; and
 * ORDER BY among the arguments of an aggregate, which is WITHIN GROUP.
 *
 * @param database the current database
 * @param identity whose access is decided, with all its roles
 */
record SessionValues(String database, Identity identity) {
    private static final Set<String> AGGREGATES_IN_ORDER = Set.of("array_agg", "collect_list", "listagg",
            "string_agg");
    /** What {@code version()} says where the classes come from no archive that knows its version. */
    private static final String UNRELEASED = "unreleased";

    /** Returns what the call stands for, or the call. */
    SqlNode replaced(SqlCall call) {
        if (call.getKind() == SqlKind.WITHIN_GROUP && call.operand(1) instanceof SqlNodeList order) {
            nullsLast(order);
            return call;
        }
        String name = name(call);
        List<SqlNode> operands = call.getOperandList();
        SqlParserPos pos = call.getParserPosition();
        if (operands.isEmpty()) {
            return switch (name) {
                case "current_database", "current_schema" -> text(database, pos);
                case "current_user", "session_user", "user" -> text(identity.user(), pos);
                case "version" -> text("Skep " + version(), pos);
                default -> call;
            };
        }
        if (name.equals("is_member_of")) {
            return SqlLiteral.createBoolean(isMemberOf(operands, pos), pos);
        }
        if (operands.getLast() instanceof SqlNodeList order && AGGREGATES_IN_ORDER.contains(name)) {
            nullsLast(order);
            SqlNode plain = call.getOperator().createCall(call.getFunctionQuantifier(), pos,
                    operands.subList(0, operands.size() - 1));
            return SqlStdOperatorTable.WITHIN_GROUP.createCall(pos, plain, order);
        }
        if (name.equals("if") && (operands.size() == 2 || operands.size() == 3)) {
            SqlNode otherwise = operands.size() == 3 ? operands.get(2) : SqlLiteral.createNull(pos);
            return new SqlCase(pos, null, new SqlNodeList(List.of(operands.get(0)), pos),
                    new SqlNodeList(List.of(operands.get(1)), pos), otherwise);
        }
        return call;
    }

    /** Groups are compared exactly, roles without regard to case; everyone has the role public. */
    private boolean isMemberOf(List<SqlNode> operands, SqlParserPos pos) {
        if (operands.size() != 1 || !(operands.getFirst() instanceof SqlCharStringLiteral literal)) {
            throw AnalysisErrors.at(pos, "is_member_of takes the name of a group or role as a text");
        }
        String name = literal.getValueAs(String.class);
        Principal role = name.isEmpty() ? Principal.PUBLIC : Principal.role(name);
        return !name.isEmpty() && (identity.groups().contains(name) || identity.roles().contains(role.name())
                || role.equals(Principal.PUBLIC));
    }

    /** In aggregates as elsewhere nulls come last by default, whatever the direction. */
    private static void nullsLast(SqlNodeList order) {
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).getKind() == SqlKind.DESCENDING) {
                order.set(i, SqlStdOperatorTable.NULLS_LAST.createCall(order.get(i).getParserPosition(),
                        order.get(i)));
            }
        }
    }

    private static String name(SqlCall call) {
        SqlIdentifier id = call.getOperator().getNameAsId();
        return id.isSimple() ? id.getSimple().toLowerCase(Locale.ROOT) : "";
    }

    private static SqlNode text(String value, SqlParserPos pos) {
        return VarcharLiteral.create(value, null, pos);
    }

    private static String version() {
        String version = SessionValues.class.getPackage().getImplementationVersion();
        return version == null ? UNRELEASED : version;
    }
}
