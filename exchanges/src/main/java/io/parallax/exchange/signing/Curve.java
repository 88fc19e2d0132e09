package io.parallax.exchange.signing;

import java.math.BigInteger;

/// The constants of the STARK curve and of the Pedersen hash on it (StarkWare, "STARK Curve" and "Pedersen Hash
/// Function"). Thread: any.
final class Curve {
    static final long[] G = affine(
            "1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca",
            "5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f");
    static final long[] SHIFT = affine(
            "49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804",
            "3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268a");
    static final long[] P1 = affine(
            "234287dcbaffe7f969c748655fca9e58fa8120b6d56eb0c1080d17957ebe47b",
            "3b056f100f96fb21e889527d41f4e39940135dd7a6c94cc6ed0268ee89e5615");
    static final long[] P2 = affine(
            "4fa56f376c83db33f9dab2656558f3399099ec1de5e3018b7a6932dba8aa378",
            "3fa0984c931c9e38113e0c0e47e4401562761f92a7a23b45168f4e80ff5b54d");
    static final long[] P3 = affine(
            "4ba4cc166be8dec764910f75b45f74b40c690c74709e90f3aa372f0bd2d6997",
            "40301cf5c1751f4b971e46c4ede85fcac5c59a5ce5ae7c48151f27b24b219c");
    static final long[] P4 = affine(
            "54302dcb0e6cc1c6e44cca8f61a63bb2ca65048d53fb325d36ff12c49a58202",
            "1b77b3e37d13504b348046268d8ae25ce98ad783c25561a879dcc77e99c2426");
    // The halves of these points: twice the half is the point.
    static final long[] HALF_G = affine(
            "4caf6d9732c174f06b5a0685cfe39b4c0a4e8ab182c5752ac220a923fe98372",
            "3f4677e3a404bd2e390e1a633acc85d761b3da5fad48324b304655c1d5a1de9");
    static final long[] HALF_P1 = affine(
            "3d336618ca1f4f430d5b1e4a7c4759e745b8e7296e98e679583946a1b2e852b",
            "749134e16e77c40e233b50de0a61c743901bc756c1185da8cf118c052d701f7");
    static final long[] HALF_P2 = affine(
            "57ee0263f4666a6cd33f9a0dadb511497bb6cf2e567a5db9f5d206d86d8424f",
            "37038db26c210a938b885fc87f3f383ee1870cc5dddda0657cdb81c92865170");
    static final long[] HALF_P3 = affine(
            "4be9dcc6a8798741ee61430d14e240728ab46210095e9694285a35eb93fb84a",
            "35826082b569aed0dee4b5ce1332a81bc95711a5c3f215b22a16a84165a066");
    static final long[] HALF_P4 = affine(
            "1a44de5340207fb9eaff65f872954257cc2011a22d681c70165dedadaa262e0",
            "44b1035311f5cbcff6405f28cdaa3997b8d3ddfc6a6d6dbafd5657902e8dca5");
    /// b of y² = x³ + x + b.
    static final long[] B = element("6f21413efbe40de150e596d72f7a8c5609ad26c15c915c1f4cdfcb99cee9e89");

    private Curve() {}

    private static long[] affine(String x, String y) {
        long[] point = new long[CurvePoint.AFFINE];
        System.arraycopy(element(x), 0, point, 0, Field.DIGITS);
        System.arraycopy(element(y), 0, point, Field.DIGITS, Field.DIGITS);
        return point;
    }

    private static long[] element(String hex) {
        long[] element = new long[Field.DIGITS];
        Field.fromFelt(element, 0, Felt.of(new BigInteger(hex, 16)));
        return element;
    }

    /// k·P by doubling and adding, in variable time, for 1 ≤ k < n.
    static CurvePoint multiple(BigInteger k, long[] affine) {
        CurvePoint product = new CurvePoint();
        product.setAffine(affine, 0);
        for (int bit = k.bitLength() - 2; bit >= 0; bit--) {
            product.twice();
            if (k.testBit(bit)) {
                product.addAffine(affine, 0, 0);
            }
        }
        return product;
    }
}
