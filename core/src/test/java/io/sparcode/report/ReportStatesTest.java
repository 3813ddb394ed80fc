package io.sparcode.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparcode.image.ImageShape;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.ml.SmallImages;
import io.sparcode.report.ReportState.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No state of a page shows what is meant for its template or its script: no directive, no placeholder, no value that is none.
 * Skipped where Chromium is not installed.
 */
class ReportStatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ImageShape GREY = new ImageShape(8, 8, 1);

    /** Names that would be markup, directives or placeholders if they were not text. */
    private static final List<String> HOSTILE = List.of(
            "<b>bold</b>",
            "${x}",
            "<#if y>",
            "\"quoted\" 'twice' & more",
            "</script><script>throw 1</script>",
            "null",
            "{a|b}",
            "name ".repeat(60).trim());

    private static final Pattern SURVIVING =
            Pattern.compile("<[/#@$]|\\[[#=@]|\\$\\{|#\\{|\\?\\?|\\[object|\\bundefined\\b"
                    + "|\\bNaN\\b|\\bInfinity\\b|\\bnull\\b|\\?has_content|\\?then");

    /** Every text and attribute of the page, of its charts and of their tooltips; images' data and scripts left out. */
    private static final String TEXTS = """
            (() => {
              const texts = [];
              document.querySelectorAll('details').forEach(d => d.open = true);
              for (const place of document.querySelectorAll('.chart')) {
                const chart = echarts.getInstanceByDom(place);
                const option = chart.getOption();
                texts.push(place.id + ' ' + JSON.stringify([option.xAxis, option.yAxis].map(a => a.map(b => b.name))));
                option.series.forEach((series, i) => {
                  texts.push(place.id + ' series ' + (series.name || ''));
                  chart.dispatchAction({ type: 'showTip', seriesIndex: i, dataIndex: 0 });
                  place.querySelectorAll('.tip').forEach(tip => texts.push(place.id + ' tip ' + tip.innerText));
                });
              }
              const collect = root => {
                for (const element of root.querySelectorAll('*')) {
                  if (['SCRIPT', 'STYLE'].includes(element.tagName)) continue;
                  for (const attribute of element.attributes) {
                    if (attribute.name !== 'src') texts.push(attribute.name + '=' + attribute.value);
                  }
                  for (const node of element.childNodes) {
                    if (node.nodeType === Node.TEXT_NODE && element.tagName === 'NOSCRIPT') {
                      collect(new DOMParser().parseFromString(node.data, 'text/html'));
                    } else if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.COMMENT_NODE) {
                      texts.push(node.data);
                    }
                  }
                }
              };
              collect(document);
              return JSON.stringify(texts);
            })()
            """;

    @TempDir
    private static Path folder;

    private static AutoencoderModel model;
    private static ChromePage chrome;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        assumeTrue(
                ChromePage.program().isPresent(),
                "chromium is not on the path (apt-get install chromium), so nobody looks at the report");
        model = SmallImages.estimator().fit(SmallImages.frame(60));
        chrome = new ChromePage(ChromePage.program().get(), Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void close() {
        if (chrome != null) {
            chrome.close();
        }
    }

    private static List<Part> without(Part... parts) {
        return Arrays.stream(Part.values())
                .filter(part -> part != Part.NO_NUMBERS && !List.of(parts).contains(part))
                .toList();
    }

    static Stream<Arguments> states() {
        List<Part> all = without();
        List<String> many = IntStream.range(0, 200).mapToObj(i -> "group " + i).toList();
        return Stream.of(
                state("everything", new ReportState(300, 10, 6, GREY, HOSTILE, all)),
                state("no labels", new ReportState(300, 0, 6, GREY, List.of(), without(Part.DETECTIONS))),
                state("labels by number", new ReportState(300, 10, 6, GREY, List.of(), all)),
                state("one label", new ReportState(300, 1, 6, GREY, List.of("only"), without(Part.DETECTIONS))),
                state("200 labels", new ReportState(400, 200, 6, GREY, many, all)),
                state("no threshold", new ReportState(300, 10, 6, GREY, HOSTILE, without(Part.THRESHOLD))),
                state("no baseline", new ReportState(300, 10, 6, GREY, HOSTILE, without(Part.BASELINE))),
                state("no factors", new ReportState(300, 10, 6, GREY, HOSTILE, without(Part.DISENTANGLEMENT))),
                state("two units", new ReportState(300, 10, 2, GREY, HOSTILE, without(Part.VARIATIONAL))),
                state("512 units", new ReportState(300, 10, 512, GREY, HOSTILE, all)),
                state("wide codes", new ReportState(300, 10, 0, GREY, HOSTILE, all)),
                state("wide images", new ReportState(300, 10, 6, new ImageShape(1, 1000, 3), HOSTILE, all)),
                state("one record", new ReportState(1, 1, 6, GREY, HOSTILE, List.of(Part.ERRORS, Part.NOTES))),
                state(
                        "constant codes",
                        new ReportState(
                                300,
                                2,
                                6,
                                GREY,
                                HOSTILE,
                                without(Part.VARIANCE, Part.NEIGHBOURHOODS, Part.DETECTIONS))),
                state(
                        "constant codes without labels",
                        new ReportState(300, 0, 6, GREY, List.of(), List.of(Part.ERRORS, Part.PICTURES))),
                state(
                        "nothing but codes",
                        new ReportState(300, 0, 6, new ImageShape(8, 8, 4), List.of(), List.of(Part.VARIANCE))),
                state("no number", new ReportState(300, 10, 6, GREY, HOSTILE, List.of(Part.values()))));
    }

    private static Arguments state(String name, ReportState state) {
        return Arguments.of(name, state);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void nothingOfTheTemplateOrTheScriptIsLeftInAPage(String name, ReportState state)
            throws IOException, InterruptedException {
        Path page = folder.resolve(name.replace(' ', '-') + ".html");
        Files.writeString(page, state.html(model));
        for (int width : new int[] {1200, 360}) {
            chrome.show(width, 900, "light");
            chrome.open(page);

            assertTrue(
                    chrome.evaluate("document.documentElement.scrollWidth").asInt() <= width,
                    "the page is wider than " + width + " pixels");
            assertEquals(List.of(), chrome.complaints());
            assertEquals(List.of(), surviving());
        }
    }

    private static List<String> surviving() throws IOException, InterruptedException {
        JsonNode texts = JSON.readTree(chrome.evaluate(TEXTS).asText());
        assertTrue(texts.size() > 300, "the page has " + texts.size() + " texts");
        List<String> surviving = new ArrayList<>();
        for (JsonNode text : texts) {
            String own = text.asText().replace("${factor} <b>", "").replace("<#if x> is a note of ${x}", "");
            for (String name : HOSTILE) {
                own = own.replace(name, "");
            }
            if (SURVIVING.matcher(own).find()) {
                surviving.add(own);
            }
        }
        return surviving;
    }

    @Test
    void hostileNamesAreShownAsTheyAre() throws IOException, InterruptedException {
        Path page = folder.resolve("hostile.html");
        Files.writeString(page, new ReportState(300, 10, 6, GREY, HOSTILE, without()).html(model));
        chrome.show(1200, 900, "light");
        chrome.open(page);

        String shown = chrome.evaluate("document.querySelector('#scores').parentElement.textContent")
                .asText();
        for (int label = 0; label < HOSTILE.size(); label++) {
            String name = label + " (" + HOSTILE.get(label) + ")";
            assertTrue(shown.contains(name), name);
        }
    }

    /** The pattern finds what it is there for. */
    @Test
    void directivesPlaceholdersAndMissingValuesAreFound() {
        for (String surviving : List.of(
                "errors<#if (a)??>, with a line</#if>",
                "the first ${shown} of #{all}",
                "<@part.table>",
                "error undefined",
                "NaN %",
                "label null",
                "[object Object]")) {
            assertTrue(SURVIVING.matcher(surviving).find(), surviving);
        }
    }
}
