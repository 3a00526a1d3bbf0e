#include "test/search/protocol_world.h"

#include "base/insist.h"
#include "door/event_route.h"
#include "door/keep_route.h"
#include "door/seams/board.h"
#include "test/search/protocol_cast.h"

#include <string.h>

enum {
    TICK = 50,         // ms of the door floor; short of what it takes for a hiccup
    AFTER_PRESS = 400, // pulse and contacts have settled
    TRAVEL = 6000,     // no quicker than the quickest door
    REST = 3000,       // after a movement: the gap between two presses is over
    GO_ON_MOST = 90000,
    DAMAGED_AT = 40, // in a roster's origin
    MARGIN = 60000   // of both clocks at the start
};

// Entropy differs from boot to boot, and is the same in every story.
static struct protocol_world *booting;

bool board_entropy(uint8_t *room, size_t count)
{
    memset(room, (int)(booting->floor.store.kept.boot & 0x7fU), count);
    return true;
}

// One thread: nothing runs meanwhile.
void board_floor_enter(void)
{
}

void board_floor_leave(void)
{
}

static enum leaf pressed(enum leaf leaf)
{
    switch (leaf) {
    case AT_CLOSED:
    case STOPPED_SINKING:
        return RISING;
    case AT_OPEN:
    case STOPPED_RISING:
        return SINKING;
    case RISING:
        return STOPPED_RISING;
    case SINKING:
        return STOPPED_SINKING;
    }
    return leaf;
}

static struct signed_command *command_named(struct protocol_world *world,
                                            const uint8_t command8[COMMAND8_SIZE])
{
    for (uint8_t i = 0; i < world->command_count; i++) {
        if (same_bytes(world->commands[i].command8, command8, COMMAND8_SIZE)) {
            return &world->commands[i];
        }
    }
    return NULL;
}

// The answer as the operator gives it: the truth about what was taken up.
static void note_answer(struct protocol_world *world, uint16_t sequence)
{
    const struct answer *answer = &world->door.mailbox.answer;
    if (!world->door.mailbox.answer_waits) {
        return;
    }
    const struct turns *turns = &world->floor.guard.turns;
    world->taken = (struct taken){
        .any = true, .result = answer->result, .boot = turns->boot, .turn = turns->turn};
    world->taken.sequence = sequence;
    memcpy(world->taken.command8, answer->command8, COMMAND8_SIZE);
}

static void tick(struct protocol_world *world)
{
    const struct door_inputs inputs = {.open_switch = world->leaf == AT_OPEN,
                                       .closed_switch = world->leaf == AT_CLOSED,
                                       .wall_button = world->wall};
    const bool answered = world->door.mailbox.answer_waits;
    const uint16_t sequence = world->door.sequence;
    world->door_now += TICK;
    const struct door_outputs outputs = door_tick(&world->door, &inputs, world->door_now);
    if (!answered) {
        note_answer(world, sequence);
    }
    if (outputs.relay && !world->relay) {
        world->leaf = pressed(world->leaf);
        world->pressed = true;
    }
    world->relay = outputs.relay;
}

static void run_door(struct protocol_world *world, millis length)
{
    // Without power nothing runs.
    for (millis passed = 0; passed < length && !world->flash.dark; passed += TICK) {
        tick(world);
    }
}

// As opener_run does it, without the session.
static void loop_goes_round(struct protocol_world *world)
{
    struct network_floor *floor = &world->floor;
    guard_run(&floor->guard, world->now);
    network_floor_look(floor);
    command_route_run(&world->route, floor, world->now);
    while (event_route_run(floor, world->now)) {
    }
    keep_route_run(floor, world->now);
}

static void note_ack(struct protocol_world *world, struct bytes message)
{
    struct ack ack;
    INSIST(910, ack_decode(message, &ack));
    struct signed_command *answered = command_named(world, ack.command8);
    INSIST(911, answered != NULL);
    answered->answered = true;
}

static void note_epoch(struct protocol_world *world, struct bytes message)
{
    struct epoch epoch;
    INSIST(912, epoch_decode(message, &epoch));
    if (epoch.roster_version > world->said) {
        world->said = (uint8_t)epoch.roster_version;
    }
}

// The door has a new connection and says all it has to say, signed.
static void speak(struct protocol_world *world)
{
    struct report *report = &world->floor.report;
    if (world->flash.dark) {
        return;
    }
    report_connected(report);
    report->since_epoch = stopwatch_stopped();
    for (;;) {
        const struct epoch now_so = network_floor_epoch(&world->floor, world->now);
        report_finish(report, &world->floor.store, &now_so, world->now);
        const struct bytes message = {report->finished.bytes, report->finished.count};
        if (report->finished.kind == REPORT_NOTHING) {
            break;
        }
        if (report->finished.kind == REPORT_ACK) {
            note_ack(world, message);
        } else if (report->finished.kind == REPORT_EPOCH) {
            note_epoch(world, message);
        }
        report_sent(report, 0, world->now);
    }
}

static void boot(struct protocol_world *world)
{
    const struct floor_parts parts = {
        .image = protocol_image(), .flash = &world->flash.flash, .door = &world->door};
    static uint8_t room[ROSTER_MOST];
    world->relay = false;
    world->wall = false;
    memset(&world->route, 0, sizeof(world->route));
    booting = world;
    network_floor_boot(&world->floor, &parts, room, world->now);
    run_door(world, AFTER_PRESS);
    loop_goes_round(world);
    speak(world);
}

// Everybody who looks sees the door as its latest Epoch shows it.
static void look(struct protocol_world *world)
{
    const struct epoch *told = &world->floor.report.told;
    struct view *last = &world->views[world->view_count == 0 ? 0 : world->view_count - 1];
    if (world->view_count > 0 && last->boot == told->boot && last->turn == told->turn &&
        last->sequence == told->sequence) {
        return;
    }
    const uint16_t serial = world->view_count == 0 ? 1 : (uint16_t)(last->serial + 1);
    if (world->view_count == VIEWS_MOST) {
        memmove(world->views, world->views + 1, sizeof(world->views) - sizeof(world->views[0]));
        world->view_count--;
    }
    last = &world->views[world->view_count++];
    *last = (struct view){
        .boot = told->boot, .turn = told->turn, .sequence = told->sequence, .serial = serial};
    memcpy(last->value, told->value, EPOCH_VALUE_SIZE);
}

// What every event ends with. Where the flash went dark in it, the power comes back.
static void end(struct protocol_world *world)
{
    if (!world->flash.dark) {
        loop_goes_round(world);
    }
    if (world->flash.dark) {
        ram_flash_revive(&world->flash);
        world->crashes++;
        boot(world);
    }
    speak(world);
    look(world);
    budget_init(&world->floor.guard.budget);
}

void protocol_world_init(struct protocol_world *world)
{
    protocol_cast();
    memset(world, 0, sizeof(*world));
    world->now = MARGIN;
    world->door_now = MARGIN;
    ram_flash_init(&world->flash);
    boot(world);
    const uint8_t *settings8 = world->floor.settings8;
    INSIST(913, store_set_permission(&world->floor.store, true, settings8));
    boot(world);
    end(world);
}

static void press_at_the_wall(struct protocol_world *world)
{
    world->leaf = pressed(world->leaf);
    world->hands++;
    world->wall = true;
    run_door(world, AFTER_PRESS);
    world->wall = false;
    run_door(world, AFTER_PRESS);
}

void protocol_deliver(struct protocol_world *world, unsigned which, enum meanwhile meanwhile)
{
    const struct signed_command *command = &world->commands[which];
    const struct heard heard = {.user = bytes_of_text(protocol_user(command->person)),
                                .payload = BYTES_OF(command->message)};
    command_route_hear(&world->floor, &heard, world->now);
    if (meanwhile == A_TURN_MEANWHILE) {
        world->now += TURN_LENGTH;
        world->turns++;
    }
    // As loop_goes_round, but that a hand may come between look and permit.
    guard_run(&world->floor.guard, world->now);
    network_floor_look(&world->floor);
    if (meanwhile == A_HAND_MEANWHILE) {
        press_at_the_wall(world);
    }
    command_route_run(&world->route, &world->floor, world->now);
    if (world->door.mailbox.permit_waits) {
        run_door(world, AFTER_PRESS);
    }
    end(world);
}

void protocol_bring_roster(struct protocol_world *world, unsigned version)
{
    const struct bytes roster = protocol_roster(version);
    const enum roster_verdict verdict =
        guard_hear_roster(&world->floor.guard, roster, 0, world->now);
    const bool accepted = verdict == ROSTER_ACCEPTED || verdict == ROSTER_TAKEN_BACK;
    // Only a power cut keeps it from being written.
    INSIST(914, !accepted || network_floor_take_roster(&world->floor, roster, world->now) ||
                    world->flash.dark);
    end(world);
}

void protocol_pass_turn(struct protocol_world *world)
{
    world->now += TURN_LENGTH;
    world->turns++;
    end(world);
}

void protocol_press_wall(struct protocol_world *world)
{
    press_at_the_wall(world);
    end(world);
}

bool protocol_door_is_busy(const struct protocol_world *world)
{
    return world->leaf == RISING || world->leaf == SINKING || world->door.planner.goal != GOAL_NONE;
}

void protocol_door_goes_on(struct protocol_world *world)
{
    const enum goal goal = world->door.planner.goal;
    const enum phase phase = world->door.planner.phase;
    const enum leaf leaf = world->leaf;
    if (leaf == RISING || leaf == SINKING) {
        run_door(world, TRAVEL);
        world->leaf = leaf == RISING ? AT_OPEN : AT_CLOSED;
        run_door(world, REST);
    }
    millis passed = 0;
    while (world->leaf == leaf && world->door.planner.goal == goal &&
           world->door.planner.phase == phase && passed < GO_ON_MOST && !world->flash.dark) {
        tick(world);
        passed += TICK;
    }
    run_door(world, AFTER_PRESS);
    end(world);
}

void protocol_crash(struct protocol_world *world)
{
    ram_flash_revive(&world->flash);
    world->flash.dark = true;
    end(world);
}

void protocol_damage_slot(struct protocol_world *world)
{
    const struct store *store = &world->floor.store;
    const size_t sector = 2 * store->journal.half_sectors + store->kept.roster.slot;
    world->flash.cells[sector * RAM_FLASH_SECTOR + DAMAGED_AT] = 0;
    world->slot_damaged = true;
    protocol_crash(world);
}
