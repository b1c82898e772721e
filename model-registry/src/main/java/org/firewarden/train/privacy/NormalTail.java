package org.firewarden.train.privacy;

/**
 * The tail of the normal distribution to double precision, also where it underflows: W. J. Cody, Rational Chebyshev
 * approximations for the error function, Math. Comp. 23 (1969), doi 10.1090/S0025-5718-1969-0247736-4. The digits of the
 * coefficients are those of the publication.
 */
@SuppressWarnings("FloatingPointLiteralPrecision")
final class NormalTail {

    private static final double[] A = {
        3.16112374387056560e00,
        1.13864154151050156e02,
        3.77485237685302021e02,
        3.20937758913846947e03,
        1.85777706184603153e-1
    };
    private static final double[] B = {
        2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03
    };
    private static final double[] C = {
        5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e01, 2.98635138197400131e02,
        8.81952221241769090e02, 1.71204761263407058e03, 2.05107837782607147e03, 1.23033935479799725e03,
        2.15311535474403846e-8
    };
    private static final double[] D = {
        1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02, 1.62138957456669019e03,
        3.29079923573345963e03, 4.36261909014324716e03, 3.43936767414372164e03, 1.23033935480374942e03
    };
    private static final double[] P = {
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4,
        1.63153871373020978e-2
    };
    private static final double[] Q = {
        2.56852019228982242e00,
        1.87295284992346725e00,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };
    private static final double SQRT_2 = Math.sqrt(2);
    private static final double ONE_OVER_SQRT_PI = 1 / Math.sqrt(Math.PI);
    private static final double SMALL = 0.46875;

    private NormalTail() {}

    /** The probability that a standard normal variable is at most x. */
    static double phi(double x) {
        return 0.5 * erfc(-x / SQRT_2);
    }

    /** The complementary error function. */
    static double erfc(double x) {
        if (Math.abs(x) <= SMALL) {
            return 1 - erf(x);
        }
        double tail = Math.exp(-x * x) * scaled(Math.abs(x));
        return x > 0 ? tail : 2 - tail;
    }

    /** The logarithm of {@link #erfc}, which does not underflow. */
    static double logErfc(double x) {
        return x > SMALL ? Math.log(scaled(x)) - x * x : Math.log(erfc(x));
    }

    private static double erf(double x) {
        double square = x * x;
        double numerator = A[4] * square;
        double denominator = square;
        for (int i = 0; i < 3; i++) {
            numerator = (numerator + A[i]) * square;
            denominator = (denominator + B[i]) * square;
        }
        return x * (numerator + A[3]) / (denominator + B[3]);
    }

    /** exp(x squared) times erfc(x), for x above {@link #SMALL}. */
    private static double scaled(double x) {
        if (x <= 4) {
            double numerator = C[8] * x;
            double denominator = x;
            for (int i = 0; i < 7; i++) {
                numerator = (numerator + C[i]) * x;
                denominator = (denominator + D[i]) * x;
            }
            return (numerator + C[7]) / (denominator + D[7]);
        }
        double inverse = 1 / (x * x);
        double numerator = P[5] * inverse;
        double denominator = inverse;
        for (int i = 0; i < 4; i++) {
            numerator = (numerator + P[i]) * inverse;
            denominator = (denominator + Q[i]) * inverse;
        }
        double correction = inverse * (numerator + P[4]) / (denominator + Q[4]);
        return (ONE_OVER_SQRT_PI - correction) / x;
    }
}
