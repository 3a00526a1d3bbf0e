// What a door will make of the broker's chain: BearSSL's own check, with the root as the image
// carries it.
#include "home/authority/certificate.h"
#include "protocol/image.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <bearssl.h>
#include <openssl/pem.h>
#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static uint8_t image_room[IMAGE_MOST + 1];
static struct image image;

enum {
    DAYS_TO_1970 = 719528, // BearSSL counts from year 0
    SECONDS_OF_DAY = 86400
};

static void feed(br_x509_minimal_context *check, BIO *file)
{
    X509 *certificate = NULL;
    while ((certificate = PEM_read_bio_X509(file, NULL, NULL, NULL)) != NULL) {
        uint8_t der[2048];
        struct bytes encoded = {NULL, 0};
        CHECK(certificate_der(certificate, der, sizeof(der), &encoded));
        check->vtable->start_cert(&check->vtable, (uint32_t)encoded.count);
        check->vtable->append(&check->vtable, encoded.at, encoded.count);
        check->vtable->end_cert(&check->vtable);
        X509_free(certificate);
    }
}

// BearSSL's error for the broker's chain, or 0.
static unsigned verdict(const char *host, time_t now, const struct image_root *root)
{
    uint8_t name[256];
    uint8_t point[1 + POINT_SIZE] = {4};
    memcpy(name, root->distinguished_name.at, root->distinguished_name.count);
    memcpy(point + 1, root->point, POINT_SIZE);
    const br_x509_trust_anchor anchor = {
        .dn = {name, root->distinguished_name.count},
        .flags = BR_X509_TA_CA,
        .pkey = {.key_type = BR_KEYTYPE_EC, .key = {.ec = {BR_EC_secp256r1, point, sizeof(point)}}},
    };
    struct path path;
    br_x509_minimal_context check;
    br_x509_minimal_init(&check, &br_sha256_vtable, &anchor, 1);
    br_x509_minimal_set_hash(&check, br_sha256_ID, &br_sha256_vtable);
    br_x509_minimal_set_ecdsa(&check, &br_ec_p256_m31, br_ecdsa_i31_vrfy_asn1);
    br_x509_minimal_set_time(&check, (uint32_t)(now / SECONDS_OF_DAY) + DAYS_TO_1970,
                             (uint32_t)(now % SECONDS_OF_DAY));
    CHECK(home_path(&home, "broker/broker.crt", &path, &failure));
    BIO *file = BIO_new_file(path.text, "r");
    check.vtable->start_chain(&check.vtable, host);
    feed(&check, file);
    BIO_free(file);
    return check.vtable->end_chain(&check.vtable);
}

static void the_chain_passes_with_the_images_root(void)
{
    CHECK_SAME(verdict("mqtt.local", SCRATCH_NOW, &image.roots[0]), 0);
    CHECK_SAME(verdict("localhost", SCRATCH_NOW, &image.roots[0]), 0);
}

static void a_door_with_the_date_of_the_first_morning_passes_it_too(void)
{
    CHECK_SAME(verdict("mqtt.local", SCRATCH_NOW - SCRATCH_NOW % SECONDS_OF_DAY, &image.roots[0]),
               0);
}

static void another_name_another_root_and_the_end_of_its_days_do_not(void)
{
    struct image_root other = image.roots[0];
    memcpy(other.point, image.identity_point, POINT_SIZE);
    CHECK_SAME(verdict("other.local", SCRATCH_NOW, &image.roots[0]), BR_ERR_X509_BAD_SERVER_NAME);
    CHECK(verdict("mqtt.local", SCRATCH_NOW, &other) != 0);
    CHECK_SAME(
        verdict("mqtt.local", SCRATCH_NOW + (time_t)6 * 365 * SECONDS_OF_DAY, &image.roots[0]),
        BR_ERR_X509_EXPIRED);
}

static bool make_image(void)
{
    const struct door_request request = scratch_door_request(&scratch, &home, "garage");
    struct path path;
    struct bytes content;
    return make_door(&request, &failure) &&
           home_door_path(&home, "garage", "door.image", &path, &failure) &&
           file_read(path.text, image_room, sizeof(image_room), &content, &failure) &&
           image_decode(content, &image);
}

int main(void)
{
    scratch_begin(&scratch);
    if (scratch_home(&scratch, &home) &&
        check_that(make_image(), failure.text, __FILE__, __LINE__)) {
        RUN(the_chain_passes_with_the_images_root);
        RUN(a_door_with_the_date_of_the_first_morning_passes_it_too);
        RUN(another_name_another_root_and_the_end_of_its_days_do_not);
    }
    scratch_end(&scratch);
    return check_verdict();
}
