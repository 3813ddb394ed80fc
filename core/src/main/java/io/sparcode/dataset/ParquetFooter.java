package io.sparcode.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What the footers of Parquet files say, the same for many files. A plain value that travels.
 *
 * @param schema the columns; a column that Spark cannot read has the type void
 * @param nulls the columns, by their path, that hold nothing but nulls
 * @param codecs the compression of the columns, by their path, whose pages cannot be unpacked here
 * @param features the column features of Hugging Face's datasets as JSON, empty where there are none
 */
record ParquetFooter(StructType schema, Set<List<String>> nulls, Map<List<String>, String> codecs, String features)
        implements Serializable {
    private static final String PLAIN_MAGIC = "PAR1";
    private static final String ENCRYPTED_MAGIC = "PARE";
    private static final String FEATURES_KEY = "huggingface";
    private static final String KEYS = "parquet.crypto.factory.class";

    /**
     * What was found in one file.
     *
     * @param rows how many it has
     * @param footer null where it is no Parquet file, by its name and its first bytes
     * @param fault why it cannot be read, null where it can
     * @param isOpened whether there are first bytes; a file that cannot be opened may be of any kind
     */
    record Found(long rows, ParquetFooter footer, String fault, boolean isOpened) implements Serializable {
        private static Found broken(String fault) {
            return new Found(0, null, fault, true);
        }
    }

    /**
     * Reads a file's footer.
     *
     * @param named whether the file's name says that it is Parquet
     * @throws IOException if the file system failed
     */
    static Found read(Configuration hadoop, String file, boolean named) throws IOException {
        Path path = new Path(file);
        String magic;
        try {
            magic = magic(hadoop, path);
        } catch (UnreadableFileException e) {
            return new Found(0, null, "it cannot be opened: " + e.getMessage(), false);
        } catch (BadDataException e) {
            return Found.broken(e.getMessage());
        }
        if (!named && !magic.equals(PLAIN_MAGIC) && !magic.equals(ENCRYPTED_MAGIC)) {
            return new Found(0, null, null, true);
        }
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(path, hadoop),
                HadoopReadOptions.builder(hadoop, path).build())) {
            return of(hadoop, reader.getFooter());
        } catch (ParquetCryptoRuntimeException e) {
            return Found.broken(encrypted());
        } catch (RuntimeException e) {
            return Found.broken("it cannot be read as Parquet: " + e.getMessage());
        } catch (IOException e) {
            // What Parquet 1.13 says of a footer that is none; it has no type for it.
            if (e.getMessage() != null && e.getMessage().startsWith("can not read class")) {
                return Found.broken("it cannot be read as Parquet: " + e.getMessage());
            }
            throw e;
        }
    }

    private static String magic(Configuration hadoop, Path path) throws IOException {
        try (InputStream in = InputBytes.open(hadoop, path)) {
            return new String(in.readNBytes(PLAIN_MAGIC.length()), StandardCharsets.ISO_8859_1);
        }
    }

    private static String encrypted() {
        return "it is encrypted, and no keys are given: " + KEYS + " names what fetches them";
    }

    private static Found of(Configuration hadoop, ParquetMetadata metadata) {
        FileMetaData file = metadata.getFileMetaData();
        if (file.getEncryptionType() != FileMetaData.EncryptionType.UNENCRYPTED && hadoop.get(KEYS) == null) {
            return Found.broken(encrypted());
        }
        long rows = 0;
        Map<List<String>, Boolean> allNull = new HashMap<>();
        Map<List<String>, String> codecs = new HashMap<>();
        for (BlockMetaData block : metadata.getBlocks()) {
            rows += block.getRowCount();
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                List<String> path = Arrays.asList(chunk.getPath().toArray());
                allNull.merge(path, isNull(chunk), Boolean::logicalAnd);
                String codec = missing(hadoop, chunk.getCodec());
                if (codec != null) {
                    codecs.put(path, codec);
                }
            }
        }
        allNull.values().removeIf(isNull -> !isNull);
        StructType schema = schema(file.getSchema(), new ParquetToSparkSchemaConverter(new SQLConf()));
        String features = file.getKeyValueMetaData().getOrDefault(FEATURES_KEY, "");
        return new Found(
                rows, new ParquetFooter(schema, new HashSet<>(allNull.keySet()), codecs, features), null, true);
    }

    private static boolean isNull(ColumnChunkMetaData chunk) {
        return chunk.getStatistics() != null
                && chunk.getStatistics().isNumNullsSet()
                && chunk.getStatistics().getNumNulls() == chunk.getValueCount();
    }

    /** Returns a codec and the class that would unpack it, or null where that class is there. */
    private static String missing(Configuration hadoop, CompressionCodecName codec) {
        String name = codec.getHadoopCompressionCodecClassName();
        return name == null || hadoop.getClassByNameOrNull(name) != null
                ? null
                : codec.name().toLowerCase(Locale.ROOT) + ", which needs the class " + name;
    }

    private static StructType schema(GroupType group, ParquetToSparkSchemaConverter converter) {
        List<StructField> fields = new ArrayList<>();
        for (Type field : group.getFields()) {
            fields.add(DataTypes.createStructField(field.getName(), type(field, converter), true));
        }
        return DataTypes.createStructType(fields);
    }

    /** Converts field by field, so that one of a type that Spark does not read leaves the others readable. */
    private static DataType type(Type field, ParquetToSparkSchemaConverter converter) {
        boolean isStruct = !field.isPrimitive()
                && field.getLogicalTypeAnnotation() == null
                && !field.isRepetition(Type.Repetition.REPEATED);
        if (isStruct) {
            return schema(field.asGroupType(), converter);
        }
        try {
            return converter
                    .convert(new MessageType("field", field))
                    .fields()[0]
                    .dataType();
        } catch (Exception e) {
            // Spark's own, which Scala does not declare.
            return DataTypes.NullType;
        }
    }

    /** Returns the same without what it says of nulls in other columns than some. */
    ParquetFooter withNullsOf(Set<String> columns) {
        Set<List<String>> some = new HashSet<>(nulls);
        some.removeIf(path -> !columns.contains(path.get(0)));
        return new ParquetFooter(schema, some, codecs, features);
    }

    /** Returns whether a field of these files holds nothing but nulls. */
    boolean isNull(ParquetField field) {
        return nulls.contains(field.path());
    }

    /** Returns the compression that keeps a field from being read, or null. */
    String codecOf(ParquetField field) {
        for (var entry : codecs.entrySet()) {
            List<String> path = entry.getKey();
            int length = Math.min(path.size(), field.path().size());
            if (path.subList(0, length).equals(field.path())) {
                return entry.getValue();
            }
        }
        return null;
    }
}
