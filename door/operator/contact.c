#include "door/operator/contact.h"

struct contact contact_at_boot(millis now)
{
    return (struct contact){.steady = stopwatch_started(now), .counted = stopwatch_started(now)};
}

struct contact contact_button_at_boot(millis now)
{
    struct contact button = contact_at_boot(now);
    button.level = true;
    button.closed = true;
    return button;
}

// One ring of the last edges: full, and its oldest within the window, means one edge too many.
static void note_edge(struct contact *contact, millis now)
{
    const bool full = contact->edges_seen == FLUTTER_EDGES;
    const bool too_many = full && now - contact->edges[contact->next] < FLUTTER_WINDOW;
    contact->edges[contact->next] = now;
    contact->next = (uint8_t)((contact->next + 1) % FLUTTER_EDGES);
    if (!full) {
        contact->edges_seen++;
    }
    if (too_many || contact->flutter.running) {
        contact->flutter = stopwatch_started(now);
    }
}

static void settle(struct contact *contact, millis now)
{
    if (stopwatch_reached(contact->flutter, now, FLUTTER_QUIET)) {
        contact->flutter = stopwatch_stopped();
    }
    // Edges that are old are forgotten, so that none looks young again after the clock has wrapped.
    if (stopwatch_reached(contact->steady, now, FLUTTER_WINDOW)) {
        contact->edges_seen = 0;
        contact->next = 0;
    }
    stopwatch_hold(&contact->steady, now);
    stopwatch_hold(&contact->counted, now);
}

bool contact_see(struct contact *contact, bool level, millis now)
{
    if (level != contact->level) {
        // Measured from the edge that counted, not from the last one: a wire that hums with the
        // mains has an edge each 10 ms for ever, and must not pass for one long bounce.
        if (stopwatch_reached(contact->counted, now, CONTACT_BOUNCE)) {
            contact->counted = stopwatch_started(now);
            note_edge(contact, now);
        }
        contact->level = level;
        contact->steady = stopwatch_started(now);
    }
    settle(contact, now);
    const millis needed = level ? CONTACT_CLOSES : CONTACT_OPENS;
    if (contact->closed == level || !stopwatch_reached(contact->steady, now, needed)) {
        return false;
    }
    contact->closed = level;
    return level;
}

bool contact_flutters(const struct contact *contact)
{
    return contact->flutter.running;
}
