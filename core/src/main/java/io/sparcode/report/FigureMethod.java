package io.sparcode.report;

import com.fasterxml.jackson.databind.JsonNode;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import java.util.List;

/**
 * A page's {@code figure(pointer)} or {@code figure(pointer, format)}: a figure of {@code analysis.json} as people read it,
 * in an element that has its exact value and its place, a JSON pointer. The format is {@code percent}, or
 * {@code short} for three digits, or else there are four. A null is a dash; a place that is not there is an error.
 */
final class FigureMethod implements TemplateMethodModelEx {
    private final JsonNode json;

    FigureMethod(JsonNode json) {
        this.json = json;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object exec(List arguments) throws TemplateModelException {
        String pointer = arguments.get(0).toString();
        String format = arguments.size() > 1 ? arguments.get(1).toString() : "";
        JsonNode value = json.at(pointer);
        if (value.isMissingNode()) {
            throw new TemplateModelException("analysis.json has nothing at " + pointer);
        }
        if (!value.isNumber()) {
            return HTMLOutputFormat.INSTANCE.fromMarkup("<span title=\"not a number\">–</span>");
        }
        String shown = value.isIntegralNumber() ? Numbers.whole(value.longValue()) : shown(value.doubleValue(), format);
        return HTMLOutputFormat.INSTANCE.fromMarkup("<data value=\"" + value.asText() + "\" data-path=\""
                + HTMLOutputFormat.INSTANCE.escapePlainText(pointer) + "\">" + shown + "</data>");
    }

    private static String shown(double value, String format) throws TemplateModelException {
        return switch (format) {
            case "" -> Numbers.decimal(value);
            case "short" -> Numbers.brief(value);
            case "percent" -> Numbers.percent(value);
            default -> throw new TemplateModelException("there is no format " + format);
        };
    }
}
