package org.firewarden.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.firewarden.model.yaml.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "v1.0.0", "01.0.0", "1.0.0-rc1", "1.0.0\n", "99999999999.0.0"})
    void whatIsNoVersionIsRefused(String version) {
        assertThatThrownBy(() -> Cards.version("risk", version, Stage.CANDIDATE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void versionsAreOrderedByNumber() {
        assertThat(SemanticVersion.parse("1.10.0")).isGreaterThan(SemanticVersion.parse("1.9.9"));
        assertThat(SemanticVersion.parse("2.0.0")).isGreaterThan(SemanticVersion.parse("1.10.0"));
        assertThat(SemanticVersion.parse("1.2.3")).hasToString("1.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Risk", "risk_10", "-risk", "../risk", ""})
    void anIdIsLowerCaseWithHyphens(String id) {
        assertThatThrownBy(() -> Cards.version(id, "1.0.0", Stage.CANDIDATE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noPartOfACardMayBeLeftOut() {
        InvalidFileException refusal = catchThrowableOfType(
                InvalidFileException.class, () -> ModelCardFile.parse("c.yaml", "title: t\nlicense: x\ninputs: [a]\n"));

        assertThat(refusal.problems())
                .contains(
                        "c.yaml:1: key 'intended-use' is missing",
                        "c.yaml:1: 'limits' must be a list with at least one text",
                        "c.yaml:1: key 'licence' is missing",
                        "c.yaml:2: unknown key 'license'");
    }
}
