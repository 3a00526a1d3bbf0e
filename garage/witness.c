#include "garage/witness.h"

#include <stddef.h>

void witness_init(struct witness *witness, const struct garage *garage)
{
    *witness = (struct witness){
        .shortest_pulse = UINT64_MAX,
        .shortest_gap = UINT64_MAX,
        .shortest_warning = UINT64_MAX,
        .before = garage_truth(garage),
    };
    witness->pulse_began = witness->before.now;
}

void witness_asked(struct witness *witness)
{
    witness->asked = true;
    witness->presses_for_this = 0;
}

void witness_answered(struct witness *witness)
{
    witness->asked = false;
}

static struct witness_closing *last_closing(struct witness *witness)
{
    const uint32_t number = witness->closings[GARAGE_BY_RELAY];
    return &witness->kept[(number + WITNESS_CLOSINGS_KEPT - 1) % WITNESS_CLOSINGS_KEPT];
}

const struct witness_closing *witness_last_closing(const struct witness *witness)
{
    const uint32_t number = witness->closings[GARAGE_BY_RELAY];
    if (number == 0) {
        return NULL;
    }
    return &witness->kept[(number - 1) % WITNESS_CLOSINGS_KEPT];
}

static void keep_extremes(uint64_t value, uint64_t *shortest, uint64_t *longest)
{
    if (value < *shortest) {
        *shortest = value;
    }
    if (value > *longest) {
        *longest = value;
    }
}

static void note_press(struct witness *witness, const struct garage_truth *truth)
{
    const uint64_t gap = truth->now - witness->pulse_ended;
    if (witness->relay_presses > 0 && gap < witness->shortest_gap) {
        witness->shortest_gap = gap;
    }
    witness->pulse_began = truth->now;
    witness->relay_presses++;
    if (!witness->asked) {
        witness->presses_unasked++;
        return;
    }
    witness->presses_for_this++;
    if (witness->presses_for_this > witness->most_presses) {
        witness->most_presses = witness->presses_for_this;
    }
}

static void watch_relay(struct witness *witness, const struct garage_truth *truth)
{
    const struct garage_truth *before = &witness->before;
    if (truth->contact && !before->contact) {
        witness->contact_at = truth->now;
        witness->warned_at_contact = truth->warned;
    }
    if (before->contact && !truth->contact && truth->pins.relay) {
        witness->cut_off++;
    }
    if (truth->pins.relay == before->pins.relay) {
        return;
    }
    witness->relay_edges++;
    if (truth->pins.relay) {
        note_press(witness, truth);
    } else {
        witness->pulse_ended = truth->now;
        keep_extremes(truth->now - witness->pulse_began, &witness->shortest_pulse,
                      &witness->longest_pulse);
    }
}

static void note_our_closing(struct witness *witness, const struct garage_truth *truth)
{
    const uint64_t warned =
        truth->warned < witness->warned_at_contact ? truth->warned : witness->warned_at_contact;
    *last_closing(witness) = (struct witness_closing){
        .pressed_at = witness->contact_at,
        .started_at = truth->started_at,
        .warned_before = warned,
        .warned_throughout = true,
    };
    witness->closing_ours = true;
    if (warned < WITNESS_WARNING_LEAST) {
        witness->unwarned++;
    }
    if (warned < witness->shortest_warning) {
        witness->shortest_warning = warned;
    }
}

static void note_start(struct witness *witness, const struct garage_truth *truth)
{
    witness->closing_ours = false;
    if (truth->last_motion == GARAGE_OPENING) {
        witness->openings[truth->cause]++;
        return;
    }
    witness->closings[truth->cause]++;
    if (truth->cause == GARAGE_BY_RELAY) {
        note_our_closing(witness, truth);
    }
}

static void watch_warning(struct witness *witness, const struct garage_truth *truth)
{
    if (!witness->closing_ours) {
        return;
    }
    if (truth->motion != GARAGE_CLOSING) {
        witness->closing_ours = false;
        return;
    }
    struct witness_closing *closing = last_closing(witness);
    if (truth->warned == 0 && closing->warned_throughout) {
        closing->warned_throughout = false;
        witness->warning_broken++;
    }
}

static bool moved_by_nobody(const struct witness *witness, const struct garage_truth *truth)
{
    const struct garage_truth *before = &witness->before;
    if (truth->motion == GARAGE_STILL) {
        return before->motion == GARAGE_STILL && truth->starts == before->starts &&
               truth->permille != before->permille;
    }
    return truth->starts == 0 || truth->cause == GARAGE_BY_NOBODY;
}

void witness_watch(struct witness *witness, const struct garage *garage)
{
    const struct garage_truth truth = garage_truth(garage);
    watch_relay(witness, &truth);
    if (truth.starts != witness->before.starts) {
        note_start(witness, &truth);
    }
    watch_warning(witness, &truth);
    if (moved_by_nobody(witness, &truth)) {
        witness->moved_unasked++;
    }
    witness->touches = truth.touches;
    witness->before = truth;
}
