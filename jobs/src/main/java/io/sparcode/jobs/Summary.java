package io.sparcode.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a run sums up to: the one JSON object that ends standard output. */
final class Summary {
    /** Where a job has written its report. */
    static final String REPORT = "report";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> values = new LinkedHashMap<>();

    Summary(String job) {
        values.put("job", job);
        values.put("status", "done");
        values.put("skipped", false);
    }

    /** Returns the summary of a job whose output was there already. */
    static Summary skipped(String job) {
        return new Summary(job).with("skipped", true);
    }

    /** Returns the summary of several jobs run in a row, with the report that one of them made. */
    static Summary of(String job, List<Summary> steps) {
        Summary all = new Summary(job).with("skipped", steps.stream().allMatch(Summary::isSkipped));
        steps.stream()
                .map(step -> step.values.get(REPORT))
                .filter(Objects::nonNull)
                .forEach(report -> all.with(REPORT, report));
        return all.steps(steps);
    }

    /** Returns the summary of a job that failed. */
    static Summary failed(String job, ExitCode code, String error) {
        return new Summary(job)
                .with("status", "failed")
                .with("exit", code.status())
                .with("error", error);
    }

    /** Returns the summary of a job whose process ends before it, with a status of its own: of the signal, or of Spark. */
    static Summary stopped(String job) {
        return new Summary(job)
                .with("status", "failed")
                .with("error", "stopped before it was done: by a signal, or by Spark for lack of memory");
    }

    /** Says in which step a pipeline failed, and what the steps before it sum up to. */
    Summary in(String failed, List<Summary> done) {
        return with("step", failed).steps(done);
    }

    private Summary steps(List<Summary> steps) {
        return with("steps", steps.stream().map(step -> step.values).toList());
    }

    boolean isSkipped() {
        return Boolean.TRUE.equals(values.get("skipped"));
    }

    /** Sets a value: text, a number, a flag, or maps and lists of them. What is not a finite number becomes null. */
    Summary with(String name, Object value) {
        values.put(name, finite(value));
        return this;
    }

    private static Object finite(Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, entry) -> copy.put(key, finite(entry)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(entry -> copy.add(finite(entry)));
            return copy;
        }
        return value;
    }

    /** Returns it on one line. */
    String toJson() {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a summary holds plain values only: " + values, e);
        }
    }
}
