package io.sparcode.training;

/**
 * When to stop before the last epoch. The error watched is the validation set's, or the training sample's where there
 * is no validation set; the model kept is the best epoch's.
 *
 * @param patience epochs without improvement after which training stops; 0 never stops and keeps the last epoch's model
 * @param minimumImprovement relative decrease of the error that counts as improvement, 0 up to but not including 1
 */
public record EarlyStopping(int patience, double minimumImprovement) {
    /** Never stops early. */
    public static final EarlyStopping NEVER = new EarlyStopping(0, 0);

    /** Checks the ranges. */
    public EarlyStopping {
        if (patience < 0) {
            throw new IllegalArgumentException("patience must be at least 0 epochs, was " + patience);
        }
        if (!(minimumImprovement >= 0 && minimumImprovement < 1)) {
            throw new IllegalArgumentException(
                    "minimum-improvement must be at least 0 and less than 1, was " + minimumImprovement);
        }
    }
}
