#include "door/guard/roster_judge.h"

#include "door/seams/crypto.h"

#include <string.h>

static bool is_user_letter(uint8_t letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
}

// One level of a topic: [a-z0-9-], then zeroes.
static bool user_is_sound(const uint8_t user[USER_SIZE])
{
    size_t length = 0;
    while (length < USER_SIZE && is_user_letter(user[length])) {
        length++;
    }
    for (size_t i = length; i < USER_SIZE; i++) {
        if (user[i] != 0) {
            return false;
        }
    }
    return length > 0;
}

// Printable, without the two letters JSON would escape, then zeroes.
static bool origin_is_sound(const uint8_t origin[ORIGIN_SIZE])
{
    bool padding = false;
    for (size_t i = 0; i < ORIGIN_SIZE; i++) {
        const uint8_t letter = origin[i];
        padding = padding || letter == 0;
        const bool usable = letter > ' ' && letter < 0x7f && letter != '"' && letter != '\\';
        if (padding ? letter != 0 : !usable) {
            return false;
        }
    }
    return true;
}

static bool key_is_new(uint8_t seen[ROSTER_ENTRIES_MOST][KEY8_SIZE], uint8_t index,
                       const struct roster_law *law)
{
    if (same_bytes(seen[index], law->identity8, KEY8_SIZE) ||
        same_bytes(seen[index], law->recovery8, KEY8_SIZE)) {
        return false;
    }
    for (uint8_t i = 0; i < index; i++) {
        if (same_bytes(seen[i], seen[index], KEY8_SIZE)) {
            return false;
        }
    }
    return true;
}

static bool entries_are_sound(const struct roster_message *roster, const struct roster_law *law)
{
    uint8_t seen[ROSTER_ENTRIES_MOST][KEY8_SIZE];
    for (uint8_t i = 0; i < roster->head.count; i++) {
        const struct roster_entry entry = roster_entry_at(roster, i);
        crypto_key8(entry.point, seen[i]);
        if (!user_is_sound(entry.user) || !key_is_new(seen, i, law)) {
            return false;
        }
    }
    return true;
}

static bool is_for_this_door(const struct roster_message *roster, const struct roster_law *law)
{
    return same_bytes(roster->head.door8, law->door8, DOOR8_SIZE);
}

bool roster_is_sound(const struct roster_message *roster, const struct roster_law *law)
{
    return is_for_this_door(roster, law) && origin_is_sound(roster->head.origin) &&
           entries_are_sound(roster, law);
}

// An admin is one of the first entries that the head names so, never one further down.
static bool admin_point(const struct roster_in_force *in_force, const uint8_t signer8[KEY8_SIZE],
                        uint8_t point[POINT_SIZE])
{
    struct roster_entry entry;
    uint8_t index = 0;
    if (!roster_in_force_find(in_force, signer8, &index) || index >= in_force->head.admins ||
        !roster_in_force_entry(in_force, index, &entry)) {
        return false;
    }
    if (entry.role != ROLE_ADMIN || entry.kind != KEY_RAW) {
        return false;
    }
    memcpy(point, entry.point, POINT_SIZE);
    return true;
}

static bool admins_stay(const struct roster_message *roster, const struct roster_in_force *before)
{
    if (roster->head.admins != before->head.admins) {
        return false;
    }
    for (uint8_t i = 0; i < before->head.admins; i++) {
        uint8_t bytes[ROSTER_ENTRY_SIZE];
        const size_t at = (size_t)i * ROSTER_ENTRY_SIZE;
        if (!roster_in_force_bytes(before, i, bytes) ||
            !same_bytes(roster->entries.at + at, bytes, ROSTER_ENTRY_SIZE)) {
            return false;
        }
    }
    return true;
}

static bool is_a_step_up(uint32_t version, uint32_t before)
{
    return version > before && version - before <= ROSTER_STEP_MOST;
}

enum roster_verdict roster_judge(const struct roster_message *roster,
                                 const struct roster_in_force *in_force,
                                 const struct roster_law *law, uint64_t certificate_end,
                                 uint8_t signer[POINT_SIZE])
{
    uint8_t hash[HASH_SIZE];
    if (!is_for_this_door(roster, law)) {
        return ROSTER_REFUSED_DOOR;
    }
    roster_hash(roster, hash);
    if (in_force->version != 0 && same_bytes(hash, in_force->hash, HASH_SIZE)) {
        return in_force->present ? ROSTER_REFUSED_SAME : ROSTER_TAKEN_BACK;
    }
    if (!is_a_step_up(roster->head.version, in_force->version)) {
        return ROSTER_REFUSED_VERSION;
    }
    if (!roster_is_sound(roster, law)) {
        return ROSTER_REFUSED_CONTENT;
    }
    if (certificate_end != 0 && roster->head.made > certificate_end) {
        return ROSTER_REFUSED_MADE;
    }
    if (same_bytes(roster->signer8, law->recovery8, KEY8_SIZE)) {
        memcpy(signer, law->recovery_point, POINT_SIZE);
        return ROSTER_FITS;
    }
    if (!admin_point(in_force, roster->signer8, signer)) {
        return ROSTER_REFUSED_SIGNER;
    }
    return admins_stay(roster, in_force) ? ROSTER_FITS : ROSTER_REFUSED_ADMINS;
}
