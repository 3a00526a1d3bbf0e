// Every message against every verifier (S8), what a failure costs (S9), and passkeys.
#include "door/seams/crypto.h"
#include "protocol/ack.h"
#include "protocol/enrol.h"
#include "protocol/epoch.h"
#include "protocol/event.h"
#include "test/unit/door/guard/guard_bench.h"

#include <string.h>

static void s09_after_a_failure_the_guard_rests_three_times_as_long(void)
{
    ready();
    uint8_t forged[COMMAND_RAW_SIZE];
    (void)person_signs_command(KEY_OF_ALICE, &command, forged);
    forged[COMMAND_RAW_SIZE - 1] ^= 1;
    CHECK_SAME(hear("alice", BYTES_OF(forged), false, NOW), GUARD_REFUSED_SIGNATURE);
    // 366 ms later the loop comes round, and it is known how long it took.
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW + 366), GUARD_REFUSED_BUDGET);
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW + 366 + 1098), GUARD_REFUSED_BUDGET);
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW + 366 + 1102), GUARD_VERIFIED);
}

static void s09_a_replay_costs_as_much_rest_as_a_forgery(void)
{
    ready();
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW), GUARD_GRANTED);
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW + 100), GUARD_REFUSED_REPLAY);
    wish(ACTION_OPEN);
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW + 130), GUARD_REFUSED_BUDGET);
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW + 150), GUARD_GRANTED);
}

static size_t make_passkey_command(enum test_key_owner signer, uint8_t into[COMMAND_MOST])
{
    uint8_t covered[COMMAND_RAW_COVERED];
    struct command own = command;
    person_key8(KEY_OF_IDENTITY, own.door8);
    person_key8(KEY_OF_CAROL, own.key8);
    command_encode_raw(&own, covered);
    return person_signs_passkey_command(signer, "https://garage.example",
                                        (struct bytes){covered + 1, COMMAND_M_SIZE}, into);
}

static void a_passkey_opens_the_door(void)
{
    ready();
    size_t count = make_passkey_command(KEY_OF_CAROL, room);
    CHECK_SAME(hear("carol", (struct bytes){room, count}, false, NOW), GUARD_VERIFIED);
    CHECK_SAME(guard_decide(&guard, false, NOW), GUARD_GRANTED);
    guard_close_case(&guard);
    wish(ACTION_OPEN);
    count = make_passkey_command(KEY_OF_STRANGER, room);
    CHECK_SAME(hear("carol", (struct bytes){room, count}, false, NOW), GUARD_REFUSED_SIGNATURE);
}

// s and n - s both hold: whoever has one signature has the other.
static void s08_the_other_s_changes_no_outcome(void)
{
    ready();
    const struct bytes message = person_signs_command(KEY_OF_ALICE, &command, room);
    uint8_t flipped[COMMAND_RAW_SIZE];
    memcpy(flipped, message.at, sizeof(flipped));
    person_flips_s(flipped + COMMAND_RAW_COVERED);
    CHECK(!same_bytes(flipped, message.at, sizeof(flipped)));
    const struct guard before = guard;
    CHECK_SAME(hear("alice", BYTES_OF(flipped), false, NOW), GUARD_VERIFIED);
    guard = before;
    CHECK_SAME(ask(KEY_OF_ALICE, "alice", false, NOW), GUARD_GRANTED);
    CHECK_SAME(hear("alice", BYTES_OF(flipped), false, NOW + 50), GUARD_VERIFIED);
    guard_run(&guard, NOW + 60);
    CHECK_SAME(guard_decide(&guard, false, NOW + 60), GUARD_REFUSED_REPLAY);
}

// Every kind of signed message, each signed by alice, who is the owner here and everything else too.
struct sample {
    const char *name;
    uint8_t bytes[ROSTER_MOST];
    size_t count;
};

static void sign_sample(struct sample *sample, size_t covered)
{
    person_signs(KEY_OF_ALICE, sample->bytes, covered);
    sample->count = covered + SIGNATURE_SIZE;
}

static size_t make_samples(struct sample *samples)
{
    size_t count = 0;
    struct epoch epoch = {.boot = 1};
    struct ack ack = {.result = RESULT_OK};
    struct event event = {.boot = 1};
    const struct enrol enrol = {.kind = KEY_RAW};
    struct time_message time = {.unix_seconds = sunday_noon};
    person_key8(KEY_OF_IDENTITY, epoch.door8);
    person_key8(KEY_OF_IDENTITY, ack.door8);
    person_key8(KEY_OF_IDENTITY, event.door8);
    memcpy(time.epoch_value, guard.turns.value, EPOCH_VALUE_SIZE);

    samples[count].name = "command";
    samples[count].count = person_signs_command(KEY_OF_ALICE, &command, samples[count].bytes).count;
    count++;
    samples[count].name = "time";
    samples[count].count = person_signs_time(KEY_OF_ALICE, &time, samples[count].bytes).count;
    count++;
    samples[count].name = "roster";
    head.version++;
    samples[count].count =
        person_signs_roster(KEY_OF_ALICE, &head, entries, samples[count].bytes).count;
    count++;
    samples[count].name = "epoch";
    epoch_encode(&epoch, samples[count].bytes);
    sign_sample(&samples[count++], EPOCH_COVERED);
    samples[count].name = "ack";
    ack_encode(&ack, samples[count].bytes);
    sign_sample(&samples[count++], ACK_COVERED);
    samples[count].name = "event";
    event_encode(&event, samples[count].bytes);
    sign_sample(&samples[count++], EVENT_COVERED);
    samples[count].name = "enrol";
    enrol_encode(&enrol, samples[count].bytes);
    sign_sample(&samples[count++], ENROL_COVERED);
    return count;
}

// Gives alice's key the role, as the only entry, which is the admin's place too.
static void alice_is(enum role role)
{
    entries[0] = person_entry(KEY_OF_ALICE, role, "alice");
    head = people_roster_head(head.version + 1, 1, 1);
    head.made = 0;
    obey();
    guard.verifying = stopwatch_stopped();
}

static void s08_no_message_passes_for_another(void)
{
    static struct sample samples[8];
    ready();
    alice_is(ROLE_OWNER);
    const size_t count = make_samples(samples);
    for (size_t i = 0; i < count; i++) {
        const struct bytes message = {samples[i].bytes, samples[i].count};
        check_context(samples[i].name);
        alice_is(ROLE_OWNER);
        CHECK((hear("alice", message, false, NOW) == GUARD_VERIFIED) == (i == 0));
        alice_is(ROLE_TIMEKEEPER);
        CHECK((guard_hear_time(&guard, message, false, NOW) == GUARD_GRANTED) == (i == 1));
        alice_is(ROLE_ADMIN);
        struct roster_message read;
        CHECK(roster_decode(message, &read) == (i == 2));
    }
    check_context(NULL);
}

static void s08_a_raw_signature_is_none_of_a_passkey(void)
{
    ready();
    entries[1].kind = KEY_PASSKEY;
    head.version++;
    obey();
    CHECK_SAME(hear_signed(KEY_OF_ALICE, "alice", NOW), GUARD_REFUSED_KEY);
    ready();
    entries[3].kind = KEY_RAW;
    head.version++;
    obey();
    const size_t count = make_passkey_command(KEY_OF_CAROL, room);
    CHECK_SAME(hear("carol", (struct bytes){room, count}, false, NOW), GUARD_REFUSED_KEY);
}

int main(void)
{
    RUN(s09_after_a_failure_the_guard_rests_three_times_as_long);
    RUN(s09_a_replay_costs_as_much_rest_as_a_forgery);
    RUN(a_passkey_opens_the_door);
    RUN(s08_the_other_s_changes_no_outcome);
    RUN(s08_no_message_passes_for_another);
    RUN(s08_a_raw_signature_is_none_of_a_passkey);
    return check_verdict();
}
