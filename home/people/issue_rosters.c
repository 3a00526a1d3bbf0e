#include "home/people/issue_rosters.h"
#include "home/authority/authority.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char next_file[] = "roster.next";

// A roster that is signed and not yet stored.
struct draft {
    struct issued_door door;
    struct roster_mark name;
    uint8_t room[ROSTER_MOST];
    struct bytes bytes;
};

struct drafts {
    size_t count;
    struct draft *at; // one place for each door
};

static bool key8_of_file(const char *path, uint8_t key8[KEY8_SIZE], struct failure *failure)
{
    EVP_PKEY *key = NULL;
    uint8_t point[POINT_SIZE];
    if (!key_load_public(path, &key, failure)) {
        return false;
    }
    const bool known = key_point(key, point);
    EVP_PKEY_free(key);
    if (!known) {
        return failure_say(failure, "%s holds no public P-256 key; put it back from a backup",
                           path);
    }
    key8_of(point, key8);
    return true;
}

// Role 4 has power where there is somebody to have it.
static uint8_t policy_of(const struct roster_issue *issue, const char *door, uint8_t before)
{
    const bool changes = issue->policy_door != NULL && strcmp(issue->policy_door, door) == 0;
    const uint8_t chosen = changes ? issue->policy : before;
    const uint8_t kept = (uint8_t)(chosen & ~(unsigned)POLICY_AUTOMATION);
    return people_count(issue->people, ROLE_AUTOMATION, door) > 0 ? kept | POLICY_AUTOMATION : kept;
}

// NULL: the door is not among those.
static const struct roster_mark *above_at(const struct roster_issue *issue, const char *door)
{
    const size_t count = issue->above == NULL ? 0 : issue->above->count;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(issue->above->at[i].door, door) == 0) {
            return &issue->above->at[i].mark;
        }
    }
    return NULL;
}

static bool is_recovery(const struct roster_issue *issue, const uint8_t recovery8[KEY8_SIZE])
{
    uint8_t point[POINT_SIZE];
    uint8_t key8[KEY8_SIZE];
    if (!key_point(issue->signer, point)) {
        return false;
    }
    key8_of(point, key8);
    return memcmp(key8, recovery8, KEY8_SIZE) == 0;
}

// The door would refuse without a word: byte for byte the admins in force (docs/protocol.md, S7).
static bool admins_stay(const struct roster_message *before, struct bytes draft)
{
    struct roster_message after;
    return roster_decode(draft, &after) && after.head.admins == before->head.admins &&
           memcmp(after.entries.at, before->entries.at,
                  (size_t)before->head.admins * ROSTER_ENTRY_SIZE) == 0;
}

static void name_draft(struct draft *draft, const char *door, uint32_t version)
{
    uint8_t hash[HASH_SIZE];
    sha256_of((struct bytes){draft->bytes.at, draft->bytes.count - SIGNATURE_SIZE}, hash);
    memcpy(draft->name.hash8, hash, HASH8_SIZE);
    draft->name.version = version;
    draft->door.version = version;
    memcpy(draft->door.name, door, strlen(door) + 1);
}

// The page's, as the home says it; a home without one leaves what another owner has said.
static void origin_of(const struct home *home, const struct roster_head *before,
                      uint8_t out[ORIGIN_SIZE])
{
    const struct page_origin origin = page_origin_of(&home->settings.page);
    memcpy(out, origin.text[0] == '\0' ? (const void *)before->origin : origin.text, ORIGIN_SIZE);
}

static bool origin_stays(const struct home *home, const struct roster_head *before)
{
    uint8_t origin[ORIGIN_SIZE];
    origin_of(home, before, origin);
    return memcmp(origin, before->origin, ORIGIN_SIZE) == 0;
}

// Signs for the door, where it is concerned, into the next place of the drafts.
static bool draft_for(const struct roster_issue *issue, const uint8_t recovery8[KEY8_SIZE],
                      const char *door, struct drafts *drafts, struct failure *failure)
{
    struct stored_roster before;
    struct path path;
    uint8_t door8[DOOR8_SIZE];
    uint8_t origin[ORIGIN_SIZE];
    struct draft *draft = &drafts->at[drafts->count];
    if (!roster_load(issue->home, door, "roster", &before, failure)) {
        return false;
    }
    const struct roster_head *head = &before.message.head;
    const uint8_t policy = policy_of(issue, door, head->policy);
    const struct roster_mark *above = above_at(issue, door);
    if (above == NULL && policy == head->policy && origin_stays(issue->home, head) &&
        roster_says_so(&before.message, issue->people, door)) {
        return true;
    }
    if (!home_door_path(issue->home, door, "identity.pub", &path, failure) ||
        !key8_of_file(path.text, door8, failure)) {
        return false;
    }
    origin_of(issue->home, head, origin);
    const uint32_t last =
        above != NULL && above->version > head->version ? above->version : head->version;
    const struct roster_request request = {
        .people = issue->people,
        .door = door,
        .door8 = door8,
        .version = last + 1,
        .made = issue->now,
        .policy = policy,
        .origin = origin,
        .recovery8 = recovery8,
    };
    if (!roster_sign(&request, issue->signer, draft->room, &draft->bytes, failure)) {
        return false;
    }
    if (!is_recovery(issue, recovery8) && !admins_stay(&before.message, draft->bytes)) {
        return failure_say(failure,
                           "the admins of %s are other ones than in its last roster, and only the "
                           "recovery key changes them; use `portcullis admin add` or `portcullis "
                           "recover` with the recovery sheet",
                           door);
    }
    name_draft(draft, door, request.version);
    drafts->count++;
    return true;
}

static bool draft_all(const struct roster_issue *issue, const struct doors *doors,
                      struct drafts *drafts, struct failure *failure)
{
    struct path path;
    uint8_t recovery8[KEY8_SIZE];
    if (!home_path(issue->home, "keys/recovery.pub", &path, failure) ||
        !key8_of_file(path.text, recovery8, failure)) {
        return false;
    }
    for (size_t i = 0; i < doors->count; i++) {
        if (!draft_for(issue, recovery8, doors->name[i], drafts, failure)) {
            return false;
        }
    }
    return true;
}

static bool write_next(const struct home *home, const struct draft *draft,
                       const struct roster_mark *above, struct failure *failure)
{
    struct path path;
    if (above != NULL && !signed_rosters_add(home, draft->door.name, above, failure)) {
        return false;
    }
    return home_door_path(home, draft->door.name, next_file, &path, failure) &&
           file_write(path.text, draft->bytes, failure) &&
           signed_rosters_add(home, draft->door.name, &draft->name, failure);
}

static bool remove_next(const struct home *home, const char *door, struct failure *failure)
{
    struct path path;
    if (!home_door_path(home, door, next_file, &path, failure)) {
        return false;
    }
    if (unlink(path.text) != 0 && errno != ENOENT) {
        return failure_of_system(failure, "remove", path.text);
    }
    return true;
}

static bool put_next(const struct home *home, const char *door, struct failure *failure)
{
    struct path next;
    struct path place;
    return home_door_path(home, door, next_file, &next, failure) &&
           home_door_path(home, door, "roster", &place, failure) &&
           file_put(next.text, place.text, failure);
}

// It is of the people as they are, and newer than the one in its place.
static bool next_counts(const struct home *home, const struct people *people, const char *door,
                        struct issued_door *out)
{
    struct stored_roster now;
    struct stored_roster next;
    struct failure ignored;
    if (!roster_load(home, door, next_file, &next, &ignored) ||
        !roster_load(home, door, "roster", &now, &ignored) ||
        next.message.head.version < now.message.head.version ||
        memcmp(next.hash8, now.hash8, HASH8_SIZE) == 0 ||
        !roster_says_so(&next.message, people, door)) {
        return false;
    }
    out->version = next.message.head.version;
    memcpy(out->name, door, strlen(door) + 1);
    return true;
}

static bool settle_one(const struct home *home, const struct people *people, const char *door,
                       struct issued *issued, struct failure *failure)
{
    struct path path;
    if (!home_door_path(home, door, next_file, &path, failure)) {
        return false;
    }
    if (!file_exists(path.text)) {
        return true;
    }
    if (!next_counts(home, people, door, &issued->door[issued->count])) {
        return remove_next(home, door, failure);
    }
    issued->count++;
    return put_next(home, door, failure);
}

static bool settle_all(const struct home *home, const struct doors *doors,
                       const struct people *people, struct issued *out, struct failure *failure)
{
    out->count = 0;
    for (size_t i = 0; i < doors->count; i++) {
        if (!settle_one(home, people, doors->name[i], out, failure)) {
            return false;
        }
    }
    return true;
}

bool rosters_settle(const struct home *home, struct issued *out, struct failure *failure)
{
    struct doors doors;
    struct people people;
    return doors_list(home, &doors, failure) && people_read(home->folder.text, &people, failure) &&
           settle_all(home, &doors, &people, out, failure);
}

// Nothing counts of what could not be written as a whole.
static void withdraw(const struct home *home, const struct drafts *drafts)
{
    struct failure ignored;
    for (size_t i = 0; i < drafts->count; i++) {
        // What stays is thrown away by the next run, for people.json does not name it.
        (void)remove_next(home, drafts->at[i].door.name, &ignored);
    }
}

// Steps 2 and 3, when all that needs space for a roster is written.
static bool put_all(const struct home *home, const struct people *people,
                    const struct drafts *drafts, struct issued *out, struct failure *failure)
{
    if (!people_write(home->folder.text, people, failure)) {
        // It may be the new file that could not be synced: which of them counts, it says itself.
        struct failure second;
        struct issued settled;
        const bool is_settled = rosters_settle(home, &settled, &second);
        (void)is_settled; // otherwise the next run does it; the first failure is the one to tell
        return false;
    }
    out->count = 0;
    for (size_t i = 0; i < drafts->count; i++) {
        if (!put_next(home, drafts->at[i].door.name, failure)) {
            return false;
        }
        out->door[out->count++] = drafts->at[i].door;
    }
    return true;
}

static bool store(const struct roster_issue *issue, const struct drafts *drafts, struct issued *out,
                  struct failure *failure)
{
    for (size_t i = 0; i < drafts->count; i++) {
        const struct draft *draft = &drafts->at[i];
        if (!write_next(issue->home, draft, above_at(issue, draft->door.name), failure)) {
            withdraw(issue->home, drafts);
            return false;
        }
    }
    return put_all(issue->home, issue->people, drafts, out, failure);
}

bool rosters_adopt(const struct home *home, const struct people *people, const char *door,
                   const struct stored_roster *roster, struct failure *failure)
{
    struct draft draft = {.bytes = roster->bytes};
    const struct drafts drafts = {.count = 1, .at = &draft};
    struct issued issued;
    name_draft(&draft, door, roster->message.head.version);
    if (!rosters_settle(home, &issued, failure)) {
        return false;
    }
    if (!write_next(home, &draft, NULL, failure)) {
        withdraw(home, &drafts);
        return false;
    }
    return put_all(home, people, &drafts, &issued, failure);
}

bool rosters_issue(const struct roster_issue *issue, struct issued *out, struct failure *failure)
{
    struct doors doors;
    struct issued settled;
    if (!clock_is_plausible(issue->now, failure) ||
        !rosters_settle(issue->home, &settled, failure) ||
        !doors_list(issue->home, &doors, failure)) {
        return false;
    }
    struct drafts drafts = {.at = calloc(doors.count + 1, sizeof(struct draft))};
    if (drafts.at == NULL) {
        return failure_say(failure, "cannot sign rosters for %zu doors: out of memory; try again",
                           doors.count);
    }
    const bool issued =
        draft_all(issue, &doors, &drafts, failure) && store(issue, &drafts, out, failure);
    free(drafts.at);
    return issued;
}

bool rosters_behind(const struct home *home, const struct people *people, struct doors *out,
                    struct failure *failure)
{
    struct doors doors;
    struct doors behind = {.count = 0};
    if (!doors_list(home, &doors, failure)) {
        return false;
    }
    for (size_t i = 0; i < doors.count; i++) {
        struct stored_roster stored;
        if (!roster_load(home, doors.name[i], "roster", &stored, failure)) {
            return false;
        }
        if (!roster_says_so(&stored.message, people, doors.name[i]) ||
            !origin_stays(home, &stored.message.head)) {
            memcpy(behind.name[behind.count++], doors.name[i], sizeof(behind.name[0]));
        }
    }
    *out = behind;
    return true;
}
