package io.sparcode.report;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The page's templates, which escape all that they are given, and its style and scripts, which it holds whole. */
final class PageTemplate {
    private static final String ECHARTS = "/META-INF/maven/org.webjars/echarts/pom.properties";

    private PageTemplate() {}

    /** Returns the page that a model makes. */
    static String fill(Map<String, Object> model) {
        Map<String, Object> whole = new HashMap<>(model);
        whole.put("css", text("report.css"));
        whole.put("script", text("report.js"));
        whole.put("echarts", echarts());
        StringWriter page = new StringWriter();
        try {
            configuration().getTemplate("report.ftlh").process(whole, page);
        } catch (IOException | TemplateException e) {
            throw new IllegalStateException("the report's template failed: " + e.getMessage(), e);
        }
        return page.toString();
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(PageTemplate.class, "");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        return configuration;
    }

    /** The charts' library is in a folder that its version names. */
    private static String echarts() {
        Properties properties = new Properties();
        try (InputStream in = PageTemplate.class.getResourceAsStream(ECHARTS)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text(
                "/META-INF/resources/webjars/echarts/" + properties.getProperty("version") + "/echarts.common.min.js");
    }

    private static String text(String resource) {
        try (InputStream in = PageTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
