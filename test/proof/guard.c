// The guard, whatever it hears, in any order, as often as wanted, whatever time it is.
#include "door/guard/guard.h"

#include "protocol/time_message.h"
#include "test/proof/any.h"
#include "test/proof/seams.h"
#include "test/proof/subjects.h"

enum {
    PROOF_MOST = 64,
    COUNT_AT = 26, // in a Roster: how many entries it has
    ENTRIES_TRIED = 3
};

static size_t length; // of what is heard, told apart value by value

static uint8_t m[COMMAND_M_SIZE];
static uint8_t covered[COMMAND_RAW_COVERED];
static uint8_t raw_signature[SIGNATURE_SIZE];
static uint8_t proof[PROOF_MOST];

// In the place of the decoder, which is a subject of its own: any Command it could give.
bool command_decode(struct bytes message, struct command_message *out)
{
    (void)message;
    if (any_bool()) {
        return false;
    }
    any_bytes(m, sizeof(m));
    any_bytes(covered, sizeof(covered));
    any_bytes(raw_signature, sizeof(raw_signature));
    any_bytes(proof, sizeof(proof));
    *out = (struct command_message){.kind = KEY_RAW,
                                    .command = {.nonce = any_u64(),
                                                .action = any_u8(),
                                                .argument = any_u8(),
                                                .sequence = any_u16()},
                                    .m = BYTES_OF(m),
                                    .covered = BYTES_OF(covered)};
    any_bytes(out->command.door8, DOOR8_SIZE);
    any_bytes(out->command.key8, KEY8_SIZE);
    any_bytes(out->command.epoch_value, EPOCH_VALUE_SIZE);
    if (any_bool()) {
        out->signature = BYTES_OF(raw_signature);
        return true;
    }
    out->kind = KEY_PASSKEY;
    out->authenticator_data = (struct bytes){proof, any_between(0, PROOF_MOST)};
    out->client_data_json = (struct bytes){proof, any_between(0, PROOF_MOST)};
    out->signature = (struct bytes){proof, any_between(0, PROOF_MOST)};
    return true;
}

// And of what compares an assertion, which is one too.
bool assertion_holds(const struct assertion *assertion, const struct relying_party *party,
                     const uint8_t challenge[HASH_SIZE], const uint8_t point[POINT_SIZE])
{
    whole(challenge, HASH_SIZE);
    whole(point, POINT_SIZE);
    whole(party->origin.at, party->origin.count);
    (void)assertion;
    return any_bool();
}

struct bytes origin_host(struct bytes origin)
{
    whole(origin.at, origin.count);
    return (struct bytes){origin.at, any_between(0, (uint32_t)origin.count)};
}

static void hear_command(struct guard *guard)
{
    uint8_t user[USER_SIZE];
    any_bytes(user, sizeof(user));
    length = any_between(0, USER_SIZE);
    //@ split length;
    any_here();
    const struct heard heard = {
        .user = {user + USER_SIZE - length, length}, .payload = {NULL, 0}, .retained = any_bool()};
    (void)guard_hear(guard, &heard, any_u32());
}

static void go_on(struct guard *guard)
{
    if (guard->open.verdict == GUARD_VERIFIED) {
        (void)guard_decide(guard, any_bool(), any_u32());
    } else if (guard->open.verdict == GUARD_GRANTED) {
        (void)guard_permit(guard, any_bool());
    }
}

static void hear_roster(struct guard *guard)
{
    static uint8_t room[ROSTER_MOST];
    any_bytes(room, sizeof(room));
    length = any_between(0, ENTRIES_TRIED);
    //@ split length;
    any_here();
    const size_t count = roster_size((uint8_t)length);
    const struct bytes payload = {room + ROSTER_MOST - count, count};
    room[ROSTER_MOST - count + COUNT_AT] = (uint8_t)length;
    const enum roster_verdict verdict = guard_hear_roster(guard, payload, any_u64(), any_u32());
    if (verdict == ROSTER_ACCEPTED || verdict == ROSTER_TAKEN_BACK) {
        guard_obey(guard, payload);
    }
}

static void hear_time(struct guard *guard)
{
    uint8_t room[TIME_SIZE];
    any_bytes(room, sizeof(room));
    (void)guard_hear_time(guard, BYTES_OF(room), any_bool(), any_u32());
}

static void step(struct guard *guard)
{
    uint8_t some[TURNS_ENTROPY_SIZE];
    any_bytes(some, sizeof(some));
    switch (any_u8()) {
    case 0:
        guard_run(guard, any_u32());
        break;
    case 1:
        hear_command(guard);
        break;
    case 2:
        go_on(guard);
        break;
    case 3:
        hear_roster(guard);
        break;
    case 4:
        hear_time(guard);
        break;
    case 5:
        turns_begin(&guard->turns, any_u32(), some, any_u32());
        break;
    case 6:
        wall_clock_from_board(&guard->clock, any_u64(), any_u32());
        break;
    case 7:
        roster_in_force_name(&guard->roster, any_u32(), some);
        break;
    default:
        guard_close_case(guard);
        (void)guard_unix(guard, any_u32());
        (void)guard_next_wake(guard, any_u32());
        break;
    }
}

void prove_guard(void)
{
    static struct store store;
    static uint8_t secret[TURNS_SECRET_SIZE];
    static uint8_t recovery[POINT_SIZE];
    static struct guard guard;
    struct roster_law law = {.recovery_point = recovery};
    any_bytes(secret, sizeof(secret));
    any_bytes(recovery, sizeof(recovery));
    any_bytes(law.door8, sizeof(law.door8));
    any_bytes(law.identity8, sizeof(law.identity8));
    any_bytes(law.recovery8, sizeof(law.recovery8));
    store.journal.flash = &any_flash;
    store.journal.half_sectors = 3;
    // guard_init, of which this version of Frama-C makes an internal error.
    guard.law = law;
    guard.roster.store = &store;
    turns_init(&guard.turns, secret);
    budget_init(&guard.budget);
    while (any_bool()) {
        store.kept.roster.slot = any_bool() ? 1 : 0;
        store.uses.keys[any_between(0, ROSTER_ENTRIES_MOST - 1)].count = any_u8();
        step(&guard);
        //@ merge length;
        any_here();
    }
}
