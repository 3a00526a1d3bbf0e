// Rosters against a guard that obeys one: decoded, judged, signed by whom the first byte says. What
// comes into force is one step up, keeps the admins unless the recovery key signed, and names no key
// twice. Cryptography is the fake, so that the fuzzer can sign.
#include "protocol/roster.h"

#include "base/insist.h"
#include "door/guard/guard.h"
#include "door/seams/crypto.h"
#include "test/fuzz/crypto_fake.h"
#include "test/fuzz/harness.h"
#include "test/support/ram_flash.h"

#include <string.h>

enum {
    SIGNED_BY_NOBODY = 0, // the bytes as they came
    SIGNED_BY_ADMIN = 1,
    SIGNED_BY_RECOVERY = 2,
    SIGNED_BY_OWNER = 3,
    SIGNERS = 4,
    VERSION_IN_FORCE = 7,
    MADE = 1700000000,
    CERTIFICATE_END = 1800000000
};

struct bench {
    struct ram_flash flash;
    struct store store;
    struct guard guard;
};

static const uint8_t secret[TURNS_SECRET_SIZE] = {1};
static uint8_t identity_point[POINT_SIZE];
static uint8_t recovery_point[POINT_SIZE];

static void key_of(uint8_t number, uint8_t key[PRIVATE_KEY_SIZE])
{
    memset(key, number, PRIVATE_KEY_SIZE);
}

static void point_of(uint8_t number, uint8_t point[POINT_SIZE])
{
    uint8_t key[PRIVATE_KEY_SIZE];
    key_of(number, key);
    fake_point(key, point);
}

static struct roster_law the_law(void)
{
    struct roster_law law = {.recovery_point = recovery_point};
    point_of('i', identity_point);
    point_of(SIGNED_BY_RECOVERY, recovery_point);
    crypto_key8(identity_point, law.identity8);
    crypto_key8(recovery_point, law.recovery8);
    memcpy(law.door8, law.identity8, DOOR8_SIZE);
    return law;
}

static struct roster_entry entry_of(uint8_t number, enum role role)
{
    struct roster_entry entry = {.kind = KEY_RAW, .role = (uint8_t)role, .user = {'a', '-', 'x'}};
    point_of(number, entry.point);
    return entry;
}

// On flash and in force.
static void put_in_force(struct bench *bench, struct bytes roster, uint32_t version)
{
    struct store *store = &bench->store;
    const uint8_t hash[HASH_SIZE] = {0};
    INSIST(968, store_roster_begin(store) && store_roster_write(store, 0, roster) &&
                    store_roster_commit(store, version, hash));
    guard_obey(&bench->guard, roster);
}

// One admin, one owner.
static void obey_the_first(struct bench *bench)
{
    uint8_t room[ROSTER_FRAME_SIZE + 2 * ROSTER_ENTRY_SIZE];
    uint8_t signer8[KEY8_SIZE] = {0};
    const struct roster_entry entries[2] = {entry_of(SIGNED_BY_ADMIN, ROLE_ADMIN),
                                            entry_of(SIGNED_BY_OWNER, ROLE_OWNER)};
    struct roster_head head = {
        .version = VERSION_IN_FORCE, .made = MADE, .admins = 1, .count = 2, .origin = "https://a"};
    memcpy(head.door8, bench->guard.law.door8, DOOR8_SIZE);
    memset(room, 0, sizeof(room));
    (void)roster_encode(&head, entries, signer8, room);
    put_in_force(bench, BYTES_OF(room), VERSION_IN_FORCE);
}

static void make_ready(struct bench *bench)
{
    const struct roster_law law = the_law();
    ram_flash_init(&bench->flash);
    INSIST(969, store_mount(&bench->store, &bench->flash.flash, law.door8) == STORE_READY);
    guard_init(&bench->guard, &law, secret, &bench->store);
    obey_the_first(bench);
}

static void check_layout(struct bytes whole, const struct roster_message *roster)
{
    static uint8_t room[ROSTER_MOST];
    struct roster_entry entries[ROSTER_ENTRIES_MOST];
    INSIST(970, roster->head.count <= ROSTER_ENTRIES_MOST &&
                    roster->head.admins <= roster->head.count &&
                    whole.count == roster_size(roster->head.count));
    for (uint8_t i = 0; i < roster->head.count; i++) {
        entries[i] = roster_entry_at(roster, i);
    }
    const struct bytes again = roster_encode(&roster->head, entries, roster->signer8, room);
    INSIST(971, again.count + SIGNATURE_SIZE == whole.count);
    INSIST(972, bytes_equal(again, (struct bytes){whole.at, again.count}));
}

static void check_keys(const struct guard *guard)
{
    const struct roster_in_force *now_so = &guard->roster;
    for (uint8_t i = 0; i < now_so->head.count; i++) {
        INSIST(973, !same_bytes(now_so->key8[i], guard->law.identity8, KEY8_SIZE) &&
                        !same_bytes(now_so->key8[i], guard->law.recovery8, KEY8_SIZE));
        for (uint8_t j = 0; j < i; j++) {
            INSIST(974, !same_bytes(now_so->key8[i], now_so->key8[j], KEY8_SIZE));
        }
    }
}

static void check_accepted(struct bench *bench, struct bytes whole, uint8_t signer)
{
    const struct roster_in_force *roster = &bench->guard.roster;
    uint8_t before[ROSTER_ENTRY_SIZE];
    uint8_t after[ROSTER_ENTRY_SIZE];
    INSIST(975, roster_in_force_bytes(roster, 0, before));
    put_in_force(bench, whole, VERSION_IN_FORCE + 1);
    INSIST(976, signer == SIGNED_BY_ADMIN || signer == SIGNED_BY_RECOVERY);
    INSIST(977, roster->head.version > VERSION_IN_FORCE &&
                    roster->head.version <= VERSION_IN_FORCE + ROSTER_STEP_MOST);
    INSIST(978, roster->head.made <= CERTIFICATE_END);
    INSIST(979, same_bytes(roster->head.door8, bench->guard.law.door8, DOOR8_SIZE));
    if (signer == SIGNED_BY_ADMIN) {
        INSIST(989, roster->head.admins == 1 && roster_in_force_bytes(roster, 0, after) &&
                        same_bytes(before, after, sizeof(after)));
    }
    check_keys(&bench->guard);
}

// Nobody finds a door8, a key8 or a signature by trying.
static void address_and_sign(uint8_t signer, const struct roster_law *law, uint8_t *message,
                             size_t covered)
{
    uint8_t key[PRIVATE_KEY_SIZE];
    uint8_t point[POINT_SIZE];
    key_of(signer, key);
    fake_point(key, point);
    memcpy(message + MAGIC_SIZE, law->door8, DOOR8_SIZE);
    crypto_key8(point, message + covered - KEY8_SIZE);
    fake_sign(key, message, covered);
}

static void try_input(struct bytes input)
{
    static uint8_t room[ROSTER_MOST + ROSTER_ENTRY_SIZE];
    static struct bench ready;
    static struct bench bench;
    if (input.count == 0 || input.count - 1 > sizeof(room)) {
        return;
    }
    // At the room's end, so that a sanitizer sees a byte too far.
    uint8_t *at = room + sizeof(room) - (input.count - 1);
    const struct bytes whole = {at, input.count - 1};
    const uint8_t signer = input.at[0] % SIGNERS;
    memcpy(at, input.at + 1, whole.count);
    const struct roster_law law = the_law();
    if (signer != SIGNED_BY_NOBODY && whole.count >= ROSTER_FRAME_SIZE) {
        address_and_sign(signer, &law, at, whole.count - SIGNATURE_SIZE);
    }
    struct roster_message roster;
    if (roster_decode(whole, &roster)) {
        check_layout(whole, &roster);
    }
    if (ready.guard.roster.version == 0) {
        make_ready(&bench);
        ready = bench; // its pointers are into bench, where it is copied back to
    }
    bench = ready;
    if (guard_hear_roster(&bench.guard, whole, CERTIFICATE_END, 1) == ROSTER_ACCEPTED) {
        check_accepted(&bench, whole, signer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    try_input((struct bytes){input, size});
    return 0;
}
