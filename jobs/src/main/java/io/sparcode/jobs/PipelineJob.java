package io.sparcode.jobs;

import io.sparcode.config.JobConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/** Several jobs in a row, each skipped where its output is there already and unchanged. */
final class PipelineJob implements Job {
    private final List<Job> steps;

    PipelineJob(List<Job> steps) {
        this.steps = steps;
    }

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String description() {
        return "Runs " + String.join(", ", steps.stream().map(Job::name).toList())
                + " in a row, each skipped where its output is there and unchanged.";
    }

    @Override
    public Set<String> sections() {
        Set<String> sections = new TreeSet<>();
        steps.forEach(step -> sections.addAll(step.sections()));
        return sections;
    }

    @Override
    public void check(JobConfiguration configuration) {
        steps.forEach(step -> step.check(configuration));
    }

    @Override
    public Summary run(SparkSession spark, JobConfiguration configuration) {
        List<Summary> summaries = new ArrayList<>();
        for (Job step : steps) {
            long start = System.nanoTime();
            try {
                summaries.add(step.run(spark, configuration).with("seconds", Seconds.since(start)));
            } catch (Throwable e) {
                throw new StepFailure(step.name(), summaries, e);
            }
        }
        return Summary.of(name(), summaries);
    }
}
