// Known answers, and what must be refused: RFC 6979, FIPS 180-4, RFC 4231, FIPS 186-4.
#include "door/seams/crypto.h"
#include "test/support/check.h"
#include "test/support/hex.h"

#include <string.h>

// RFC 6979, A.2.5: P-256 with SHA-256.
#define KEY_TEXT "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
#define POINT_TEXT                                                                                 \
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"                             \
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
#define R_TEXT "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
#define S_TEXT "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
#define TEST_TEXT                                                                                  \
    "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"                             \
    "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"

// n is the order of the group, p the field's prime: FIPS 186-4, D.1.2.3.
#define N_TEXT         "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
#define N_MINUS_1_TEXT "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"
#define P_TEXT         "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
#define ZERO_TEXT      "0000000000000000000000000000000000000000000000000000000000000000"
#define ONE_TEXT       "0000000000000000000000000000000000000000000000000000000000000001"
#define MOST_TEXT      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static uint8_t key[PRIVATE_KEY_SIZE];
static uint8_t point[POINT_SIZE];
static uint8_t sample_hash[HASH_SIZE];
static uint8_t sample_signature[SIGNATURE_SIZE];

static void sha256_gives_the_known_answers(void)
{
    uint8_t expected[HASH_SIZE];
    uint8_t hash[HASH_SIZE];
    crypto_sha256((struct bytes){NULL, 0}, hash);
    hex_fill("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", expected,
             HASH_SIZE);
    CHECK_BYTES(BYTES_OF(hash), BYTES_OF(expected));
    crypto_sha256(bytes_of_text("abc"), hash);
    hex_fill("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", expected,
             HASH_SIZE);
    CHECK_BYTES(BYTES_OF(hash), BYTES_OF(expected));
}

static void sha256_of_two_runs_is_that_of_one(void)
{
    uint8_t message[200];
    for (size_t i = 0; i < sizeof(message); i++) {
        message[i] = (uint8_t)i;
    }
    uint8_t whole[HASH_SIZE];
    crypto_sha256(BYTES_OF(message), whole);
    for (size_t cut = 0; cut <= sizeof(message); cut++) {
        uint8_t hash[HASH_SIZE];
        crypto_sha256_of_two((struct bytes){message, cut},
                             (struct bytes){message + cut, sizeof(message) - cut}, hash);
        CHECK_BYTES(BYTES_OF(hash), BYTES_OF(whole));
    }
}

static void hmac_gives_the_known_answers(void)
{
    static const struct {
        const char *key;
        const char *message;
        const char *mac;
    } cases[] = {
        {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint8_t key_room[32];
        uint8_t message_room[64];
        uint8_t expected[HASH_SIZE];
        uint8_t mac[HASH_SIZE];
        hex_fill(cases[i].mac, expected, sizeof(expected));
        crypto_hmac_sha256(hex_read(cases[i].key, key_room, sizeof(key_room)),
                           hex_read(cases[i].message, message_room, sizeof(message_room)), mac);
        CHECK_BYTES(BYTES_OF(mac), BYTES_OF(expected));
    }
}

static void signatures_are_those_of_rfc_6979(void)
{
    uint8_t signature[SIGNATURE_SIZE];
    CHECK(crypto_sign(key, sample_hash, signature));
    CHECK_BYTES(BYTES_OF(signature), BYTES_OF(sample_signature));
    uint8_t hash[HASH_SIZE];
    uint8_t expected[SIGNATURE_SIZE];
    crypto_sha256(bytes_of_text("test"), hash);
    hex_fill(TEST_TEXT, expected, sizeof(expected));
    CHECK(crypto_sign(key, hash, signature));
    CHECK_BYTES(BYTES_OF(signature), BYTES_OF(expected));
    CHECK(crypto_verify(point, hash, expected));
}

static void a_key_out_of_range_signs_nothing(void)
{
    static const char *const none[] = {ZERO_TEXT, N_TEXT, MOST_TEXT};
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        uint8_t bad[PRIVATE_KEY_SIZE];
        uint8_t signature[SIGNATURE_SIZE];
        const uint8_t before[SIGNATURE_SIZE] = {0};
        memset(signature, 0, sizeof(signature));
        hex_fill(none[i], bad, sizeof(bad));
        CHECK(!crypto_sign(bad, sample_hash, signature));
        CHECK_BYTES(BYTES_OF(signature), BYTES_OF(before));
    }
    uint8_t last[PRIVATE_KEY_SIZE];
    uint8_t signature[SIGNATURE_SIZE];
    hex_fill(N_MINUS_1_TEXT, last, sizeof(last));
    CHECK(crypto_sign(last, sample_hash, signature));
}

static void a_signature_holds_for_its_point_hash_and_bytes_only(void)
{
    CHECK(crypto_verify(point, sample_hash, sample_signature));
    for (size_t i = 0; i < SIGNATURE_SIZE; i++) {
        uint8_t signature[SIGNATURE_SIZE];
        memcpy(signature, sample_signature, sizeof(signature));
        signature[i] ^= (uint8_t)(1U << i % 8);
        CHECK(!crypto_verify(point, sample_hash, signature));
    }
    for (size_t i = 0; i < HASH_SIZE; i++) {
        uint8_t hash[HASH_SIZE];
        memcpy(hash, sample_hash, sizeof(hash));
        hash[i] ^= (uint8_t)(1U << i % 8);
        CHECK(!crypto_verify(point, hash, sample_signature));
    }
}

static void a_point_that_is_not_on_the_curve_is_refused(void)
{
    for (size_t i = 0; i < POINT_SIZE; i++) {
        uint8_t off[POINT_SIZE];
        memcpy(off, point, sizeof(off));
        off[i] ^= (uint8_t)(1U << i % 8);
        CHECK(!crypto_verify(off, sample_hash, sample_signature));
    }
    static const char *const off_curve[] = {ZERO_TEXT ZERO_TEXT, P_TEXT P_TEXT, MOST_TEXT MOST_TEXT,
                                            ZERO_TEXT ONE_TEXT};
    for (size_t i = 0; i < sizeof(off_curve) / sizeof(off_curve[0]); i++) {
        uint8_t off[POINT_SIZE];
        hex_fill(off_curve[i], off, sizeof(off));
        CHECK(!crypto_verify(off, sample_hash, sample_signature));
    }
}

static void r_or_s_that_is_zero_or_not_below_n_is_refused(void)
{
    static const char *const refused[] = {
        ZERO_TEXT S_TEXT,  R_TEXT ZERO_TEXT,      ZERO_TEXT ZERO_TEXT, N_TEXT S_TEXT,
        R_TEXT N_TEXT,     N_TEXT N_TEXT,         MOST_TEXT S_TEXT,    R_TEXT MOST_TEXT,
        ONE_TEXT ONE_TEXT, N_MINUS_1_TEXT S_TEXT, ZERO_TEXT ONE_TEXT,  ONE_TEXT ZERO_TEXT,
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        uint8_t signature[SIGNATURE_SIZE];
        hex_fill(refused[i], signature, sizeof(signature));
        CHECK(!crypto_verify(point, sample_hash, signature));
    }
}

// With a hash of zero, u1 is 0, and r = 0 would slip through by way of infinity; BearSSL lets it. (That
// no genuine signature of such a hash holds there either is of no account: nobody finds one.)
static void a_hash_of_zero_opens_no_way_round(void)
{
    const uint8_t zero_hash[HASH_SIZE] = {0};
    static const char *const refused[] = {ZERO_TEXT ONE_TEXT, ZERO_TEXT ZERO_TEXT,
                                          ONE_TEXT ONE_TEXT, N_TEXT ONE_TEXT};
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        uint8_t signature[SIGNATURE_SIZE];
        hex_fill(refused[i], signature, sizeof(signature));
        CHECK(!crypto_verify(point, zero_hash, signature));
    }
    uint8_t der[16];
    CHECK(!crypto_verify_der(point, zero_hash, hex_read("3006020100020101", der, sizeof(der))));
}

// n - s by schoolbook subtraction.
static void flip_s(uint8_t signature[SIGNATURE_SIZE])
{
    uint8_t n[32];
    hex_fill(N_TEXT, n, sizeof(n));
    int borrow = 0;
    for (size_t i = 32; i-- > 0;) {
        const int difference = n[i] - signature[32 + i] - borrow;
        borrow = difference < 0 ? 1 : 0;
        signature[32 + i] = (uint8_t)(difference & 0xff);
    }
}

static void a_flipped_s_holds_too(void)
{
    uint8_t signature[SIGNATURE_SIZE];
    memcpy(signature, sample_signature, sizeof(signature));
    flip_s(signature);
    CHECK(!same_bytes(signature, sample_signature, SIGNATURE_SIZE));
    CHECK(crypto_verify(point, sample_hash, signature));
}

// Both integers have their highest bit set, so each carries a zero in front.
#define DER_TEXT "3046022100" R_TEXT "022100" S_TEXT

enum {
    DER_SIZE = 72
};

static void a_signature_in_der_holds(void)
{
    uint8_t der[DER_SIZE];
    hex_fill(DER_TEXT, der, sizeof(der));
    CHECK(crypto_verify_der(point, sample_hash, BYTES_OF(der)));
    der[DER_SIZE - 1] ^= 1;
    CHECK(!crypto_verify_der(point, sample_hash, BYTES_OF(der)));
}

static void der_of_another_length_is_refused(void)
{
    uint8_t der[DER_SIZE + 1] = {0};
    hex_fill(DER_TEXT, der, DER_SIZE);
    for (size_t cut = 0; cut < DER_SIZE; cut++) {
        CHECK(!crypto_verify_der(point, sample_hash, (struct bytes){der, cut}));
    }
    CHECK(!crypto_verify_der(point, sample_hash, (struct bytes){der, DER_SIZE + 1}));
    CHECK(!crypto_verify_der(point, sample_hash, (struct bytes){NULL, 0}));
    uint8_t longest[255];
    memset(longest, 0x30, sizeof(longest));
    CHECK(!crypto_verify_der(point, sample_hash, BYTES_OF(longest)));
}

static void der_with_r_or_s_out_of_range_is_refused(void)
{
    static const char *const refused[] = {
        "3006020100020100",
        "3006020101020101",
        "3026020100022100" S_TEXT,
        "3026022100" R_TEXT "020100",
        "3046022100" N_TEXT "022100" S_TEXT,
        "3046022100" R_TEXT "022100" N_TEXT,
        "3000",
        "30460221",
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        uint8_t der[DER_SIZE];
        const struct bytes signature = hex_read(refused[i], der, sizeof(der));
        CHECK(signature.count > 0);
        CHECK(!crypto_verify_der(point, sample_hash, signature));
    }
}

// One signature in 256 has an r of 31 bytes, which DER writes shorter: of the messages that are one
// number of two bytes, these two are the first whose s has 33 bytes beside it.
static void a_short_integer_of_der_is_filled_up(void)
{
    static const uint8_t messages[][2] = {{289 >> 8, 289 & 0xff}, {1602 >> 8, 1602 & 0xff}};
    uint8_t hash[HASH_SIZE];
    uint8_t raw[SIGNATURE_SIZE];
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
        crypto_sha256(BYTES_OF(messages[i]), hash);
        CHECK(crypto_sign(key, hash, raw));
        CHECK(raw[0] == 0 && raw[1] < 0x80 && raw[1] > 0 && raw[32] > 0x7f);
        uint8_t der[70] = {0x30, 68, 0x02, 31};
        memcpy(der + 4, raw + 1, 31);
        const uint8_t second[] = {0x02, 33, 0x00};
        memcpy(der + 35, second, sizeof(second));
        memcpy(der + 38, raw + 32, 32);
        CHECK(crypto_verify_der(point, hash, BYTES_OF(der)));
    }
}

static void every_changed_byte_of_der_is_refused(void)
{
    for (size_t i = 0; i < DER_SIZE; i++) {
        uint8_t der[DER_SIZE];
        hex_fill(DER_TEXT, der, sizeof(der));
        der[i] ^= 0x10;
        CHECK(!crypto_verify_der(point, sample_hash, BYTES_OF(der)));
    }
}

static void key8_is_the_start_of_the_hash_of_the_uncompressed_point(void)
{
    uint8_t uncompressed[1 + POINT_SIZE] = {0x04};
    memcpy(uncompressed + 1, point, POINT_SIZE);
    uint8_t hash[HASH_SIZE];
    crypto_sha256(BYTES_OF(uncompressed), hash);
    uint8_t key8[KEY8_SIZE];
    crypto_key8(point, key8);
    CHECK_BYTES(BYTES_OF(key8), ((struct bytes){hash, KEY8_SIZE}));
}

int main(void)
{
    hex_fill(KEY_TEXT, key, sizeof(key));
    hex_fill(POINT_TEXT, point, sizeof(point));
    hex_fill(R_TEXT S_TEXT, sample_signature, sizeof(sample_signature));
    crypto_sha256(bytes_of_text("sample"), sample_hash);
    RUN(sha256_gives_the_known_answers);
    RUN(sha256_of_two_runs_is_that_of_one);
    RUN(hmac_gives_the_known_answers);
    RUN(signatures_are_those_of_rfc_6979);
    RUN(a_key_out_of_range_signs_nothing);
    RUN(a_signature_holds_for_its_point_hash_and_bytes_only);
    RUN(a_point_that_is_not_on_the_curve_is_refused);
    RUN(r_or_s_that_is_zero_or_not_below_n_is_refused);
    RUN(a_hash_of_zero_opens_no_way_round);
    RUN(a_flipped_s_holds_too);
    RUN(a_signature_in_der_holds);
    RUN(der_of_another_length_is_refused);
    RUN(der_with_r_or_s_out_of_range_is_refused);
    RUN(a_short_integer_of_der_is_filled_up);
    RUN(every_changed_byte_of_der_is_refused);
    RUN(key8_is_the_start_of_the_hash_of_the_uncompressed_point);
    return check_verdict();
}
