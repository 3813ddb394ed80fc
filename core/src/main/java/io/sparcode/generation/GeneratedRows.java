package io.sparcode.generation;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageErrors;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows that generation makes: image rows, with columns that say what each image is. */
public final class GeneratedRows {
    /** The column of the id of the record that an image was made of. */
    public static final String SOURCE = "source";
    /** The column of how an image was made. */
    public static final String METHOD = "method";
    /** The column of the code unit that was changed. */
    public static final String UNIT = "unit";
    /** The column of an image's place in a sequence. */
    public static final String STEP = "step";
    /** The column of what a sequence runs over. */
    public static final String POSITION = "position";
    /** The column of the code that an image was decoded from. */
    public static final String DECODED_CODE = "decoded_code";
    /** The column of the mean squared error. */
    public static final String MSE = "mse";
    /** The column of the peak signal-to-noise ratio. */
    public static final String PSNR = "psnr";
    /** The column of the mean squared error in the hole. */
    public static final String HOLE_MSE = "hole_mse";
    /** The column of the peak signal-to-noise ratio in the hole. */
    public static final String HOLE_PSNR = "hole_psnr";

    private static final StructField CODE = field(
            DECODED_CODE,
            DataTypes.createArrayType(DataTypes.FloatType, false),
            "the code that the image was decoded from; null where it was made otherwise");

    /** The columns that say what a code to be decoded is, and the code. */
    static final StructType CODES = new StructType(new StructField[] {
        field(ImageRows.ID, DataTypes.StringType, "name, the same in every run"),
        field(ImageRows.LABEL, DataTypes.IntegerType, "class of the source; null where there is none"),
        field(ImageRows.SPLIT, DataTypes.StringType, "split of the source; train where there is none"),
        field(SOURCE, DataTypes.StringType, "id of the record that the image was made of; null where there is none"),
        field(METHOD, DataTypes.StringType, "how the image was made"),
        field(UNIT, DataTypes.IntegerType, "code unit that was changed, counted from 0"),
        field(STEP, DataTypes.IntegerType, "place in a sequence, counted from 0"),
        field(
                POSITION,
                DataTypes.DoubleType,
                "what a sequence runs over: the share of the way from one record to the other, the unit's value, or the"
                        + " factor's"),
        CODE
    });

    /** The columns of generated images, each with a comment. */
    public static final StructType SCHEMA = new StructType(new StructField[] {
        CODES.apply(ImageRows.ID),
        CODES.apply(ImageRows.LABEL),
        CODES.apply(ImageRows.SPLIT),
        field(ImageRows.IMAGE, ImageSchema.columnSchema(), ImageRows.IMAGE_COMMENT),
        CODES.apply(SOURCE),
        CODES.apply(METHOD),
        CODES.apply(UNIT),
        CODES.apply(STEP),
        CODES.apply(POSITION),
        CODE,
        field(
                MSE,
                DataTypes.DoubleType,
                "mean over pixels of the squared difference from the original, on the [0, 1] scale; lower is better"),
        field(
                PSNR,
                DataTypes.DoubleType,
                "peak signal-to-noise ratio of mse in dB; higher is better; null where mse is 0"),
        field(HOLE_MSE, DataTypes.DoubleType, "the same as mse, over the pixels of the hole"),
        field(HOLE_PSNR, DataTypes.DoubleType, "the same as psnr, over the pixels of the hole")
    });

    private GeneratedRows() {}

    private static StructField field(String name, DataType type, String comment) {
        return DataTypes.createStructField(name, type, true).withComment(comment);
    }

    /** Returns what begins the row of an image made of a record, whose row begins with id, label and split. */
    static Row subject(Row record, String method) {
        String source = record.getString(0);
        String split = record.isNullAt(2) ? ImageRows.TRAIN : record.getString(2);
        return RowFactory.create(source + "/" + method, record.get(1), split, source, method, null, null, null, null);
    }

    /**
     * Returns an image's row.
     *
     * @param subject of {@link #CODES}
     * @param errors null where there is nothing to compare with
     */
    static Row row(Row subject, Image image, float[] code, Errors errors) {
        Double mse = errors == null ? null : errors.whole();
        Double holeMse = errors == null ? null : errors.hole();
        String id = subject.getString(0);
        return RowFactory.create(
                id,
                subject.get(1),
                subject.get(2),
                ImageRows.toRow(id, image),
                subject.get(3),
                subject.get(4),
                subject.get(5),
                subject.get(6),
                subject.get(7),
                code,
                mse,
                psnr(mse),
                holeMse,
                psnr(holeMse));
    }

    private static Double psnr(Double mse) {
        return mse == null || mse == 0 ? null : ImageErrors.peakSignalToNoise(mse);
    }

    /**
     * Mean squared errors.
     *
     * @param whole over the whole image
     * @param hole over its hole; null where it has none
     */
    record Errors(double whole, Double hole) {}
}
