package org.firewarden.train.graph;

import java.util.Arrays;
import java.util.List;

/** The forward pass of a {@link GruShape} in float64. For one thread. */
final class GruForward {

    private final GruShape shape;
    private final float[] parameters;

    GruForward(GruShape shape, float[] parameters) {
        this.shape = shape;
        this.parameters = parameters;
    }

    double logit(float[] rows, int offset) {
        int units = shape.units();
        int width = shape.eventWidth();
        double[] state = new double[units];
        double[] read = new double[width + units];
        for (GruShape.Slot slot : shape.slots()) {
            double present = 1 - rows[offset + slot.empty()];
            if (present == 0) {
                continue;
            }
            copy(rows, offset, slot.columns(), read, 0);
            System.arraycopy(state, 0, read, width, units);
            double[] gates = Network.dense(parameters, shape.gates(), read);
            for (int i = 0; i < gates.length; i++) {
                gates[i] = 1 / (1 + Math.exp(-gates[i]));
            }
            for (int i = 0; i < units; i++) {
                read[width + i] = gates[units + i] * state[i];
            }
            double[] candidate = Network.dense(parameters, shape.candidate(), read);
            for (int i = 0; i < units; i++) {
                state[i] += gates[i] * present * (Math.tanh(candidate[i]) - state[i]);
            }
        }
        double[] last = Arrays.copyOf(state, units + shape.context().size());
        copy(rows, offset, shape.context(), last, units);
        return Network.dense(parameters, shape.head(), last)[0];
    }

    private static void copy(float[] rows, int offset, List<Integer> columns, double[] target, int to) {
        for (int i = 0; i < columns.size(); i++) {
            target[to + i] = rows[offset + columns.get(i)];
        }
    }
}
