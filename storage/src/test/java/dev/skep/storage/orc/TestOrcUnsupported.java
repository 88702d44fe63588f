package dev.skep.storage.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.skep.storage.StorageException;
import dev.skep.storage.StorageException.Reason;
import dev.skep.storage.file.InputFile;
import dev.skep.storage.file.Location;
import dev.skep.storage.local.LocalFileSystem;
import dev.skep.storage.scan.Rows;
import dev.skep.storage.scan.ScanColumn;
import dev.skep.storage.scan.ScanRequest;
import dev.skep.storage.type.PrimitiveType;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ORC has and Skep does not read, each refused by name. The table may only shrink. */
final class TestOrcUnsupported {
    /** Schemas whose column {@code c} is refused, and the reason given. */
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    static {
        REFUSED.put("struct<c:uniontype<int,string>>",
                "column 'c' is uniontype<int,string> in the file and cannot be read as string");
        REFUSED.put("int", "its rows are of type int, not struct");
    }

    @TempDir
    Path folder;

    private final OrcFormat format = new OrcFormat();

    @Test
    void refusesColumnsOfKindsThatSkepLacks() throws IOException {
        for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
            InputFile file = write("refused", refused.getKey());

            assertThatThrownBy(() -> read(file)).as(refused.getKey()).isInstanceOfSatisfying(StorageException.class,
                    failure -> {
                        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
                        assertThat(failure)
                                .hasMessage("Cannot read %s: %s".formatted(file.location(), refused.getValue()));
                    });
        }
    }

    @Test
    void readsTheOtherColumnsOfAFileWithSuchAColumn() throws IOException {
        InputFile file = write("beside", "struct<u:uniontype<int,string>,c:string>");

        assertThat(read(file)).isEmpty();
    }

    private InputFile write(String name, String schema) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        OrcFile.createWriter(new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()),
                OrcFile.writerOptions(new Configuration()).setSchema(TypeDescription.fromString(schema)))
                .close();
        return file(name);
    }

    private InputFile file(String name) {
        return new LocalFileSystem().open(Location.of(folder.resolve(name).toString()));
    }

    private java.util.List<?> read(InputFile file) {
        return Rows.read(format, file,
                ScanRequest.of(java.util.List.of(new ScanColumn("c", 0, PrimitiveType.STRING))));
    }
}
