package dev.skep.server.bench;

import java.util.List;
import java.util.Map;

import dev.skep.server.tpcds.TpcdsData;
import dev.skep.server.tpcds.TpcdsQueries;
import dev.skep.server.tpch.TpchData;
import dev.skep.server.tpch.TpchQueries;
import dev.skep.storage.file.FileSystem;
import dev.skep.storage.file.Location;
import dev.skep.storage.scan.FileFormat;
import dev.skep.storage.type.Field;

/** Tables and queries over them that engines are compared by. */
enum QuerySet {
    /** 22 queries over 8 tables. */
    TPCH {
        @Override
        List<String> tables() {
            return TpchData.tables();
        }

        @Override
        List<Field> columns(String table) {
            return TpchData.columns(table);
        }

        @Override
        long write(String table, double scale, FileSystem files, Location folder, FileFormat format,
                Map<String, String> properties) {
            boolean large = table.equals("lineitem") || table.equals("orders");
            return TpchData.write(table, scale, large ? Math.clamp((long) (4 * scale), 1, 16) : 1, files, folder,
                    format, properties);
        }

        @Override
        int queries() {
            return TpchQueries.COUNT;
        }

        @Override
        String text(int query) {
            return TpchQueries.text(query);
        }
    },
    /** 99 queries over 24 tables. */
    TPCDS {
        @Override
        List<String> tables() {
            return TpcdsData.tables();
        }

        @Override
        List<Field> columns(String table) {
            return TpcdsData.columns(table);
        }

        @Override
        long write(String table, double scale, FileSystem files, Location folder, FileFormat format,
                Map<String, String> properties) {
            boolean large = table.endsWith("_sales") || table.equals("inventory");
            return TpcdsData.write(table, scale, large ? Math.clamp((long) (4 * scale), 1, 16) : 1, files, folder,
                    format, properties);
        }

        @Override
        int queries() {
            return TpcdsQueries.COUNT;
        }

        @Override
        String text(int query) {
            return TpcdsQueries.text(query);
        }
    };

    abstract List<String> tables();

    abstract List<Field> columns(String table);

    /** Writes one table into {@code folder} and returns its rows. */
    abstract long write(String table, double scale, FileSystem files, Location folder, FileFormat format,
            Map<String, String> properties);

    /** How many queries there are; they are numbered from 1. */
    abstract int queries();

    abstract String text(int query);
}
