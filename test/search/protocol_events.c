#include "test/search/protocol_events.h"

#include <stdio.h>

struct list {
    struct protocol_event *events;
    unsigned count;
};

static void add(struct list *list, enum event_kind kind, unsigned which)
{
    list->events[list->count++] =
        (struct protocol_event){.kind = (uint8_t)kind, .which = (uint8_t)which};
}

static void add_delivery(struct list *list, const struct protocol_world *world,
                         const struct protocol_limits *limits, struct protocol_event event)
{
    event.kind = EVENT_DELIVER;
    list->events[list->count++] = event;
    if (world->turns < limits->turns) {
        event.kind = EVENT_DELIVER_LATE;
        list->events[list->count++] = event;
    }
    if (world->hands < limits->hands) {
        event.kind = EVENT_DELIVER_AND_HAND;
        list->events[list->count++] = event;
    }
}

static enum person signer_of(const struct protocol_event *event)
{
    return (enum person)(event->wish / ACTION_STOP);
}

static enum action action_of(const struct protocol_event *event)
{
    return (enum action)(event->wish % ACTION_STOP + 1);
}

// Whatever somebody may have signed over anything he has seen, and the broker has held back.
static void add_new(struct list *list, const struct protocol_world *world,
                    const struct protocol_limits *limits)
{
    const struct turns *turns = &world->floor.guard.turns;
    struct protocol_event event = {.which = EVENT_NEW};
    for (event.view = 0; event.view < world->view_count; event.view++) {
        const struct view *view = &world->views[event.view];
        const bool dead = view->boot != turns->boot || turns->turn - view->turn > 1;
        if (dead && view->sequence != world->door.sequence) {
            continue; // dead twice over
        }
        for (event.wish = 0; event.wish < PEOPLE * ACTION_STOP; event.wish++) {
            const unsigned places = protocol_places(world, signer_of(&event), event.view);
            for (event.place = 0; event.place < places; event.place++) {
                add_delivery(list, world, limits, event);
            }
        }
    }
}

unsigned protocol_events(const struct protocol_world *world, const struct protocol_limits *limits,
                         struct protocol_event events[EVENTS_MOST])
{
    struct list list = {events, 0};
    for (uint8_t i = 0; i < world->command_count; i++) {
        add_delivery(&list, world, limits, (struct protocol_event){.which = i});
    }
    if (world->command_count < limits->commands) {
        add_new(&list, world, limits);
    }
    add(&list, EVENT_ROSTER, 1);
    add(&list, EVENT_ROSTER, 2);
    if (world->turns < limits->turns) {
        add(&list, EVENT_TURN, 0);
    }
    if (world->hands < limits->hands) {
        add(&list, EVENT_WALL, 0);
    }
    if (protocol_door_is_busy(world)) {
        add(&list, EVENT_GO_ON, 0);
    }
    if (world->crashes < limits->crashes) {
        add(&list, EVENT_CRASH, 0);
        if (!world->slot_damaged) {
            add(&list, EVENT_DAMAGE, 0);
        }
    }
    return list.count;
}

bool protocol_event_is_new(const struct protocol_event *event)
{
    return event->which == EVENT_NEW;
}

static void deliver(struct protocol_world *world, const struct protocol_event *event,
                    enum meanwhile meanwhile)
{
    unsigned which = event->which;
    if (protocol_event_is_new(event)) {
        const struct wish wish = {signer_of(event), action_of(event), event->view, event->place};
        which = world->command_count;
        protocol_sign(world, &wish);
    }
    protocol_deliver(world, which, meanwhile);
}

static void play(struct protocol_world *world, const struct protocol_event *event)
{
    switch ((enum event_kind)event->kind) {
    case EVENT_START:
        break;
    case EVENT_DELIVER:
        deliver(world, event, NOTHING_MEANWHILE);
        break;
    case EVENT_DELIVER_LATE:
        deliver(world, event, A_TURN_MEANWHILE);
        break;
    case EVENT_DELIVER_AND_HAND:
        deliver(world, event, A_HAND_MEANWHILE);
        break;
    case EVENT_ROSTER:
        protocol_bring_roster(world, event->which);
        break;
    case EVENT_TURN:
        protocol_pass_turn(world);
        break;
    case EVENT_WALL:
        protocol_press_wall(world);
        break;
    case EVENT_GO_ON:
        protocol_door_goes_on(world);
        break;
    case EVENT_CRASH:
        protocol_crash(world);
        break;
    case EVENT_DAMAGE:
        protocol_damage_slot(world);
        break;
    }
}

static const enum ram_flash_trouble cuts[EVENT_CUT_KINDS] = {
    RAM_FLASH_CUT_BEFORE, RAM_FLASH_CUT_WITHIN, RAM_FLASH_CUT_AFTER};

unsigned protocol_play(struct protocol_world *world, const struct protocol_event *event)
{
    world->taken = (struct taken){.any = false};
    world->had_goal = world->door.planner.goal != GOAL_NONE;
    world->pressed = false;
    ram_flash_revive(&world->flash);
    if (event->cut_at != 0) {
        world->flash.trouble = cuts[event->cut_kind];
        world->flash.at_operation = event->cut_at;
    }
    play(world, event);
    const unsigned operations = world->flash.operations;
    ram_flash_revive(&world->flash);
    return operations;
}

static const char *action_word(enum action action)
{
    static const char *const words[] = {"?", "open", "close", "stop"};
    return words[action];
}

static int text_of_delivery(const struct protocol_world *before, const struct protocol_event *event,
                            char *text, size_t size)
{
    static const char *const meanwhile[] = {"", ", 30 s pass while it is verified",
                                            ", the wall button in the same moment"};
    const char *const also = meanwhile[event->kind - EVENT_DELIVER];
    if (!protocol_event_is_new(event)) {
        const struct signed_command *command = &before->commands[event->which];
        return snprintf(text, size, "broker delivers #%u once more: %c %s%s",
                        (unsigned)event->which, "AB"[command->person], action_word(command->action),
                        also);
    }
    const struct view *view = &before->views[event->view];
    return snprintf(text, size,
                    "broker delivers #%u: %c %s, signed over boot %u turn %u sequence %u%s%s",
                    (unsigned)before->command_count, "AB"[signer_of(event)],
                    action_word(action_of(event)), (unsigned)view -> boot, (unsigned)view -> turn,
                    (unsigned)view -> sequence, event -> place > 0 ? ", after others" : "", also);
}

static int text_of(const struct protocol_world *before, const struct protocol_event *event,
                   char *text, size_t size)
{
    static const char *const others[] = {"start",
                                         "",
                                         "",
                                         "",
                                         "",
                                         "30 s pass",
                                         "somebody presses the wall button",
                                         "the door goes on",
                                         "crash and boot",
                                         "crash, the roster's slot is damaged"};
    if (event->kind >= EVENT_DELIVER && event->kind <= EVENT_DELIVER_AND_HAND) {
        return text_of_delivery(before, event, text, size);
    }
    if (event->kind == EVENT_ROSTER) {
        return snprintf(text, size, "broker brings roster %u", (unsigned)event->which);
    }
    return snprintf(text, size, "%s", others[event->kind]);
}

void protocol_event_text(const struct protocol_world *before, const struct protocol_event *event,
                         char *text, size_t size)
{
    static const char *const words[EVENT_CUT_KINDS] = {"before", "within", "after"};
    const int written = text_of(before, event, text, size);
    if (event->cut_at != 0 && written > 0 && (size_t)written < size) {
        (void)snprintf(text + written, size - (size_t)written, ", and the power goes %s write %u",
                       words[event->cut_kind], (unsigned)event->cut_at);
    }
}
