package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of equals, as Go 1.26 left it: the last number of each line was made by a Go program with the same keys. */
class GoSortTest {
    private record Element(long key, int id) {}

    private static List<Element> elements(int size, long keys, int kind) {
        List<Element> elements = new ArrayList<>();
        long state = size * 31L + keys * 7 + kind;
        for (int i = 0; i < size; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            long random = Long.remainderUnsigned(state >>> 33, keys);
            long key =
                    switch (kind) {
                        case 1 -> i * keys / size;
                        case 2 -> (size - i) * keys / size;
                        case 3 -> i % 8 == 0 ? random : i;
                        default -> random;
                    };
            elements.add(new Element(key, i));
        }
        return elements;
    }

    @ParameterizedTest
    @CsvSource({
        "12,2,0,1692880996",
        "12,2,3,1943381792",
        "12,7,2,-1393332550",
        "12,1000000,1,-320062458",
        "13,2,0,1953174674",
        "13,2,3,712630078",
        "13,7,2,381517450",
        "13,1000000,1,-1332001594",
        "14,2,0,-681501169",
        "14,2,3,-1080548993",
        "14,7,2,-174232265",
        "14,1000000,1,1657623559",
        "33,2,0,1869824968",
        "33,2,3,-1963604192",
        "33,7,2,494706278",
        "33,1000000,1,-227925488",
        "51,2,0,97040669",
        "51,2,3,1708512275",
        "51,7,2,288664931",
        "51,1000000,1,-1211280583",
        "257,2,0,552258826",
        "257,2,3,2085072738",
        "257,7,2,-1160166602",
        "257,1000000,1,1155600512",
        "5000,2,0,-629370920",
        "5000,2,3,-1714759452",
        "5000,7,2,-1078895890",
        "5000,1000000,1,1826922948"
    })
    void equalsEndWhereGoLeavesThem(int size, long keys, int kind, int fingerprint) {
        List<Element> elements = elements(size, keys, kind);

        GoSort.sort(elements, (one, other) -> one.key() < other.key());

        int made = 0;
        for (Element element : elements) {
            made = made * 31 + element.id();
        }
        assertThat(made).isEqualTo(fingerprint);
    }
}
