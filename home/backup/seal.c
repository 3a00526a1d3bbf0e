#include "home/backup/seal.h"
#include "base/crc32.h"
#include "base/reader.h"
#include "base/writer.h"

#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SALT_SIZE = 16,
    NONCE_SIZE = 12,
    TAG_SIZE = 16,
    CRC_SIZE = 4,
    KEY_SIZE = 32,
    SCRYPT_R = 8,
    SCRYPT_P = 2
};

static const uint8_t magic[] = {'P', 'C', 'B', '1'};

struct head {
    uint8_t cost;
    uint64_t made;
    uint8_t salt[SALT_SIZE];
    uint8_t nonce[NONCE_SIZE];
    uint32_t length;
};

static bool no_crypto(struct failure *failure)
{
    ERR_clear_error();
    return failure_say(failure, "OpenSSL could not seal or open a backup (not enough memory?); try "
                                "again");
}

static void write_head(const struct head *head, uint8_t room[SEAL_HEAD])
{
    struct writer writer = writer_into(room, SEAL_HEAD);
    writer_bytes(&writer, BYTES_OF(magic));
    writer_u8(&writer, head->cost);
    writer_u8(&writer, SCRYPT_R);
    writer_u8(&writer, SCRYPT_P);
    writer_u8(&writer, 0);
    writer_u64(&writer, head->made);
    writer_bytes(&writer, BYTES_OF(head->salt));
    writer_bytes(&writer, BYTES_OF(head->nonce));
    writer_u32(&writer, head->length);
}

// The layout alone: false for what is no head of version 1.
static bool read_head(struct bytes sealed, struct head *out)
{
    struct reader reader = reader_over(sealed);
    struct head head = {.cost = 0};
    const struct bytes name = reader_take(&reader, sizeof(magic));
    head.cost = reader_u8(&reader);
    const uint8_t r = reader_u8(&reader);
    const uint8_t p = reader_u8(&reader);
    const uint8_t reserved = reader_u8(&reader);
    head.made = reader_u64(&reader);
    reader_copy(&reader, head.salt, SALT_SIZE);
    reader_copy(&reader, head.nonce, NONCE_SIZE);
    head.length = reader_u32(&reader);
    if (reader.overrun || !bytes_equal(name, BYTES_OF(magic)) || r != SCRYPT_R || p != SCRYPT_P ||
        reserved != 0 || head.cost < SEAL_COST_LEAST || head.cost > SEAL_COST_MOST ||
        head.length > ARCHIVE_MOST) {
        return false;
    }
    *out = head;
    return true;
}

static bool derive(const struct head *head, const struct passphrase *passphrase,
                   uint8_t key[KEY_SIZE])
{
    const uint64_t rounds = (uint64_t)1 << head->cost;
    const uint64_t memory = (rounds + SCRYPT_P + 4) * 128 * SCRYPT_R;
    return EVP_PBE_scrypt(passphrase->text, strlen(passphrase->text), head->salt, SALT_SIZE, rounds,
                          SCRYPT_R, SCRYPT_P, memory, key, KEY_SIZE) == 1;
}

// Head, room for the rest; the content goes behind the head.
static bool encrypt(const struct head *head, const uint8_t key[KEY_SIZE], struct bytes open,
                    uint8_t *sealed)
{
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    uint8_t *content = sealed + SEAL_HEAD;
    int count = 0;
    const bool done =
        cipher != NULL &&
        EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, head->nonce) == 1 &&
        EVP_EncryptUpdate(cipher, NULL, &count, sealed, SEAL_HEAD) == 1 &&
        EVP_EncryptUpdate(cipher, content, &count, open.at, (int)open.count) == 1 &&
        EVP_EncryptFinal_ex(cipher, content + open.count, &count) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, content + open.count) == 1;
    EVP_CIPHER_CTX_free(cipher);
    return done;
}

static bool decrypt(const struct head *head, const uint8_t key[KEY_SIZE], const uint8_t *sealed,
                    uint8_t *open)
{
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    const uint8_t *content = sealed + SEAL_HEAD;
    uint8_t tag[TAG_SIZE];
    int count = 0;
    memcpy(tag, content + head->length, TAG_SIZE);
    const bool done = cipher != NULL &&
                      EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, head->nonce) == 1 &&
                      EVP_DecryptUpdate(cipher, NULL, &count, sealed, SEAL_HEAD) == 1 &&
                      EVP_DecryptUpdate(cipher, open, &count, content, (int)head->length) == 1 &&
                      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, tag) == 1 &&
                      EVP_DecryptFinal_ex(cipher, open + head->length, &count) == 1;
    EVP_CIPHER_CTX_free(cipher);
    return done;
}

static bool draw_head(const struct seal *seal, size_t length, struct head *out,
                      struct failure *failure)
{
    struct head head = {
        .cost = seal->cost, .made = (uint64_t)seal->made, .length = (uint32_t)length};
    if (!random_fill(head.salt, SALT_SIZE, failure) ||
        !random_fill(head.nonce, NONCE_SIZE, failure)) {
        return false;
    }
    *out = head;
    return true;
}

static void write_crc(uint8_t *sealed, size_t covered)
{
    struct writer writer = writer_into(sealed + covered, CRC_SIZE);
    writer_u32(&writer, crc32_of((struct bytes){sealed, covered}));
}

bool seal_close(const struct seal *seal, struct bytes open, struct archive *out,
                struct failure *failure)
{
    struct head head = {.cost = 0};
    uint8_t key[KEY_SIZE] = {0};
    struct archive sealed = {malloc(SEAL_HEAD + open.count + SEAL_TAIL), 0};
    if (sealed.at == NULL || open.count > ARCHIVE_MOST ||
        !draw_head(seal, open.count, &head, failure)) {
        archive_free(&sealed);
        return no_crypto(failure);
    }
    write_head(&head, sealed.at);
    const bool closed =
        derive(&head, seal->passphrase, key) && encrypt(&head, key, open, sealed.at);
    wipe(key, sizeof(key));
    if (!closed) {
        archive_free(&sealed);
        return no_crypto(failure);
    }
    write_crc(sealed.at, SEAL_HEAD + open.count + TAG_SIZE);
    sealed.count = SEAL_HEAD + open.count + SEAL_TAIL;
    *out = sealed;
    return true;
}

static bool checksum_holds(struct bytes sealed)
{
    const size_t covered = sealed.count - CRC_SIZE;
    struct reader reader = reader_over((struct bytes){sealed.at + covered, CRC_SIZE});
    return reader_u32(&reader) == crc32_of((struct bytes){sealed.at, covered});
}

static bool judge(struct bytes sealed, const char *file, struct head *out, struct failure *failure)
{
    struct head head = {.cost = 0};
    const bool named =
        sealed.count >= sizeof(magic) && memcmp(sealed.at, magic, sizeof(magic)) == 0;
    if (!named) {
        return failure_say(failure, "%s is no backup of portcullis; check the name", file);
    }
    if (sealed.count < SEAL_HEAD) {
        return failure_say(failure, "%s is cut off: it ends after %zu bytes; take another backup",
                           file, sealed.count);
    }
    if (!read_head(sealed, &head)) {
        return failure_say(failure, "%s is damaged at its beginning; take another backup", file);
    }
    const size_t whole = (size_t)SEAL_HEAD + head.length + SEAL_TAIL;
    if (sealed.count < whole) {
        return failure_say(failure,
                           "%s is cut off: it ends after %zu bytes of %zu; take another "
                           "backup",
                           file, sealed.count, whole);
    }
    if (sealed.count > whole || !checksum_holds(sealed)) {
        return failure_say(failure,
                           "%s is damaged: its checksum does not hold; take another backup", file);
    }
    *out = head;
    return true;
}

bool seal_look(struct bytes sealed, const char *file, time_t *made, struct failure *failure)
{
    struct head head = {.cost = 0};
    if (!judge(sealed, file, &head, failure)) {
        return false;
    }
    *made = (time_t)head.made;
    return true;
}

bool seal_open(struct bytes sealed, const char *file, const struct passphrase *passphrase,
               struct archive *out, struct failure *failure)
{
    struct head head = {.cost = 0};
    uint8_t key[KEY_SIZE] = {0};
    if (!judge(sealed, file, &head, failure)) {
        return false;
    }
    struct archive open = {malloc((size_t)head.length + TAG_SIZE), head.length};
    if (open.at == NULL || !derive(&head, passphrase, key)) {
        archive_free(&open);
        return no_crypto(failure);
    }
    const bool opened = decrypt(&head, key, sealed.at, open.at);
    wipe(key, sizeof(key));
    if (!opened) {
        archive_free(&open);
        ERR_clear_error();
        return failure_say(failure,
                           "wrong passphrase for %s, or somebody has changed it on purpose; type "
                           "the passphrase that the home had when it was made",
                           file);
    }
    *out = open;
    return true;
}
