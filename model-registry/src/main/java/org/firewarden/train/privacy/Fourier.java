package org.firewarden.train.privacy;

/** The discrete Fourier transform of a length that is a power of two, in place (Cooley and Tukey). */
final class Fourier {

    private Fourier() {}

    /** Transforms; {@code inverse} also divides by the length. */
    static void transform(double[] real, double[] imaginary, boolean inverse) {
        int n = real.length;
        if (Integer.bitCount(n) != 1 || imaginary.length != n) {
            throw new IllegalArgumentException("the length is a power of two");
        }
        reorder(real, imaginary);
        double[] cosine = new double[n / 2];
        double[] sine = new double[n / 2];
        for (int i = 0; i < n / 2; i++) {
            double angle = 2 * Math.PI * i / n;
            cosine[i] = Math.cos(angle);
            sine[i] = inverse ? Math.sin(angle) : -Math.sin(angle);
        }
        for (int size = 2; size <= n; size *= 2) {
            int half = size / 2;
            int stride = n / size;
            for (int start = 0; start < n; start += size) {
                for (int k = 0; k < half; k++) {
                    butterfly(real, imaginary, start + k, start + k + half, cosine[k * stride], sine[k * stride]);
                }
            }
        }
        if (inverse) {
            for (int i = 0; i < n; i++) {
                real[i] /= n;
                imaginary[i] /= n;
            }
        }
    }

    private static void butterfly(double[] real, double[] imaginary, int i, int j, double cosine, double sine) {
        double re = real[j] * cosine - imaginary[j] * sine;
        double im = real[j] * sine + imaginary[j] * cosine;
        real[j] = real[i] - re;
        imaginary[j] = imaginary[i] - im;
        real[i] += re;
        imaginary[i] += im;
    }

    private static void reorder(double[] real, double[] imaginary) {
        int n = real.length;
        int shift = Integer.numberOfLeadingZeros(n) + 1;
        for (int i = 0; i < n; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (n > 1 && j > i) {
                double swap = real[i];
                real[i] = real[j];
                real[j] = swap;
                swap = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = swap;
            }
        }
    }
}
