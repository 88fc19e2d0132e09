package io.parallax.simulator.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/// A drawing of lines over numbers, as text. Everything that is drawn takes its colour from a class of the
/// page's style. Thread: one.
final class Svg {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 260;
    private static final int LEFT = 64;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 30;
    private static final int TICKS = 5;

    private final List<Line> lines = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private double xMin = Double.MAX_VALUE;
    private double xMax = -Double.MAX_VALUE;
    private double yMin = Double.MAX_VALUE;
    private double yMax = -Double.MAX_VALUE;

    private record Line(String style, double[] x, double[] y, boolean steps) {}

    private record Mark(String style, double x, double y, String text) {}

    Svg line(String style, double[] x, double[] y, boolean steps) {
        lines.add(new Line(style, x, y, steps));
        for (int i = 0; i < x.length; i++) {
            reach(x[i], y[i]);
        }
        return this;
    }

    Svg mark(String style, double x, double y, String text) {
        marks.add(new Mark(style, x, y, text));
        reach(x, y);
        return this;
    }

    /// Makes room for a value on the upright axis.
    Svg include(double y) {
        yMin = Math.min(yMin, y);
        yMax = Math.max(yMax, y);
        return this;
    }

    private void reach(double x, double y) {
        if (!Double.isNaN(y)) {
            xMin = Math.min(xMin, x);
            xMax = Math.max(xMax, x);
            include(y);
        }
    }

    boolean isEmpty() {
        return xMin > xMax;
    }

    /// @param label what it shows, for who cannot see it
    String draw(String label, DoubleFunction<String> xText, DoubleFunction<String> yText) {
        if (isEmpty()) {
            return "<p class=\"none\">Nothing to draw.</p>";
        }
        double margin = yMax > yMin ? (yMax - yMin) * 0.05 : yMax == 0 ? 1 : Math.abs(yMax) * 0.1;
        yMin -= margin;
        yMax += margin;
        xMax = xMax > xMin ? xMax : xMin + 1;
        StringBuilder out = new StringBuilder(16_384);
        out.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"");
        out.append(Html.escape(label)).append("\">");
        axes(out, xText, yText);
        for (Line line : lines) {
            path(out, line);
        }
        for (Mark mark : marks) {
            out.append("<circle class=\"")
                    .append(mark.style())
                    .append("\" r=\"3.5\" cx=\"")
                    .append(x(mark.x()));
            out.append("\" cy=\"").append(y(mark.y())).append("\"><title>").append(Html.escape(mark.text()));
            out.append("</title></circle>");
        }
        return out.append("</svg>").toString();
    }

    private void axes(StringBuilder out, DoubleFunction<String> xText, DoubleFunction<String> yText) {
        double step = niceStep((yMax - yMin) / TICKS);
        for (double value = Math.ceil(yMin / step) * step; value <= yMax; value += step) {
            double shown = Math.abs(value) < step / 1_000 ? 0 : value;
            out.append("<line class=\"")
                    .append(shown == 0 ? "zero" : "grid")
                    .append("\" x1=\"")
                    .append(LEFT);
            out.append("\" x2=\"")
                    .append(WIDTH - RIGHT)
                    .append("\" y1=\"")
                    .append(y(shown))
                    .append("\" y2=\"");
            out.append(y(shown))
                    .append("\"/><text class=\"axis end\" x=\"")
                    .append(LEFT - 6)
                    .append("\" y=\"");
            out.append(number(yAt(shown) + 4))
                    .append("\">")
                    .append(Html.escape(yText.apply(shown)))
                    .append("</text>");
        }
        for (int tick = 0; tick < TICKS; tick++) {
            double value = xMin + (xMax - xMin) * tick / (TICKS - 1);
            String anchor = tick == 0 ? "start" : tick == TICKS - 1 ? "end" : "middle";
            out.append("<text class=\"axis ")
                    .append(anchor)
                    .append("\" x=\"")
                    .append(x(value))
                    .append("\" y=\"");
            out.append(HEIGHT - 8)
                    .append("\">")
                    .append(Html.escape(xText.apply(value)))
                    .append("</text>");
        }
    }

    private static double niceStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double part = raw / power;
        return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
    }

    private void path(StringBuilder out, Line line) {
        out.append("<path class=\"").append(line.style()).append("\" d=\"");
        boolean pen = false;
        for (int i = 0; i < line.x().length; i++) {
            if (Double.isNaN(line.y()[i])) {
                pen = false;
                continue;
            }
            if (!pen) {
                out.append('M').append(x(line.x()[i])).append(' ').append(y(line.y()[i]));
            } else if (line.steps()) {
                out.append('H').append(x(line.x()[i])).append('V').append(y(line.y()[i]));
            } else {
                out.append('L').append(x(line.x()[i])).append(' ').append(y(line.y()[i]));
            }
            pen = true;
        }
        out.append("\"/>");
    }

    private String x(double value) {
        return number(LEFT + (value - xMin) / (xMax - xMin) * (WIDTH - LEFT - RIGHT));
    }

    private String y(double value) {
        return number(yAt(value));
    }

    private double yAt(double value) {
        return TOP + (yMax - value) / (yMax - yMin) * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
