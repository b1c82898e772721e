package org.firewarden.deid.engine.tagger;

import java.io.IOException;
import java.util.Arrays;

/** A tagger that loads and then fails on each passage. */
public final class BrokenTagger {

    private BrokenTagger() {}

    /** One more of it. */
    public static NameTagger make() throws IOException {
        float[] first = new float[Features.INPUTS + 1];
        float[] second = new float[Head.TAGS * 2];
        Arrays.fill(second, Float.NaN);
        Features features =
                new Features(new WordPieces(NameTagger.tokenizerBytes()), new Encoder(NameTagger.encoderBytes()));
        return new NameTagger(
                new NameTagger.Identity("broken", ""), features, new Head(Features.INPUTS, 1, first, second), 0.5);
    }
}
