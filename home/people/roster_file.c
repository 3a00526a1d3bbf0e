#include "home/people/roster_file.h"

#include <string.h>

static uint8_t count_admins(const struct people *people)
{
    uint8_t admins = 0;
    while (admins < people->count && people->entry[admins].role == ROLE_ADMIN) {
        admins++;
    }
    return admins;
}

static bool is_admin(const struct people *people, const uint8_t point[POINT_SIZE])
{
    for (uint8_t i = 0; i < count_admins(people); i++) {
        if (memcmp(people->entry[i].point, point, POINT_SIZE) == 0) {
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
    struct roster_head head = {
        .version = request->version,
        .made = (uint64_t)request->made,
        .policy = request->policy,
        .admins = count_admins(request->people),
        .count = request->people->count,
    };
    memcpy(head.door8, request->door8, DOOR8_SIZE);
    if (!key_point(admin, point) || !is_admin(request->people, point)) {
        return failure_say(failure, "the key in keys/admin.key is not an admin in people.json; put "
                                    "both back from the same backup");
    }
    key8_of(point, signer8);
    const struct bytes covered = roster_encode(&head, request->people->entry, signer8, room);
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
