#include "home/people/roster_file.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct people people;

static struct roster_entry somebody(const char *user, enum role role, uint8_t number)
{
    uint8_t point[POINT_SIZE];
    memset(point, number, sizeof(point));
    return people_entry(user, role, point);
}

static void admins_stand_first(void)
{
    const struct roster_entry owner = somebody("alice", ROLE_OWNER, 1);
    const struct roster_entry admin = somebody("admin", ROLE_ADMIN, 2);
    const struct roster_entry time = somebody("timekeeper", ROLE_TIMEKEEPER, 3);
    const struct roster_entry second = somebody("admin-two", ROLE_ADMIN, 4);
    people = (struct people){.count = 0};
    CHECK(people_add(&people, &owner, &failure));
    CHECK(people_add(&people, &admin, &failure));
    CHECK(people_add(&people, &time, &failure));
    CHECK(people_add(&people, &second, &failure));
    static const char *const expected[] = {"admin", "admin-two", "alice", "timekeeper"};
    CHECK_SAME(people.count, 4);
    for (uint8_t i = 0; i < 4; i++) {
        CHECK(strcmp(people_user_name(&people.entry[i]).text, expected[i]) == 0);
    }
}

static void a_name_or_a_key_is_there_once(void)
{
    const struct roster_entry same_name = somebody("alice", ROLE_MEMBER, 9);
    const struct roster_entry same_key = somebody("bob", ROLE_MEMBER, 1);
    CHECK(!people_add(&people, &same_name, &failure));
    CHECK(!people_add(&people, &same_key, &failure));
    CHECK_SAME(people.count, 4);
}

static void a_name_that_is_no_topic_level_is_refused(void)
{
    const struct roster_entry capital = somebody("Bob", ROLE_MEMBER, 9);
    const struct roster_entry wildcard = somebody("+", ROLE_MEMBER, 9);
    CHECK(!people_add(&people, &capital, &failure));
    CHECK(!people_add(&people, &wildcard, &failure));
}

static void a_thirty_third_does_not_fit(void)
{
    struct people many = {.count = 0};
    for (unsigned i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "u%u", i);
        const struct roster_entry entry = somebody(name, ROLE_MEMBER, (uint8_t)(i + 1));
        CHECK(people_add(&many, &entry, &failure));
    }
    const struct roster_entry one_more = somebody("late", ROLE_ADMIN, 200);
    CHECK(!people_add(&many, &one_more, &failure));
    CHECK_SAME(many.count, ROSTER_ENTRIES_MOST);
}

static void the_file_comes_back_with_every_limit(void)
{
    struct people read;
    struct roster_entry guest = somebody("bob-phone", ROLE_GUEST, 7);
    guest.kind = KEY_PASSKEY;
    guest.flags = ENTRY_AUTOMATION_MAY_OPEN;
    guest.uses = 255;
    guest.days = 127;
    guest.from = 1439;
    guest.to = 60;
    guest.last = 65535;
    CHECK(people_add(&people, &guest, &failure));
    CHECK(people_write(scratch.folder.text, &people, &failure));
    CHECK(people_read(scratch.folder.text, &read, &failure));
    CHECK_SAME(read.count, people.count);
    for (uint8_t i = 0; i < read.count; i++) {
        const struct roster_entry *was = &people.entry[i];
        const struct roster_entry *is = &read.entry[i];
        CHECK_BYTES(BYTES_OF(is->point), BYTES_OF(was->point));
        CHECK_BYTES(BYTES_OF(is->user), BYTES_OF(was->user));
        CHECK_SAME(is->kind, was->kind);
        CHECK_SAME(is->role, was->role);
        CHECK_SAME(is->flags, was->flags);
        CHECK_SAME(is->uses, was->uses);
        CHECK_SAME(is->days, was->days);
        CHECK_SAME(is->from, was->from);
        CHECK_SAME(is->to, was->to);
        CHECK_SAME(is->last, was->last);
    }
}

static void refuses(const char *content)
{
    struct path path;
    struct people read = {.count = 77};
    CHECK(path_join(scratch.folder.text, "people.json", &path, &failure));
    CHECK(file_write(path.text, bytes_of_text(content), &failure));
    check_context(content);
    CHECK(!people_read(scratch.folder.text, &read, &failure));
    CHECK_SAME(read.count, 77);
    check_context(NULL);
}

static void a_damaged_file_is_refused_as_a_whole(void)
{
    refuses("");
    refuses("{}");
    refuses("{\"people\":[{}]}");
    refuses("{\"people\":[{\"user\":\"alice\",\"role\":\"king\",\"kind\":\"raw\",\"point\":\"00\"}]"
            "}");
    refuses("{\"people\":[{\"user\":\"alice\",\"role\":\"owner\",\"kind\":\"raw\",\"point\":\"0"
            "\"}]}");
}

static void a_roster_is_signed_by_an_admin_among_the_people(void)
{
    struct people signing = {.count = 0};
    static const uint8_t door8[DOOR8_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};
    EVP_PKEY *admin = NULL;
    EVP_PKEY *stranger = NULL;
    uint8_t point[POINT_SIZE];
    uint8_t room[ROSTER_MOST];
    uint8_t key8[KEY8_SIZE];
    struct bytes message = {NULL, 0};
    struct roster_message roster;
    CHECK(key_generate(&admin, &failure) && key_generate(&stranger, &failure));
    CHECK(key_point(admin, point));
    const struct roster_entry owner = somebody("alice", ROLE_OWNER, 1);
    const struct roster_entry entry = people_entry("admin", ROLE_ADMIN, point);
    CHECK(people_add(&signing, &owner, &failure) && people_add(&signing, &entry, &failure));
    const struct roster_request request = {.people = &signing,
                                           .door8 = door8,
                                           .version = 5,
                                           .made = SCRATCH_NOW,
                                           .policy = POLICY_UNATTENDED_CLOSE};
    CHECK(!roster_sign(&request, stranger, room, &message, &failure));
    CHECK(roster_sign(&request, admin, room, &message, &failure));
    CHECK(roster_decode(message, &roster));
    CHECK_SAME(roster.head.version, 5);
    CHECK_SAME(roster.head.made, SCRATCH_NOW);
    CHECK_SAME(roster.head.policy, POLICY_UNATTENDED_CLOSE);
    CHECK_SAME(roster.head.admins, 1);
    CHECK_SAME(roster.head.count, 2);
    key8_of(point, key8);
    CHECK_BYTES(BYTES_OF(roster.signer8), BYTES_OF(key8));
    CHECK(key_verify(admin, roster.covered, roster.signature));
    EVP_PKEY_free(admin);
    EVP_PKEY_free(stranger);
}

int main(void)
{
    scratch_begin(&scratch);
    RUN(admins_stand_first);
    RUN(a_name_or_a_key_is_there_once);
    RUN(a_name_that_is_no_topic_level_is_refused);
    RUN(a_thirty_third_does_not_fit);
    RUN(the_file_comes_back_with_every_limit);
    RUN(a_damaged_file_is_refused_as_a_whole);
    RUN(a_roster_is_signed_by_an_admin_among_the_people);
    scratch_end(&scratch);
    return check_verdict();
}
