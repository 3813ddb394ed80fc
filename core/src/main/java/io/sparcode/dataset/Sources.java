package io.sparcode.dataset;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Chooses the source that reads an input. */
final class Sources {
    private Sources() {}

    /**
     * Opens the source of an input, its format found out where that is asked for.
     *
     * @throws BadDataException if there is nothing at the input, or what its names and headers say cannot be read
     * @throws IllegalArgumentException if what is to be written lies within the input
     */
    static Source open(SparkSession spark, IngestOptions options) throws IOException {
        String input = options.input();
        InputFormat format = options.format();
        if (format == InputFormat.SYNTHETIC || format == InputFormat.AUTO && input.startsWith(SyntheticSource.SCHEME)) {
            return new SyntheticSource(input, options.synthetic());
        }
        Configuration hadoop = spark.sessionState().newHadoopConf();
        InputFiles files = InputFiles.find(hadoop, input);
        files.requireOutside(hadoop, options.output(), "ingest.output");
        files.requireOutside(hadoop, options.quarantinePath(), "ingest.quarantine.path");
        if (format == InputFormat.AUTO) {
            format = FormatDetection.of(hadoop, files);
            files = FormatDetection.without(files, format);
        }
        return switch (format) {
            case IDX -> new IdxSource(hadoop, files, options.image().maxPixels());
            case CIFAR10 -> new Cifar10Source(hadoop, files);
            case PARQUET -> new ParquetSource(spark, files, options.parquet());
            case CIFAR100 -> new Cifar100Source(hadoop, files);
            case NUMPY -> new ArraySource(files, NumpyArrays.list(hadoop, files), options);
            case HDF5 -> new ArraySource(files, HdfArrays.list(hadoop, files), options);
            case TAR -> new TarSource(spark, files, options.folders());
            case IMAGES -> new ImageFolderSource(hadoop, files, options);
            case AUTO, SYNTHETIC -> throw new IllegalStateException("handled above: " + format);
        };
    }
}
