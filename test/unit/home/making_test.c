// A home and a door as they are made: what is in them, what is refused.
#include "home/broker/acl.h"
#include "home/people/roster_file.h"
#include "protocol/image.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <ftw.h>
#include <openssl/ec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static uint8_t image_room[IMAGE_MOST + 1];
static struct image image;
static size_t files_seen;

static int look_at_mode(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    (void)where;
    files_seen++;
    check_context(path);
    CHECK_SAME(found->st_mode & 07777, kind == FTW_D ? 0700 : 0600);
    check_context(NULL);
    return 0;
}

static void nothing_of_a_home_is_open_to_others(void)
{
    files_seen = 0;
    CHECK(nftw(home.folder.text, look_at_mode, 8, FTW_PHYS) == 0);
    CHECK(files_seen > 25);
}

static void nothing_unfinished_stays_beside_a_home(void)
{
    struct path beside;
    CHECK(path_join(scratch.folder.text, "home.unfinished", &beside, &failure));
    CHECK(!file_exists(beside.text));
}

static void a_second_home_in_its_place_is_refused(void)
{
    const struct home_request request = scratch_home_request(&scratch);
    CHECK(!make_home(&request, scratch.sheet, &failure));
    CHECK(strstr(failure.text, "made only once") != NULL);
}

static void a_clock_of_1970_makes_no_home(void)
{
    struct home_request request = scratch_home_request(&scratch);
    struct path elsewhere;
    CHECK(path_join(scratch.folder.text, "elsewhere", &elsewhere, &failure));
    request.place = elsewhere.text;
    request.now = 0;
    CHECK(!make_home(&request, scratch.sheet, &failure));
    CHECK(strstr(failure.text, "1970-01-01") != NULL);
    CHECK(!file_exists(elsewhere.text));
}

static void names_of_the_system_are_no_owners(void)
{
    static const char *const taken[] = {"admin", "timekeeper",  "keeper",
                                        "enrol", "door-garage", "Alice"};
    struct path elsewhere;
    CHECK(path_join(scratch.folder.text, "elsewhere", &elsewhere, &failure));
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        struct home_request request = scratch_home_request(&scratch);
        request.place = elsewhere.text;
        (void)snprintf(request.settings.owner, sizeof(request.settings.owner), "%s", taken[i]);
        check_context(taken[i]);
        CHECK(!make_home(&request, scratch.sheet, &failure));
        CHECK(!file_exists(elsewhere.text));
    }
    check_context(NULL);
}

// Types the sheet in again: four lines, each a number, four groups of four digits, two to check.
static bool read_sheet(const char *sheet, uint8_t scalar[PRIVATE_KEY_SIZE])
{
    size_t filled = 0;
    for (unsigned line = 1; line <= 4; line++) {
        char start[8];
        (void)snprintf(start, sizeof(start), "\n  %u  ", line);
        const char *at = strstr(sheet, start);
        if (at == NULL) {
            return false;
        }
        at += strlen(start);
        for (int group = 0; group < 4; group++) {
            char *end = NULL;
            const unsigned long value = strtoul(at, &end, 16);
            scalar[filled++] = (uint8_t)(value >> 8);
            scalar[filled++] = (uint8_t)value;
            at = end;
        }
    }
    return true;
}

// The point of a scalar, by OpenSSL's group arithmetic.
static bool point_of(const uint8_t scalar[PRIVATE_KEY_SIZE], uint8_t point[1 + POINT_SIZE])
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
    EC_POINT *product = EC_POINT_new(group);
    BIGNUM *number = BN_bin2bn(scalar, PRIVATE_KEY_SIZE, NULL);
    const bool known = EC_POINT_mul(group, product, number, NULL, NULL, NULL) == 1 &&
                       EC_POINT_point2oct(group, product, POINT_CONVERSION_UNCOMPRESSED, point,
                                          1 + POINT_SIZE, NULL) == 1 + POINT_SIZE;
    BN_free(number);
    EC_POINT_free(product);
    EC_GROUP_free(group);
    return known;
}

static void the_key_on_the_sheet_is_the_recovery_key_of_the_door(void)
{
    uint8_t scalar[PRIVATE_KEY_SIZE];
    uint8_t point[1 + POINT_SIZE];
    CHECK(read_sheet(scratch.sheet, scalar));
    CHECK(point_of(scalar, point));
    CHECK_BYTES(((struct bytes){point + 1, POINT_SIZE}), BYTES_OF(image.recovery_point));
}

static void a_door_is_refused_twice_and_under_reserved_names(void)
{
    static const char *const names[] = {"garage", "keeper", "enrol", "Garage", "", "a/b"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct door_request request = scratch_door_request(&scratch, &home, names[i]);
        check_context(names[i]);
        CHECK(!make_door(&request, &failure));
    }
    check_context(NULL);
}

static void a_wrong_passphrase_makes_no_door(void)
{
    struct door_request request = scratch_door_request(&scratch, &home, "barn");
    const struct passphrase wrong = {.text = "wrong horse", .rounds = 1000};
    struct path path;
    request.passphrase = &wrong;
    CHECK(!make_door(&request, &failure));
    CHECK(strstr(failure.text, "wrong passphrase") != NULL);
    CHECK(home_door_path(&home, "barn", NULL, &path, &failure));
    CHECK(!file_exists(path.text));
}

static void the_image_says_what_was_asked_for(void)
{
    CHECK_BYTES(image.door_name, bytes_of_text("garage"));
    CHECK_BYTES(image.topic_root, bytes_of_text("portcullis"));
    CHECK_BYTES(image.broker_host, bytes_of_text("mqtt.local"));
    CHECK_BYTES(image.broker_address, bytes_of_text("127.0.0.1"));
    CHECK_SAME(image.broker_port, 28883);
    CHECK_SAME(image.user.count, 0);
    CHECK_SAME(image.password.count, 0);
    CHECK_SAME(image.chain_count, 1);
    CHECK_SAME(image.root_count, 1);
    CHECK_SAME(image.operator_settings.profile, PROFILE_STOP_BOTH);
    CHECK_SAME(image.operator_settings.switches, SWITCHES_BOTH);
    CHECK_SAME(image.operator_settings.door_type, DOOR_TYPE_SECTIONAL);
    CHECK(image.operator_settings.lamp && image.operator_settings.beeper);
}

static void the_images_identity_is_the_public_file_beside_it(void)
{
    struct path path;
    EVP_PKEY *identity = NULL;
    uint8_t point[POINT_SIZE];
    CHECK(home_door_path(&home, "garage", "identity.pub", &path, &failure));
    CHECK(key_load_public(path.text, &identity, &failure));
    CHECK(key_point(identity, point));
    CHECK_BYTES(BYTES_OF(point), BYTES_OF(image.identity_point));
    EVP_PKEY_free(identity);
}

static void the_doors_certificate_names_it_and_has_no_end(void)
{
    const uint8_t *at = image.chain[0].at;
    X509 *certificate = d2i_X509(NULL, &at, (long)image.chain[0].count);
    char name[64] = "";
    uint8_t point[POINT_SIZE];
    CHECK(certificate != NULL);
    CHECK(X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                                    sizeof(name)) > 0);
    CHECK(strcmp(name, "door-garage") == 0);
    CHECK(strcmp((const char *)ASN1_STRING_get0_data(X509_get0_notAfter(certificate)),
                 "99991231235959Z") == 0);
    CHECK(key_point(X509_get0_pubkey(certificate), point));
    CHECK(memcmp(point, image.identity_point, POINT_SIZE) != 0);
    X509_free(certificate);
}

static void the_first_roster_is_the_admins_and_names_owner_and_timekeeper(void)
{
    struct path path;
    struct roster_message roster;
    EVP_PKEY *admin = NULL;
    uint8_t door8[DOOR8_SIZE];
    CHECK(home_path(&home, "keys/admin.key", &path, &failure));
    CHECK(key_load(path.text, &scratch.passphrase, &admin, &failure));
    CHECK(roster_decode(image.first_roster, &roster));
    CHECK(key_verify(admin, roster.covered, roster.signature));
    key8_of(image.identity_point, door8);
    CHECK_BYTES(BYTES_OF(roster.head.door8), BYTES_OF(door8));
    CHECK_SAME(roster.head.version, 1);
    CHECK_SAME(roster.head.made, SCRATCH_NOW);
    CHECK_SAME(roster.head.policy, POLICY_UNATTENDED_CLOSE);
    CHECK_SAME(roster.head.admins, 1);
    CHECK_SAME(roster.head.count, 3);
    CHECK_SAME(roster_entry_at(&roster, 0).role, ROLE_ADMIN);
    CHECK_SAME(roster_entry_at(&roster, 1).role, ROLE_OWNER);
    CHECK_SAME(roster_entry_at(&roster, 2).role, ROLE_TIMEKEEPER);
    const struct person owner = {.entry = roster_entry_at(&roster, 1)};
    CHECK(strcmp(person_user(&owner).text, "alice-laptop") == 0);
    EVP_PKEY_free(admin);
}

static void doors_are_listed_by_name_and_none_that_is_unfinished(void)
{
    struct doors doors;
    struct path path;
    const struct door_request request = scratch_door_request(&scratch, &home, "attic");
    CHECK(make_door(&request, &failure));
    CHECK(home_path(&home, "doors/late.unfinished", &path, &failure));
    CHECK(folder_make(path.text, &failure));
    CHECK(doors_list(&home, &doors, &failure));
    CHECK_SAME(doors.count, 2);
    CHECK(strcmp(doors.name[0], "attic") == 0 && strcmp(doors.name[1], "garage") == 0);
    folder_remove(path.text);
}

static void the_acl_follows_the_doors(void)
{
    struct path path;
    uint8_t room[8192];
    struct bytes content = {NULL, 0};
    CHECK(home_path(&home, "broker/acl", &path, &failure));
    CHECK(file_read(path.text, room, sizeof(room) - 1, &content, &failure));
    room[content.count] = '\0';
    CHECK(strstr((const char *)room, "\nuser door-garage\n") != NULL);
    CHECK(strstr((const char *)room, "\nuser door-attic\n") != NULL);
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
        RUN(nothing_of_a_home_is_open_to_others);
        RUN(nothing_unfinished_stays_beside_a_home);
        RUN(a_second_home_in_its_place_is_refused);
        RUN(a_clock_of_1970_makes_no_home);
        RUN(names_of_the_system_are_no_owners);
        RUN(the_key_on_the_sheet_is_the_recovery_key_of_the_door);
        RUN(a_door_is_refused_twice_and_under_reserved_names);
        RUN(a_wrong_passphrase_makes_no_door);
        RUN(the_image_says_what_was_asked_for);
        RUN(the_images_identity_is_the_public_file_beside_it);
        RUN(the_doors_certificate_names_it_and_has_no_end);
        RUN(the_first_roster_is_the_admins_and_names_owner_and_timekeeper);
        RUN(doors_are_listed_by_name_and_none_that_is_unfinished);
        RUN(the_acl_follows_the_doors);
    }
    scratch_end(&scratch);
    return check_verdict();
}
