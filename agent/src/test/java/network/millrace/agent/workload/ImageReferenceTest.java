package network.millrace.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "nginx,                          docker.io/library/nginx:latest",
        "nginx:1.27,                     docker.io/library/nginx:1.27",
        "docker.io/nginx,                docker.io/library/nginx:latest",
        "user/app,                       docker.io/user/app:latest",
        "ghcr.io/user/app:v1,            ghcr.io/user/app:v1",
        "docker://localhost:5000/a/b/c,  localhost:5000/a/b/c:latest",
        "docker://127.0.0.1:5000/app:1,  127.0.0.1:5000/app:1",
        "quay.io/org/my-app_x.y:2,       quay.io/org/my-app_x.y:2"
    })
    void registryNamesAreReadAsDockerUsersWriteThem(String text, String canonical) {
        assertThat(ImageReference.parse(text)).hasToString(canonical);
        assertThat(ImageReference.parse(canonical)).isEqualTo(ImageReference.parse(text));
    }

    @Test
    void digestPins() {
        ImageReference.Registry pinned = (ImageReference.Registry) ImageReference.parse("ghcr.io/a/b:1@" + DIGEST);

        assertThat(pinned.isPinned()).isTrue();
        assertThat(pinned).hasToString("ghcr.io/a/b:1@" + DIGEST);
        assertThat(((ImageReference.Registry) ImageReference.parse("ghcr.io/a/b:1")).isPinned())
                .isFalse();
    }

    @Test
    void layoutHasAPathAndATag() {
        assertThat(ImageReference.parse("oci:/var/images/demo:1.0"))
                .isEqualTo(new ImageReference.Layout(Path.of("/var/images/demo"), "1.0"));
        assertThat(ImageReference.parse("oci:/var/images/demo"))
                .isEqualTo(new ImageReference.Layout(Path.of("/var/images/demo"), "latest"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "UPPER/case",
                "a b",
                "-x",
                "--help",
                "name:",
                "name@sha256:12",
                "host/name:tag:tag",
                "../etc",
                "docker://",
                "oci:relative:tag",
                "oci:/path:bad tag",
                "https://example.org/x",
                "a//b",
                "name:-tag"
            })
    void whatIsNoReferenceIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(an image is|absolute path|a tag is).*");
    }

    @Test
    void endlessNamesAreRefused() {
        assertThatThrownBy(() -> ImageReference.parse("a".repeat(10_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 512 characters");
    }
}
