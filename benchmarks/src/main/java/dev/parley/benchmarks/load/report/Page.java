package dev.parley.benchmarks.load.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A run as one page of HTML with its plots inside. Thread-safe. */
public final class Page {

    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:70em;color:#222}"
                    + "table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em .8em;text-align:right;"
                    + "border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}.met{color:#176f2c}"
                    + ".missed{color:#b00020}.none{color:#888}img{max-width:100%}";

    private Page() {}

    /** Of a run. */
    public static String of(RunReport report) {
        StringBuilder html = new StringBuilder(
                        "<!doctype html><html lang=en><meta charset=utf-8><title>Parley under load")
                .append("</title><style>")
                .append(STYLE)
                .append("</style><h1>Parley under load</h1>");
        facts(html, report.machine());
        html.append("<h2>Targets</h2>");
        List<List<String>> verdicts = new ArrayList<>(List.of(Verdicts.heads()));
        report.verdicts().forEach(each -> verdicts.add(each.row()));
        table(html, verdicts);
        Figures figures = new Figures(report.played());
        for (String workload : figures.workloads()) {
            html.append("<h2>").append(text(workload)).append("</h2>");
            table(html, SummaryTable.rows(figures, workload));
            for (byte[] plot : Plots.of(figures, workload)) {
                html.append("<img alt='' src='data:image/png;base64,")
                        .append(Base64.getEncoder().encodeToString(plot))
                        .append("'>");
            }
        }
        if (!report.singles().isEmpty()) {
            html.append("<h2>Other figures</h2>");
            table(html, SummaryTable.singles(report.singles()));
        }
        html.append("<h2>Servers</h2>");
        facts(html, report.servers());
        html.append("<h2>Options</h2>");
        facts(html, report.options());
        return html.append("</html>").toString();
    }

    private static void facts(StringBuilder html, Map<String, String> facts) {
        html.append("<table>");
        facts.forEach((name, value) -> html.append("<tr><td>")
                .append(text(name))
                .append("<td style='text-align:left'>")
                .append(text(value)));
        html.append("</table>");
    }

    private static void table(StringBuilder html, List<List<String>> rows) {
        html.append("<table>");
        for (int i = 0; i < rows.size(); i++) {
            html.append("<tr>");
            String cell = i == 0 ? "<th" : "<td";
            for (String each : rows.get(i)) {
                html.append(cell).append(colour(each)).append('>').append(text(each));
            }
        }
        html.append("</table>");
    }

    private static String colour(String cell) {
        return switch (cell) {
            case "met" -> " class=met";
            case "missed" -> " class=missed";
            case "not measured" -> " class=none";
            default -> "";
        };
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
