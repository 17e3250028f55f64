package dev.parley.benchmarks.load.run;

import java.util.List;

/**
 * The straight line nearest to some points (least squares). Immutable.
 *
 * @param slope how much y grows with x
 * @param start y where x is 0
 * @param fit R²: 1 when all points lie on the line
 */
public record Line(double slope, double start, double fit) {

    /** A point. Immutable. */
    public record Point(double x, double y) {}

    /** Through at least two points with different x. */
    public static Line through(List<Point> points) {
        double n = points.size();
        double meanX = points.stream().mapToDouble(Point::x).sum() / n;
        double meanY = points.stream().mapToDouble(Point::y).sum() / n;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point each : points) {
            xx += (each.x() - meanX) * (each.x() - meanX);
            xy += (each.x() - meanX) * (each.y() - meanY);
            yy += (each.y() - meanY) * (each.y() - meanY);
        }
        if (xx == 0) {
            throw new IllegalArgumentException("points: " + points + " (expected: two with different x)");
        }
        double slope = xy / xx;
        return new Line(slope, meanY - slope * meanX, yy == 0 ? 1 : xy * xy / (xx * yy));
    }
}
