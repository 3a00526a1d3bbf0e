#include "door/guard/budget.h"

#include "base/insist.h"

#include <string.h>

void budget_init(struct budget *budget)
{
    *budget = (struct budget){0};
}

static void refill(struct budget *budget, size_t user, millis now)
{
    const uint32_t back = (now - budget->refilling[user]) / BUDGET_REFILL;
    if (back >= budget->spent[user]) {
        budget->spent[user] = 0;
        return;
    }
    budget->spent[user] = (uint8_t)(budget->spent[user] - back);
    budget->refilling[user] += back * BUDGET_REFILL;
}

void budget_run(struct budget *budget, millis now)
{
    for (size_t i = 0; i < ROSTER_ENTRIES_MOST; i++) {
        refill(budget, i, now);
    }
    if (stopwatch_reached(budget->roster, now, BUDGET_RARE)) {
        budget->roster = stopwatch_stopped();
    }
    if (stopwatch_reached(budget->time, now, BUDGET_RARE)) {
        budget->time = stopwatch_stopped();
    }
    if (stopwatch_reached(budget->resting, now, budget->rest)) {
        budget->resting = stopwatch_stopped();
    }
}

bool budget_take(struct budget *budget, size_t user, millis now)
{
    INSIST(601, user < ROSTER_ENTRIES_MOST);
    budget_run(budget, now);
    if (budget->resting.running || budget->spent[user] >= BUDGET_TOKENS) {
        return false;
    }
    if (budget->spent[user] == 0) {
        budget->refilling[user] = now;
    }
    budget->spent[user]++;
    return true;
}

static bool take_rare(struct budget *budget, struct stopwatch *last, millis now)
{
    budget_run(budget, now);
    if (budget->resting.running || last->running) {
        return false;
    }
    *last = stopwatch_started(now);
    return true;
}

bool budget_take_roster(struct budget *budget, millis now)
{
    return take_rare(budget, &budget->roster, now);
}

bool budget_take_time(struct budget *budget, millis now)
{
    return take_rare(budget, &budget->time, now);
}

void budget_failed(struct budget *budget, millis took, millis now)
{
    // A clock with whole milliseconds shows too little by up to one of them.
    const millis longest = STOPWATCH_MOST / BUDGET_REST - 1;
    budget->rest = ((took < longest ? took : longest) + 1) * BUDGET_REST;
    budget->resting = stopwatch_started(now);
}

void budget_renumber(struct budget *budget)
{
    memset(budget->spent, 0, sizeof(budget->spent));
}
