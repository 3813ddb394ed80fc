package io.sparcode.config;

import io.sparcode.config.GenerateMode.Course;
import io.sparcode.config.GenerateMode.Hole;
import io.sparcode.config.GenerateMode.Records;
import io.sparcode.config.GenerateMode.Search;
import java.util.Locale;

/** Reads, of the section {@code generate}, what its mode needs. */
final class GenerateSection {
    private enum Name {
        SAMPLE,
        DECODE,
        INTERPOLATE,
        WALK,
        DIRECTION,
        DENOISE,
        INPAINT,
        UPSCALE
    }

    private final Section generate;
    private final Section own;
    private final long seed;

    private GenerateSection(Section generate, Section own, long seed) {
        this.generate = generate;
        this.own = own;
        this.seed = seed;
    }

    static GenerateMode mode(Section generate, long seed) {
        Name name = generate.choice("mode", Name.class);
        Section own = generate.section(name.name().toLowerCase(Locale.ROOT));
        GenerateSection reader = new GenerateSection(generate, own, seed);
        return own.build(() -> reader.mode(name));
    }

    private GenerateMode mode(Name name) {
        return switch (name) {
            case SAMPLE -> new GenerateMode.Sample(own.integer("count"), seed);
            case DECODE -> new GenerateMode.Decode(generate.text("codes"));
            case INTERPOLATE ->
                new GenerateMode.Interpolate(
                        generate.text("input"), own.text("from"), own.text("to"), own.integer("steps"));
            case WALK -> new GenerateMode.Walk(generate.text("codes"), own.integer("unit"), course());
            case DIRECTION -> new GenerateMode.Direction(generate.text("codes"), own.text("factor"), course());
            case DENOISE -> new GenerateMode.Denoise(generate.text("input"), records(), own.flag("corrupt"));
            case INPAINT -> new GenerateMode.Inpaint(generate.text("input"), records(), hole(), search());
            case UPSCALE -> new GenerateMode.Upscale(generate.text("input"), records());
        };
    }

    private Course course() {
        return new Course(
                own.text("from"), own.integer("steps"), own.number("from-quantile"), own.number("to-quantile"));
    }

    private Records records() {
        Section records = generate.section("records");
        return records.build(() -> new Records(records.text("split"), records.integer("limit"), seed));
    }

    private Hole hole() {
        return new Hole(
                own.text("mask"), own.integer("top"), own.integer("left"), own.integer("height"), own.integer("width"));
    }

    private Search search() {
        Section search = own.section("search");
        return search.build(() -> new Search(
                search.integer("iterations"),
                search.number("learning-rate"),
                search.integer("training-records"),
                search.integer("nearest"),
                search.number("prior-weight")));
    }
}
