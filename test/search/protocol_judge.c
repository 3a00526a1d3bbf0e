#include "test/search/protocol_judge.h"

// The command the operator has answered in this event.
static struct signed_command *answered(struct protocol_world *world)
{
    for (unsigned i = 0; world->taken.any && i < world->command_count; i++) {
        if (same_bytes(world->commands[i].command8, world->taken.command8, COMMAND8_SIZE)) {
            return &world->commands[i];
        }
    }
    return NULL;
}

static bool is_too_late(const struct taken *taken, const struct signed_command *command)
{
    return taken->boot != command->view.boot || taken->turn - command->view.turn > 1;
}

// It, or a later one of the same key, had been answered before this event.
static bool was_barred(const struct protocol_world *world, const struct signed_command *command)
{
    for (unsigned i = 0; i < world->command_count; i++) {
        const struct signed_command *other = &world->commands[i];
        if (other->person == command->person && other->nonce >= command->nonce &&
            other->answered_before) {
            return true;
        }
    }
    return false;
}

// One of another key that was signed over the same view, or a later one, had been accepted.
static bool was_overtaken(const struct protocol_world *world, const struct signed_command *command)
{
    for (unsigned i = 0; i < world->command_count; i++) {
        const struct signed_command *other = &world->commands[i];
        if (other->person != command->person && other->view.serial >= command->view.serial &&
            other->accepted > 0) {
            return true;
        }
    }
    return false;
}

static enum broken judge_taken(const struct protocol_world *world,
                               const struct signed_command *command)
{
    const bool moves = command->action != ACTION_STOP;
    if (command->acted > 1) {
        return P1_ACTED_TWICE;
    }
    if (is_too_late(&world->taken, command)) {
        return P2_ACTED_TOO_LATE;
    }
    if (!moves && command->accepted > 1) {
        return P5_STOP_ACCEPTED_TWICE;
    }
    if (was_barred(world, command)) {
        return P3_ACTED_AFTER_A_LATER_ONE;
    }
    if (moves && was_overtaken(world, command)) {
        return P7_ACTED_AFTER_ANOTHERS;
    }
    const bool same_door = world->taken.sequence == command->view.sequence;
    return moves && !same_door ? P9_DOOR_HAD_CHANGED : NOTHING_BROKEN;
}

static enum broken take(struct protocol_world *world, struct signed_command *command)
{
    const bool acted = world->taken.result == RESULT_OK;
    if (!acted && world->taken.result != RESULT_ALREADY) {
        return NOTHING_BROKEN;
    }
    command->acted = (uint8_t)(command->acted + (acted ? 1 : 0));
    command->accepted++;
    if (acted && command->person == PERSON_B && command->action == ACTION_OPEN) {
        world->guest_openings++;
    }
    return judge_taken(world, command);
}

enum broken protocol_judge(struct protocol_world *world)
{
    enum broken broken = NOTHING_BROKEN;
    struct signed_command *command = answered(world);
    if (command != NULL) {
        broken = take(world, command);
    }
    for (unsigned i = 0; i < world->command_count; i++) {
        world->commands[i].answered_before = world->commands[i].answered;
    }
    const struct roster_in_force *roster = &world->floor.guard.roster;
    if (world->guest_openings > 1) {
        return P6_GUEST_OPENED_TWICE;
    }
    if (broken != NOTHING_BROKEN) {
        return broken;
    }
    if (roster->present && roster->version < world->said) {
        return P4_OBEYS_AN_OLDER_ROSTER;
    }
    const bool for_somebody =
        world->had_goal || (world->taken.any && world->taken.result == RESULT_OK);
    return world->pressed && !for_somebody ? P8_PRESSED_FOR_NOBODY : NOTHING_BROKEN;
}

const char *broken_name(enum broken broken)
{
    static const char *const names[BROKEN_COUNT] = {
        "nothing",
        "P1 a command acted twice",
        "P2 a command acted after two turns of its epoch, or after a boot",
        "P3 a command acted after a later one of the same key was answered",
        "P4 the door said roster 2, and obeys roster 1",
        "P5 a stop was accepted twice",
        "P6 a guest with one use opened twice",
        "P7 a command acted after a later one of another key was accepted",
        "P8 the relay was pressed for nobody",
        "P9 a command acted on a door that had changed since it was signed"};
    return names[broken];
}

static void mix(uint64_t *state, uint64_t value)
{
    *state = (*state ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    *state ^= *state >> 32;
}

// Two turns, or a boot: whatever is accepted of it then is a finding by that alone.
static bool is_dead(const struct turns *turns, const struct view *view)
{
    return view->boot != turns->boot || turns->turn - view->turn > 1;
}

static void mix_view(uint64_t *state, const struct protocol_world *world, const struct view *view)
{
    const struct turns *turns = &world->floor.guard.turns;
    mix(state, (uint64_t)(turns->turn - view->turn) << 16 |
                   (uint16_t)(world->door.sequence - view->sequence));
}

// The turn of the key's last number, where this is the one the guard has kept; 0xff where not.
static uint64_t kept_since(const struct protocol_world *world, const struct signed_command *command)
{
    const struct nonces *nonces = &world->floor.guard.nonces;
    const uint8_t *key8 = command->message + 1 + MAGIC_SIZE + DOOR8_SIZE;
    for (unsigned i = 0; i < NONCES_MOST; i++) {
        if (nonces->kept[i] && nonces->nonces[i] == command->nonce &&
            same_bytes(nonces->keys[i], key8, KEY8_SIZE)) {
            return (uint16_t)(world->floor.guard.turns.turn - nonces->turns[i]);
        }
    }
    return 0xff;
}

static unsigned rank_of(const struct protocol_world *world, const struct signed_command *command)
{
    unsigned rank = 0;
    for (unsigned i = 0; i < world->command_count; i++) {
        const struct signed_command *other = &world->commands[i];
        rank += other->person == command->person && other->nonce < command->nonce &&
                !is_dead(&world->floor.guard.turns, &other->view);
    }
    return rank;
}

// In no order: who came first shows in what became of them.
static uint64_t sum_of_commands(const struct protocol_world *world)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < world->command_count; i++) {
        const struct signed_command *command = &world->commands[i];
        uint64_t state = 2;
        if (is_dead(&world->floor.guard.turns, &command->view)) {
            sum++;
            continue;
        }
        mix_view(&state, world, &command->view);
        mix(&state, (uint64_t)command->person << 40 | (uint64_t)command->action << 32 |
                        kept_since(world, command) << 16 | (uint64_t)rank_of(world, command) << 8 |
                        (uint64_t)command->acted << 5 | (uint64_t)command->accepted << 2 |
                        (uint64_t)command->answered);
        sum += state;
    }
    return sum;
}

static void mix_views(uint64_t *state, const struct protocol_world *world)
{
    const struct turns *turns = &world->floor.guard.turns;
    bool any_dead = false;
    for (unsigned i = 0; i < world->view_count; i++) {
        if (is_dead(turns, &world->views[i])) {
            any_dead = true;
        } else {
            mix_view(state, world, &world->views[i]);
        }
    }
    mix(state, any_dead ? 1 : 0);
}

static void mix_door(uint64_t *state, const struct protocol_world *world)
{
    const struct planner *planner = &world->door.planner;
    mix(state, (uint64_t)world->leaf << 32 | (uint64_t)planner->goal << 24 |
                   (uint64_t)planner->phase << 16 | (uint64_t)planner->belief.is << 8 |
                   world->door.state);
    mix(state, (uint64_t)planner->presses << 8 | (uint64_t)planner->closing_mark << 5 |
                   (uint64_t)planner->press_unanswered << 4 | (uint64_t)planner->blind_close << 3 |
                   (uint64_t)planner->lock_out << 2 | (uint64_t)planner->belief.ours << 1 |
                   (uint64_t)world->door.stopped_by_us);
}

static void mix_kept(uint64_t *state, const struct protocol_world *world)
{
    const struct store *store = &world->floor.store;
    const struct roster_in_force *roster = &world->floor.guard.roster;
    mix(state, (uint64_t)store->kept.roster.version << 16 | (uint64_t)roster->version << 8 |
                   (uint64_t)roster->present << 3 | (uint64_t)store->kept.lock_out << 2 |
                   (uint64_t)store->kept.closing_mark.set << 1 | (uint64_t)store->kept.permission);
    mix(state, store->uses.keys[0].count);
}

uint64_t protocol_fingerprint(const struct protocol_world *world)
{
    uint64_t state = 1;
    mix(&state, (uint64_t)world->command_count << 40 | (uint64_t)world->turns << 32 |
                    (uint64_t)world->crashes << 24 | (uint64_t)world->hands << 16 |
                    (uint64_t)world->said << 8 | (uint64_t)world->guest_openings << 3 |
                    (uint64_t)world->slot_damaged);
    mix(&state, world->floor.guard.turns.turn > 0 ? 1 : 0);
    mix_views(&state, world);
    mix(&state, sum_of_commands(world));
    mix_door(&state, world);
    mix_kept(&state, world);
    return state;
}
