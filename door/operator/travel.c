#include "door/operator/travel.h"

#include "door/operator/pulse.h"

static bool ring_sound(const struct travel_ring *ring, uint32_t least)
{
    bool sound = ring->count <= TRAVEL_RUNS && ring->next < TRAVEL_RUNS;
    for (unsigned i = 0; sound && i < ring->count; i++) {
        sound = ring->times[i] >= least && ring->times[i] <= TRAVEL_RUN_MOST;
    }
    return sound;
}

static bool record_sound(const struct travel_record *record)
{
    return ring_sound(&record->runs[WAY_OPENING], TRAVEL_RUN_LEAST) &&
           ring_sound(&record->runs[WAY_CLOSING], TRAVEL_RUN_LEAST) &&
           ring_sound(&record->delays, 0) && record->decades[WAY_OPENING] <= TRAVEL_DECADES &&
           record->decades[WAY_CLOSING] <= TRAVEL_DECADES;
}

void travel_init(struct travel *travel, const struct travel_record *record, millis now)
{
    travel->record =
        record_sound(record) ? *record : (struct travel_record){.runs = {{.count = 0}}};
    travel->decade = stopwatch_started(now);
    travel->outliers[WAY_OPENING] = 0;
    travel->outliers[WAY_CLOSING] = 0;
}

static void sort(uint32_t *times, unsigned count)
{
    for (unsigned i = 1; i < count; i++) {
        for (unsigned j = i; j > 0 && times[j - 1] > times[j]; j--) {
            const uint32_t swapped = times[j];
            times[j] = times[j - 1];
            times[j - 1] = swapped;
        }
    }
}

static uint32_t median_of(const uint32_t *times, unsigned count)
{
    uint32_t sorted[TRAVEL_DECADES > TRAVEL_RUNS ? TRAVEL_DECADES : TRAVEL_RUNS];
    for (unsigned i = 0; i < count; i++) {
        sorted[i] = times[i];
    }
    sort(sorted, count);
    return count > 0 ? sorted[count / 2] : 0;
}

static void ring_add(struct travel_ring *ring, uint32_t time)
{
    ring->times[ring->next] = time;
    ring->next = (uint8_t)((ring->next + 1) % TRAVEL_RUNS);
    if (ring->count < TRAVEL_RUNS) {
        ring->count++;
    }
}

static uint32_t ring_least(const struct travel_ring *ring)
{
    uint32_t least = UINT32_MAX;
    for (unsigned i = 0; i < ring->count; i++) {
        least = ring->times[i] < least ? ring->times[i] : least;
    }
    return least;
}

static uint32_t ring_most(const struct travel_ring *ring)
{
    uint32_t most = 0;
    for (unsigned i = 0; i < ring->count; i++) {
        most = ring->times[i] > most ? ring->times[i] : most;
    }
    return most;
}

// The difference is at most so many percent of the expected.
static bool within(uint32_t actual, uint32_t expected, uint32_t percent)
{
    const uint32_t difference = actual > expected ? actual - expected : expected - actual;
    return difference <= expected / 100 * percent;
}

millis travel_median(const struct travel *travel, enum way way)
{
    const struct travel_ring *ring = &travel->record.runs[way];
    return median_of(ring->times, ring->count);
}

void travel_learn_run(struct travel *travel, enum way way, millis took)
{
    if (took < TRAVEL_RUN_LEAST || took > TRAVEL_RUN_MOST) {
        return;
    }
    const millis median = travel_median(travel, way);
    const bool outlier = median != 0 && !within(took, median, 30);
    if (outlier && travel->outliers[way] + 1U < TRAVEL_RUNS) {
        travel->outliers[way]++;
        return;
    }
    if (outlier) {
        // Eight in a row are no outliers: the door is another one now.
        travel->record.runs[way] = (struct travel_ring){.count = 0};
    }
    travel->outliers[way] = 0;
    ring_add(&travel->record.runs[way], took);
}

void travel_learn_delay(struct travel *travel, millis delay)
{
    if (delay <= TRAVEL_RUN_MOST) {
        ring_add(&travel->record.delays, delay);
    }
}

void travel_grow_older(struct travel *travel, millis now)
{
    if (!stopwatch_reached(travel->decade, now, TRAVEL_DECADE)) {
        return;
    }
    travel->decade = stopwatch_started(now);
    for (unsigned way = WAY_OPENING; way <= WAY_CLOSING; way++) {
        const millis median = travel_median(travel, (enum way)way);
        uint32_t *decades = travel->record.decade_medians[way];
        uint8_t *count = &travel->record.decades[way];
        if (median == 0) {
            continue;
        }
        if (*count == TRAVEL_DECADES) {
            for (unsigned i = 1; i < TRAVEL_DECADES; i++) {
                decades[i - 1] = decades[i];
            }
            (*count)--;
        }
        decades[*count] = median;
        (*count)++;
    }
}

bool travel_fits(const struct travel *travel, enum way way, millis took)
{
    const millis median = travel_median(travel, way);
    return median != 0 && within(took, median, 20);
}

bool travel_is_slow(const struct travel *travel, enum way way)
{
    const millis of_ninety_days =
        median_of(travel->record.decade_medians[way], travel->record.decades[way]);
    const millis now = travel_median(travel, way);
    return of_ninety_days != 0 && now > of_ninety_days && !within(now, of_ninety_days, 20);
}

static millis smaller(millis left, millis right)
{
    return left < right ? left : right;
}

static millis larger(millis left, millis right)
{
    return left > right ? left : right;
}

// C19: at most half the fastest run, and a door so fast that the press which stops it may come no
// sooner than that is not stopped at all.
static millis vent_time(const struct travel *travel, millis fastest, uint8_t percent)
{
    if (percent == 0 || fastest / 2 < PULSE_GAP + PULSE_MOST) {
        return 0;
    }
    return smaller(ring_least(&travel->record.runs[WAY_OPENING]) / 100 * percent, fastest / 2);
}

struct planner_timing travel_timing(const struct travel *travel, millis warning,
                                    uint8_t vent_percent)
{
    const struct travel_record *record = &travel->record;
    const millis slowest =
        larger(ring_most(&record->runs[WAY_OPENING]), ring_most(&record->runs[WAY_CLOSING]));
    const millis fastest =
        smaller(ring_least(&record->runs[WAY_OPENING]), ring_least(&record->runs[WAY_CLOSING]));
    const millis delay = median_of(record->delays.times, record->delays.count);
    // What only one way has taught says nothing of the other.
    const bool learned = record->runs[WAY_OPENING].count > 0 && record->runs[WAY_CLOSING].count > 0;
    const millis travel_limit = learned ? slowest / 10 * 13 + 3000 : TRAVEL_UNLEARNED;
    const millis start_limit = larger(TRAVEL_START_LEAST, 2 * delay + 2000);
    return (struct planner_timing){
        .start_limit = start_limit,
        .travel_limit = travel_limit,
        .still = travel_limit + 5000,
        .young = learned ? fastest / 10 * 8 : TRAVEL_YOUNG_UNLEARNED,
        .warning = warning,
        .gap = PULSE_GAP,
        .settle = start_limit,
        .retry = 30000,
        .vent = learned ? vent_time(travel, fastest, vent_percent) : 0,
    };
}
