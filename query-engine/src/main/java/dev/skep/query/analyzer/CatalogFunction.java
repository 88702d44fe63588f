package dev.skep.query.analyzer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.skep.query.QueryException;
import dev.skep.query.function.FunctionCatalog;
import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.parser.SqlTypes;
import dev.skep.storage.type.DataType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.jspecify.annotations.Nullable;

/** A scalar function of the function room as Calcite sees it. */
public final class CatalogFunction extends SqlFunction {
    private final FunctionCatalog functions;

    CatalogFunction(String name, FunctionCatalog functions) {
        super(name.toUpperCase(Locale.ROOT), SqlKind.OTHER_FUNCTION, new ReturnType(functions::scalar), null,
                new Arguments(functions::scalar), SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.functions = functions;
    }

    @Override
    public boolean isDeterministic() {
        return functions.isDeterministic(getName().toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean isDynamicFunction() {
        return !isDeterministic();
    }

    /** Finds the overload of a function. */
    interface Resolver {
        java.util.Optional<Signature> resolve(String name, List<DataType> arguments);
    }

    /** The result's type by the overload that the arguments choose; null may come out of any function. */
    record ReturnType(Resolver resolver) implements SqlReturnTypeInference {
        @Override
        public @Nullable RelDataType inferReturnType(SqlOperatorBinding binding) {
            String name = binding.getOperator().getName().toLowerCase(Locale.ROOT);
            return resolver.resolve(name, types(binding))
                    .map(signature -> SqlTypes.toCalcite(binding.getTypeFactory(), signature.result(), true))
                    .orElseThrow(() -> noOverload(name, types(binding), position(binding)));
        }
    }

    static List<DataType> types(SqlOperatorBinding binding) {
        List<DataType> types = new ArrayList<>();
        for (RelDataType type : binding.collectOperandTypes()) {
            types.add(SqlTypes.fromCalcite(type));
        }
        return types;
    }

    private static SqlParserPos position(SqlOperatorBinding binding) {
        return binding instanceof SqlCallBinding call ? call.getCall().getParserPosition() : SqlParserPos.ZERO;
    }

    private static QueryException noOverload(String name, List<DataType> types, SqlParserPos pos) {
        return AnalysisErrors.at(pos, "Function %s does not take arguments (%s)".formatted(name,
                types.stream().map(DataType::sqlName).collect(Collectors.joining(", "))));
    }

    /** Accepts the arguments for which there is an overload. */
    record Arguments(Resolver resolver) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            String name = binding.getOperator().getName().toLowerCase(Locale.ROOT);
            List<DataType> types = types(binding);
            if (resolver.resolve(name, types).isPresent()) {
                return true;
            }
            if (throwOnFailure) {
                throw noOverload(name, types, binding.getCall().getParserPosition());
            }
            return false;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.any();
        }

        @Override
        public String getAllowedSignatures(SqlOperator op, String opName) {
            return opName + "(...)";
        }
    }
}
