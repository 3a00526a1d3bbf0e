// What people, guests and the mains do to the garage.
#include "garage/garage.h"

#include "base/insist.h"
#include "garage/motor_world.h"

static bool operator_answers(const struct garage *garage)
{
    return garage->powered && !garage->by_hand;
}

static void press_fob(struct garage *garage)
{
    if (operator_answers(garage)) {
        const struct motor_world world = garage_motor_world(garage);
        motor_unit_press(&garage->unit, &world, GARAGE_BY_FOB);
    }
}

static void obstruct(struct garage *garage)
{
    if (operator_answers(garage)) {
        const struct motor_world world = garage_motor_world(garage);
        motor_unit_obstructed(&garage->unit, &world);
    }
}

static void take_by_hand(struct garage *garage, uint32_t permille)
{
    INSIST(707, permille <= 1000);
    const uint32_t target = door_leaf_at(permille);
    if (target == garage->leaf.position) {
        return;
    }
    motor_unit_release(&garage->unit);
    garage->hand_target = target;
    garage->hand_starts++;
    garage->by_hand = true;
}

static void switch_mains_off(struct garage *garage, uint32_t lasting)
{
    garage->mains_back_at = lasting == 0 ? GARAGE_NEVER : garage->now + lasting;
    if (garage->powered) {
        garage->powered = false;
        motor_unit_power_lost(&garage->unit, &garage->settings);
        button_circuit_cut(&garage->circuit);
    }
}

static void switch_mains_on(struct garage *garage)
{
    garage->mains_back_at = GARAGE_NEVER;
    if (!garage->powered) {
        garage->powered = true;
        const struct motor_world world = garage_motor_world(garage);
        motor_unit_power_back(&garage->unit, &world);
    }
}

static struct limit_switch *switch_at(struct garage *garage, enum garage_limit limit)
{
    return limit == GARAGE_OPEN_LIMIT ? &garage->open_switch : &garage->closed_switch;
}

void garage_act(struct garage *garage, const struct garage_action *action)
{
    const uint32_t half = garage->settings.eye_half;
    garage->disturbed = true;
    switch (action->doing) {
    case GARAGE_FOB:
        press_fob(garage);
        break;
    case GARAGE_WALL:
        garage->wall_until = garage->now + action->lasting;
        break;
    case GARAGE_DEVICE:
        garage->device_until = garage->now + action->lasting;
        break;
    case GARAGE_HAND:
        take_by_hand(garage, action->permille);
        break;
    case GARAGE_VISIT:
        beam_visit(&garage->beam, action->guest, action->lasting, garage->now, half);
        break;
    case GARAGE_OBSTRUCT:
        obstruct(garage);
        break;
    case GARAGE_EYE_DIES:
        beam_eye(&garage->beam, true, garage->now, half);
        break;
    case GARAGE_EYE_RECOVERS:
        beam_eye(&garage->beam, false, garage->now, half);
        break;
    case GARAGE_MAINS_OFF:
        switch_mains_off(garage, action->lasting);
        break;
    case GARAGE_MAINS_ON:
        switch_mains_on(garage);
        break;
    case GARAGE_SWITCH:
        switch_at(garage, action->limit)->condition = action->condition;
        break;
    case GARAGE_CHATTER:
        limit_switch_chatter(switch_at(garage, action->limit), garage->now, action->lasting);
        break;
    case GARAGE_LOSE_PRESS:
        garage->circuit.lose_next = true;
        break;
    case GARAGE_DOUBLE_PRESS:
        garage->circuit.double_next = true;
        break;
    }
}
