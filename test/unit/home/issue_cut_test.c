// Rosters of two doors, cut off at every call that changes the disk: afterwards people.json is the old
// one with the old rosters, or the new one with the new ones, once the next run has settled them.
#include "home/people/issue_rosters.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/scratch.h"

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct people people;
static EVP_PKEY *admin;
static struct issued issued;

static bool issue(void)
{
    const struct roster_issue what = {
        .home = &home, .people = &people, .signer = admin, .now = SCRATCH_NOW};
    return rosters_issue(&what, &issued, &failure);
}

static uint32_t version_at(const char *door, const struct people *now)
{
    struct stored_roster stored;
    CHECK(roster_load(&home, door, "roster", &stored, &failure));
    CHECK(roster_says_so(&stored.message, now, door));
    CHECK(key_verify(admin, stored.message.covered, stored.message.signature));
    return stored.message.head.version;
}

// True: the change is made, at both doors; false: at none of them.
static bool is_changed(uint32_t before)
{
    struct people now;
    struct doors behind;
    CHECK(rosters_settle(&home, &issued, &failure));
    CHECK(people_read(home.folder.text, &now, &failure));
    CHECK(rosters_behind(&home, &now, &behind, &failure));
    CHECK_SAME(behind.count, 0);
    const bool changed = now.count == people.count;
    CHECK_SAME(version_at("barn", &now), changed ? before + 1 : before);
    CHECK_SAME(version_at("garage", &now), changed ? before + 1 : before);
    return changed;
}

static uint32_t version = 1;
static unsigned made;
static unsigned not_made;

// Somebody comes, or he who came last goes.
static void change_people(void)
{
    uint8_t point[POINT_SIZE];
    EVP_PKEY *key = NULL;
    CHECK(people_read(home.folder.text, &people, &failure));
    CHECK(key_generate(&key, &failure) && key_point(key, point));
    EVP_PKEY_free(key);
    const struct person bob = person_of("bob-phone", ROLE_MEMBER, point);
    if (people_find(&people, "bob-phone") != NULL) {
        people_remove(&people, (uint8_t)(people.count - 1));
    } else {
        CHECK(people_add(&people, &bob, &failure));
    }
}

static void it_is_made_everywhere_or_nowhere(void)
{
    if (is_changed(version)) {
        made++;
        version++;
    } else {
        not_made++;
    }
}

static void a_change_cut_off_anywhere_is_made_everywhere_or_nowhere(void)
{
    const struct trial trial = {.prepare = change_people,
                                .what = issue,
                                .then = it_is_made_everywhere_or_nowhere,
                                .calls = 10};
    cut_everywhere(&trial);
    CHECK(made > 1 && not_made > 10);
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
    scratch.passphrase.rounds = 1;
    if (check_that(prepared(), failure.text, __FILE__, __LINE__)) {
        RUN(a_change_cut_off_anywhere_is_made_everywhere_or_nowhere);
    }
    EVP_PKEY_free(admin);
    scratch_end(&scratch);
    return check_verdict();
}
