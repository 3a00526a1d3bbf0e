// The C library's words for bytes in memory. Debian's library loads bytes one by one, which the chip
// faults at where they lie in flash; these are compiled as everything else, and load words.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    WORD = sizeof(uint32_t)
};

static size_t both_off(const void *one, const void *other)
{
    return ((uintptr_t)one | (uintptr_t)other) % WORD;
}

// From the lowest byte upward, so to may stand before from and overlap it.
static void copy_up(void *to, const void *from, size_t count)
{
    size_t done = 0;
    if (both_off(to, from) == 0) {
        uint32_t *into = to;
        const uint32_t *words = from;
        for (; count - done >= WORD; done += WORD) {
            into[done / WORD] = words[done / WORD];
        }
    }
    uint8_t *bytes_to = to;
    const uint8_t *bytes = from;
    for (; done < count; done++) {
        bytes_to[done] = bytes[done];
    }
}

void *memcpy(void *restrict to, const void *restrict from, size_t count)
{
    copy_up(to, from, count);
    return to;
}

void *memmove(void *to, const void *from, size_t count)
{
    uint8_t *bytes_to = to;
    const uint8_t *bytes = from;
    if ((uintptr_t)to - (uintptr_t)from >= count) { // also where to stands before from
        copy_up(to, from, count);
        return to;
    }
    for (size_t left = count; left > 0; left--) {
        bytes_to[left - 1] = bytes[left - 1];
    }
    return to;
}

void *memset(void *to, int with, size_t count)
{
    uint8_t *bytes_to = to;
    for (size_t i = 0; i < count; i++) {
        bytes_to[i] = (uint8_t)with;
    }
    return to;
}

int memcmp(const void *one, const void *other, size_t count)
{
    const uint8_t *first = one;
    const uint8_t *second = other;
    for (size_t i = 0; i < count; i++) {
        if (first[i] != second[i]) {
            return first[i] < second[i] ? -1 : 1;
        }
    }
    return 0;
}

size_t strlen(const char *text)
{
    size_t count = 0;
    while (text[count] != '\0') {
        count++;
    }
    return count;
}

int strcmp(const char *one, const char *other)
{
    size_t at = 0;
    while (one[at] != '\0' && one[at] == other[at]) {
        at++;
    }
    return (int)(uint8_t)one[at] - (int)(uint8_t)other[at];
}

char *strstr(const char *text, const char *wanted)
{
    const size_t count = strlen(wanted);
    const size_t length = strlen(text);
    for (size_t at = 0; at + count <= length; at++) {
        if (memcmp(text + at, wanted, count) == 0) {
            char *found;
            const char *const here = text + at;
            memcpy(&found, &here, sizeof(found)); // C takes the const away here
            return found;
        }
    }
    return NULL;
}
