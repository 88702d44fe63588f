package dev.skep.storage.vector;

/**
 * The values of one column for a run of rows.
 *
 * <p>A vector lets its arrays be seen so that loops can run over them; whoever received a vector only reads them. Arrays may be
 * longer than {@link #length()}. The value at a null row is unspecified. Unless its maker says otherwise a vector is valid until
 * the maker is asked for the next batch, so that buffers can be used again; {@link Vectors#copy} makes one that stays.
 * A dictionary's values never change and may be kept by reference.
 */
public sealed interface ColumnVector
        permits FlatVector, DictionaryVector, ConstantVector, StructVector, ListVector, MapVector {

    /** How many rows there are. */
    int length();

    /** True if {@code row} (0 to length - 1, not checked) is null. Loops over many rows read the null array instead. */
    boolean isNull(int row);

    /** False if no row is null for certain; true says nothing. */
    boolean mayHaveNulls();
}
