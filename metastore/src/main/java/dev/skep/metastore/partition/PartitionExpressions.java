package dev.skep.metastore.partition;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;

/**
 * Reads the expressions that clients send to get_partitions_by_expr and drop_partitions_req. They are either a filter as text, which clients with Hive 4's
 * DefaultPartitionExpressionProxy send, or a Java object of Hive's compiler as its serializer Kryo writes it, which is refused: it is a dump of classes
 * that only Hive has, and its form changes with their version.
 */
public final class PartitionExpressions {
    private PartitionExpressions() {}

    /** Returns the predicate that {@code expression} stands for. Fails with UNSUPPORTED for an object of Hive's, and with INVALID_INPUT for a text that is not a filter. */
    public static PartitionPredicate parse(byte[] expression) {
        String text = text(expression);
        if (text.isEmpty()) {
            throw new CatalogException(Reason.UNSUPPORTED,
                    "Cannot evaluate the partition expression: it is an object of Hive's compiler (%d bytes); send the condition as a filter with get_partitions_by_filter"
                            .formatted(expression.length));
        }
        return FilterParser.parse(text);
    }

    /** The text, or nothing if the bytes are not readable text. */
    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            boolean isReadable = text.chars()
                    .noneMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7F);
            return isReadable ? text.strip() : "";
        } catch (CharacterCodingException e) {
            return "";
        }
    }
}
