#include "home/authority/key.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct scratch scratch;
static struct failure failure;
static EVP_PKEY *key;
static const uint8_t said[] = "the door is closed";

static struct path in_scratch(const char *name)
{
    struct path path = {""};
    CHECK(path_join(scratch.folder.text, name, &path, &failure));
    return path;
}

static void what_a_key_signed_holds_and_nothing_else_does(void)
{
    uint8_t signature[SIGNATURE_SIZE];
    uint8_t other[sizeof(said)];
    CHECK(key_sign(key, BYTES_OF(said), signature));
    CHECK(key_verify(key, BYTES_OF(said), signature));
    for (size_t i = 0; i < sizeof(said); i++) {
        memcpy(other, said, sizeof(said));
        other[i] ^= 1;
        CHECK(!key_verify(key, BYTES_OF(other), signature));
    }
    for (size_t i = 0; i < SIGNATURE_SIZE; i++) {
        signature[i] ^= 1;
        CHECK(!key_verify(key, BYTES_OF(said), signature));
        signature[i] ^= 1;
    }
}

static void zeroes_and_ones_are_no_signature(void)
{
    uint8_t signature[SIGNATURE_SIZE];
    memset(signature, 0, sizeof(signature));
    CHECK(!key_verify(key, BYTES_OF(said), signature));
    memset(signature, 0xff, sizeof(signature));
    CHECK(!key_verify(key, BYTES_OF(said), signature));
}

static void a_point_gives_the_same_key(void)
{
    uint8_t point[POINT_SIZE];
    uint8_t signature[SIGNATURE_SIZE];
    CHECK(key_point(key, point));
    EVP_PKEY *again = key_from_point(point);
    CHECK(again != NULL);
    CHECK(key_sign(key, BYTES_OF(said), signature));
    CHECK(key_verify(again, BYTES_OF(said), signature));
    EVP_PKEY_free(again);
    point[POINT_SIZE - 1] ^= 1;
    CHECK(key_from_point(point) == NULL);
}

// The point of the scalar 1: the curve's generator (SEC 2, 2.4.2), hashed with its 04 in front.
static void key8_is_the_start_of_the_points_hash(void)
{
    static const uint8_t generator[POINT_SIZE] = {
        0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63,
        0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1,
        0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f,
        0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57,
        0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5};
    static const uint8_t expected[KEY8_SIZE] = {0x69, 0x8b, 0xea, 0x63, 0xdc, 0x44, 0xa3, 0x44};
    uint8_t key8[KEY8_SIZE];
    key8_of(generator, key8);
    CHECK_BYTES(BYTES_OF(key8), BYTES_OF(expected));
}

static void a_locked_key_opens_with_its_passphrase_only(void)
{
    const struct path path = in_scratch("locked.key");
    struct passphrase wrong = {.text = "wrong horse", .rounds = 1000};
    struct stat found;
    EVP_PKEY *again = NULL;
    CHECK(key_save(key, path.text, &scratch.passphrase, &failure));
    CHECK(stat(path.text, &found) == 0);
    CHECK_SAME(found.st_mode & 07777, 0600);
    CHECK(!key_load(path.text, &wrong, &again, &failure));
    CHECK(strstr(failure.text, "wrong passphrase") != NULL);
    CHECK(!key_load(path.text, NULL, &again, &failure));
    CHECK(again == NULL);
    CHECK(key_load(path.text, &scratch.passphrase, &again, &failure));
    CHECK(EVP_PKEY_eq(again, key) == 1);
    EVP_PKEY_free(again);
}

static void a_locked_file_is_pbes2_with_aes_256(void)
{
    uint8_t room[4096];
    struct bytes content;
    CHECK(file_read(in_scratch("locked.key").text, room, sizeof(room), &content, &failure));
    BIO *pem = BIO_new_mem_buf(content.at, (int)content.count);
    X509_SIG *locked = PEM_read_bio_PKCS8(pem, NULL, NULL, NULL);
    const X509_ALGOR *algorithm = NULL;
    const ASN1_OBJECT *name = NULL;
    const void *parameter = NULL;
    int type = 0;
    CHECK(locked != NULL);
    X509_SIG_get0(locked, &algorithm, NULL);
    X509_ALGOR_get0(&name, &type, &parameter, algorithm);
    CHECK_SAME(OBJ_obj2nid(name), NID_pbes2);
    PBE2PARAM *pbes2 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter);
    CHECK(pbes2 != NULL);
    if (pbes2 != NULL) {
        CHECK_SAME(OBJ_obj2nid(pbes2->encryption->algorithm), NID_aes_256_cbc);
        CHECK_SAME(OBJ_obj2nid(pbes2->keyfunc->algorithm), NID_id_pbkdf2);
    }
    PBE2PARAM_free(pbes2);
    X509_SIG_free(locked);
    BIO_free(pem);
}

static void an_open_key_and_a_public_key_come_back(void)
{
    EVP_PKEY *again = NULL;
    CHECK(key_save(key, in_scratch("open.key").text, NULL, &failure));
    CHECK(key_load(in_scratch("open.key").text, NULL, &again, &failure));
    CHECK(EVP_PKEY_eq(again, key) == 1);
    EVP_PKEY_free(again);
    again = NULL;
    CHECK(key_save_public(key, in_scratch("key.pub").text, &failure));
    CHECK(key_load_public(in_scratch("key.pub").text, &again, &failure));
    CHECK(EVP_PKEY_eq(again, key) == 1);
    EVP_PKEY_free(again);
}

static void a_file_that_holds_no_key_says_so(void)
{
    const struct path path = in_scratch("no.key");
    EVP_PKEY *none = NULL;
    CHECK(file_write(path.text, bytes_of_text("hello\n"), &failure));
    CHECK(!key_load(path.text, NULL, &none, &failure));
    CHECK(strstr(failure.text, "holds no key") != NULL);
    CHECK(!key_load_public(path.text, &none, &failure));
    CHECK(none == NULL);
}

static void a_message_shorter_than_its_signature_is_not_verified(void)
{
    uint8_t message[SIGNATURE_SIZE + 4] = {1, 2, 3, 4};
    CHECK(key_sign(key, (struct bytes){message, 4}, message + 4));
    CHECK(key_verify_message(key, BYTES_OF(message)));
    for (size_t cut = 0; cut < sizeof(message); cut++) {
        CHECK(!key_verify_message(key, (struct bytes){message, cut}));
    }
}

int main(void)
{
    scratch_begin(&scratch);
    CHECK(key_generate(&key, &failure));
    RUN(what_a_key_signed_holds_and_nothing_else_does);
    RUN(zeroes_and_ones_are_no_signature);
    RUN(a_point_gives_the_same_key);
    RUN(key8_is_the_start_of_the_points_hash);
    RUN(a_locked_key_opens_with_its_passphrase_only);
    RUN(a_locked_file_is_pbes2_with_aes_256);
    RUN(an_open_key_and_a_public_key_come_back);
    RUN(a_file_that_holds_no_key_says_so);
    RUN(a_message_shorter_than_its_signature_is_not_verified);
    EVP_PKEY_free(key);
    scratch_end(&scratch);
    return check_verdict();
}
