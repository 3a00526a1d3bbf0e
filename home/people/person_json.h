// A person as people.json and invitations.json say him.
#ifndef HOME_PEOPLE_PERSON_JSON_H
#define HOME_PEOPLE_PERSON_JSON_H

#include "home/people/person.h"

#include <cjson/cJSON.h>

// Adds him to an array; false when memory is short.
MUST_USE bool person_add_json(cJSON *list, const struct person *person);

MUST_USE bool person_read_json(const cJSON *object, struct person *out);

// Bytes as lower-case hexadecimal digits, and back; the texts are twice as long.
MUST_USE bool json_add_hex(cJSON *object, const char *name, const uint8_t *bytes, size_t count);
MUST_USE bool json_read_hex(const cJSON *object, const char *name, uint8_t *bytes, size_t count);

// A text that may be missing; false when it is longer than its room.
MUST_USE bool json_read_text(const cJSON *object, const char *name, char *room, size_t size);

#endif
