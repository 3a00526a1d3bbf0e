// Another owner's roster: told from this home's by what the door shows, believed only where somebody
// signed it whose word counts, and taken over exactly.
#include "home/link/confirm.h"
#include "home/link/conversation.h"
#include "home/people/adopt.h"
#include "home/people/issue_rosters.h"
#include "test/support/check.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct people people;
static struct doors doors;
static EVP_PKEY *admin;

static EVP_PKEY *new_key(uint8_t point[POINT_SIZE])
{
    EVP_PKEY *key = NULL;
    CHECK(key_generate(&key, &failure) && key_point(key, point));
    return key;
}

static struct person somebody(const char *user, enum role role)
{
    uint8_t point[POINT_SIZE];
    EVP_PKEY_free(new_key(point));
    return person_of(user, role, point);
}

// A roster of these people for the garage, signed by that key.
static void make_roster(const struct people *theirs, EVP_PKEY *signer, uint32_t version,
                        struct stored_roster *out)
{
    static const uint8_t door8[DOOR8_SIZE] = {1};
    uint8_t room[ROSTER_MOST];
    uint8_t point[POINT_SIZE];
    uint8_t key8[KEY8_SIZE];
    struct bytes bytes = {NULL, 0};
    CHECK(key_point(signer, point));
    key8_of(point, key8);
    bool is_among_them = false;
    for (uint8_t i = 0; i < theirs->count; i++) {
        is_among_them = is_among_them || memcmp(theirs->at[i].entry.point, point, POINT_SIZE) == 0;
    }
    const struct roster_request request = {.people = theirs,
                                           .door = "garage",
                                           .door8 = door8,
                                           .version = version,
                                           .made = SCRATCH_NOW,
                                           .recovery8 = is_among_them ? NULL : key8};
    CHECK(roster_sign(&request, signer, room, &bytes, &failure));
    CHECK(roster_store(bytes, out));
}

static void only_an_admin_of_ours_or_the_recovery_key_is_believed(void)
{
    static struct stored_roster roster;
    uint8_t point[POINT_SIZE];
    EVP_PKEY *stranger = new_key(point);
    make_roster(&people, admin, 9, &roster);
    CHECK(adopt_may(&home, &people, "garage", &roster.message, &failure));
    // A signature that does not hold.
    roster.room[roster.bytes.count - 1] ^= 1;
    CHECK(!adopt_may(&home, &people, "garage", &roster.message, &failure));
    // Somebody who names himself admin in his own roster.
    struct people theirs = people;
    const struct person thief = person_of("thief", ROLE_ADMIN, point);
    CHECK(people_add(&theirs, &thief, &failure));
    make_roster(&theirs, stranger, 9, &roster);
    CHECK(!adopt_may(&home, &people, "garage", &roster.message, &failure));
    CHECK(strstr(failure.text, "signed by nobody that people.json calls an admin") != NULL);
    // An owner signs no rosters.
    struct people with_owner = people;
    const struct person owner = person_of("mallory", ROLE_OWNER, point);
    CHECK(people_add(&with_owner, &owner, &failure));
    CHECK(!adopt_may(&home, &with_owner, "garage", &roster.message, &failure));
    // An admin elsewhere is none here.
    struct people elsewhere = people;
    struct person barn_admin = thief;
    barn_admin.door_count = 1;
    memcpy(barn_admin.door[0], "barn", sizeof("barn"));
    CHECK(people_add(&elsewhere, &barn_admin, &failure));
    CHECK(!adopt_may(&home, &elsewhere, "garage", &roster.message, &failure));
    EVP_PKEY_free(stranger);
    // The key on the sheet.
    uint8_t scalar[PRIVATE_KEY_SIZE];
    CHECK(recovery_sheet_read(bytes_of_text(scratch.sheet), scalar, &failure));
    EVP_PKEY *recovery = key_from_scalar(scalar);
    make_roster(&theirs, recovery, 9, &roster);
    CHECK(adopt_may(&home, &people, "garage", &roster.message, &failure));
    EVP_PKEY_free(recovery);
}

struct told {
    size_t comes;
    size_t goes;
    size_t changes;
    size_t new_keys;
};

static void tell(void *self, enum adopt_change change, const struct person *person)
{
    struct told *told = self;
    (void)person;
    told->comes += change == ADOPT_COMES ? 1 : 0;
    told->goes += change == ADOPT_GOES ? 1 : 0;
    told->changes += change == ADOPT_CHANGES ? 1 : 0;
    told->new_keys += change == ADOPT_NEW_KEY ? 1 : 0;
}

static struct people of_people(const struct person *all, size_t count)
{
    struct people made = people;
    for (size_t i = 0; i < count; i++) {
        CHECK(people_add(&made, &all[i], &failure));
    }
    return made;
}

static void what_is_taken_over_says_exactly_what_the_roster_says(void)
{
    static struct stored_roster roster;
    struct told told = {0};
    struct person all[5] = {somebody("bob", ROLE_MEMBER), somebody("carol", ROLE_MEMBER),
                            somebody("dave", ROLE_GUEST), somebody("erin", ROLE_MEMBER),
                            somebody("frank", ROLE_MEMBER)};
    all[2].entry.uses = 3;
    // carol is at the barn alone, erin at the garage alone and with a certificate.
    all[1].door_count = 1;
    memcpy(all[1].door[0], "barn", sizeof("barn"));
    all[3].door_count = 1;
    memcpy(all[3].door[0], "garage", sizeof("garage"));
    memcpy(all[3].certificate, "77", sizeof("77"));
    struct people ours = of_people(all, 4);
    // There: carol is at the garage too, dave has one opening, bob and erin are gone, frank is new.
    struct person theirs[] = {all[4], all[2], all[1]};
    theirs[1].entry.uses = 1;
    theirs[2].door_count = 0;
    const struct people other = of_people(theirs, 3);
    make_roster(&other, admin, 9, &roster);
    const struct adopt_teller teller = {tell, &told};
    const struct adoption adoption = {&doors, "garage", &roster.message, &teller};
    CHECK(adopt_people(&adoption, &ours, &failure));
    CHECK_SAME(told.comes, 2);
    CHECK_SAME(told.goes, 2);
    CHECK_SAME(told.changes, 1);
    CHECK(roster_says_so(&roster.message, &ours, "garage"));
    // bob stays where he was beside it; frank is here alone; erin is gone, and her certificate.
    const struct person *bob = people_find(&ours, "bob");
    const struct person *frank = people_find(&ours, "frank");
    CHECK(bob != NULL && !person_may_at(bob, "garage") && person_may_at(bob, "barn"));
    CHECK(frank != NULL && person_may_at(frank, "garage") && !person_may_at(frank, "barn"));
    CHECK(people_find(&ours, "erin") == NULL);
    CHECK_SAME(people_revoked_count(&ours), 1);
    CHECK(people_find(&ours, "dave") != NULL && people_find(&ours, "dave")->entry.uses == 1);
}

// Another owner has revoked a phone and invited it anew, under its old name.
static void a_device_with_a_new_key_is_taken_over(void)
{
    static struct stored_roster roster;
    struct told told = {0};
    struct person old[2] = {somebody("bob-phone", ROLE_MEMBER), somebody("carol", ROLE_MEMBER)};
    struct person fresh[2] = {old[0], old[1]};
    memcpy(old[0].certificate, "77", sizeof("77"));
    memcpy(old[0].login, "$7$old", sizeof("$7$old"));
    memset(fresh[0].entry.point, 0x5c, POINT_SIZE);
    struct people ours = of_people(old, 2);
    const struct people other = of_people(fresh, 2);
    make_roster(&other, admin, 9, &roster);
    const struct adopt_teller teller = {tell, &told};
    const struct adoption adoption = {&doors, "garage", &roster.message, &teller};
    CHECK(check_that(adopt_people(&adoption, &ours, &failure), failure.text, __FILE__, __LINE__));
    CHECK_SAME(told.new_keys, 1);
    CHECK_SAME(told.comes + told.goes + told.changes, 0);
    CHECK(roster_says_so(&roster.message, &ours, "garage"));
    const struct person *bob = people_find(&ours, "bob-phone");
    CHECK(bob != NULL && bob->login[0] == '\0' && bob->certificate[0] == '\0');
    CHECK(bob != NULL && person_may_at(bob, "barn"));
    CHECK_SAME(people_revoked_count(&ours), 1);
}

// A thief of an admin's key writes the owner's terminal nothing.
static void a_name_that_is_none_is_not_even_told(void)
{
    static struct stored_roster roster;
    struct told told = {0};
    struct people theirs = people;
    struct people ours = people;
    theirs.at[theirs.count++] = somebody("\x1b]0;all is well", ROLE_MEMBER);
    make_roster(&theirs, admin, 9, &roster);
    const struct adopt_teller teller = {tell, &told};
    const struct adoption adoption = {&doors, "garage", &roster.message, &teller};
    CHECK(!adopt_people(&adoption, &ours, &failure));
    CHECK_SAME(told.comes, 0);
    CHECK(strchr(failure.text, '\x1b') == NULL);
}

// A conversation in which the door shows that roster, and this home has signed 2 to 4 and stored 4.
static enum roster_standing standing_of(uint32_t version, uint8_t hash)
{
    static struct conversation with;
    with = (struct conversation){.home = &home, .has_roster = true};
    make_roster(&people, admin, 4, &with.roster);
    for (uint32_t i = 2; i <= 4; i++) {
        struct roster_mark *mark = &with.signed_rosters.name[with.signed_rosters.count++];
        mark->version = i;
        memset(mark->hash8, (int)i, HASH8_SIZE);
    }
    memcpy(with.signed_rosters.name[2].hash8, with.roster.hash8, HASH8_SIZE);
    with.view.known = version != 99;
    with.view.epoch.roster_version = version;
    memset(with.view.epoch.roster_hash8, hash, HASH8_SIZE);
    if (hash == 4) {
        memcpy(with.view.epoch.roster_hash8, with.roster.hash8, HASH8_SIZE);
    }
    return conversation_roster(&with);
}

static void it_is_in_force_only_with_its_version_and_its_hash(void)
{
    CHECK_SAME(standing_of(99, 0), ROSTER_STANDING_UNKNOWN);
    CHECK_SAME(standing_of(4, 4), ROSTER_STANDING_IN_FORCE);
    CHECK_SAME(standing_of(4, 7), ROSTER_STANDING_ANOTHERS);
    CHECK_SAME(standing_of(5, 4), ROSTER_STANDING_ANOTHERS);
    CHECK_SAME(standing_of(5, 7), ROSTER_STANDING_ANOTHERS);
    CHECK_SAME(standing_of(3, 3), ROSTER_STANDING_BEHIND);
    // Older than all that was written down, as on a door that came with its first one.
    CHECK_SAME(standing_of(1, 1), ROSTER_STANDING_BEHIND);
    CHECK_SAME(standing_of(0, 0), ROSTER_STANDING_BEHIND);
    // Another owner's, though ours has a higher number.
    CHECK_SAME(standing_of(3, 7), ROSTER_STANDING_ANOTHERS);
}

static void every_answer_says_what_to_do(void)
{
    char words[400];
    struct confirmed confirmed = {.answer = ROSTER_CONFIRMED, .version = 4, .door_version = 4};
    confirmed_words(&confirmed, "garage", words, sizeof(words));
    CHECK(strncmp(words, "done: ", 6) == 0);
    confirmed.answer = ROSTER_NOT_YET;
    confirmed_words(&confirmed, "garage", words, sizeof(words));
    CHECK(strncmp(words, "not yet: no word", 16) == 0 && strstr(words, "roster send garage"));
    confirmed.known = true;
    confirmed.door_version = 3;
    confirmed.kept = true;
    confirmed_words(&confirmed, "garage", words, sizeof(words));
    CHECK(strncmp(words, "not yet: the door has roster 3 in force and not 4", 49) == 0);
    CHECK(strstr(words, "the broker keeps it for the door") != NULL);
    confirmed.answer = ROSTER_ANOTHERS;
    confirmed_words(&confirmed, "garage", words, sizeof(words));
    CHECK(strncmp(words, "not done: another owner's roster 3", 34) == 0);
    CHECK(strstr(words, "people adopt garage") != NULL);
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
           doors_list(&home, &doors, &failure) &&
           people_read(home.folder.text, &people, &failure) &&
           home_path(&home, "keys/admin.key", &path, &failure) &&
           key_load(path.text, &scratch.passphrase, &admin, &failure);
}

int main(void)
{
    scratch_begin(&scratch);
    if (check_that(prepared(), failure.text, __FILE__, __LINE__)) {
        RUN(only_an_admin_of_ours_or_the_recovery_key_is_believed);
        RUN(what_is_taken_over_says_exactly_what_the_roster_says);
        RUN(a_device_with_a_new_key_is_taken_over);
        RUN(a_name_that_is_none_is_not_even_told);
        RUN(it_is_in_force_only_with_its_version_and_its_hash);
        RUN(every_answer_says_what_to_do);
    }
    EVP_PKEY_free(admin);
    scratch_end(&scratch);
    return check_verdict();
}
