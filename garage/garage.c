#include "garage/garage.h"

#include "base/insist.h"
#include "garage/motor_world.h"

static bool in_zone(const struct garage *garage, enum garage_limit limit)
{
    const uint32_t zone = door_leaf_at(garage->settings.switch_zone);
    return limit == GARAGE_OPEN_LIMIT ? garage->leaf.position >= DOOR_LEAF_OPEN - zone
                                      : garage->leaf.position <= zone;
}

static void insist_on_ranges(const struct garage_settings *settings)
{
    INSIST(701, settings->opening_time >= 100 && settings->opening_time <= 600000 &&
                    settings->closing_time >= 100 && settings->closing_time <= 600000);
    INSIST(702, settings->opening_delay <= 30000 && settings->closing_delay <= 30000);
    INSIST(703, settings->soft_stop <= 500 && settings->drift <= 500);
    INSIST(704, settings->shortest_press >= 1 && settings->hand_time >= 100);
    INSIST(705, settings->switch_zone <= 100 && settings->start_at <= 1000);
    INSIST(706, settings->bounce <= LIMIT_SWITCH_BOUNCE_MOST);
}

void garage_init(struct garage *garage, const struct garage_settings *settings, uint64_t seed)
{
    insist_on_ranges(settings);
    *garage = (struct garage){
        .settings = *settings,
        .mains_back_at = GARAGE_NEVER,
        .chance = chance_from(seed),
        .leaf = {.position = door_leaf_at(settings->start_at)},
        .circuit = button_circuit_open(),
        .beam = beam_clear(),
        .relay = relay_driver_open(),
        .sound = rhythm_silent(),
        .lamp = rhythm_silent(),
        .powered = true,
    };
    garage->unit = motor_unit_still(garage->leaf.position);
    garage->open_switch = limit_switch_resting(in_zone(garage, GARAGE_OPEN_LIMIT));
    garage->closed_switch = limit_switch_resting(in_zone(garage, GARAGE_CLOSED_LIMIT));
}

struct motor_world garage_motor_world(struct garage *garage)
{
    return (struct motor_world){
        .settings = &garage->settings,
        .leaf = &garage->leaf,
        .chance = &garage->chance,
        .now = garage->now,
        .beam_blocked = beam_blocked(&garage->beam),
    };
}

static void listen(struct garage *garage, struct garage_pins pins)
{
    garage->pins = garage->powered ? pins : (struct garage_pins){false, false, false};
    rhythm_hear(&garage->sound, &rhythm_of_sound, garage->pins.beeper, garage->now);
    rhythm_hear(&garage->lamp, &rhythm_of_lamp, garage->pins.lamp, garage->now);
}

static void push_by_hand(struct garage *garage)
{
    garage->motion = garage->hand_target > garage->leaf.position ? GARAGE_OPENING : GARAGE_CLOSING;
    if (door_leaf_push(&garage->leaf, &garage->settings, garage->hand_target)) {
        garage->by_hand = false;
    }
}

// The leaf comes down to where the guest is: the operator feels it.
static void feel_guest(struct garage *garage, const struct motor_world *world, uint32_t before)
{
    const uint32_t height = door_leaf_at(beam_guest_height(&garage->beam));
    if (before > height && garage->leaf.position <= height) {
        garage->touches++;
        motor_unit_obstructed(&garage->unit, world);
    }
}

static void run_by_motor(struct garage *garage, enum circuit_event event)
{
    const struct motor_world world = garage_motor_world(garage);
    const uint32_t before = garage->leaf.position;
    motor_unit_step(&garage->unit, &world, event, garage->circuit.by);
    if (garage->beam.guest != GARAGE_GUEST_NONE) {
        feel_guest(garage, &world, before);
    }
    garage->motion = garage->unit.actual;
}

static void note_start(struct garage *garage, bool by_hand)
{
    const uint32_t starts = garage->unit.starts + garage->hand_starts;
    if (starts != garage->starts) {
        garage->starts = starts;
        garage->started_at = garage->now;
        garage->cause = by_hand ? GARAGE_BY_HAND : garage->unit.began_by;
        garage->last_motion = by_hand ? garage->motion : garage->unit.began;
    }
}

static void move(struct garage *garage)
{
    const struct contacts contacts = {.relay = garage->relay.contact, .wall = garage->wall};
    enum circuit_event event = CIRCUIT_QUIET;
    if (garage->powered) {
        event = button_circuit_step(&garage->circuit, &garage->settings, contacts, garage->now);
    }
    const bool by_hand = garage->by_hand;
    if (by_hand) {
        push_by_hand(garage);
    } else if (garage->powered) {
        run_by_motor(garage, event);
    } else {
        garage->motion = GARAGE_STILL;
    }
    note_start(garage, by_hand);
}

void garage_step(struct garage *garage, struct garage_pins pins)
{
    garage->now++;
    garage->disturbed = false;
    if (garage->now > garage->mains_back_at) {
        garage_act(garage, &(struct garage_action){.doing = GARAGE_MAINS_ON});
    }
    listen(garage, pins);
    relay_driver_step(&garage->relay, garage->pins.relay, garage->now);
    garage->wall = garage->now <= garage->wall_until;
    garage->device = garage->now <= garage->device_until;
    beam_step(&garage->beam, garage->now);
    move(garage);
    limit_switch_step(&garage->open_switch, &garage->chance, in_zone(garage, GARAGE_OPEN_LIMIT),
                      garage->settings.bounce, garage->now);
    limit_switch_step(&garage->closed_switch, &garage->chance, in_zone(garage, GARAGE_CLOSED_LIMIT),
                      garage->settings.bounce, garage->now);
}

static uint64_t earlier(uint64_t one, uint64_t other)
{
    return one < other ? one : other;
}

// The first instant whose step may differ from a step in which nothing happens.
static uint64_t due(const struct garage *garage)
{
    const bool busy =
        garage->disturbed || garage->by_hand || garage->motion != GARAGE_STILL || garage->wall ||
        garage->device || garage->now < garage->wall_until || garage->now < garage->device_until ||
        garage->relay.pin || garage->circuit.relay_closed || garage->circuit.wall_closed ||
        garage->pins.lamp || garage->pins.beeper || garage->sound.runs || garage->lamp.runs;
    if (busy) {
        return garage->now;
    }
    uint64_t first = earlier(garage->beam.leaves_at, garage->mains_back_at);
    if (garage->powered) {
        first = earlier(first, motor_unit_due(&garage->unit, garage->now));
        first = earlier(first, garage->circuit.second_at);
    }
    first = earlier(first, limit_switch_due(&garage->open_switch, garage->now));
    return earlier(first, limit_switch_due(&garage->closed_switch, garage->now));
}

uint64_t garage_step_many(struct garage *garage, struct garage_pins pins, uint64_t count)
{
    const bool pins_rest = !pins.relay && !pins.lamp && !pins.beeper;
    const uint64_t first = due(garage);
    if (!pins_rest || first <= garage->now + 1) {
        garage_step(garage, pins);
        return 1;
    }
    const uint64_t leap = earlier(count, first - garage->now - 1);
    garage->now += leap;
    return leap;
}

struct garage_levels garage_levels(const struct garage *garage)
{
    if (!garage->powered) {
        return (struct garage_levels){.photo_eye = false};
    }
    const struct garage_settings *settings = &garage->settings;
    return (struct garage_levels){
        .open_switch = settings->open_switch && limit_switch_level(&garage->open_switch),
        .closed_switch = settings->closed_switch && limit_switch_level(&garage->closed_switch),
        .wall_button = garage->wall,
        .device_button = garage->device,
        .photo_eye = beam_level(&garage->beam, garage->now, settings->eye_half),
    };
}

struct garage_truth garage_truth(const struct garage *garage)
{
    const uint64_t sound = rhythm_lasting(&garage->sound, garage->now);
    const uint64_t lamp = rhythm_lasting(&garage->lamp, garage->now);
    return (struct garage_truth){
        .now = garage->now,
        .started_at = garage->started_at,
        .sound = sound,
        .lamp = lamp,
        .warned = earlier(sound, lamp),
        .permille = door_leaf_permille(&garage->leaf),
        .starts = garage->starts,
        .touches = garage->touches,
        .motion = garage->motion,
        .last_motion = garage->last_motion,
        .cause = garage->cause,
        .pins = garage->pins,
        .contact = garage->relay.contact,
        .beam_blocked = beam_blocked(&garage->beam),
        .powered = garage->powered,
    };
}

bool garage_powered(const struct garage *garage)
{
    return garage->powered;
}
