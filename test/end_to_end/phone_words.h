// What stands in a phone's link, read by the words of docs/protocol.md, "What a phone is given".
#ifndef TEST_END_TO_END_PHONE_WORDS_H
#define TEST_END_TO_END_PHONE_WORDS_H

#include "home/folder/home.h"

enum {
    PHONE_DOORS_MOST = 8
};

struct phone_words {
    char origin[128];
    uint8_t version;
    uint8_t kind;
    uint8_t key[PRIVATE_KEY_SIZE];
    uint8_t point[POINT_SIZE];
    char password[33];
    uint8_t role;
    uint32_t expires;
    uint8_t days;
    uint16_t from;
    uint16_t to;
    uint16_t last;
    uint8_t uses;
    char user[NAME_MOST + 1];
    uint8_t door_count;
    char door[PHONE_DOORS_MOST][NAME_MOST + 1];
};

// False: it is no link of this version, or has bytes to spare.
MUST_USE bool phone_reads(const char *link, struct phone_words *out);

#endif
