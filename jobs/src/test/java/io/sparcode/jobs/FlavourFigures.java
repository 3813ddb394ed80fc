package io.sparcode.jobs;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import io.sparcode.analysis.PrincipalComponents;
import io.sparcode.dataset.ImageRows;
import io.sparcode.ml.Autoencoder;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.Activation;
import io.sparcode.model.Architecture;
import io.sparcode.model.Decoder;
import io.sparcode.model.InputSelection;
import io.sparcode.model.KSparse;
import io.sparcode.model.Penalty;
import io.sparcode.scoring.CodeActivity;
import io.sparcode.scoring.CodeType;
import io.sparcode.scoring.EncodedColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** What a kind of autoencoder is judged by beside its error, on MNIST's test images. What applies follows from the architecture. */
final class FlavourFigures {
    /** Of a variational autoencoder, in nats an image. */
    static final String BOUND = "−ELBO";

    /** How many different inputs a concrete autoencoder picks. */
    static final String DISTINCT = "distinct inputs";

    /** Of a classifier that sees the codes alone. */
    static final String ACCURACY = "accuracy";

    /** The error of tied linear weights as a multiple of that of as many principal components. */
    static final String RATIO_TO_PCA = "error / PCA's";

    /** The largest principal angle, in degrees, between the span of tied linear weights and that of as many components. */
    static final String ANGLE = "largest angle to PCA's span";

    /** The mean over the principal angles of the squared cosine: how much of the span is that of as many components. */
    static final String SHARED = "of the span shared";

    /** The mean squared norm of the code's derivative, as a multiple of that without the penalty on it. */
    static final String CONTRACTION = "squared norm / unpenalised one's";

    /** Codes for a log-likelihood, and how many images it is the mean of. */
    private static final int IMPORTANCE_SAMPLES = 200;

    private static final int LIKELIHOOD_IMAGES = 1000;
    /** Images on which derivatives are measured, which takes 1,568 passes each. */
    private static final int JACOBIAN_IMAGES = 200;
    /** Training images that the classifier learns from, and its forest. */
    private static final int CLASSIFIED_IMAGES = 20_000;

    private static final int TREES = 50;
    private static final int DEPTH = 13;

    private final MnistTrial mnist;

    /**
     * One figure.
     *
     * @param name what it is of
     * @param value as it is held to bounds
     * @param format of name and value, for the table
     */
    record Figure(String name, double value, String format) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, format, name, value);
        }
    }

    FlavourFigures(MnistTrial mnist) {
        this.mnist = mnist;
    }

    /** Returns all that apply to a model. */
    List<Figure> of(Autoencoder estimator, AutoencoderModel model, double error) {
        Architecture architecture = model.architecture();
        List<Figure> figures = new ArrayList<>();
        if (architecture.isVariational()) {
            addVariational(model, figures);
        }
        model.selection().ifPresent(selection -> addSelection(model, selection, figures));
        if (isTiedLinear(architecture)) {
            addPrincipalComponents(model, error, figures);
        }
        if (has(architecture, Penalty.Contractive.class)) {
            addContraction(estimator, model, figures);
        }
        if (has(architecture, Penalty.ActivityKl.class)
                || has(architecture, Penalty.ActivityL1.class)
                || architecture.encoder().stream().anyMatch(KSparse.class::isInstance)) {
            CodeActivity activity =
                    CodeActivity.of(model.transform(mnist.test()).select(model.getOutputCol()));
            figures.add(new Figure("active", 100 * activity.activeShare(), "%s %.1f %%"));
            figures.add(new Figure("dead units", activity.deadUnits(), "%s %.0f"));
        }
        if (!architecture.corruptions().isEmpty()) {
            addCorruption(model, figures);
        }
        return figures;
    }

    private static boolean has(Architecture architecture, Class<? extends Penalty> kind) {
        return architecture.penalties().stream().anyMatch(kind::isInstance);
    }

    private void addVariational(AutoencoderModel model, List<Figure> figures) {
        Row means = copy(model)
                .transform(mnist.test())
                .agg(avg(EncodedColumns.ELBO), avg(EncodedColumns.KL_DIVERGENCE))
                .first();
        double logLikelihood = mean(
                copy(model)
                        .setImportanceSamples(IMPORTANCE_SAMPLES)
                        .transform(MnistTrial.first(LIKELIHOOD_IMAGES, mnist.test())),
                EncodedColumns.LOG_LIKELIHOOD);
        figures.add(new Figure(BOUND, -means.getDouble(0), "%s %.1f"));
        figures.add(new Figure("−log p", -logLikelihood, "%s %.1f"));
        figures.add(new Figure("KL", means.getDouble(1), "%s %.1f nats"));
    }

    /** Returns a model of which settings can be changed, without log-likelihoods, which take long. */
    private static AutoencoderModel copy(AutoencoderModel model) {
        return model.copy(new ParamMap()).setImportanceSamples(0);
    }

    private static double mean(Dataset<Row> encoded, String column) {
        return encoded.agg(avg(column)).first().getDouble(0);
    }

    private void addSelection(AutoencoderModel model, InputSelection selection, List<Figure> figures) {
        figures.add(new Figure(DISTINCT, selection.distinct(), "%s %.0f of " + selection.indices().length));
        figures.add(new Figure("mean largest probability", selection.meanLargestProbability(), "%s %.3f"));
        figures.add(new Figure(ACCURACY, accuracy(model), "%s %.3f"));
    }

    /** Returns the share of test images that a random forest puts into their class by their codes. */
    private double accuracy(AutoencoderModel model) {
        AutoencoderModel encoder = copy(model).setCodeType(CodeType.VECTOR.toString());
        RandomForestClassifier forest = new RandomForestClassifier()
                .setFeaturesCol(model.getOutputCol())
                .setLabelCol(ImageRows.LABEL)
                .setNumTrees(TREES)
                .setMaxDepth(DEPTH)
                .setMaxMemoryInMB(1024)
                .setSeed(0);
        // What has been sorted and cut is one partition, which one core would compute alone.
        Dataset<Row> chosen = MnistTrial.first(CLASSIFIED_IMAGES, mnist.train()).repartition(2, col(ImageRows.ID));
        Dataset<Row> training = encoder.transform(chosen).select(ImageRows.LABEL, model.getOutputCol());
        Dataset<Row> test = encoder.transform(mnist.test()).select(ImageRows.LABEL, model.getOutputCol());
        return new MulticlassClassificationEvaluator()
                .setLabelCol(ImageRows.LABEL)
                .setMetricName("accuracy")
                .evaluate(forest.fit(training).transform(test));
    }

    private static boolean isTiedLinear(Architecture architecture) {
        return architecture.decoder() instanceof Decoder.Tied tied
                && tied.outputActivation().equals(Activation.LINEAR)
                && architecture.encoder().stream()
                        .allMatch(layer -> layer.activation().equals(Activation.LINEAR));
    }

    private void addPrincipalComponents(AutoencoderModel model, double error, List<Figure> figures) {
        figures.add(new Figure(RATIO_TO_PCA, error / mnist.componentErrors()[model.codeSize()], "%s %.4f"));
        double[] cosines = cosines(mnist.components(), weights(model));
        double smallest = Math.min(1, cosines[cosines.length - 1]);
        figures.add(new Figure(ANGLE, Math.toDegrees(Math.acos(smallest)), "%s %.1f°"));
        double shared =
                Arrays.stream(cosines).map(cosine -> cosine * cosine).average().orElseThrow();
        figures.add(new Figure(SHARED, shared, "%s %.3f"));
    }

    /**
     * Returns the cosines of the principal angles between the span of a matrix's columns and that of as many first
     * components, largest first (Björck and Golub, "Numerical methods for computing angles between linear subspaces", 1973).
     *
     * @param basis [values, k], of full rank
     */
    private static double[] cosines(PrincipalComponents components, RealMatrix basis) {
        RealMatrix first = MatrixUtils.createRealMatrix(basis.getColumnDimension(), basis.getRowDimension());
        for (int k = 0; k < basis.getColumnDimension(); k++) {
            first.setRow(k, components.component(k));
        }
        RealMatrix orthonormal = new SingularValueDecomposition(basis).getU();
        return new SingularValueDecomposition(first.multiply(orthonormal)).getSingularValues();
    }

    /** Returns what a chain of linear layers multiplies an image by, [values, code size]: tied, also what it decodes by. */
    private static RealMatrix weights(AutoencoderModel model) {
        ComputationGraph network = model.network();
        RealMatrix product = null;
        for (int i = 0; i < model.architecture().encoder().size(); i++) {
            RealMatrix weights = MatrixUtils.createRealMatrix(network.getLayer("encoder-" + i)
                    .getParam(DefaultParamInitializer.WEIGHT_KEY)
                    .toDoubleMatrix());
            product = product == null ? weights : product.multiply(weights);
        }
        return product;
    }

    private void addContraction(Autoencoder estimator, AutoencoderModel model, List<Figure> figures) {
        Architecture architecture = model.architecture();
        AutoencoderModel plain = estimator
                .copy(new ParamMap())
                .setArchitecture(new Architecture(
                        architecture.encoder(),
                        architecture.decoder(),
                        architecture.loss(),
                        architecture.penalties().stream()
                                .filter(penalty -> !(penalty instanceof Penalty.Contractive))
                                .toList(),
                        architecture.corruptions(),
                        null))
                .fit(mnist.rows());
        double norm = squaredNorm(model);
        double plainNorm = squaredNorm(plain);
        figures.add(new Figure("squared norm", norm, "%s %.3f"));
        figures.add(new Figure("unpenalised one's", plainNorm, "%s %.3f"));
        figures.add(new Figure(CONTRACTION, norm / plainNorm, "%s %.2f"));
        figures.add(new Figure("unpenalised one's error", cleanError(plain), "%s %.4f"));
    }

    private double squaredNorm(AutoencoderModel model) {
        return EncoderJacobianNorm.meanSquared(
                model.engine(), MnistTrial.images(MnistTrial.first(JACOBIAN_IMAGES, mnist.test())));
    }

    private void addCorruption(AutoencoderModel model, List<Figure> figures) {
        double corrupted = mean(copy(model).setCorrupt(true).transform(mnist.test()), EncodedColumns.CORRUPTION_MSE);
        figures.add(new Figure("corrupted images' own error", corrupted, "%s %.4f"));
        figures.add(new Figure("from clean images", cleanError(model), "%s %.4f"));
    }

    private double cleanError(AutoencoderModel model) {
        return mean(copy(model).setCorrupt(false).transform(mnist.test()), EncodedColumns.RECONSTRUCTION_MSE);
    }
}
