/**
 * Functions of SQL: what they are called, which types they take, what planning may do with them, and the kernels that compute them. It may not touch
 * Calcite, expressions, plans, the catalog or files. {@code docs/functions-development.md} shows how to add one.
 *
 * <p><b>A scalar function</b> is declared by {@link dev.skep.query.function.ScalarFunction#named}: names, overloads as text
 * ({@link dev.skep.query.function.FunctionSignature}), {@link dev.skep.query.function.FunctionTraits}, and what makes its kernel. Arguments are cast to the
 * types of the overload before the kernel sees them.
 *
 * <p><b>A kernel</b> ({@link dev.skep.query.function.ScalarKernel}) computes the rows of a batch that it is asked for. It is made anew for each call of each
 * plan and each thread, so that it may keep buffers, and what it returns is valid until it is called again. There are three ways to write one:
 * <ul>
 * <li>{@link dev.skep.query.function.RowKernels}: a lambda for one row, where the function itself costs more than a call (text, patterns, digests).
 * <li>{@link dev.skep.query.function.StrictKernel}: its own loop over primitive arrays, where a null argument gives null: numbers, comparisons, times.
 * <li>{@code ScalarKernel} itself, where null arguments matter (greatest, arrays, maps): it meets every kind of vector.
 * </ul>
 * The first two get dictionaries, constants, nulls and selections from {@code StrictKernel}: a call of constants is computed once, one of a dictionary and
 * constants once for each entry and stays a dictionary, and the loop sees rows without a null only, as arrays positioned by row.
 *
 * <p><b>Failure.</b> A row that has no value fails by a QueryException of reason DATA that quotes the value; {@code TRY} makes null of it. A kernel is asked only for rows
 * that count, and must not fail for others: what is made of a constant, such as a pattern, is made when the first row asks
 * ({@link dev.skep.query.function.vector.Prepared}).
 *
 * <p><b>Text</b> is UTF-8 bytes in {@code BytesVector}s, read by {@link dev.skep.query.function.vector.Span} and written to a
 * {@link dev.skep.query.function.vector.BytesSink}; a String is made only where Java's libraries want one.
 *
 * <p><b>Lambdas</b> are arguments of type {@code function(T) -> U} in a signature. A kernel gets them compiled in its
 * {@link dev.skep.query.function.KernelCall}, and has each computed for the elements of all rows at once, over the child vector of its lists. The language has
 * no syntax for them yet.
 *
 * <p><b>Aggregates</b> are in {@code aggregate}: an accumulator holds the states of all groups in primitive arrays and adds a batch at a time; <b>window functions</b>
 * in {@code window} are declared the same way and computed by the window operator, partition by partition.
 */
@NullMarked
package dev.skep.query.function;

import org.jspecify.annotations.NullMarked;
