#include "garage/button_circuit.h"

struct button_circuit button_circuit_open(void)
{
    return (struct button_circuit){.second_at = GARAGE_NEVER};
}

void button_circuit_cut(struct button_circuit *circuit)
{
    const bool lose_next = circuit->lose_next;
    const bool double_next = circuit->double_next;
    *circuit = button_circuit_open();
    circuit->lose_next = lose_next;
    circuit->double_next = double_next;
}

static enum circuit_event recognised(struct button_circuit *circuit,
                                     const struct garage_settings *settings, uint64_t now)
{
    circuit->answered = true;
    if (circuit->lose_next) {
        circuit->lose_next = false;
        circuit->held = true;
        return CIRCUIT_QUIET;
    }
    if (circuit->double_next) {
        circuit->double_next = false;
        circuit->second_at = now + settings->double_gap;
        circuit->second_by = circuit->by;
    }
    return CIRCUIT_PRESS;
}

static enum garage_cause whose(const struct button_circuit *circuit, struct contacts contacts)
{
    if (!contacts.wall) {
        return GARAGE_BY_RELAY;
    }
    if (!contacts.relay) {
        return GARAGE_BY_WALL;
    }
    return circuit->wall_since < circuit->relay_since ? GARAGE_BY_WALL : GARAGE_BY_RELAY;
}

static void note_contacts(struct button_circuit *circuit, struct contacts contacts, uint64_t now)
{
    if (!circuit->relay_closed && !circuit->wall_closed) {
        circuit->closed_since = now - 1;
        circuit->answered = false;
        circuit->held = false;
    }
    if (contacts.relay && !circuit->relay_closed) {
        circuit->relay_since = now - 1;
    }
    if (contacts.wall && !circuit->wall_closed) {
        circuit->wall_since = now - 1;
    }
    circuit->relay_closed = contacts.relay;
    circuit->wall_closed = contacts.wall;
}

static enum circuit_event closed(struct button_circuit *circuit,
                                 const struct garage_settings *settings, struct contacts contacts,
                                 uint64_t now)
{
    note_contacts(circuit, contacts, now);
    const uint64_t length = now - circuit->closed_since;
    if (!circuit->answered) {
        circuit->by = whose(circuit, contacts);
        if (length >= settings->shortest_press && settings->held != GARAGE_HELD_REFUSED) {
            return recognised(circuit, settings, now);
        }
        return CIRCUIT_QUIET;
    }
    if (length > settings->longest_press && !circuit->held) {
        circuit->held = true;
        return CIRCUIT_HELD;
    }
    return CIRCUIT_QUIET;
}

static enum circuit_event released(struct button_circuit *circuit,
                                   const struct garage_settings *settings, uint64_t now)
{
    const uint64_t length = now - 1 - circuit->closed_since;
    circuit->relay_closed = false;
    circuit->wall_closed = false;
    if (circuit->answered) {
        return circuit->held ? CIRCUIT_RELEASED : CIRCUIT_QUIET;
    }
    if (settings->held == GARAGE_HELD_REFUSED && length >= settings->shortest_press &&
        length <= settings->longest_press) {
        return recognised(circuit, settings, now);
    }
    return CIRCUIT_QUIET;
}

enum circuit_event button_circuit_step(struct button_circuit *circuit,
                                       const struct garage_settings *settings,
                                       struct contacts contacts, uint64_t now)
{
    enum circuit_event event = CIRCUIT_QUIET;
    if (contacts.relay || contacts.wall) {
        event = closed(circuit, settings, contacts, now);
    } else if (circuit->relay_closed || circuit->wall_closed) {
        event = released(circuit, settings, now);
    }
    if (event == CIRCUIT_QUIET && now >= circuit->second_at) {
        circuit->second_at = GARAGE_NEVER;
        circuit->by = circuit->second_by;
        event = CIRCUIT_PRESS;
    }
    return event;
}
