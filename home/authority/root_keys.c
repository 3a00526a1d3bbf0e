#include "home/authority/root_keys.h"

#include <stdio.h>
#include <string.h>

enum {
    ROOTS = 2,
    // The word is 256 random bits: nobody guesses it, however fast he is.
    WORD_ROUNDS = 1
};

static const char *const names[ROOTS] = {"authority/server-root", "authority/client-root"};
static const char purpose[] = "portcullis 1: the keys of the roots, under the recovery key";

bool root_keys_word(const EVP_PKEY *recovery, struct passphrase *out, struct failure *failure)
{
    uint8_t covered[sizeof(purpose) + PRIVATE_KEY_SIZE];
    uint8_t hash[HASH_SIZE];
    memcpy(covered, purpose, sizeof(purpose));
    if (!key_scalar(recovery, covered + sizeof(purpose))) {
        return failure_say(failure, "OpenSSL gave no scalar of the recovery key; check that its "
                                    "library is whole");
    }
    sha256_of(BYTES_OF(covered), hash);
    *out = (struct passphrase){.rounds = WORD_ROUNDS};
    for (size_t i = 0; i < sizeof(hash); i++) {
        (void)snprintf(out->text + 2 * i, 3, "%02x", hash[i]);
    }
    wipe(covered, sizeof(covered));
    wipe(hash, sizeof(hash));
    return true;
}

struct relocking {
    const struct home *home;
    const struct passphrase *word;
    const struct passphrase *passphrase;
};

static bool root_path(const struct home *home, size_t root, const char *end, struct path *out,
                      struct failure *failure)
{
    char name[64];
    (void)snprintf(name, sizeof(name), "%s.%s", names[root], end);
    return home_path(home, name, out, failure);
}

// A key's file, and what opens it.
struct locked_key {
    struct path path;
    const struct passphrase *word;
};

// Opens the one, and saves what it holds in the other, under the other's word.
static bool copy_key(const struct locked_key *from, const struct locked_key *to, bool *opened,
                     struct failure *failure)
{
    struct failure why;
    EVP_PKEY *key = NULL;
    *opened = key_load(from->path.text, from->word, &key, &why);
    const bool saved = !*opened || key_save(key, to->path.text, to->word, failure);
    EVP_PKEY_free(key);
    return saved;
}

static bool relock(const struct relocking *it, size_t root, enum root_keys *out,
                   struct failure *failure)
{
    struct locked_key key = {.word = it->passphrase};
    struct locked_key copy = {.word = it->word};
    bool opened = false;
    if (!root_path(it->home, root, "key", &key.path, failure) ||
        !root_path(it->home, root, "recovery", &copy.path, failure) ||
        !copy_key(&copy, &key, &opened, failure)) {
        return false;
    }
    if (opened) {
        return true;
    }
    if (!copy_key(&key, &copy, &opened, failure)) {
        return false;
    }
    if (!opened && file_exists(copy.path.text)) {
        *out = ROOT_KEYS_COPY_DAMAGED;
    } else if (!opened && *out == ROOT_KEYS_RELOCKED) {
        *out = ROOT_KEYS_WITHOUT_COPY;
    }
    return true;
}

bool root_keys_relock(const struct home *home, const EVP_PKEY *recovery,
                      const struct passphrase *passphrase, enum root_keys *out,
                      struct failure *failure)
{
    struct passphrase word;
    const struct relocking it = {home, &word, passphrase};
    *out = ROOT_KEYS_RELOCKED;
    bool done = root_keys_word(recovery, &word, failure);
    for (size_t root = 0; done && root < ROOTS; root++) {
        done = relock(&it, root, out, failure);
    }
    wipe(&word, sizeof(word));
    return done;
}

bool root_keys_have_copies(const struct home *home)
{
    struct path copy;
    struct failure ignored; // a path that is too long leads to nothing
    for (size_t root = 0; root < ROOTS; root++) {
        if (!root_path(home, root, "recovery", &copy, &ignored) || !file_exists(copy.text)) {
            return false;
        }
    }
    return true;
}
