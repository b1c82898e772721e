package org.firewarden.model.risk;

import java.util.List;
import java.util.Locale;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.yaml.ShippedFile;

/** The models that ship with Firewarden, as the build has listed them. */
final class ShippedModels {

    private ShippedModels() {}

    static List<ShippedModel> load(UnitConversion units) {
        return ShippedFile.text("models/index.txt")
                .lines()
                .map(line -> line.split(" ", -1))
                .map(parts -> ShippedModel.load(parts[0], Stage.valueOf(parts[1].toUpperCase(Locale.ROOT)), units))
                .toList();
    }
}
