package dev.skep.query.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import dev.skep.query.function.FunctionCatalog.Signature;
import dev.skep.query.function.FunctionSignature.Argument;
import dev.skep.query.function.FunctionSignature.Bound;
import dev.skep.storage.type.ArrayType;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.HiveTypeParser;
import dev.skep.storage.type.PrimitiveType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestFunctionSignature {
    /** The arguments after the casts and the result, as Hive writes types; "none" if the overloads do not take the arguments. */
    private static String resolve(List<String> overloads, String... arguments) {
        Signature signature = FunctionSignature.resolve(overloads.stream().map(FunctionSignature::parse).toList(), "f",
                List.of(arguments).stream().map(HiveTypeParser::parse).toList());
        return signature == null ? "none" : text(signature.arguments()) + " " + signature.result().hiveName();
    }

    private static String text(List<DataType> types) {
        List<String> names = new ArrayList<>();
        for (DataType type : types) {
            names.add(type.hiveName());
        }
        return String.join(",", names);
    }

    @Test
    void castsWhereThatIsImplicit() {
        assertThat(resolve(List.of("(string, bigint) -> string"), "varchar(3)", "int"))
                .isEqualTo("string,bigint string");
        assertThat(resolve(List.of("(string, bigint) -> string"), "string", "double")).isEqualTo("none");
        assertThat(resolve(List.of("(string, bigint) -> string"), "string")).isEqualTo("none");
        assertThat(resolve(List.of("() -> double"))).isEqualTo(" double");
    }

    @Test
    void prefersTheOverloadWithoutCasts() {
        List<String> overloads = List.of("(timestamp) -> bigint", "(date) -> bigint");
        assertThat(resolve(overloads, "date")).isEqualTo("date bigint");
        assertThat(resolve(overloads, "timestamp")).isEqualTo("timestamp bigint");
    }

    @Test
    void variablesStandForWhatArgumentsHaveInCommon() {
        assertThat(resolve(List.of("(T:orderable...) -> T"), "int", "bigint", "decimal(5,2)"))
                .isEqualTo("decimal(21,2),decimal(21,2),decimal(21,2) decimal(21,2)");
        assertThat(resolve(List.of("(T:number) -> T"), "string")).isEqualTo("none");
        assertThat(resolve(List.of("(array<T>, T) -> boolean"), "array<bigint>", "int"))
                .isEqualTo("array<bigint>,bigint boolean");
        assertThat(resolve(List.of("(array<T>, T) -> boolean"), "array<int>", "string")).isEqualTo("none");
        assertThat(resolve(List.of("(map<K, V>, K) -> V"), "map<string,date>", "varchar(2)"))
                .isEqualTo("map<string,date>,string date");
        assertThat(resolve(List.of("(string, T:time, T) -> bigint"), "string", "date", "timestamp"))
                .isEqualTo("string,timestamp,timestamp bigint");
    }

    @Test
    void digitsOfDecimalsAreComputed() {
        List<String> round = List.of("(decimal(P,S)) -> decimal(min(38, max(1, P - S + min(S, 1))), 0)");
        assertThat(resolve(round, "decimal(9,2)")).isEqualTo("decimal(9,2) decimal(8,0)");
        assertThat(resolve(round, "decimal(38,38)")).isEqualTo("decimal(38,38) decimal(1,0)");
        assertThat(resolve(round, "bigint")).isEqualTo("decimal(19,0) decimal(19,0)");
        assertThat(resolve(List.of("(decimal(P,S), decimal(P,S)) -> decimal(P * 2 - (S + 1), S)"), "decimal(5,1)",
                "decimal(6,3)")).isEqualTo("decimal(7,3),decimal(7,3) decimal(10,3)");
        assertThat(resolve(round, "double")).isEqualTo("none");
    }

    @Test
    void lambdasAreBoundAfterValues() {
        FunctionSignature transform = FunctionSignature.parse("(array<T>, function(T) -> U) -> array<U>");
        Argument list = new Argument.Value(new ArrayType(PrimitiveType.INT));
        Bound bound = transform.bind(List.of(list, new Argument.Body(1, parameters -> {
            assertThat(parameters).containsExactly(PrimitiveType.INT);
            return PrimitiveType.STRING;
        })));
        assertThat(bound).isEqualTo(new Bound(List.of(new ArrayType(PrimitiveType.INT)),
                List.of(List.of(PrimitiveType.INT)), new ArrayType(PrimitiveType.STRING)));
        assertThat(transform.bind(List.of(list, list))).isNull();
        assertThat(transform.bind(List.of(list, new Argument.Body(2, parameters -> PrimitiveType.STRING)))).isNull();
        assertThat(transform.bind(List.of(list, new Argument.Body(1, TestFunctionSignature::fails)))).isNull();
    }

    private static @Nullable DataType fails(List<DataType> parameters) {
        return null;
    }

    @Test
    void refusesWhatItCannotRead() {
        for (String text : List.of("(string", "string -> string", "(strin) -> string", "(T...", "(T..., T) -> T",
                "(T:kind) -> T", "(decimal(P)) -> int", "() -> double x")) {
            assertThatThrownBy(() -> FunctionSignature.parse(text)).as(text)
                    .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("Invalid signature: '" + text);
        }
    }
}
