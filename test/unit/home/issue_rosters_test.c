// Changed people become rosters: which doors get one, what is kept, and what is refused before
// anything is written.
#include "home/people/issue_rosters.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct people people;
static EVP_PKEY *admin;
static struct issued issued;

static struct person somebody(const char *user, enum role role)
{
    EVP_PKEY *key = NULL;
    uint8_t point[POINT_SIZE] = {0};
    CHECK(key_generate(&key, &failure) && key_point(key, point));
    EVP_PKEY_free(key);
    return person_of(user, role, point);
}

static struct roster_issue an_issue(void)
{
    return (struct roster_issue){
        .home = &home, .people = &people, .signer = admin, .now = SCRATCH_NOW + 60};
}

static void reread(void)
{
    CHECK(people_read(home.folder.text, &people, &failure));
}

static struct roster_head head_of(const char *door)
{
    static struct stored_roster stored;
    CHECK(roster_load(&home, door, "roster", &stored, &failure));
    CHECK(roster_says_so(&stored.message, &people, door));
    CHECK(key_verify(admin, stored.message.covered, stored.message.signature));
    return stored.message.head;
}

static void every_door_that_it_concerns_gets_the_next_version(void)
{
    const struct roster_issue issue = an_issue();
    struct person bob = somebody("bob-phone", ROLE_MEMBER);
    bob.door_count = 1;
    memcpy(bob.door[0], "barn", sizeof("barn"));
    reread();
    CHECK(people_add(&people, &bob, &failure));
    CHECK(rosters_issue(&issue, &issued, &failure));
    CHECK_SAME(issued.count, 1);
    CHECK(strcmp(issued.door[0].name, "barn") == 0);
    CHECK_SAME(issued.door[0].version, 2);
    CHECK_SAME(head_of("barn").version, 2);
    CHECK_SAME(head_of("barn").policy, POLICY_UNATTENDED_CLOSE);
    CHECK_SAME(head_of("barn").made, SCRATCH_NOW + 60);
    CHECK_SAME(head_of("garage").version, 1);
    reread();
    CHECK(people_find(&people, "bob-phone") != NULL);
}

static void nothing_changed_signs_nothing(void)
{
    const struct roster_issue issue = an_issue();
    reread();
    CHECK(rosters_issue(&issue, &issued, &failure));
    CHECK_SAME(issued.count, 0);
}

static void automation_has_power_where_it_is_and_nowhere_else(void)
{
    const struct roster_issue issue = an_issue();
    struct person robot = somebody("robot", ROLE_AUTOMATION);
    robot.door_count = 1;
    memcpy(robot.door[0], "garage", sizeof("garage"));
    reread();
    CHECK(people_add(&people, &robot, &failure));
    CHECK(rosters_issue(&issue, &issued, &failure));
    CHECK_SAME(issued.count, 1);
    CHECK_SAME(head_of("garage").policy, POLICY_UNATTENDED_CLOSE | POLICY_AUTOMATION);
    CHECK_SAME(head_of("barn").policy, POLICY_UNATTENDED_CLOSE);
    people_remove(&people, (uint8_t)(people.count - 1));
    CHECK(rosters_issue(&issue, &issued, &failure));
    CHECK_SAME(head_of("garage").policy, POLICY_UNATTENDED_CLOSE);
}

static void a_policy_alone_is_signed_for_its_door(void)
{
    struct roster_issue issue = an_issue();
    issue.policy_door = "barn";
    issue.policy = 0;
    reread();
    CHECK(rosters_issue(&issue, &issued, &failure));
    CHECK_SAME(issued.count, 1);
    CHECK_SAME(head_of("barn").policy, 0);
    CHECK_SAME(head_of("garage").policy, POLICY_UNATTENDED_CLOSE);
}

static void above_anothers_version_is_signed_in_any_case(void)
{
    struct roster_issue issue = an_issue();
    const struct door_marks above = {.count = 1, .at = {{"barn", {.version = 41}}}};
    struct signed_rosters rosters;
    issue.above = &above;
    reread();
    CHECK(rosters_issue(&issue, &issued, &failure));
    CHECK_SAME(head_of("barn").version, 42);
    // What is overruled is no reason any more to hold the new one back.
    CHECK(signed_rosters_load(&home, "barn", &rosters, &failure));
    CHECK(signed_rosters_origin(&rosters, &above.at[0].mark) == ROSTER_OF_OURS);
}

// Nothing of what is refused is seen on the disk.
static void refuses(const struct roster_issue *issue, const char *why)
{
    struct people was;
    static struct stored_roster barn;
    CHECK(roster_load(&home, "barn", "roster", &barn, &failure));
    CHECK(people_read(home.folder.text, &was, &failure));
    const uint8_t count = was.count;
    CHECK(!rosters_issue(issue, &issued, &failure));
    check_context(failure.text);
    CHECK(strstr(failure.text, why) != NULL);
    check_context(NULL);
    CHECK(people_read(home.folder.text, &was, &failure));
    CHECK_SAME(was.count, count);
    struct path next;
    CHECK(home_door_path(&home, "barn", "roster.next", &next, &failure));
    CHECK(!file_exists(next.text));
    reread();
    CHECK_SAME(head_of("barn").version, barn.message.head.version);
}

static void an_admin_changes_no_admins(void)
{
    const struct roster_issue issue = an_issue();
    const struct person thief = somebody("thief", ROLE_ADMIN);
    reread();
    CHECK(people_add(&people, &thief, &failure));
    refuses(&issue, "only the recovery key changes them");
}

static void a_key_that_the_door_would_refuse_is_refused_here(void)
{
    const struct roster_issue issue = an_issue();
    static const char *const files[] = {"keys/recovery.pub", "doors/barn/identity.pub"};
    for (size_t i = 0; i < 2; i++) {
        struct path path;
        EVP_PKEY *key = NULL;
        uint8_t point[POINT_SIZE] = {0};
        CHECK(home_path(&home, files[i], &path, &failure));
        CHECK(key_load_public(path.text, &key, &failure) && key_point(key, point));
        EVP_PKEY_free(key);
        const struct person mallory = person_of("mallory", ROLE_MEMBER, point);
        reread();
        CHECK(people_add(&people, &mallory, &failure));
        refuses(&issue, "may be nobody's");
    }
}

static void more_keys_than_a_roster_holds_are_refused_for_all_doors(void)
{
    const struct roster_issue issue = an_issue();
    reread();
    for (unsigned i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        char name[8];
        (void)snprintf(name, sizeof(name), "u%u", i);
        const struct person more = somebody(name, ROLE_MEMBER);
        CHECK(people_add(&people, &more, &failure));
    }
    refuses(&issue, "no more fit");
}

static void a_stranger_signs_nothing(void)
{
    struct roster_issue issue = an_issue();
    EVP_PKEY *stranger = NULL;
    const struct person eve = somebody("eve", ROLE_OWNER);
    CHECK(key_generate(&stranger, &failure));
    issue.signer = stranger;
    reread();
    CHECK(people_add(&people, &eve, &failure));
    refuses(&issue, "is not an admin");
    EVP_PKEY_free(stranger);
}

static void a_clock_of_1970_signs_nothing(void)
{
    struct roster_issue issue = an_issue();
    const struct person eve = somebody("eve", ROLE_OWNER);
    issue.now = 0;
    reread();
    CHECK(people_add(&people, &eve, &failure));
    refuses(&issue, "1970-01-01");
}

static void a_next_roster_that_people_json_does_not_name_is_thrown_away(void)
{
    struct path now;
    struct path next;
    uint8_t room[ROSTER_MOST + 1];
    struct bytes content;
    reread();
    const uint32_t version = head_of("barn").version;
    CHECK(home_door_path(&home, "barn", "roster", &now, &failure));
    CHECK(home_door_path(&home, "barn", "roster.next", &next, &failure));
    // Old, damaged: neither counts.
    CHECK(file_read(now.text, room, sizeof(room), &content, &failure));
    CHECK(file_write(next.text, content, &failure));
    CHECK(rosters_settle(&home, &issued, &failure));
    CHECK_SAME(issued.count, 0);
    CHECK(!file_exists(next.text));
    CHECK(file_write(next.text, bytes_of_text("PCR1"), &failure));
    CHECK(rosters_settle(&home, &issued, &failure));
    CHECK(!file_exists(next.text));
    CHECK_SAME(head_of("barn").version, version);
}

static void people_json_changed_by_hand_is_seen(void)
{
    struct doors behind;
    reread();
    CHECK(rosters_behind(&home, &people, &behind, &failure));
    CHECK_SAME(behind.count, 0);
    struct person carol = somebody("carol", ROLE_MEMBER);
    carol.door_count = 1;
    memcpy(carol.door[0], "garage", sizeof("garage"));
    CHECK(people_add(&people, &carol, &failure));
    CHECK(rosters_behind(&home, &people, &behind, &failure));
    CHECK_SAME(behind.count, 1);
    CHECK(strcmp(behind.name[0], "garage") == 0);
}

static void what_this_home_signed_is_told_from_anothers(void)
{
    struct signed_rosters rosters;
    struct stored_roster stored;
    struct roster_mark name = {.version = 0};
    CHECK(roster_load(&home, "barn", "roster", &stored, &failure));
    CHECK(signed_rosters_load(&home, "barn", &rosters, &failure));
    name.version = stored.message.head.version;
    memcpy(name.hash8, stored.hash8, HASH8_SIZE);
    CHECK(signed_rosters_origin(&rosters, &name) == ROSTER_OF_OURS);
    name.hash8[0] ^= 1;
    CHECK(signed_rosters_origin(&rosters, &name) == ROSTER_OF_ANOTHER);
    name.version++;
    CHECK(signed_rosters_origin(&rosters, &name) == ROSTER_OF_ANOTHER);
    name.version = 0;
    CHECK(signed_rosters_origin(&rosters, &name) == ROSTER_OLDER_THAN_KNOWN);
    // The newest are kept; a door whose rosters were never written down has signed its stored one.
    for (uint32_t version = 100; version < 100 + SIGNED_MOST + 5; version++) {
        name.version = version;
        CHECK(signed_rosters_add(&home, "barn", &name, &failure));
    }
    CHECK(signed_rosters_load(&home, "barn", &rosters, &failure));
    CHECK_SAME(rosters.count, SIGNED_MOST);
    CHECK_SAME(rosters.name[0].version, 105);
    CHECK_SAME(rosters.name[SIGNED_MOST - 1].version, 100 + SIGNED_MOST + 4);
}

static bool prepared(void)
{
    struct path path;
    if (!scratch_home(&scratch, &home)) {
        return false;
    }
    const struct door_request barn = scratch_door_request(&scratch, &home, "barn");
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    return make_door(&barn, &failure) && make_door(&garage, &failure) &&
           home_path(&home, "keys/admin.key", &path, &failure) &&
           key_load(path.text, &scratch.passphrase, &admin, &failure);
}

int main(void)
{
    scratch_begin(&scratch);
    if (check_that(prepared(), failure.text, __FILE__, __LINE__)) {
        RUN(every_door_that_it_concerns_gets_the_next_version);
        RUN(nothing_changed_signs_nothing);
        RUN(automation_has_power_where_it_is_and_nowhere_else);
        RUN(a_policy_alone_is_signed_for_its_door);
        RUN(above_anothers_version_is_signed_in_any_case);
        RUN(an_admin_changes_no_admins);
        RUN(a_key_that_the_door_would_refuse_is_refused_here);
        RUN(more_keys_than_a_roster_holds_are_refused_for_all_doors);
        RUN(a_stranger_signs_nothing);
        RUN(a_clock_of_1970_signs_nothing);
        RUN(a_next_roster_that_people_json_does_not_name_is_thrown_away);
        RUN(people_json_changed_by_hand_is_seen);
        RUN(what_this_home_signed_is_told_from_anothers);
    }
    EVP_PKEY_free(admin);
    scratch_end(&scratch);
    return check_verdict();
}
