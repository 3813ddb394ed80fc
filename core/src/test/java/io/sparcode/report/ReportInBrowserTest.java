package io.sparcode.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.LocalSpark;
import io.sparcode.analysis.AnalysisJson;
import io.sparcode.analysis.AnalyzedCodes;
import io.sparcode.ml.SmallImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report as Chromium shows it; skipped where Chromium is not installed. */
class ReportInBrowserTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static JsonNode figures;
    private static ChromePage chrome;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        assumeTrue(
                ChromePage.program().isPresent(),
                "chromium is not on the path (apt-get install chromium), so nobody looks at the report");
        AnalyzedCodes[] codes = new AnalyzedCodes[1];
        Report report = ReportFixture.of(SmallImages.estimator(), codes);
        report.write(
                LocalSpark.session().sessionState().newHadoopConf(), new org.apache.hadoop.fs.Path(folder.toUri()));
        figures = JSON.readTree(AnalysisJson.write(codes[0].figures()));
        chrome = new ChromePage(ChromePage.program().get(), Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void close() {
        if (chrome != null) {
            chrome.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, 900, light", "1280, 900, dark", "360, 740, light", "360, 740, dark"})
    void thePageIsWholeOnDesktopAndPhoneInLightAndDark(int width, int height, String scheme)
            throws IOException, InterruptedException {
        show(width, height, scheme);

        assertEquals(List.of(), chrome.complaints());
        assertEquals(List.of(), chrome.requests());
        assertTrue(chrome.evaluate("document.images.length").asInt() > 5);
        assertEquals(
                "[]",
                chrome.evaluate(
                                "JSON.stringify([...document.images].filter(i => !i.naturalWidth || !i.alt).map(i => i.alt))")
                        .asText());
        assertTrue(
                chrome.evaluate("document.documentElement.scrollWidth").asInt() <= width,
                "the page is wider than " + width + " pixels");
        assertEquals(
                5, chrome.evaluate("document.querySelectorAll('.chart').length").asInt());
        assertEquals("[]", chrome.evaluate(EMPTY_CHARTS).asText());
        assertEquals("[]", chrome.evaluate(axe()).toString(), "violations that axe-core has found");
    }

    @Test
    void darkIsDarkAndLightIsLight() throws IOException, InterruptedException {
        show(1280, 900, "light");
        String light = chrome.evaluate(BACKGROUND).asText();
        String lightCharts = chrome.evaluate("document.getElementById('chart-losses').innerHTML")
                .asText();
        chrome.show(1280, 900, "dark");
        // Charts are drawn anew when the page is told, which is before its next frame but one.
        chrome.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

        assertEquals("rgb(255, 255, 255)", light);
        assertEquals("rgb(20, 24, 29)", chrome.evaluate(BACKGROUND).asText());
        assertNotEquals(
                lightCharts,
                chrome.evaluate("document.getElementById('chart-losses').innerHTML")
                        .asText());
    }

    @Test
    void numbersOfThePageAreThoseOfTheFile() throws IOException, InterruptedException {
        show(1280, 900, "light");
        JsonNode shown = JSON.readTree(chrome.evaluate("JSON.stringify([...document.querySelectorAll('[data-path]')]"
                        + ".map(e => [e.dataset.path, e.getAttribute('value'), e.textContent]))")
                .asText());

        List<String> differing = new ArrayList<>();
        TreeSet<String> parts = new TreeSet<>();
        for (JsonNode each : shown) {
            JsonNode figure = figures.at(each.get(0).asText());
            parts.add(each.get(0).asText().split("/")[1]);
            if (!figure.isNumber()
                    || !figure.asText().equals(each.get(1).asText())
                    || !isRounded(each.get(2).asText(), figure)) {
                differing.add(each + " is " + figure);
            }
        }
        assertEquals(List.of(), differing);
        assertEquals(
                List.of(
                        "baseline",
                        "clustering",
                        "code-size",
                        "detections",
                        "dimension",
                        "disentanglement",
                        "histogram",
                        "neighbourhoods",
                        "probes",
                        "records",
                        "scores",
                        "units"),
                List.copyOf(parts));
    }

    private static boolean isRounded(String text, JsonNode figure) {
        boolean percent = text.endsWith("%");
        double shown = Double.parseDouble(text.replaceAll("[,%\u00a0 ]", "").replace('−', '-'));
        double value = figure.asDouble() * (percent ? 100 : 1);
        return Math.abs(shown - value) <= (percent ? 0.00501 : 0.00501 * Math.abs(value));
    }

    @Test
    void everyMapIsDrawnAndColouredByWhatIsChosen() throws IOException, InterruptedException {
        show(1280, 900, "light");
        TreeSet<String> drawn = new TreeSet<>();
        int maps = chrome.evaluate("document.querySelectorAll('input[name=method]').length")
                .asInt();
        for (String colour : List.of("label", "cluster")) {
            for (int map = 0; map < maps; map++) {
                drawn.add(chrome.evaluate("document.querySelectorAll('input[name=method]')[" + map + "].click();"
                                + "document.querySelector('input[value=" + colour + "]').click();"
                                + "document.querySelector('#chart-map canvas').toDataURL()")
                        .asText());
            }
        }

        assertEquals(3, maps);
        assertEquals(2 * maps, drawn.size());
    }

    @Test
    void whatNamesAndIdsHoldIsShownAsTextAndNotAsMarkup() throws IOException, InterruptedException {
        show(1280, 900, "light");

        String text = chrome.evaluate("document.body.textContent").asText();
        assertTrue(text.contains("<b>place & more</b>"));
        assertTrue(text.contains("11 (bar <11>)"));
    }

    private static final String BACKGROUND = "getComputedStyle(document.body).backgroundColor";

    /** A canvas of which no pixel is set, or a drawing without a line. */
    private static final String EMPTY_CHARTS = "JSON.stringify([...document.querySelectorAll('.chart')].filter(c => {"
            + " const canvas = c.querySelector('canvas');"
            + " if (!canvas) return c.querySelectorAll('svg path').length < 3;"
            + " return !canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(v => v); })"
            + ".map(c => c.id))";

    private static void show(int width, int height, String scheme) throws InterruptedException {
        chrome.show(width, height, scheme);
        chrome.open(folder.resolve(Report.FILE));
    }

    private static String axe() throws IOException {
        try (InputStream script = ReportInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    + "\n;document.querySelectorAll('details').forEach(d => d.open = true);"
                    + "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3)"
                    + ".map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | ')))";
        }
    }
}
