package network.millrace.client.wallet;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.protocol.crypto.PrivateKey;

/**
 * Keys in a folder, one file each, encrypted at rest: scrypt and AES-256-GCM. Files can be read by their owner only
 * (0600, the folder 0700). A file is complete or not there.
 */
public final class Keystore {
    private static final String SUFFIX = ".key.json";

    private final Path folder;
    private final SecureRandom random;

    /** The keys of a folder, which need not exist yet. */
    public Keystore(Path folder) {
        this(folder, new SecureRandom());
    }

    Keystore(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /**
     * Stores a key under a new name.
     *
     * @throws KeystoreException when the name is taken or the folder cannot be written
     */
    public StoredKey add(KeyName name, PrivateKey key, Passphrase passphrase) {
        StoredKey stored = new StoredKey(name, key.address(), key.publicKey(), !passphrase.isNone());
        SealedSecret secret = SealedSecret.seal(key.secret(), passphrase, KeyFile.context(key.address()), random);
        Path file = file(name);
        try {
            write(file, new KeyFile(stored, secret).write());
        } catch (FileAlreadyExistsException taken) {
            throw new KeystoreException(
                    "there is already a key named " + name + " in " + folder
                            + ": choose another name or remove it first",
                    taken);
        } catch (IOException failure) {
            throw new KeystoreException("cannot write " + file + ": " + failure, failure);
        }
        return stored;
    }

    /** All keys by name; empty when the folder does not exist. */
    public List<StoredKey> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(file -> read(file).key())
                    .toList();
        } catch (IOException failure) {
            throw new KeystoreException("cannot read " + folder + ": " + failure, failure);
        }
    }

    /** @throws KeystoreException when there is none of that name */
    public StoredKey find(KeyName name) {
        return read(file(name)).key();
    }

    /**
     * Opens a key.
     *
     * @throws KeystoreException when there is none of that name or the passphrase is wrong
     */
    public PrivateKey unlock(KeyName name, Passphrase passphrase) {
        KeyFile file = read(file(name));
        return PrivateKey.of(
                file.secret().open(passphrase, KeyFile.context(file.key().address())));
    }

    /** @throws KeystoreException when there is none of that name */
    public void remove(KeyName name) {
        try {
            Files.delete(file(name));
        } catch (NoSuchFileException missing) {
            throw missing(name, missing);
        } catch (IOException failure) {
            throw new KeystoreException("cannot remove " + file(name) + ": " + failure, failure);
        }
    }

    private Path file(KeyName name) {
        return folder.resolve(name.value() + SUFFIX);
    }

    private KeystoreException missing(KeyName name, IOException cause) {
        List<String> names = list().stream().map(key -> key.name().value()).toList();
        String known = names.isEmpty() ? "no key is there yet" : "there are " + String.join(", ", names);
        return new KeystoreException("there is no key named " + name + " in " + folder + "; " + known, cause);
    }

    private KeyFile read(Path file) {
        String fileName = file.getFileName().toString();
        try {
            return KeyFile.read(Files.readString(file), fileName);
        } catch (NoSuchFileException missing) {
            throw missing(new KeyName(fileName.substring(0, fileName.length() - SUFFIX.length())), missing);
        } catch (IOException failure) {
            throw new KeystoreException("cannot read " + file + ": " + failure, failure);
        }
    }

    /** Writes beside and moves into place, so that a crash leaves no half file. */
    private void write(Path file, String text) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path beside = Files.createTempFile(
                folder,
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(beside, text);
            Files.move(beside, file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
