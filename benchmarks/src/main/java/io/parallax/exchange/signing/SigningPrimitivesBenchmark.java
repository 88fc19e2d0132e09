package io.parallax.exchange.signing;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What signing is made of, beneath its public types and so in its package. Every invocation is a chain of 1,000
/// operations, each on the result of the one before: microseconds here are nanoseconds of one operation.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SigningPrimitivesBenchmark {
    private static final int OPERATIONS = 1_000;
    private static final int A = 0;
    private static final int B = Field.DIGITS;
    private static final int VECTOR_A = VectorField.COLUMNS;
    private static final int VECTOR_B = VECTOR_A + VectorField.ELEMENT;

    private final SplittableRandom random = new SplittableRandom(1);
    private final long[] numbers = numbers();
    private final double[] vectors = vectors();
    private final long[] words = {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5};
    private final long[] scratch = new long[CurvePoint.AFFINE];
    private final PublicInverse inverse = new PublicInverse(Field.P);
    private final VectorGenerator vectorGenerator = new VectorGenerator();
    private final long[] numerator = new long[Field.DIGITS];
    private final long[] denominator = new long[Field.DIGITS];
    private final CurvePoint product = new CurvePoint();
    private final CurvePoint sum = sum();

    @Benchmark
    public long[] fieldProduct() {
        for (int i = 0; i < OPERATIONS; i++) {
            Field.multiply(numbers, A, numbers, A, numbers, B);
        }
        return numbers;
    }

    @Benchmark
    public long[] fieldSquare() {
        for (int i = 0; i < OPERATIONS; i++) {
            Field.square(numbers, A, numbers, A);
        }
        return numbers;
    }

    /// In variable time, and a product so that no two are the same.
    @Benchmark
    public long[] fieldInversion() {
        for (int i = 0; i < OPERATIONS; i++) {
            Field.invertPublic(numbers, A, numbers, A, inverse);
            Field.multiply(numbers, A, numbers, A, numbers, B);
        }
        return numbers;
    }

    /// Four at once.
    @Benchmark
    public double[] vectorProducts() {
        for (int i = 0; i < OPERATIONS; i++) {
            VectorField.multiply(vectors, VECTOR_A, VECTOR_A, VECTOR_B);
        }
        return vectors;
    }

    /// Four at once.
    @Benchmark
    public double[] vectorSquares() {
        for (int i = 0; i < OPERATIONS; i++) {
            VectorField.squareOf(vectors, VECTOR_A, VECTOR_A);
        }
        return vectors;
    }

    /// A point of a table onto a sum.
    @Benchmark
    public CurvePoint pointAddition() {
        for (int i = 0; i < OPERATIONS; i++) {
            sum.addAffine(Curve.G, 0, 0);
        }
        return sum;
    }

    /// In constant time, without the inversion.
    @Benchmark
    public CurvePoint generatorMultiple() {
        for (int i = 0; i < OPERATIONS; i++) {
            words[0] += 0x9e3779b97f4a7c15L;
            GeneratorTable.multiply(product, words, scratch);
        }
        return product;
    }

    /// The same on vectors.
    @Benchmark
    public long[] vectorGeneratorMultiple() {
        for (int i = 0; i < OPERATIONS; i++) {
            words[0] += 0x9e3779b97f4a7c15L;
            vectorGenerator.multiply(words, numerator, denominator);
        }
        return numerator;
    }

    @Benchmark
    public long[] scalarProduct() {
        for (int i = 0; i < OPERATIONS; i++) {
            ScalarField.multiply(numbers, A, numbers, A, numbers, B);
        }
        return numbers;
    }

    private long[] numbers() {
        long[] digits = new long[2 * Field.DIGITS];
        for (int at : new int[] {A, B}) {
            Field.fromFelt(
                    digits,
                    at,
                    new Felt(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong() >>> 5));
        }
        return digits;
    }

    /// Digits of reduced elements, the highest of 47 bits.
    private double[] vectors() {
        double[] digits = new double[VECTOR_B + VectorField.ELEMENT];
        for (int i = VECTOR_A; i < digits.length; i++) {
            boolean highest = (i - VECTOR_A) % VectorField.ELEMENT >= 4 * (Field.DIGITS - 1);
            digits[i] = random.nextLong() >> (highest ? 18 : 14);
        }
        return digits;
    }

    private static CurvePoint sum() {
        CurvePoint sum = new CurvePoint();
        sum.setAffine(Curve.P1, 0);
        return sum;
    }
}
