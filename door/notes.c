#include "door/notes.h"

void notes_put(struct notes *notes, const struct note *note)
{
    if (notes->count == NOTES_MOST) {
        notes->dropped++;
        return;
    }
    notes->notes[(notes->first + notes->count) % NOTES_MOST] = *note;
    notes->count++;
}

bool notes_take(struct notes *notes, struct note *out)
{
    if (notes->count == 0) {
        return false;
    }
    *out = notes->notes[notes->first];
    notes->first = (uint8_t)((notes->first + 1) % NOTES_MOST);
    notes->count--;
    return true;
}
