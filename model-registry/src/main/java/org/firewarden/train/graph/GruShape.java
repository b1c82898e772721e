package org.firewarden.train.graph;

import java.util.List;

/**
 * A gated recurrent unit (Cho et al. 2014, arXiv 1406.1078) that reads the events of a row one after the other, and one logit out of
 * its last state and the rest of the row. For an event x and the state h before it, with [a, b] for one vector behind the other:
 *
 * <pre>
 * [z, r] = sigmoid(A [x, h] + a)      first layer, 2 units outputs: how much is renewed, how much of h is looked at
 * c      = tanh(B [x, r h] + b)       second layer, units outputs: what h is renewed to
 * h'     = h + p z (c - h)            p is 0 where there is no event, so that h stays as it is
 * logit  = w [h, rest of the row] + v third layer
 * </pre>
 *
 * @param inputs how many numbers a row has
 * @param units the size of the state
 * @param context the columns of a row that tell of no event
 * @param slots where the events lie in a row, the oldest first
 */
public record GruShape(int inputs, int units, List<Integer> context, List<Slot> slots) implements Architecture {

    /**
     * Where one event lies.
     *
     * @param columns the columns that tell of it; as many in each slot, in the same order
     * @param empty the column that is 1 where there is no event, else 0
     */
    public record Slot(List<Integer> columns, int empty) {

        /** Copies the list. */
        public Slot {
            columns = List.copyOf(columns);
        }
    }

    /** Refuses a unit that reads nothing, or what is no column. */
    public GruShape {
        context = List.copyOf(context);
        slots = List.copyOf(slots);
        if (units < 1 || slots.isEmpty()) {
            throw new IllegalArgumentException("there is at least one unit and one event");
        }
        int width = slots.get(0).columns().size();
        for (Slot slot : slots) {
            if (slot.columns().isEmpty() || slot.columns().size() != width) {
                throw new IllegalArgumentException("each event has the same number of columns, at least one");
            }
            refuseOthers(slot.columns(), inputs);
            refuseOthers(List.of(slot.empty()), inputs);
        }
        refuseOthers(context, inputs);
    }

    private static void refuseOthers(List<Integer> columns, int inputs) {
        if (columns.stream().anyMatch(column -> column < 0 || column >= inputs)) {
            throw new IllegalArgumentException("a row has no such column");
        }
    }

    /** How many numbers tell of one event. */
    int eventWidth() {
        return slots.get(0).columns().size();
    }

    /** Both gates. */
    Layer gates() {
        return new Layer(eventWidth() + units, 2 * units, 0);
    }

    /** What the state is renewed to. */
    Layer candidate() {
        return new Layer(eventWidth() + units, units, gates().biases() + 2 * units);
    }

    /** The logit. */
    Layer head() {
        return new Layer(units + context.size(), 1, candidate().biases() + units);
    }

    @Override
    public List<Layer> layers() {
        return List.of(gates(), candidate(), head());
    }

    /** The root of 1 over the number of inputs. */
    @Override
    public double initialBound(Layer layer) {
        return Math.sqrt(1.0 / layer.inputs());
    }

    @Override
    public String description() {
        return "gated recurrent unit (GRU) of " + units + " units over the last " + slots.size() + " events";
    }
}
