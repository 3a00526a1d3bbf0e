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

static bool is_key(const uint8_t *wanted8, const uint8_t key8[KEY8_SIZE])
{
    return wanted8 != NULL && memcmp(wanted8, key8, KEY8_SIZE) == 0;
}

// A passkey signs for one origin alone (docs/protocol.md, "The door's order of checks"): where the roster
// names none, the door is silent to whatever it signs.
static bool passkeys_fit(const struct roster_request *request, const struct selection *selection,
                         struct failure *failure)
{
    const bool has_origin = request->origin != NULL && request->origin[0] != 0;
    for (uint8_t i = 0; !has_origin && i < selection->count; i++) {
        const struct person person = {.entry = selection->entry[i]};
        if (person.entry.kind == KEY_PASSKEY) {
            return failure_say(
                failure,
                "the key of %s is a passkey, and this home has no page that passkeys "
                "are bound to; give it one with `portcullis page host NAME`, or have a "
                "raw key made",
                person_user(&person).text);
        }
    }
    return true;
}

// Printable, and without what JSON would escape.
static bool origin_is_sound(const uint8_t origin[ORIGIN_SIZE], struct failure *failure)
{
    size_t length = 0;
    while (length < ORIGIN_SIZE && origin[length] > ' ' && origin[length] <= '~' &&
           origin[length] != '"' && origin[length] != '\\') {
        length++;
    }
    while (length < ORIGIN_SIZE && origin[length] == 0) {
        length++;
    }
    return length == ORIGIN_SIZE ||
           failure_say(failure, "the origin of the page in home.json is none, and every door would "
                                "refuse a roster with it; write it as https://garage.example.org");
}

// docs/protocol.md, "Roster": what a door refuses as a whole.
static bool keys_fit(const struct roster_request *request, const struct selection *selection,
                     struct failure *failure)
{
    uint8_t key8[ROSTER_ENTRIES_MOST][KEY8_SIZE];
    for (uint8_t i = 0; i < selection->count; i++) {
        const struct person person = {.entry = selection->entry[i]};
        const struct user_name user = person_user(&person);
        key8_of(selection->entry[i].point, key8[i]);
        if (is_key(request->door8, key8[i]) || is_key(request->recovery8, key8[i])) {
            return failure_say(failure,
                               "the key of %s is the recovery key or the identity of %s, which may "
                               "be nobody's; have another key made",
                               user.text, request->door);
        }
        for (uint8_t before = 0; before < i; before++) {
            if (is_key(key8[before], key8[i])) {
                return failure_say(failure,
                                   "the key of %s has the name of another key at %s, which does "
                                   "not happen by chance; have another key made",
                                   user.text, request->door);
            }
        }
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

bool roster_sign(const struct roster_request *request, EVP_PKEY *signer, uint8_t *room,
                 struct bytes *out, struct failure *failure)
{
    uint8_t point[POINT_SIZE];
    uint8_t signer8[KEY8_SIZE];
    struct selection selection;
    if (!select_at(request->people, request->door, &selection, failure) ||
        !keys_fit(request, &selection, failure) || !passkeys_fit(request, &selection, failure) ||
        (request->origin != NULL && !origin_is_sound(request->origin, failure))) {
        return false;
    }
    if (!key_point(signer, point)) {
        return failure_say(failure, "OpenSSL gave no point of the key that signs; check that its "
                                    "library is whole");
    }
    key8_of(point, signer8);
    if (!is_admin(&selection, point) && !is_key(request->recovery8, signer8)) {
        return failure_say(failure,
                           "the key in keys/admin.key is not an admin of %s in people.json; put "
                           "both back from the same backup, or make a new one with `portcullis "
                           "recover` and the recovery sheet",
                           request->door);
    }
    struct roster_head head = {
        .version = request->version,
        .made = (uint64_t)request->made,
        .policy = request->policy,
        .admins = selection.admins,
        .count = selection.count,
    };
    memcpy(head.door8, request->door8, DOOR8_SIZE);
    if (request->origin != NULL) {
        memcpy(head.origin, request->origin, ORIGIN_SIZE);
    }
    const struct bytes covered = roster_encode(&head, selection.entry, signer8, room);
    if (!key_sign(signer, covered, room + covered.count)) {
        return failure_say(failure, "OpenSSL did not sign the roster; check that its library is "
                                    "whole");
    }
    *out = (struct bytes){room, roster_size(head.count)};
    return true;
}

void roster_hash_of(const struct roster_message *roster, uint8_t hash[HASH_SIZE])
{
    sha256_of(roster->covered, hash);
}

bool roster_store(struct bytes bytes, struct stored_roster *out)
{
    uint8_t hash[HASH_SIZE];
    if (bytes.count > ROSTER_MOST) {
        return false;
    }
    if (bytes.at != out->room) {
        memcpy(out->room, bytes.at, bytes.count);
    }
    out->bytes = (struct bytes){out->room, bytes.count};
    if (!roster_decode(out->bytes, &out->message)) {
        return false;
    }
    roster_hash_of(&out->message, hash);
    memcpy(out->hash8, hash, HASH8_SIZE);
    return true;
}

bool roster_load(const struct home *home, const char *door, const char *file,
                 struct stored_roster *out, struct failure *failure)
{
    struct path path;
    struct bytes content;
    if (!home_door_path(home, door, file, &path, failure) ||
        !file_read(path.text, out->room, sizeof(out->room), &content, failure)) {
        return false;
    }
    return roster_store(content, out) ||
           failure_say(failure, "%s is damaged; put it back from a backup", path.text);
}

bool roster_says_so(const struct roster_message *roster, const struct people *people,
                    const char *door)
{
    struct selection selection;
    struct failure ignored;
    uint8_t room[ROSTER_MOST];
    if (!select_at(people, door, &selection, &ignored) || selection.count != roster->head.count ||
        selection.admins != roster->head.admins) {
        return false;
    }
    const struct bytes ours = roster_encode(&roster->head, selection.entry, roster->signer8, room);
    return memcmp(ours.at + ROSTER_HEAD_SIZE, roster->entries.at, roster->entries.count) == 0;
}
