package io.sparcode.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.training.EpochMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a page says of where its subject comes from. */
final class Origins {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Origins() {}

    /** Returns {@code recordNoun}, {@code made} and {@code provenance}, which templates name. */
    static Map<String, Object> of(ReportSubject subject) {
        Map<String, Object> origins = new HashMap<>();
        origins.put("recordNoun", noun(subject.dataset()));
        origins.put("made", sentence(subject));
        origins.put("provenance", tables(subject));
        return origins;
    }

    private static String noun(DatasetSummary dataset) {
        ImageShape shape = dataset.shape();
        String kind = switch (shape.channels()) {
            case 1 -> "grey images";
            case 3 -> "colour images";
            case 4 -> isOfFloats(dataset) ? "images of 4 bands," : "colour, transparent images";
            default -> "images of " + shape.channels() + " bands,";
        };
        return kind + " of " + shape.height() + "×" + shape.width() + " pixels";
    }

    private static boolean isOfFloats(DatasetSummary dataset) {
        return dataset.options().path("image").path("values").asText().equals(PixelValues.FLOATS.toString());
    }

    private static String sentence(ReportSubject subject) {
        AutoencoderModel model = subject.model();
        List<EpochMetrics> whole =
                model.history().stream().filter(epoch -> epoch.stage() == 0).toList();
        int epochs = whole.size();
        long trainedOn = whole.isEmpty() ? 0 : whole.get(epochs - 1).images();
        Provenance made = model.provenance();
        return "An autoencoder that brings each record from "
                + Numbers.whole(model.inputShape().size()) + " values to "
                + Numbers.whole(model.codeSize()) + ", trained"
                + (trainedOn == 0
                        ? ""
                        : " on " + Numbers.whole(trainedOn) + (trainedOn == 1 ? " record" : " records")
                                + chosen(model.trainingLabels()))
                + " for " + epochs + (epochs == 1 ? " epoch" : " epochs") + " by " + made.workers()
                + (made.workers() == 1 ? " worker" : " workers") + "; "
                + Numbers.whole(subject.figures().records())
                + (subject.figures().records() == 1 ? " record was" : " records were") + " encoded and analysed.";
    }

    /** Says which labels were chosen to train on, if not all records were. */
    private static String chosen(Set<Integer> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        return (labels.size() == 1 ? " with the label " : " with the labels ")
                + labels.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static List<Map<String, Object>> tables(ReportSubject subject) {
        List<Map<String, Object>> tables = new ArrayList<>();
        tables.add(
                table("The analysis", "What the figures and pictures were computed with", rows(subject.provenance())));
        List<Map<String, String>> model = rows(subject.model().provenance());
        tables.add(table("The model", "What the autoencoder was trained with", model));
        List<Map<String, String>> dataset = new ArrayList<>();
        add(
                dataset,
                "",
                JSON.valueToTree(Map.of(
                        "fingerprint", subject.dataset().fingerprint(),
                        "created", subject.dataset().created(),
                        "quarantined", subject.dataset().quarantined(),
                        "splits", subject.dataset().splits(),
                        "options", subject.dataset().options())));
        dataset.sort((one, other) -> one.get("name").compareTo(other.get("name")));
        tables.add(table("The dataset", "What was ingested, and how", dataset));
        return tables;
    }

    private static Map<String, Object> table(String title, String caption, List<Map<String, String>> rows) {
        return Map.of("title", title, "caption", caption, "rows", rows);
    }

    private static List<Map<String, String>> rows(Provenance provenance) {
        List<Map<String, String>> rows = new ArrayList<>();
        try {
            add(rows, "", JSON.readTree(provenance.toJson()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("provenance is JSON", e);
        }
        return rows;
    }

    /** A row for each value that is none of an object, under the names that lead to it. */
    private static void add(List<Map<String, String>> rows, String name, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            value.fields()
                    .forEachRemaining(field ->
                            add(rows, name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue()));
        } else if (!value.isNull()
                && !value.isObject()
                && !(value.isTextual() && value.textValue().isEmpty())) {
            rows.add(Map.of("name", name, "value", value.isTextual() ? value.textValue() : value.toString()));
        }
    }
}
