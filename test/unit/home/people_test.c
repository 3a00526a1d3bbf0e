#include "home/people/roster_file.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct people people;

static struct person somebody(const char *user, enum role role, uint8_t number)
{
    uint8_t point[POINT_SIZE];
    memset(point, number, sizeof(point));
    return person_of(user, role, point);
}

static void admins_stand_first(void)
{
    const struct person owner = somebody("alice", ROLE_OWNER, 1);
    const struct person admin = somebody("admin", ROLE_ADMIN, 2);
    const struct person time = somebody("timekeeper", ROLE_TIMEKEEPER, 3);
    const struct person second = somebody("admin-two", ROLE_ADMIN, 4);
    people = (struct people){.count = 0};
    CHECK(people_add(&people, &owner, &failure));
    CHECK(people_add(&people, &admin, &failure));
    CHECK(people_add(&people, &time, &failure));
    CHECK(people_add(&people, &second, &failure));
    static const char *const expected[] = {"admin", "admin-two", "alice", "timekeeper"};
    CHECK_SAME(people.count, 4);
    for (uint8_t i = 0; i < 4; i++) {
        CHECK(strcmp(person_user(&people.at[i]).text, expected[i]) == 0);
    }
}

static void a_name_or_a_key_is_there_once(void)
{
    const struct person same_name = somebody("alice", ROLE_MEMBER, 9);
    const struct person same_key = somebody("bob", ROLE_MEMBER, 1);
    CHECK(!people_add(&people, &same_name, &failure));
    CHECK(!people_add(&people, &same_key, &failure));
    CHECK_SAME(people.count, 4);
}

static void a_doors_name_at_the_broker_is_nobodys(void)
{
    const struct person door = somebody("door-garage", ROLE_MEMBER, 9);
    const struct person invited = somebody("invite-bob", ROLE_MEMBER, 9);
    CHECK(!people_add(&people, &door, &failure));
    CHECK(!people_add(&people, &invited, &failure));
    CHECK(strstr(failure.text, "names of the system") != NULL);
}

static void a_name_that_is_no_topic_level_is_refused(void)
{
    const struct person capital = somebody("Bob", ROLE_MEMBER, 9);
    const struct person wildcard = somebody("+", ROLE_MEMBER, 9);
    CHECK(!people_add(&people, &capital, &failure));
    CHECK(!people_add(&people, &wildcard, &failure));
}

static void a_device_has_one_key_to_command_and_one_to_stop(void)
{
    const struct person stop = somebody("alice", ROLE_STOP_ONLY, 20);
    const struct person second_stop = somebody("alice", ROLE_STOP_ONLY, 21);
    const struct person admin = somebody("alice", ROLE_ADMIN, 22);
    CHECK(people_add(&people, &stop, &failure));
    CHECK(!people_add(&people, &second_stop, &failure));
    CHECK(people_add(&people, &admin, &failure));
    const struct person *found = people_find(&people, "alice");
    CHECK(found != NULL && found->entry.role == ROLE_OWNER);
    CHECK(people_find(&people, "bob") == NULL);
}

// Every door is what nothing is said of; an empty list came from a slip, or from a script's empty word.
static void a_list_of_doors_is_never_taken_for_every_door(void)
{
    static const char *const refused[] = {
        "",       ",",   "garage,",           ",garage",          "garage,,barn",
        "Garage", "a/b", "seventeen-letters", "a,b,c,d,e,f,g,h,i"};
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        struct person bob = somebody("bob", ROLE_MEMBER, 9);
        CHECK(!person_take_doors(&bob, refused[i], &failure));
    }
    struct person bob = somebody("bob", ROLE_MEMBER, 9);
    CHECK(person_take_doors(&bob, NULL, &failure) && bob.door_count == 0);
    CHECK(person_take_doors(&bob, "garage,barn", &failure) && bob.door_count == 2);
    CHECK(person_may_at(&bob, "barn") && !person_may_at(&bob, "shed"));
}

static void a_person_is_all_devices_of_his(void)
{
    const struct person phone = somebody("bob-phone", ROLE_MEMBER, 1);
    CHECK(person_is(&phone, "bob") && person_is(&phone, "bob-phone"));
    CHECK(!person_is(&phone, "bo") && !person_is(&phone, "bob-tablet"));
    CHECK(strcmp(person_whose("bob").text, "bob") == 0);
}

static void who_is_removed_is_gone_and_the_order_stays(void)
{
    struct people three = {.count = 0};
    for (uint8_t i = 1; i <= 3; i++) {
        const char name[] = {(char)('a' + i), '\0'};
        const struct person one = somebody(name, ROLE_MEMBER, i);
        CHECK(people_add(&three, &one, &failure));
    }
    people_remove(&three, 1);
    CHECK_SAME(three.count, 2);
    CHECK(strcmp(person_user(&three.at[0]).text, "b") == 0);
    CHECK(strcmp(person_user(&three.at[1]).text, "d") == 0);
}

static void the_file_comes_back_with_every_limit(void)
{
    struct people read;
    struct person guest = somebody("bob-phone", ROLE_GUEST, 7);
    guest.entry.kind = KEY_PASSKEY;
    guest.entry.flags = ENTRY_AUTOMATION_MAY_OPEN;
    guest.entry.uses = 255;
    guest.entry.days = 127;
    guest.entry.from = 1439;
    guest.entry.to = 60;
    guest.entry.last = 65535;
    guest.door_count = 2;
    memcpy(guest.door, (const char[PERSON_DOORS_MOST][NAME_MOST + 1]){"garage", "gate"},
           sizeof(guest.door));
    memset(guest.login, '$', LOGIN_MOST);
    memset(guest.certificate, 'f', SERIAL_MOST);
    CHECK(people_add(&people, &guest, &failure));
    CHECK(people_write(scratch.folder.text, &people, &failure));
    CHECK(people_read(scratch.folder.text, &read, &failure));
    CHECK_SAME(read.count, people.count);
    for (uint8_t i = 0; i < read.count; i++) {
        const struct roster_entry *was = &people.at[i].entry;
        const struct roster_entry *is = &read.at[i].entry;
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
        CHECK_SAME(read.at[i].door_count, people.at[i].door_count);
        CHECK(memcmp(read.at[i].door, people.at[i].door, sizeof(people.at[i].door)) == 0);
        CHECK(strcmp(read.at[i].login, people.at[i].login) == 0);
        CHECK(strcmp(read.at[i].certificate, people.at[i].certificate) == 0);
    }
}

static void a_full_house_with_every_field_as_long_as_it_can_be_comes_back(void)
{
    struct people full = {.count = 0};
    static struct people read;
    for (unsigned i = 0; i < PEOPLE_MOST; i++) {
        char name[USER_SIZE + 1];
        (void)snprintf(name, sizeof(name), "u%03u-a-long-name", i);
        struct person one = somebody(name, ROLE_AUTOMATION, (uint8_t)i);
        memset(one.login, '$', LOGIN_MOST);
        memset(one.certificate, 'f', SERIAL_MOST);
        one.door_count = PERSON_DOORS_MOST;
        for (size_t door = 0; door < PERSON_DOORS_MOST; door++) {
            memset(one.door[door], 'd', NAME_MOST);
        }
        CHECK(people_add(&full, &one, &failure));
    }
    for (; full.revoked_count < REVOKED_MOST; full.revoked_count++) {
        memset(full.revoked[full.revoked_count].text, 'e', SERIAL_MOST);
    }
    CHECK(people_write(scratch.folder.text, &full, &failure));
    CHECK(people_read(scratch.folder.text, &read, &failure));
    CHECK_SAME(read.count, PEOPLE_MOST);
    CHECK_SAME(people_revoked_count(&read), REVOKED_MOST);
    CHECK(strlen(people_revoked_serial(&read, REVOKED_MOST - 1)) == SERIAL_MOST);
    CHECK(!people_revoke(&full, 0, &failure));
    CHECK_SAME(full.count, PEOPLE_MOST);
}

static void a_certificate_is_revoked_with_the_last_key_that_uses_it(void)
{
    struct people two = {.count = 0};
    struct person phone = somebody("bob-phone", ROLE_MEMBER, 1);
    struct person stop = somebody("bob-phone", ROLE_STOP_ONLY, 2);
    const struct person bare = somebody("carol", ROLE_MEMBER, 3);
    memcpy(phone.certificate, "1a2b", sizeof("1a2b"));
    memcpy(stop.certificate, "1a2b", sizeof("1a2b"));
    CHECK(people_add(&two, &phone, &failure) && people_add(&two, &stop, &failure) &&
          people_add(&two, &bare, &failure));
    CHECK(people_revoke(&two, 0, &failure));
    CHECK_SAME(people_revoked_count(&two), 0);
    CHECK(people_revoke(&two, 0, &failure));
    CHECK_SAME(people_revoked_count(&two), 1);
    CHECK(strcmp(people_revoked_serial(&two, 0), "1a2b") == 0);
    CHECK(people_revoke(&two, 0, &failure));
    CHECK_SAME(people_revoked_count(&two), 1);
    CHECK_SAME(two.count, 0);
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

static void refuses_member(const char *more)
{
    char content[512];
    char point[2 * POINT_SIZE + 1];
    memset(point, '1', sizeof(point) - 1);
    point[sizeof(point) - 1] = '\0';
    (void)snprintf(content, sizeof(content),
                   "{\"people\":[{\"user\":\"bob\",\"role\":\"member\",\"kind\":\"raw\",\"point\":"
                   "\"%s\",%s}]}",
                   point, more);
    refuses(content);
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
    // What cannot be meant: nobody's doors, no door's name, a list too long, a login too long.
    refuses_member("\"doors\":[]");
    refuses_member("\"doors\":\"garage\"");
    refuses_member("\"doors\":[\"../garage\"]");
    refuses_member("\"doors\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\"]");
    refuses("{\"people\":[],\"revoked\":\"1a2b\"}");
    refuses("{\"people\":[],\"revoked\":[\"\"]}");
    refuses_member("\"certificate\":\"11111111111111111111111111111111111111111\"");
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
    const struct person owner = somebody("alice", ROLE_OWNER, 1);
    struct person elsewhere = somebody("bob", ROLE_MEMBER, 2);
    elsewhere.door_count = 1;
    memcpy(elsewhere.door[0], "gate", sizeof("gate"));
    const struct person entry = person_of("admin", ROLE_ADMIN, point);
    CHECK(people_add(&signing, &owner, &failure) && people_add(&signing, &entry, &failure) &&
          people_add(&signing, &elsewhere, &failure));
    const struct roster_request request = {.people = &signing,
                                           .door = "garage",
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
    // The 32nd fits, the 33rd does not.
    for (unsigned i = 0; i <= ROSTER_ENTRIES_MOST - 2; i++) {
        char name[8];
        (void)snprintf(name, sizeof(name), "u%u", i);
        const struct person more = somebody(name, ROLE_MEMBER, (uint8_t)(100 + i));
        CHECK_SAME(roster_sign(&request, admin, room, &message, &failure), true);
        CHECK(people_add(&signing, &more, &failure));
    }
    CHECK(!roster_sign(&request, admin, room, &message, &failure));
    EVP_PKEY_free(admin);
    EVP_PKEY_free(stranger);
}

int main(void)
{
    scratch_begin(&scratch);
    RUN(admins_stand_first);
    RUN(a_name_or_a_key_is_there_once);
    RUN(a_doors_name_at_the_broker_is_nobodys);
    RUN(a_name_that_is_no_topic_level_is_refused);
    RUN(a_device_has_one_key_to_command_and_one_to_stop);
    RUN(a_list_of_doors_is_never_taken_for_every_door);
    RUN(a_person_is_all_devices_of_his);
    RUN(who_is_removed_is_gone_and_the_order_stays);
    RUN(the_file_comes_back_with_every_limit);
    RUN(a_full_house_with_every_field_as_long_as_it_can_be_comes_back);
    RUN(a_certificate_is_revoked_with_the_last_key_that_uses_it);
    RUN(a_damaged_file_is_refused_as_a_whole);
    RUN(a_roster_is_signed_by_an_admin_among_the_people);
    scratch_end(&scratch);
    return check_verdict();
}
