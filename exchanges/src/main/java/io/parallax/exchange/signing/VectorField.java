package io.parallax.exchange.signing;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The arithmetic of [Field] on four independent elements at once. An element is five signed digits of 51 bits in
/// Montgomery form with R = 2²⁵⁵, the same as there, but in `double`s: digit i of lane l stands at 4i + l.
///
/// How a product of digits is exact: a fused multiply-add onto 1.5·2¹⁰³ leaves the product's multiple of 2⁵¹ in the
/// low bits of the result, and a second one, onto what that left, its remainder plus 1.5·2⁵². As raw bits both are
/// integers plus a constant, so whole columns are summed as `long`s and the constants taken off once. This asks
/// |a|·|b| ≤ 2¹⁰² of every two digits: [#reduce] yields digits within ±2⁵⁰, so a product takes reduced elements and
/// differences of two of them, not more.
///
/// How a column is reduced is said in [Field]; here the low digits are taken within ±2⁵⁰, so that a reduced product
/// ab lies within ab/2²⁵⁵ ± p/2. All columns carry biases that keep them positive, as there is no arithmetic right
/// shift in AVX2; their sum is in the START constants: 2⁶⁰ + 2⁵⁰ each, what the column below hands up because of it,
/// and 2⁵⁰·(17·2¹⁹² + 2²⁵¹) for each reduction step.
///
/// Every kernel is one straight line on one array, without loops, parameters or results that are vectors: otherwise
/// C2 puts the vectors on the heap. Nothing branches or indexes on values. Needs the module `jdk.incubator.vector`:
/// see [VectorPath]. Thread: any; no state.
final class VectorField {
    static final int LANES = 4;
    /// Entries of four elements.
    static final int ELEMENT = Field.DIGITS * LANES;
    /// Entries at the start of each working array that hold the columns of a product.
    static final int COLUMNS = 10 * LANES;

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;

    private static final long LOW_BITS = Double.doubleToRawLongBits(0x1.8p52);
    private static final DoubleVector HIGH = DoubleVector.broadcast(DOUBLES, 0x1.8p103);
    private static final DoubleVector BOTH = DoubleVector.broadcast(DOUBLES, 0x1.8p103 + 0x1.8p52);
    private static final DoubleVector LOW = DoubleVector.broadcast(DOUBLES, 0x1.8p52);
    private static final LongVector LOW_TRIPLE = LongVector.broadcast(LONGS, 3 * LOW_BITS);
    private static final LongVector MASK = LongVector.broadcast(LONGS, (1L << 51) - 1);
    private static final LongVector EXPONENT = LongVector.broadcast(LONGS, Double.doubleToRawLongBits(0x1p52));
    private static final DoubleVector OFFSET = DoubleVector.broadcast(DOUBLES, 0x1p52 + 0x1p50);
    private static final VectorShuffle<Double> ROTATED = VectorShuffle.fromValues(DOUBLES, 2, 3, 0, 1);
    private static final VectorShuffle<Double> SWAPPED = VectorShuffle.fromValues(DOUBLES, 1, 0, 3, 2);
    private static final VectorMask<Double> UPPER = VectorMask.fromValues(DOUBLES, false, false, true, true);

    /// For each column the biases, minus the constants that the raw bits of its terms contain.
    private static final LongVector START_0 = LongVector.broadcast(LONGS, -3689573994723278848L);
    private static final LongVector START_1 = LongVector.broadcast(LONGS, 4840243699516440064L);
    private static final LongVector START_2 = LongVector.broadcast(LONGS, -5076682679953392128L);
    private static final LongVector START_3 = LongVector.broadcast(LONGS, 3453135014286327296L);
    private static final LongVector START_4 = LongVector.broadcast(LONGS, -6463786692259086848L);
    private static final LongVector START_5 = LongVector.broadcast(LONGS, -6693399904510804480L);
    private static final LongVector START_6 = LongVector.broadcast(LONGS, 3223526474959027712L);
    private static final LongVector START_7 = LongVector.broadcast(LONGS, -5306291219280691712L);
    private static final LongVector START_8 = LongVector.broadcast(LONGS, 4610635160189140480L);
    private static final LongVector START_9 = LongVector.broadcast(LONGS, -229613212251718144L);
    private static final LongVector EXCESS_0 = LongVector.broadcast(LONGS, 4843621399236968448L);
    private static final LongVector EXCESS_1 = LongVector.broadcast(LONGS, -3686196295002750976L);
    private static final LongVector EXCESS_2 = LongVector.broadcast(LONGS, 6230730084467081216L);
    private static final LongVector EXCESS_3 = LongVector.broadcast(LONGS, -2299087609772638208L);
    private static final LongVector EXCESS_4 = LongVector.broadcast(LONGS, 7617838769697193984L);
    private static final LongVector EXCESS_5 = LongVector.broadcast(LONGS, 7847522350693089280L);
    private static final LongVector EXCESS_6 = LongVector.broadcast(LONGS, -2069404028776742912L);
    private static final LongVector EXCESS_7 = LongVector.broadcast(LONGS, 6460413665462976512L);
    private static final LongVector EXCESS_8 = LongVector.broadcast(LONGS, -3456512714006855680L);
    private static final LongVector EXCESS_9 = LongVector.broadcast(LONGS, 5073304980232863744L);

    private VectorField() {}

    static void multiply(double[] v, int z, int a, int b) {
        product(v, a, b);
        reduce(v, z);
    }

    /// z = a·b - c·d with one reduction.
    static void multiplySubtract(double[] v, int z, int a, int b, int c, int d) {
        product(v, a, b);
        subtractProduct(v, c, d);
        reduce(v, z);
    }

    static void squareOf(double[] v, int z, int a) {
        square(v, a);
        reduce(v, z);
    }

    /// z = a² - b - 2c for reduced b and c.
    static void squareSubtract(double[] v, int z, int a, int b, int c) {
        square(v, a);
        subtractUnreduced(v, b, c);
        reduce(v, z);
    }

    /// z = a - b, not reduced.
    static void subtract(double[] v, int z, int a, int b) {
        DoubleVector.fromArray(DOUBLES, v, a)
                .sub(DoubleVector.fromArray(DOUBLES, v, b))
                .intoArray(v, z);
        DoubleVector.fromArray(DOUBLES, v, a + 4)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 4))
                .intoArray(v, z + 4);
        DoubleVector.fromArray(DOUBLES, v, a + 8)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 8))
                .intoArray(v, z + 8);
        DoubleVector.fromArray(DOUBLES, v, a + 12)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 12))
                .intoArray(v, z + 12);
        DoubleVector.fromArray(DOUBLES, v, a + 16)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 16))
                .intoArray(v, z + 16);
    }

    /// z = a with lanes 0, 1 and 2, 3 exchanged.
    static void rotate(double[] v, int z, int a) {
        DoubleVector.fromArray(DOUBLES, v, a).rearrange(ROTATED).intoArray(v, z);
        DoubleVector.fromArray(DOUBLES, v, a + 4).rearrange(ROTATED).intoArray(v, z + 4);
        DoubleVector.fromArray(DOUBLES, v, a + 8).rearrange(ROTATED).intoArray(v, z + 8);
        DoubleVector.fromArray(DOUBLES, v, a + 12).rearrange(ROTATED).intoArray(v, z + 12);
        DoubleVector.fromArray(DOUBLES, v, a + 16).rearrange(ROTATED).intoArray(v, z + 16);
    }

    /// z = a with lanes 0 and 1, and 2 and 3 exchanged.
    static void swap(double[] v, int z, int a) {
        DoubleVector.fromArray(DOUBLES, v, a).rearrange(SWAPPED).intoArray(v, z);
        DoubleVector.fromArray(DOUBLES, v, a + 4).rearrange(SWAPPED).intoArray(v, z + 4);
        DoubleVector.fromArray(DOUBLES, v, a + 8).rearrange(SWAPPED).intoArray(v, z + 8);
        DoubleVector.fromArray(DOUBLES, v, a + 12).rearrange(SWAPPED).intoArray(v, z + 12);
        DoubleVector.fromArray(DOUBLES, v, a + 16).rearrange(SWAPPED).intoArray(v, z + 16);
    }

    /// Lanes 0 and 1 of z are those of a; lanes 2 and 3 are lanes 0 and 1 of b.
    static void pack(double[] v, int z, int a, int b) {
        DoubleVector.fromArray(DOUBLES, v, a)
                .blend(DoubleVector.fromArray(DOUBLES, v, b).rearrange(ROTATED), UPPER)
                .intoArray(v, z);
        DoubleVector.fromArray(DOUBLES, v, a + 4)
                .blend(DoubleVector.fromArray(DOUBLES, v, b + 4).rearrange(ROTATED), UPPER)
                .intoArray(v, z + 4);
        DoubleVector.fromArray(DOUBLES, v, a + 8)
                .blend(DoubleVector.fromArray(DOUBLES, v, b + 8).rearrange(ROTATED), UPPER)
                .intoArray(v, z + 8);
        DoubleVector.fromArray(DOUBLES, v, a + 12)
                .blend(DoubleVector.fromArray(DOUBLES, v, b + 12).rearrange(ROTATED), UPPER)
                .intoArray(v, z + 12);
        DoubleVector.fromArray(DOUBLES, v, a + 16)
                .blend(DoubleVector.fromArray(DOUBLES, v, b + 16).rearrange(ROTATED), UPPER)
                .intoArray(v, z + 16);
    }

    /// Columns = columns - (b + 2c)·R, the bits of LOW taken off.
    private static void subtractUnreduced(double[] v, int b, int c) {
        LongVector c0 = DoubleVector.fromArray(DOUBLES, v, c).add(LOW).reinterpretAsLongs();
        DoubleVector.fromArray(DOUBLES, v, 20)
                .reinterpretAsLongs()
                .add(LOW_TRIPLE)
                .sub(DoubleVector.fromArray(DOUBLES, v, b).add(LOW).reinterpretAsLongs())
                .sub(c0)
                .sub(c0)
                .reinterpretAsDoubles()
                .intoArray(v, 20);
        LongVector c1 = DoubleVector.fromArray(DOUBLES, v, c + 4).add(LOW).reinterpretAsLongs();
        DoubleVector.fromArray(DOUBLES, v, 24)
                .reinterpretAsLongs()
                .add(LOW_TRIPLE)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 4).add(LOW).reinterpretAsLongs())
                .sub(c1)
                .sub(c1)
                .reinterpretAsDoubles()
                .intoArray(v, 24);
        LongVector c2 = DoubleVector.fromArray(DOUBLES, v, c + 8).add(LOW).reinterpretAsLongs();
        DoubleVector.fromArray(DOUBLES, v, 28)
                .reinterpretAsLongs()
                .add(LOW_TRIPLE)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 8).add(LOW).reinterpretAsLongs())
                .sub(c2)
                .sub(c2)
                .reinterpretAsDoubles()
                .intoArray(v, 28);
        LongVector c3 = DoubleVector.fromArray(DOUBLES, v, c + 12).add(LOW).reinterpretAsLongs();
        DoubleVector.fromArray(DOUBLES, v, 32)
                .reinterpretAsLongs()
                .add(LOW_TRIPLE)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 12).add(LOW).reinterpretAsLongs())
                .sub(c3)
                .sub(c3)
                .reinterpretAsDoubles()
                .intoArray(v, 32);
        LongVector c4 = DoubleVector.fromArray(DOUBLES, v, c + 16).add(LOW).reinterpretAsLongs();
        DoubleVector.fromArray(DOUBLES, v, 36)
                .reinterpretAsLongs()
                .add(LOW_TRIPLE)
                .sub(DoubleVector.fromArray(DOUBLES, v, b + 16).add(LOW).reinterpretAsLongs())
                .sub(c4)
                .sub(c4)
                .reinterpretAsDoubles()
                .intoArray(v, 36);
    }

    /// Columns = a·b, in two halves: C1 gives up on one method of that size.
    private static void product(double[] v, int a, int b) {
        lowerProduct(v, a, b);
        upperProduct(v, a, b);
    }

    /// Columns = the products of the lower two digits of a.
    private static void lowerProduct(double[] v, int a, int b) {
        DoubleVector a0 = DoubleVector.fromArray(DOUBLES, v, a);
        DoubleVector a1 = DoubleVector.fromArray(DOUBLES, v, a + 4);
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, v, b);
        DoubleVector b1 = DoubleVector.fromArray(DOUBLES, v, b + 4);
        DoubleVector b2 = DoubleVector.fromArray(DOUBLES, v, b + 8);
        DoubleVector b3 = DoubleVector.fromArray(DOUBLES, v, b + 12);
        DoubleVector b4 = DoubleVector.fromArray(DOUBLES, v, b + 16);
        DoubleVector h00 = a0.fma(b0, HIGH);
        LongVector t1 = START_1.add(h00.reinterpretAsLongs());
        LongVector t0 = START_0.add(a0.fma(b0, BOTH.sub(h00)).reinterpretAsLongs());
        DoubleVector h01 = a0.fma(b1, HIGH);
        LongVector t2 = START_2.add(h01.reinterpretAsLongs());
        t1 = t1.add(a0.fma(b1, BOTH.sub(h01)).reinterpretAsLongs());
        DoubleVector h10 = a1.fma(b0, HIGH);
        t2 = t2.add(h10.reinterpretAsLongs());
        t1 = t1.add(a1.fma(b0, BOTH.sub(h10)).reinterpretAsLongs());
        DoubleVector h02 = a0.fma(b2, HIGH);
        LongVector t3 = START_3.add(h02.reinterpretAsLongs());
        t2 = t2.add(a0.fma(b2, BOTH.sub(h02)).reinterpretAsLongs());
        DoubleVector h11 = a1.fma(b1, HIGH);
        t3 = t3.add(h11.reinterpretAsLongs());
        t2 = t2.add(a1.fma(b1, BOTH.sub(h11)).reinterpretAsLongs());
        DoubleVector h03 = a0.fma(b3, HIGH);
        LongVector t4 = START_4.add(h03.reinterpretAsLongs());
        t3 = t3.add(a0.fma(b3, BOTH.sub(h03)).reinterpretAsLongs());
        DoubleVector h12 = a1.fma(b2, HIGH);
        t4 = t4.add(h12.reinterpretAsLongs());
        t3 = t3.add(a1.fma(b2, BOTH.sub(h12)).reinterpretAsLongs());
        DoubleVector h04 = a0.fma(b4, HIGH);
        LongVector t5 = START_5.add(h04.reinterpretAsLongs());
        t4 = t4.add(a0.fma(b4, BOTH.sub(h04)).reinterpretAsLongs());
        DoubleVector h13 = a1.fma(b3, HIGH);
        t5 = t5.add(h13.reinterpretAsLongs());
        t4 = t4.add(a1.fma(b3, BOTH.sub(h13)).reinterpretAsLongs());
        DoubleVector h14 = a1.fma(b4, HIGH);
        LongVector t6 = START_6.add(h14.reinterpretAsLongs());
        t5 = t5.add(a1.fma(b4, BOTH.sub(h14)).reinterpretAsLongs());
        t0.reinterpretAsDoubles().intoArray(v, 0);
        t1.reinterpretAsDoubles().intoArray(v, 4);
        t2.reinterpretAsDoubles().intoArray(v, 8);
        t3.reinterpretAsDoubles().intoArray(v, 12);
        t4.reinterpretAsDoubles().intoArray(v, 16);
        t5.reinterpretAsDoubles().intoArray(v, 20);
        t6.reinterpretAsDoubles().intoArray(v, 24);
        START_7.reinterpretAsDoubles().intoArray(v, 28);
        START_8.reinterpretAsDoubles().intoArray(v, 32);
        START_9.reinterpretAsDoubles().intoArray(v, 36);
    }

    /// Columns += the products of the upper three digits of a.
    private static void upperProduct(double[] v, int a, int b) {
        DoubleVector a2 = DoubleVector.fromArray(DOUBLES, v, a + 8);
        DoubleVector a3 = DoubleVector.fromArray(DOUBLES, v, a + 12);
        DoubleVector a4 = DoubleVector.fromArray(DOUBLES, v, a + 16);
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, v, b);
        DoubleVector b1 = DoubleVector.fromArray(DOUBLES, v, b + 4);
        DoubleVector b2 = DoubleVector.fromArray(DOUBLES, v, b + 8);
        DoubleVector b3 = DoubleVector.fromArray(DOUBLES, v, b + 12);
        DoubleVector b4 = DoubleVector.fromArray(DOUBLES, v, b + 16);
        DoubleVector h20 = a2.fma(b0, HIGH);
        LongVector t3 =
                DoubleVector.fromArray(DOUBLES, v, 12).reinterpretAsLongs().add(h20.reinterpretAsLongs());
        LongVector t2 = DoubleVector.fromArray(DOUBLES, v, 8)
                .reinterpretAsLongs()
                .add(a2.fma(b0, BOTH.sub(h20)).reinterpretAsLongs());
        DoubleVector h21 = a2.fma(b1, HIGH);
        LongVector t4 =
                DoubleVector.fromArray(DOUBLES, v, 16).reinterpretAsLongs().add(h21.reinterpretAsLongs());
        t3 = t3.add(a2.fma(b1, BOTH.sub(h21)).reinterpretAsLongs());
        DoubleVector h30 = a3.fma(b0, HIGH);
        t4 = t4.add(h30.reinterpretAsLongs());
        t3 = t3.add(a3.fma(b0, BOTH.sub(h30)).reinterpretAsLongs());
        DoubleVector h22 = a2.fma(b2, HIGH);
        LongVector t5 =
                DoubleVector.fromArray(DOUBLES, v, 20).reinterpretAsLongs().add(h22.reinterpretAsLongs());
        t4 = t4.add(a2.fma(b2, BOTH.sub(h22)).reinterpretAsLongs());
        DoubleVector h31 = a3.fma(b1, HIGH);
        t5 = t5.add(h31.reinterpretAsLongs());
        t4 = t4.add(a3.fma(b1, BOTH.sub(h31)).reinterpretAsLongs());
        DoubleVector h40 = a4.fma(b0, HIGH);
        t5 = t5.add(h40.reinterpretAsLongs());
        t4 = t4.add(a4.fma(b0, BOTH.sub(h40)).reinterpretAsLongs());
        DoubleVector h23 = a2.fma(b3, HIGH);
        LongVector t6 =
                DoubleVector.fromArray(DOUBLES, v, 24).reinterpretAsLongs().add(h23.reinterpretAsLongs());
        t5 = t5.add(a2.fma(b3, BOTH.sub(h23)).reinterpretAsLongs());
        DoubleVector h32 = a3.fma(b2, HIGH);
        t6 = t6.add(h32.reinterpretAsLongs());
        t5 = t5.add(a3.fma(b2, BOTH.sub(h32)).reinterpretAsLongs());
        DoubleVector h41 = a4.fma(b1, HIGH);
        t6 = t6.add(h41.reinterpretAsLongs());
        t5 = t5.add(a4.fma(b1, BOTH.sub(h41)).reinterpretAsLongs());
        DoubleVector h24 = a2.fma(b4, HIGH);
        LongVector t7 =
                DoubleVector.fromArray(DOUBLES, v, 28).reinterpretAsLongs().add(h24.reinterpretAsLongs());
        t6 = t6.add(a2.fma(b4, BOTH.sub(h24)).reinterpretAsLongs());
        DoubleVector h33 = a3.fma(b3, HIGH);
        t7 = t7.add(h33.reinterpretAsLongs());
        t6 = t6.add(a3.fma(b3, BOTH.sub(h33)).reinterpretAsLongs());
        DoubleVector h42 = a4.fma(b2, HIGH);
        t7 = t7.add(h42.reinterpretAsLongs());
        t6 = t6.add(a4.fma(b2, BOTH.sub(h42)).reinterpretAsLongs());
        DoubleVector h34 = a3.fma(b4, HIGH);
        LongVector t8 =
                DoubleVector.fromArray(DOUBLES, v, 32).reinterpretAsLongs().add(h34.reinterpretAsLongs());
        t7 = t7.add(a3.fma(b4, BOTH.sub(h34)).reinterpretAsLongs());
        DoubleVector h43 = a4.fma(b3, HIGH);
        t8 = t8.add(h43.reinterpretAsLongs());
        t7 = t7.add(a4.fma(b3, BOTH.sub(h43)).reinterpretAsLongs());
        DoubleVector h44 = a4.fma(b4, HIGH);
        LongVector t9 =
                DoubleVector.fromArray(DOUBLES, v, 36).reinterpretAsLongs().add(h44.reinterpretAsLongs());
        t8 = t8.add(a4.fma(b4, BOTH.sub(h44)).reinterpretAsLongs());
        t2.reinterpretAsDoubles().intoArray(v, 8);
        t3.reinterpretAsDoubles().intoArray(v, 12);
        t4.reinterpretAsDoubles().intoArray(v, 16);
        t5.reinterpretAsDoubles().intoArray(v, 20);
        t6.reinterpretAsDoubles().intoArray(v, 24);
        t7.reinterpretAsDoubles().intoArray(v, 28);
        t8.reinterpretAsDoubles().intoArray(v, 32);
        t9.reinterpretAsDoubles().intoArray(v, 36);
    }

    /// Columns = a²: each product of two different digits counts twice.
    private static void square(double[] v, int a) {
        DoubleVector a0 = DoubleVector.fromArray(DOUBLES, v, a);
        DoubleVector a1 = DoubleVector.fromArray(DOUBLES, v, a + 4);
        DoubleVector a2 = DoubleVector.fromArray(DOUBLES, v, a + 8);
        DoubleVector a3 = DoubleVector.fromArray(DOUBLES, v, a + 12);
        DoubleVector a4 = DoubleVector.fromArray(DOUBLES, v, a + 16);
        DoubleVector h01 = a0.fma(a1, HIGH);
        LongVector t2 = h01.reinterpretAsLongs();
        LongVector t1 = a0.fma(a1, BOTH.sub(h01)).reinterpretAsLongs();
        DoubleVector h02 = a0.fma(a2, HIGH);
        LongVector t3 = h02.reinterpretAsLongs();
        t2 = t2.add(a0.fma(a2, BOTH.sub(h02)).reinterpretAsLongs());
        DoubleVector h03 = a0.fma(a3, HIGH);
        LongVector t4 = h03.reinterpretAsLongs();
        t3 = t3.add(a0.fma(a3, BOTH.sub(h03)).reinterpretAsLongs());
        DoubleVector h12 = a1.fma(a2, HIGH);
        t4 = t4.add(h12.reinterpretAsLongs());
        t3 = t3.add(a1.fma(a2, BOTH.sub(h12)).reinterpretAsLongs());
        DoubleVector h04 = a0.fma(a4, HIGH);
        LongVector t5 = h04.reinterpretAsLongs();
        t4 = t4.add(a0.fma(a4, BOTH.sub(h04)).reinterpretAsLongs());
        DoubleVector h13 = a1.fma(a3, HIGH);
        t5 = t5.add(h13.reinterpretAsLongs());
        t4 = t4.add(a1.fma(a3, BOTH.sub(h13)).reinterpretAsLongs());
        DoubleVector h14 = a1.fma(a4, HIGH);
        LongVector t6 = h14.reinterpretAsLongs();
        t5 = t5.add(a1.fma(a4, BOTH.sub(h14)).reinterpretAsLongs());
        DoubleVector h23 = a2.fma(a3, HIGH);
        t6 = t6.add(h23.reinterpretAsLongs());
        t5 = t5.add(a2.fma(a3, BOTH.sub(h23)).reinterpretAsLongs());
        DoubleVector h24 = a2.fma(a4, HIGH);
        LongVector t7 = h24.reinterpretAsLongs();
        t6 = t6.add(a2.fma(a4, BOTH.sub(h24)).reinterpretAsLongs());
        DoubleVector h34 = a3.fma(a4, HIGH);
        LongVector t8 = h34.reinterpretAsLongs();
        t7 = t7.add(a3.fma(a4, BOTH.sub(h34)).reinterpretAsLongs());
        DoubleVector h00 = a0.fma(a0, HIGH);
        t1 = START_1.add(t1.add(t1)).add(h00.reinterpretAsLongs());
        LongVector t0 = START_0.add(a0.fma(a0, BOTH.sub(h00)).reinterpretAsLongs());
        DoubleVector h11 = a1.fma(a1, HIGH);
        t3 = START_3.add(t3.add(t3)).add(h11.reinterpretAsLongs());
        t2 = START_2.add(t2.add(t2)).add(a1.fma(a1, BOTH.sub(h11)).reinterpretAsLongs());
        DoubleVector h22 = a2.fma(a2, HIGH);
        t5 = START_5.add(t5.add(t5)).add(h22.reinterpretAsLongs());
        t4 = START_4.add(t4.add(t4)).add(a2.fma(a2, BOTH.sub(h22)).reinterpretAsLongs());
        DoubleVector h33 = a3.fma(a3, HIGH);
        t7 = START_7.add(t7.add(t7)).add(h33.reinterpretAsLongs());
        t6 = START_6.add(t6.add(t6)).add(a3.fma(a3, BOTH.sub(h33)).reinterpretAsLongs());
        DoubleVector h44 = a4.fma(a4, HIGH);
        LongVector t9 = START_9.add(h44.reinterpretAsLongs());
        t8 = START_8.add(t8.add(t8)).add(a4.fma(a4, BOTH.sub(h44)).reinterpretAsLongs());
        t0.reinterpretAsDoubles().intoArray(v, 0);
        t1.reinterpretAsDoubles().intoArray(v, 4);
        t2.reinterpretAsDoubles().intoArray(v, 8);
        t3.reinterpretAsDoubles().intoArray(v, 12);
        t4.reinterpretAsDoubles().intoArray(v, 16);
        t5.reinterpretAsDoubles().intoArray(v, 20);
        t6.reinterpretAsDoubles().intoArray(v, 24);
        t7.reinterpretAsDoubles().intoArray(v, 28);
        t8.reinterpretAsDoubles().intoArray(v, 32);
        t9.reinterpretAsDoubles().intoArray(v, 36);
    }

    /// Columns -= a·b.
    private static void subtractProduct(double[] v, int a, int b) {
        subtractLowerProduct(v, a, b);
        subtractUpperProduct(v, a, b);
    }

    /// Columns -= the products of the lower two digits of a.
    private static void subtractLowerProduct(double[] v, int a, int b) {
        DoubleVector a0 = DoubleVector.fromArray(DOUBLES, v, a);
        DoubleVector a1 = DoubleVector.fromArray(DOUBLES, v, a + 4);
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, v, b);
        DoubleVector b1 = DoubleVector.fromArray(DOUBLES, v, b + 4);
        DoubleVector b2 = DoubleVector.fromArray(DOUBLES, v, b + 8);
        DoubleVector b3 = DoubleVector.fromArray(DOUBLES, v, b + 12);
        DoubleVector b4 = DoubleVector.fromArray(DOUBLES, v, b + 16);
        DoubleVector h00 = a0.fma(b0, HIGH);
        LongVector t1 = DoubleVector.fromArray(DOUBLES, v, 4)
                .reinterpretAsLongs()
                .add(EXCESS_1)
                .sub(h00.reinterpretAsLongs());
        LongVector t0 = DoubleVector.fromArray(DOUBLES, v, 0)
                .reinterpretAsLongs()
                .add(EXCESS_0)
                .sub(a0.fma(b0, BOTH.sub(h00)).reinterpretAsLongs());
        DoubleVector h01 = a0.fma(b1, HIGH);
        LongVector t2 = DoubleVector.fromArray(DOUBLES, v, 8)
                .reinterpretAsLongs()
                .add(EXCESS_2)
                .sub(h01.reinterpretAsLongs());
        t1 = t1.sub(a0.fma(b1, BOTH.sub(h01)).reinterpretAsLongs());
        DoubleVector h10 = a1.fma(b0, HIGH);
        t2 = t2.sub(h10.reinterpretAsLongs());
        t1 = t1.sub(a1.fma(b0, BOTH.sub(h10)).reinterpretAsLongs());
        DoubleVector h02 = a0.fma(b2, HIGH);
        LongVector t3 = DoubleVector.fromArray(DOUBLES, v, 12)
                .reinterpretAsLongs()
                .add(EXCESS_3)
                .sub(h02.reinterpretAsLongs());
        t2 = t2.sub(a0.fma(b2, BOTH.sub(h02)).reinterpretAsLongs());
        DoubleVector h11 = a1.fma(b1, HIGH);
        t3 = t3.sub(h11.reinterpretAsLongs());
        t2 = t2.sub(a1.fma(b1, BOTH.sub(h11)).reinterpretAsLongs());
        DoubleVector h03 = a0.fma(b3, HIGH);
        LongVector t4 = DoubleVector.fromArray(DOUBLES, v, 16)
                .reinterpretAsLongs()
                .add(EXCESS_4)
                .sub(h03.reinterpretAsLongs());
        t3 = t3.sub(a0.fma(b3, BOTH.sub(h03)).reinterpretAsLongs());
        DoubleVector h12 = a1.fma(b2, HIGH);
        t4 = t4.sub(h12.reinterpretAsLongs());
        t3 = t3.sub(a1.fma(b2, BOTH.sub(h12)).reinterpretAsLongs());
        DoubleVector h04 = a0.fma(b4, HIGH);
        LongVector t5 = DoubleVector.fromArray(DOUBLES, v, 20)
                .reinterpretAsLongs()
                .add(EXCESS_5)
                .sub(h04.reinterpretAsLongs());
        t4 = t4.sub(a0.fma(b4, BOTH.sub(h04)).reinterpretAsLongs());
        DoubleVector h13 = a1.fma(b3, HIGH);
        t5 = t5.sub(h13.reinterpretAsLongs());
        t4 = t4.sub(a1.fma(b3, BOTH.sub(h13)).reinterpretAsLongs());
        DoubleVector h14 = a1.fma(b4, HIGH);
        LongVector t6 = DoubleVector.fromArray(DOUBLES, v, 24)
                .reinterpretAsLongs()
                .add(EXCESS_6)
                .sub(h14.reinterpretAsLongs());
        t5 = t5.sub(a1.fma(b4, BOTH.sub(h14)).reinterpretAsLongs());
        t0.reinterpretAsDoubles().intoArray(v, 0);
        t1.reinterpretAsDoubles().intoArray(v, 4);
        t2.reinterpretAsDoubles().intoArray(v, 8);
        t3.reinterpretAsDoubles().intoArray(v, 12);
        t4.reinterpretAsDoubles().intoArray(v, 16);
        t5.reinterpretAsDoubles().intoArray(v, 20);
        t6.reinterpretAsDoubles().intoArray(v, 24);
        DoubleVector.fromArray(DOUBLES, v, 28)
                .reinterpretAsLongs()
                .add(EXCESS_7)
                .reinterpretAsDoubles()
                .intoArray(v, 28);
        DoubleVector.fromArray(DOUBLES, v, 32)
                .reinterpretAsLongs()
                .add(EXCESS_8)
                .reinterpretAsDoubles()
                .intoArray(v, 32);
        DoubleVector.fromArray(DOUBLES, v, 36)
                .reinterpretAsLongs()
                .add(EXCESS_9)
                .reinterpretAsDoubles()
                .intoArray(v, 36);
    }

    /// Columns -= the products of the upper three digits of a.
    private static void subtractUpperProduct(double[] v, int a, int b) {
        DoubleVector a2 = DoubleVector.fromArray(DOUBLES, v, a + 8);
        DoubleVector a3 = DoubleVector.fromArray(DOUBLES, v, a + 12);
        DoubleVector a4 = DoubleVector.fromArray(DOUBLES, v, a + 16);
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, v, b);
        DoubleVector b1 = DoubleVector.fromArray(DOUBLES, v, b + 4);
        DoubleVector b2 = DoubleVector.fromArray(DOUBLES, v, b + 8);
        DoubleVector b3 = DoubleVector.fromArray(DOUBLES, v, b + 12);
        DoubleVector b4 = DoubleVector.fromArray(DOUBLES, v, b + 16);
        DoubleVector h20 = a2.fma(b0, HIGH);
        LongVector t3 =
                DoubleVector.fromArray(DOUBLES, v, 12).reinterpretAsLongs().sub(h20.reinterpretAsLongs());
        LongVector t2 = DoubleVector.fromArray(DOUBLES, v, 8)
                .reinterpretAsLongs()
                .sub(a2.fma(b0, BOTH.sub(h20)).reinterpretAsLongs());
        DoubleVector h21 = a2.fma(b1, HIGH);
        LongVector t4 =
                DoubleVector.fromArray(DOUBLES, v, 16).reinterpretAsLongs().sub(h21.reinterpretAsLongs());
        t3 = t3.sub(a2.fma(b1, BOTH.sub(h21)).reinterpretAsLongs());
        DoubleVector h30 = a3.fma(b0, HIGH);
        t4 = t4.sub(h30.reinterpretAsLongs());
        t3 = t3.sub(a3.fma(b0, BOTH.sub(h30)).reinterpretAsLongs());
        DoubleVector h22 = a2.fma(b2, HIGH);
        LongVector t5 =
                DoubleVector.fromArray(DOUBLES, v, 20).reinterpretAsLongs().sub(h22.reinterpretAsLongs());
        t4 = t4.sub(a2.fma(b2, BOTH.sub(h22)).reinterpretAsLongs());
        DoubleVector h31 = a3.fma(b1, HIGH);
        t5 = t5.sub(h31.reinterpretAsLongs());
        t4 = t4.sub(a3.fma(b1, BOTH.sub(h31)).reinterpretAsLongs());
        DoubleVector h40 = a4.fma(b0, HIGH);
        t5 = t5.sub(h40.reinterpretAsLongs());
        t4 = t4.sub(a4.fma(b0, BOTH.sub(h40)).reinterpretAsLongs());
        DoubleVector h23 = a2.fma(b3, HIGH);
        LongVector t6 =
                DoubleVector.fromArray(DOUBLES, v, 24).reinterpretAsLongs().sub(h23.reinterpretAsLongs());
        t5 = t5.sub(a2.fma(b3, BOTH.sub(h23)).reinterpretAsLongs());
        DoubleVector h32 = a3.fma(b2, HIGH);
        t6 = t6.sub(h32.reinterpretAsLongs());
        t5 = t5.sub(a3.fma(b2, BOTH.sub(h32)).reinterpretAsLongs());
        DoubleVector h41 = a4.fma(b1, HIGH);
        t6 = t6.sub(h41.reinterpretAsLongs());
        t5 = t5.sub(a4.fma(b1, BOTH.sub(h41)).reinterpretAsLongs());
        DoubleVector h24 = a2.fma(b4, HIGH);
        LongVector t7 =
                DoubleVector.fromArray(DOUBLES, v, 28).reinterpretAsLongs().sub(h24.reinterpretAsLongs());
        t6 = t6.sub(a2.fma(b4, BOTH.sub(h24)).reinterpretAsLongs());
        DoubleVector h33 = a3.fma(b3, HIGH);
        t7 = t7.sub(h33.reinterpretAsLongs());
        t6 = t6.sub(a3.fma(b3, BOTH.sub(h33)).reinterpretAsLongs());
        DoubleVector h42 = a4.fma(b2, HIGH);
        t7 = t7.sub(h42.reinterpretAsLongs());
        t6 = t6.sub(a4.fma(b2, BOTH.sub(h42)).reinterpretAsLongs());
        DoubleVector h34 = a3.fma(b4, HIGH);
        LongVector t8 =
                DoubleVector.fromArray(DOUBLES, v, 32).reinterpretAsLongs().sub(h34.reinterpretAsLongs());
        t7 = t7.sub(a3.fma(b4, BOTH.sub(h34)).reinterpretAsLongs());
        DoubleVector h43 = a4.fma(b3, HIGH);
        t8 = t8.sub(h43.reinterpretAsLongs());
        t7 = t7.sub(a4.fma(b3, BOTH.sub(h43)).reinterpretAsLongs());
        DoubleVector h44 = a4.fma(b4, HIGH);
        LongVector t9 =
                DoubleVector.fromArray(DOUBLES, v, 36).reinterpretAsLongs().sub(h44.reinterpretAsLongs());
        t8 = t8.sub(a4.fma(b4, BOTH.sub(h44)).reinterpretAsLongs());
        t2.reinterpretAsDoubles().intoArray(v, 8);
        t3.reinterpretAsDoubles().intoArray(v, 12);
        t4.reinterpretAsDoubles().intoArray(v, 16);
        t5.reinterpretAsDoubles().intoArray(v, 20);
        t6.reinterpretAsDoubles().intoArray(v, 24);
        t7.reinterpretAsDoubles().intoArray(v, 28);
        t8.reinterpretAsDoubles().intoArray(v, 32);
        t9.reinterpretAsDoubles().intoArray(v, 36);
    }

    /// z = columns / 2²⁵⁵ modulo p, as in [Field], then carries.
    private static void reduce(double[] v, int z) {
        LongVector t0 = DoubleVector.fromArray(DOUBLES, v, 0).reinterpretAsLongs();
        LongVector t1 = DoubleVector.fromArray(DOUBLES, v, 4).reinterpretAsLongs();
        LongVector t2 = DoubleVector.fromArray(DOUBLES, v, 8).reinterpretAsLongs();
        LongVector t3 = DoubleVector.fromArray(DOUBLES, v, 12).reinterpretAsLongs();
        LongVector t4 = DoubleVector.fromArray(DOUBLES, v, 16).reinterpretAsLongs();
        LongVector t5 = DoubleVector.fromArray(DOUBLES, v, 20).reinterpretAsLongs();
        LongVector t6 = DoubleVector.fromArray(DOUBLES, v, 24).reinterpretAsLongs();
        LongVector t7 = DoubleVector.fromArray(DOUBLES, v, 28).reinterpretAsLongs();
        LongVector t8 = DoubleVector.fromArray(DOUBLES, v, 32).reinterpretAsLongs();
        LongVector t9 = DoubleVector.fromArray(DOUBLES, v, 36).reinterpretAsLongs();
        LongVector q = t0.and(MASK);
        LongVector w = q.lanewise(LSHL, 4).add(q);
        t1 = t1.add(t0.lanewise(LSHR, 51));
        t3 = t3.sub(w.lanewise(LSHL, 39).and(MASK));
        t4 = t4.sub(w.lanewise(LSHR, 12)).sub(q.lanewise(LSHL, 47).and(MASK));
        t5 = t5.sub(q.lanewise(LSHR, 4));
        q = t1.and(MASK);
        w = q.lanewise(LSHL, 4).add(q);
        t2 = t2.add(t1.lanewise(LSHR, 51));
        t4 = t4.sub(w.lanewise(LSHL, 39).and(MASK));
        t5 = t5.sub(w.lanewise(LSHR, 12)).sub(q.lanewise(LSHL, 47).and(MASK));
        t6 = t6.sub(q.lanewise(LSHR, 4));
        q = t2.and(MASK);
        w = q.lanewise(LSHL, 4).add(q);
        t3 = t3.add(t2.lanewise(LSHR, 51));
        t5 = t5.sub(w.lanewise(LSHL, 39).and(MASK));
        t6 = t6.sub(w.lanewise(LSHR, 12)).sub(q.lanewise(LSHL, 47).and(MASK));
        t7 = t7.sub(q.lanewise(LSHR, 4));
        q = t3.and(MASK);
        w = q.lanewise(LSHL, 4).add(q);
        t4 = t4.add(t3.lanewise(LSHR, 51));
        t6 = t6.sub(w.lanewise(LSHL, 39).and(MASK));
        t7 = t7.sub(w.lanewise(LSHR, 12)).sub(q.lanewise(LSHL, 47).and(MASK));
        t8 = t8.sub(q.lanewise(LSHR, 4));
        q = t4.and(MASK);
        w = q.lanewise(LSHL, 4).add(q);
        t5 = t5.add(t4.lanewise(LSHR, 51));
        t7 = t7.sub(w.lanewise(LSHL, 39).and(MASK));
        t8 = t8.sub(w.lanewise(LSHR, 12)).sub(q.lanewise(LSHL, 47).and(MASK));
        t9 = t9.sub(q.lanewise(LSHR, 4));
        t6 = t6.add(t5.lanewise(LSHR, 51));
        t5.and(MASK).or(EXPONENT).reinterpretAsDoubles().sub(OFFSET).intoArray(v, z);
        t7 = t7.add(t6.lanewise(LSHR, 51));
        t6.and(MASK).or(EXPONENT).reinterpretAsDoubles().sub(OFFSET).intoArray(v, z + 4);
        t8 = t8.add(t7.lanewise(LSHR, 51));
        t7.and(MASK).or(EXPONENT).reinterpretAsDoubles().sub(OFFSET).intoArray(v, z + 8);
        t9 = t9.add(t8.lanewise(LSHR, 51));
        t8.and(MASK).or(EXPONENT).reinterpretAsDoubles().sub(OFFSET).intoArray(v, z + 12);
        t9.reinterpretAsDoubles().sub(LOW).intoArray(v, z + 16);
    }
}
