package dev.skep.query.operator.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.skep.query.QueryException;
import dev.skep.query.QueryException.Reason;
import dev.skep.query.function.vector.Rows;
import dev.skep.query.operator.Operator;
import dev.skep.query.operator.OperatorStatistics;
import dev.skep.query.operator.Sink;
import dev.skep.query.operator.Source;
import dev.skep.query.operator.TaskContext;
import dev.skep.query.operator.key.KeyTable;
import dev.skep.query.plan.WriteNode;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.BatchWriter;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.scan.WriteRequest;
import dev.skep.storage.scan.WrittenFile;
import dev.skep.storage.type.DataType;
import dev.skep.storage.type.Field;
import dev.skep.storage.type.PrimitiveType;
import dev.skep.storage.vector.ColumnBatch;
import dev.skep.storage.vector.ColumnVector;
import dev.skep.storage.vector.SelectionVector;
import dev.skep.storage.vector.Values;
import dev.skep.storage.vector.VectorBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to new files: each thread has a writer for each partition that it meets, at most {@code 100} at once; the one not used for longest
 * is finished to make room. Unless the query succeeds, everything that was written is deleted.
 */
public final class WriteSink implements Sink {
    private static final int MAX_OPEN = 100;
    private static final long MAX_FILE_BYTES = 512L << 20;

    private final WriteNode node;
    private final FileSystem files;
    private final FileFormat format;
    private final OperatorStatistics statistics;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Location> created = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();

    /** A complete file and its partition. */
    private record Written(String partition, WrittenFile file) {}

    public WriteSink(WriteNode node, FileSystem files, Map<String, FileFormat> formats,
            OperatorStatistics statistics) {
        this.node = node;
        this.files = files;
        this.statistics = statistics;
        FileFormat found = formats.get(node.format());
        if (found == null) {
            throw new QueryException(Reason.UNSUPPORTED, "Cannot write %s: no format '%s' (there are %s)"
                    .formatted(node.table(), node.format(), formats.keySet()));
        }
        format = found;
    }

    @Override
    public Operator create(TaskContext context) {
        return new LocalWrite(context);
    }

    private String extension() {
        return switch (node.format()) {
            case "textfile" -> "txt";
            default -> node.format();
        };
    }

    /** The open files of one thread. */
    private final class LocalWrite extends Operator {
        private final Map<String, BatchWriter> open = new LinkedHashMap<>(16, 0.75f, true);
        private final PartitionFolders folders = new PartitionFolders(node.partitionKeys());
        private final KeyTable partitions = new KeyTable(
                node.partitionKeys().stream().map(Field::type).toList());
        private final List<String> names = new ArrayList<>();
        private int[] groups = new int[0];

        LocalWrite(TaskContext context) {
            super(context, statistics, null);
        }

        @Override
        protected void push(ColumnBatch batch) {
            int width = node.dataColumns().size();
            ColumnBatch data = new ColumnBatch(batch.rowCount(), batch.columns().subList(0, width),
                    batch.selection());
            if (node.partitionKeys().isEmpty()) {
                write("", data);
                return;
            }
            SelectionVector selection = batch.selection();
            int count = batch.selectedCount();
            int[] rows = Rows.orAll(selection == null ? null : selection.rows(), count);
            ColumnVector[] keys = batch.columns().subList(width, width + node.partitionKeys().size())
                    .toArray(ColumnVector[]::new);
            if (groups.length < count) {
                groups = new int[count];
            }
            partitions.insert(keys, rows, count, groups);
            int[] sizes = new int[partitions.size()];
            for (int k = 0; k < count; k++) {
                if (groups[k] == names.size()) {
                    names.add(folders.name(keys, rows[k]));
                }
                sizes[groups[k]]++;
            }
            int[][] parts = new int[sizes.length][];
            int[] filled = new int[sizes.length];
            for (int k = 0; k < count; k++) {
                int group = groups[k];
                if (parts[group] == null) {
                    parts[group] = new int[sizes[group]];
                }
                parts[group][filled[group]++] = rows[k];
            }
            for (int group = 0; group < parts.length; group++) {
                if (filled[group] > 0) {
                    write(names.get(group), data.select(new SelectionVector(filled[group], parts[group])));
                }
            }
        }

        private void write(String partition, ColumnBatch data) {
            BatchWriter writer = open.get(partition);
            if (writer == null) {
                if (open.size() >= MAX_OPEN) {
                    finish(open.keySet().iterator().next());
                }
                writer = newWriter(partition);
                open.put(partition, writer);
            }
            writer.write(data);
            if (writer.estimatedBytes() > MAX_FILE_BYTES) {
                finish(partition);
            }
        }

        private BatchWriter newWriter(String partition) {
            Location folder = node.folders().get(partition);
            if (folder == null) {
                folder = partition.isEmpty() ? node.location() : node.location().resolve(partition);
            }
            Location location = folder.resolve(
                    "%s-%d.%s".formatted(node.filePrefix(), numbers.getAndIncrement(), extension()));
            synchronized (created) {
                created.add(location);
            }
            return format.openWriter(files.output(location), new WriteRequest(node.dataColumns(), node.properties()));
        }

        private void finish(String partition) {
            BatchWriter writer = open.remove(partition);
            if (writer != null) {
                try (writer) {
                    WrittenFile file = writer.finish();
                    synchronized (written) {
                        written.add(new Written(partition, file));
                    }
                }
            }
        }

        @Override
        protected void finishInput() {
            for (String partition : new ArrayList<>(open.keySet())) {
                context().checkRunning();
                finish(partition);
            }
        }

        @Override
        protected void release() {
            for (BatchWriter writer : open.values()) {
                writer.close();
            }
            open.clear();
        }
    }

    @Override
    public void complete(TaskContext context) {
        statistics.describe(() -> written.size() + " files");
    }

    /** A row for each file, once complete. */
    public List<Source.Morsel> morsels() {
        VectorBuilder[] columns = {VectorBuilder.of(PrimitiveType.STRING), VectorBuilder.of(PrimitiveType.STRING),
                VectorBuilder.of(PrimitiveType.BIGINT), VectorBuilder.of(PrimitiveType.BIGINT)};
        for (Written one : written) {
            append(columns[0], PrimitiveType.STRING, one.partition);
            append(columns[1], PrimitiveType.STRING, one.file.location().text());
            append(columns[2], PrimitiveType.BIGINT, one.file.rows());
            append(columns[3], PrimitiveType.BIGINT, one.file.length());
        }
        List<ColumnVector> vectors = new ArrayList<>();
        for (VectorBuilder column : columns) {
            vectors.add(column.build());
        }
        ColumnBatch batch = new ColumnBatch(written.size(), vectors);
        return List.of(new Source.Morsel() {
            private @Nullable ColumnBatch left = batch.rowCount() == 0 ? null : batch;

            @Override
            public @Nullable ColumnBatch next() {
                ColumnBatch next = left;
                left = null;
                return next;
            }
        });
    }

    private static void append(VectorBuilder builder, DataType type, Object value) {
        builder.append(Values.vector(type, value), null, 1);
    }

    @Override
    public void dispose(boolean succeeded) {
        if (succeeded) {
            return;
        }
        for (Location location : created) {
            files.delete(location);
        }
    }
}
