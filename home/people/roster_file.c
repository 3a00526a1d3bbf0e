#include "home/people/roster_file.h"

#include <string.h>

// Those who may at one door, in the order of the file: admins first.
struct selection {
    uint8_t count;
    uint8_t admins;
    struct roster_entry entry[ROSTER_ENTRIES_MOST];
};

static bool select_at(const struct people *people, const char *door, struct selection *out,
                      struct failure *failure)
{
    out->count = 0;
    out->admins = people_count(people, ROLE_ADMIN, door);
    for (uint8_t i = 0; i < people->count; i++) {
        if (!person_may_at(&people->at[i], door)) {
            continue;
        }
        if (out->count == ROSTER_ENTRIES_MOST) {
            return failure_say(failure,
                               "%s knows %d keys already, and no more fit; remove somebody there "
                               "first (`portcullis user list`)",
                               door, ROSTER_ENTRIES_MOST);
        }
        out->entry[out->count++] = people->at[i].entry;
    }
    return true;
}

static bool is_admin(const struct selection *selection, const uint8_t point[POINT_SIZE])
{
    for (uint8_t i = 0; i < selection->admins; i++) {
        if (memcmp(selection->entry[i].point, point, POINT_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

bool roster_sign(const struct roster_request *request, EVP_PKEY *admin, uint8_t *room,
                 struct bytes *out, struct failure *failure)
{
    uint8_t point[POINT_SIZE];
    uint8_t signer8[KEY8_SIZE];
    struct selection selection;
    if (!select_at(request->people, request->door, &selection, failure)) {
        return false;
    }
    if (!key_point(admin, point) || !is_admin(&selection, point)) {
        return failure_say(failure, "the key in keys/admin.key is not an admin in people.json; put "
                                    "both back from the same backup");
    }
    struct roster_head head = {
        .version = request->version,
        .made = (uint64_t)request->made,
        .policy = request->policy,
        .admins = selection.admins,
        .count = selection.count,
    };
    memcpy(head.door8, request->door8, DOOR8_SIZE);
    key8_of(point, signer8);
    const struct bytes covered = roster_encode(&head, selection.entry, signer8, room);
    if (!key_sign(admin, covered, room + covered.count)) {
        return failure_say(failure, "OpenSSL did not sign the roster; check that its library is "
                                    "whole");
    }
    *out = (struct bytes){room, roster_size(head.count)};
    return true;
}

void roster_hash(const struct roster_message *roster, uint8_t hash[HASH_SIZE])
{
    sha256_of(roster->covered, hash);
}
