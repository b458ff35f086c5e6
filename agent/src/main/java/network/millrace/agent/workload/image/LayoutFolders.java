package network.millrace.agent.workload.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import network.millrace.agent.workload.ImageReference;

/**
 * The folders below which {@code oci:} images may lie. A tenant must not be able to read or even probe other files of this machine
 * by naming them as an image, so everything else is answered alike.
 */
public record LayoutFolders(List<Path> folders) {

    public LayoutFolders {
        folders = List.copyOf(folders);
    }

    /**
     * The layout's place without links.
     *
     * @throws ImageProblem when it is not below one of the folders, or not there
     */
    public Path find(ImageReference.Layout reference) throws ImageProblem {
        try {
            Path real = reference.directory().toRealPath();
            for (Path folder : folders) {
                if (real.startsWith(folder.toRealPath())) {
                    return real;
                }
            }
        } catch (IOException e) {
            throw notOffered();
        }
        throw notOffered();
    }

    private static ImageProblem notOffered() {
        return ImageProblem.missing("there is no image layout that this provider offers at that place");
    }
}
