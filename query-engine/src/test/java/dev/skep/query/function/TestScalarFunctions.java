package dev.skep.query.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds every function that is registered to {@link ScalarFunctionContract}. */
class TestScalarFunctions {
    private final FunctionRegistry registry = new FunctionRegistry();

    @TestFactory
    Stream<DynamicTest> everyFunctionKeepsTheContract() {
        long seed = new Random().nextLong();
        System.out.println("TestScalarFunctions seed " + seed);
        return registry.scalars().stream().map(function -> DynamicTest.dynamicTest(function.names().getFirst(), () -> {
            int calls = 0;
            for (int round = 0; round < 15; round++) {
                calls += ScalarFunctionContract.verify(function, seed + round);
            }
            assertThat(calls).as("calls of %s, seed %d", function.names(), seed).isPositive();
        }));
    }

    @Test
    void namesAreInLowerCase() {
        assertThat(registry.scalars()).allSatisfy(
                function -> assertThat(function.names())
                        .allSatisfy(name -> assertThat(name).matches("[a-z][a-z0-9_]*")));
    }
}
