// The files keys are kept in: see key.h.
#include "home/authority/key.h"
#include "home/folder/file.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <string.h>

static bool write_pem(BIO *pem, const char *path, struct failure *failure)
{
    char *text = NULL;
    const long count = BIO_get_mem_data(pem, &text);
    if (count <= 0) {
        return failure_say(failure, "OpenSSL wrote nothing for %s; check that its library is whole",
                           path);
    }
    return file_write(path, (struct bytes){(const uint8_t *)text, (size_t)count}, failure);
}

static bool encode_locked(BIO *pem, EVP_PKEY *key, const struct passphrase *passphrase)
{
    PKCS8_PRIV_KEY_INFO *open_key = EVP_PKEY2PKCS8(key);
    if (open_key == NULL) {
        return false;
    }
    // -1: PBES2, whose PBKDF2 uses HMAC-SHA256; the salt is drawn by OpenSSL.
    X509_SIG *locked =
        PKCS8_encrypt(-1, EVP_aes_256_cbc(), passphrase->text, (int)strlen(passphrase->text), NULL,
                      0, (int)passphrase->rounds, open_key);
    PKCS8_PRIV_KEY_INFO_free(open_key);
    const bool written = locked != NULL && PEM_write_bio_PKCS8(pem, locked) == 1;
    X509_SIG_free(locked);
    return written;
}

bool key_save(EVP_PKEY *key, const char *path, const struct passphrase *passphrase,
              struct failure *failure)
{
    BIO *pem = BIO_new(BIO_s_secmem());
    bool encoded = false;
    if (pem != NULL && passphrase != NULL) {
        encoded = encode_locked(pem, key, passphrase);
    } else if (pem != NULL) {
        encoded = PEM_write_bio_PKCS8PrivateKey(pem, key, NULL, NULL, 0, NULL, NULL) == 1;
    }
    if (!encoded) {
        BIO_free(pem);
        ERR_clear_error();
        return failure_say(failure,
                           "OpenSSL could not encode the key for %s; check that its "
                           "library is whole",
                           path);
    }
    const bool written = write_pem(pem, path, failure);
    BIO_free(pem);
    return written;
}

static EVP_PKEY *unlock(BIO *pem, const struct passphrase *passphrase)
{
    X509_SIG *locked = PEM_read_bio_PKCS8(pem, NULL, NULL, NULL);
    if (locked == NULL) {
        return NULL;
    }
    EVP_PKEY *key = NULL;
    PKCS8_PRIV_KEY_INFO *open_key =
        PKCS8_decrypt(locked, passphrase->text, (int)strlen(passphrase->text));
    if (open_key != NULL) {
        key = EVP_PKCS82PKEY(open_key);
        PKCS8_PRIV_KEY_INFO_free(open_key);
    }
    X509_SIG_free(locked);
    return key;
}

// Without this OpenSSL would ask at the terminal for the passphrase of a key that should be open.
static int no_passphrase(char *room, int size, int writing, void *self)
{
    (void)writing;
    (void)self;
    if (size > 0) {
        room[0] = '\0';
    }
    return -1;
}

bool key_load(const char *path, const struct passphrase *passphrase, EVP_PKEY **out,
              struct failure *failure)
{
    uint8_t room[4096];
    struct bytes content;
    if (!file_read(path, room, sizeof(room), &content, failure)) {
        return false;
    }
    EVP_PKEY *key = NULL;
    BIO *pem = BIO_new_mem_buf(content.at, (int)content.count);
    if (pem != NULL && passphrase != NULL) {
        key = unlock(pem, passphrase);
    } else if (pem != NULL) {
        key = PEM_read_bio_PrivateKey(pem, NULL, no_passphrase, NULL);
    }
    BIO_free(pem);
    ERR_clear_error();
    wipe(room, sizeof(room));
    if (key == NULL && passphrase != NULL) {
        return failure_say(failure,
                           "wrong passphrase for %s; type the one given to `portcullis init`, or "
                           "to the last `portcullis recover`, which makes a new one out of the "
                           "recovery sheet",
                           path);
    }
    if (key == NULL) {
        return failure_say(failure, "%s holds no key; put it back from a backup", path);
    }
    *out = key;
    return true;
}

bool key_save_public(EVP_PKEY *key, const char *path, struct failure *failure)
{
    BIO *pem = BIO_new(BIO_s_mem());
    if (pem == NULL || PEM_write_bio_PUBKEY(pem, key) != 1) {
        BIO_free(pem);
        ERR_clear_error();
        return failure_say(failure,
                           "OpenSSL could not encode the key for %s; check that its "
                           "library is whole",
                           path);
    }
    const bool written = write_pem(pem, path, failure);
    BIO_free(pem);
    return written;
}

bool key_load_public(const char *path, EVP_PKEY **out, struct failure *failure)
{
    uint8_t room[4096];
    struct bytes content;
    if (!file_read(path, room, sizeof(room), &content, failure)) {
        return false;
    }
    BIO *pem = BIO_new_mem_buf(content.at, (int)content.count);
    EVP_PKEY *key = pem == NULL ? NULL : PEM_read_bio_PUBKEY(pem, NULL, NULL, NULL);
    BIO_free(pem);
    ERR_clear_error();
    uint8_t point[POINT_SIZE];
    if (key == NULL || !key_point(key, point)) {
        EVP_PKEY_free(key);
        return failure_say(failure, "%s holds no public P-256 key; put it back from a backup",
                           path);
    }
    *out = key;
    return true;
}
