package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubordinateIdsTest {

    private static final SubordinateIds.Owner ANNA = new SubordinateIds.Owner("anna", 1_000, 1_000);

    @TempDir
    Path directory;

    private Path users;
    private Path groups;

    @BeforeEach
    void open() {
        users = directory.resolve("subuid");
        groups = directory.resolve("subgid");
    }

    private Optional<SubordinateIds> read(String user, String group) throws IOException {
        Files.writeString(users, user);
        Files.writeString(groups, group);
        return SubordinateIds.of(ANNA, users, groups);
    }

    @Test
    void usualRangeGivesSixteenWorkloadsFourThousandIdsEach() throws Exception {
        SubordinateIds ids = read("bert:100000:65536\nanna:165536:65536\n", "anna:165536:65536\n")
                .orElseThrow();

        assertThat(ids.divided()).isEqualTo(new SandboxSettings.Ids(1, 4_096, 16));
        assertThat(ids.outside(1)).isEqualTo(165_536);
        assertThat(ids.outside(0)).isEqualTo(1_000);
    }

    @Test
    void largeRangeGivesEachWorkloadAllIdsThatImagesKnow() throws Exception {
        SubordinateIds ids =
                read("anna:1000000:10000000\n", "anna:1000000:10000000\n").orElseThrow();

        assertThat(ids.divided()).isEqualTo(new SandboxSettings.Ids(1, 65_536, 152));
    }

    @Test
    void ownerMayBeANumberAndTheLargestOfSeveralRangesCounts() throws Exception {
        SubordinateIds ids = read("anna:100000:100\n1000:200000:65536\n", "1000:300000:70000\n")
                .orElseThrow();

        assertThat(ids).isEqualTo(new SubordinateIds(ANNA, 200_000, 300_000, 65_536));
    }

    @Test
    void withoutARangeOfBothKindsThereIsNone() throws Exception {
        assertThat(read("anna:100000:65536\n", "bert:100000:65536\n")).isEmpty();
        assertThat(read("anna:100000:1000\n", "anna:100000:65536\n")).isEmpty();
        assertThat(read("anna:x:65536\n", "anna\n")).isEmpty();
        assertThat(SubordinateIds.of(ANNA, directory.resolve("absent"), groups)).isEmpty();
    }

    @Test
    void lineThatMendsItTakesIdsNobodyHas() throws Exception {
        read("bert:100000:65536\n", "bert:100000:65536\ncarl:165536:65536\n");

        assertThat(SubordinateIds.remedy(ANNA, users, groups))
                .isEqualTo("as root: usermod --add-subuids 231072-296607 --add-subgids 231072-296607 anna");
    }

    @Test
    void slotsOfFewIdsStillHaveTheLastOnesThatImagesUse() {
        SandboxSettings.HostShare share =
                new SandboxSettings.HostShare(directory, directory, new SandboxSettings.Ids(1, 4_096, 16), "10.197");

        assertThat(new Slot(1, share).ids())
                .isEqualTo(List.of(new IdRange(0, 4_097, 4_088), new IdRange(65_528, 8_185, 8)));
        assertThat(new Slot(2, share).firstId()).isEqualTo(8_193);
    }
}
